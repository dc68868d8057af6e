"""At least 500 submissions with known marks: what each holds, and what must be said about it."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.exercises.answers import MISTAKES, PLAIN, STYLES, Formula, Sheet
from tests.exercises.submissions import Pupil, forge
from xlrnn.exercises.ask.key import Assignment, Key, read_key
from xlrnn.exercises.ask.roster import Student
from xlrnn.exercises.make.exercise import assign, make
from xlrnn.exercises.make.workbooks import student_workbook

ASKED = ("a_x", "h_prev", "a_h", "h", "logits", "exps", "exps_sum", "p")
SECRET = b"a secret for the tests alone"
MIXED = 300


@dataclass(frozen=True)
class Handed:
    """An exercise as one student was given it."""

    blank: Path
    assignment: Assignment
    key: Path

    @property
    def tied(self) -> bool:
        return self.assignment.options.get("form", "article") == "article"


@dataclass(frozen=True)
class Known:
    """A submission with a known mark.

    Args:
        name: what it is.
        kind: which row of the table it counts in.
        handed: the exercise that it answers.
        fill: fills a student's file.
        wrong: the blocks that must be refused, with what must be said ("" for anything; a set
            for one of several things, among them nothing).
        forged: the block beside whose formulas other results are stored, "" for none.
    """

    name: str
    kind: str
    handed: Handed
    fill: Callable[[Pupil], object]
    wrong: Mapping[str, str | frozenset[str]] = field(default_factory=dict)
    forged: str = ""

    def write(self, path: Path) -> Path:
        pupil = Pupil(self.handed.blank, self.handed.assignment)
        self.fill(pupil)
        pupil.save(path)
        if not self.forged:
            return path
        place = pupil.sheet.book[self.forged].located()
        cells = {
            str(place.cell(i, t)): 0.25 + 0.01 * i + 0.02 * t for i, t in pupil.cells(self.forged)
        }
        return forge(path, cells)


def exercises(folder: Path) -> list[Handed]:
    """The article's form and the textbooks', and two students of a roster."""
    found = []
    for seed, form in ((3, "article"), (4, "textbook")):
        blank, *_ = make(
            "hello-forward",
            folder / form,
            level=2,
            blanks=ASKED,
            seed=seed,
            settings={"form": form},
        )
        found.append(Handed(blank, read_key(folder / form).assignments[0], folder / form))
    for name, form in (("ann", "textbook"), ("bob", "article")):
        one = assign("hello-forward", Student(name), SECRET, 2, ASKED, {"form": form})
        blank = folder / name / "blank.xlsx"
        blank.parent.mkdir(parents=True)
        blank.write_bytes(student_workbook(one.make_lesson(), one))
        (folder / name / "key.json").write_text(Key([one]).text())
        found.append(Handed(blank, one, folder / name))
    return found


def known(handed: list[Handed]) -> list[Known]:
    """All submissions."""
    found = [one for exercise in handed for one in (*_right(exercise), *_wrong(exercise))]
    return [*found, *_mixed(handed, MIXED)]


def _right(handed: Handed) -> Iterator[Known]:
    for name, style in STYLES.items():
        yield Known(name, "right, in a style of its own", handed, lambda p, s=style: p.fill(s))
    yield Known("right", "right, stored results forged", handed, lambda p: p.fill(), forged="p")


def mistakes(handed: Handed) -> dict[str, tuple[str, Formula, str]]:
    """The mistakes that this exercise allows."""
    return {
        name: (mistake.block, mistake.formula, mistake.says)
        for name, mistake in MISTAKES.items()
        if not mistake.only or (mistake.only == "tied") == handed.tied
    }


def _wrong(handed: Handed) -> Iterator[Known]:
    for name, (block, formula, says) in mistakes(handed).items():
        yield Known(
            name, "a misconception, by hand", handed,
            lambda p, b=block, f=formula: p.fill(**{b: f}), {block: says},
        )  # fmt: skip
    for block, formula in {"p": "0", "h": "0", "exps": "1"}.items():
        yield Known(
            f"{block} is {formula}", "wrong, stored results forged", handed,
            lambda p, b=block, f=formula: p.fill(**{b: lambda s, i, t, f=f: f"0*A1+{f}"}),
            {block: ""}, forged="p",
        )  # fmt: skip
    values = handed.assignment.make_lesson().expected(handed.assignment.make_lesson().inputs())
    for block in ASKED:
        yield Known(
            f"{block} typed", "numbers typed in", handed,
            lambda p, b=block: _type(p, b, values), {block: "typed"},
        )  # fmt: skip
        yield Known(
            f"{block} by its numbers", "right only for the given numbers", handed,
            lambda p, b=block: p.fill(**{b: lambda s, i, t: f"{float(values[b][i, t])!r}*1"}),
            {block: "given-numbers-only"},
        )  # fmt: skip
        yield Known(
            f"{block} beside", "in the wrong place", handed,
            lambda p, b=block: _beside(p, b), {block: "wrong-place"},
        )  # fmt: skip
        yield Known(
            f"{block} empty", "left empty", handed, lambda p, b=block: _empty(p, b),
            {block: "empty"},
        )  # fmt: skip


def _type(pupil: Pupil, block: str, values: Mapping[str, object]) -> None:
    pupil.fill()
    for i, t in pupil.cells(block):
        pupil.type(block, i, t, float(values[block][i, t]))  # type: ignore[index]


def _empty(pupil: Pupil, block: str) -> None:
    pupil.fill()
    for i, t in pupil.cells(block):
        pupil.type(block, i, t, None)


def _beside(pupil: Pupil, block: str) -> None:
    """Write the right formulas far to the right of where they belong."""
    _empty(pupil, block)
    for i, t in pupil.cells(block):
        pupil.put_beside(block, i, t, PLAIN[block](pupil.sheet, i, t))


# Styles that read a block's own precedents only, so that a mistake before them is carried forward.
_MIXABLE = tuple(name for name in STYLES if name != "one matrix formula for the block")


def _mixed(handed: list[Handed], count: int) -> Iterator[Known]:
    """Each block in a style of its own, and none, one or two of them wrong."""
    draw = random.Random(2026)
    for number in range(count):
        exercise = handed[number % len(handed)]
        formulas: dict[str, Formula] = {}
        for block in ASKED:
            styles = [STYLES[name][block] for name in _MIXABLE if block in STYLES[name]]
            formulas[block] = draw.choice([PLAIN[block], *styles])
        wrong: dict[str, str] = {}
        possible = mistakes(exercise)
        for name in draw.sample(sorted(possible), draw.choice([0, 1, 1, 2])):
            block, formula, says = possible[name]
            if block not in wrong:
                formulas[block], wrong[block] = formula, says
        yield Known(
            f"mixed {number}", f"mixed, {len(wrong)} blocks wrong", exercise,
            lambda p, f=formulas: p.fill(**f), wrong,
        )  # fmt: skip


__all__ = ["Handed", "Known", "Sheet", "exercises", "known"]
