"""What is unusual about a submission, by which similar ones are found; never a verdict.

Right formulas as a lesson suggests them, in whatever style, and mistakes that the catalogue knows
are no oddities: many students write them without knowing of each other.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from xlrnn.errors import XlrnnError
from xlrnn.exercises.judge.verdict import CellVerdict, State
from xlrnn.exercises.mark.mark import Marked
from xlrnn.exercises.mark.opened import Opened
from xlrnn.formula.cell import column_letters
from xlrnn.sheet.book import shown_by
from xlrnn.xlsx.reading.package import Package
from xlrnn.xlsx.reading.xml import local_name

_CORE: Final = "docProps/core.xml"
# What programs write where no person set a name.
_NOBODY: Final = re.compile(
    r"|xlrnn|openpyxl|python.*|.*\b(user|admin\w*|student|microsoft)\b.*", re.IGNORECASE
)
_TOKEN: Final = re.compile(
    r"""
      "(?:[^"]|"")*"
    | (?:(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?
      \$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>\d{1,7})(?![\w(.])
    | [^\W\d][\w.]*
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)
    """,
    re.VERBOSE,
)
# Whole numbers below this, and a half, stand in many right formulas.
_COMMON: Final = 100
# A typed number of so many digits is nobody's guess, and so many of them are no chance.
_DIGITS, _CELLS = 6, 3


class Oddity(NamedTuple):
    """Something unusual.

    Args:
        weight: how much it says, 1 or 2.
        words: what it is, without what a student wrote.
        digest: what tells whether two are the same.
    """

    weight: int
    words: str
    digest: str


class _NormalForm:
    """Reads formulas with blocks in place of addresses: layouts differ from student to student."""

    def __init__(self, opened: Opened) -> None:
        self._blocks = {
            (place.sheet.casefold(), str(row), column_letters(column)): f"{name}[{i},{t}]"
            for name, place in opened.submission.places.items()
            for i, row in enumerate(place.rows)
            for t, column in enumerate(place.columns)
        }

    def of(self, sheet: str, formula: str) -> tuple[str, list[str]]:
        """Return a formula in its normal form, and its odd numbers and helper cells."""
        odd: list[str] = []

        def named(match: re.Match[str]) -> str:
            if match["row"]:
                where = (match["sheet"] or sheet).strip("'").casefold()
                cell = where, match["row"], match["column"].upper()
                if cell in self._blocks:
                    return self._blocks[cell]
                odd.append("!".join(cell))
                return odd[-1]
            if match["number"] is not None and _is_odd(float(match["number"])):
                odd.append(match["number"])
            return match[0].upper()

        return "".join(_TOKEN.sub(named, formula).split()), odd


def _is_odd(number: float) -> bool:
    return number != 0.5 and (number >= _COMMON or not number.is_integer())


def oddities_of(opened: Opened, marked: Marked, package: Package) -> list[Oddity]:
    """Return what is unusual about a submission."""
    return [
        *_formulas(opened, marked.verdicts),
        *_typed(opened, marked),
        *_drawn(opened),
        *_saved_by(package),
    ]


def _formulas(opened: Opened, verdicts: Sequence[CellVerdict]) -> Iterator[Oddity]:
    """Yield the first unusual formula of each block: odd in itself, or wrong in an unknown way."""
    normal_form, seen = _NormalForm(opened), set()
    for verdict in verdicts:
        if verdict.block in seen or not verdict.formula:
            continue
        formula, odd = normal_form.of(verdict.cell.rpartition("!")[0], verdict.formula)
        if odd or not (verdict.right or verdict.misconception):
            seen.add(verdict.block)
            # Sums have as many terms as there are units; what is odd does not depend on that.
            what: list[object] = [*odd] or [verdict.row, verdict.column, formula]
            yield _oddity(1, f"the same unusual formula in {verdict.block}", *what)


def _typed(opened: Opened, marked: Marked) -> Iterator[Oddity]:
    """Yield typed numbers that are not the student's own right ones."""
    typed: dict[str, list[tuple[int, int]]] = {}
    for verdict in marked.verdicts:
        if verdict.state is State.TYPED:
            typed.setdefault(verdict.block, []).append((verdict.row, verdict.column))
    values = _right_numbers(opened) if typed else {}
    for name, cells in typed.items():
        shown = [(*cell, marked.shown[name][cell[0]][cell[1]]) for cell in cells]
        right = shown_by(opened.rules.blocks[name], values)
        foreign = [(i, t, value) for i, t, value in shown if _is_foreign(value, right[i, t])]
        if len(foreign) >= _CELLS:
            yield _oddity(2, f"the same typed numbers in {name}, which answer neither", *foreign)


def _is_foreign(value: object, right: object) -> bool:
    """Tell whether a typed number has many digits and is not the right one."""
    if not isinstance(value, float) or not isinstance(right, float):
        return False
    digits = f"{abs(value):.15g}".replace(".", "").strip("0")
    return len(digits) >= _DIGITS and abs(value - right) > 1e-3 * abs(right)


def _right_numbers(opened: Opened) -> Mapping[str, Any]:
    lesson = opened.assignment.make_lesson()
    return lesson.expected(lesson.inputs())


def _drawn(opened: Opened) -> Iterator[Oddity]:
    """Yield the inputs of a student who has some of their own.

    They stand in a friend's file, too, that got another signature.
    """
    if not opened.assignment.student:
        return
    places, sheets = opened.submission.places, opened.submission.file.sheets
    for block in opened.inputs:
        if place := places.get(block.name):
            values = sheets[place.sheet].values
            held = [values.get((row, column)) for row in place.rows for column in place.columns]
            if sum(isinstance(value, float) and _is_odd(value) for value in held) >= _CELLS:
                yield _oddity(2, f"the same {block.name}, drawn for one of them", *held)


def _saved_by(package: Package) -> Iterator[Oddity]:
    """Yield who saved the file and when, where that is a person's name."""
    try:
        root = package.xml(_CORE) if package.has(_CORE) else None
    except XlrnnError:
        return
    said = {local_name(part.tag): (part.text or "").strip() for part in root or ()}
    name = said.get("lastModifiedBy", "")
    if not _NOBODY.fullmatch(name):
        yield _oddity(1, "last saved under the same name", name)
        if said.get("modified"):
            yield _oddity(1, "last saved in the same second", name, said["modified"])


def _oddity(weight: int, words: str, *content: object) -> Oddity:
    return Oddity(weight, words, hashlib.sha256(repr((words, content)).encode()).hexdigest()[:32])
