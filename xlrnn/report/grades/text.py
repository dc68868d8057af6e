"""Grades and checks in the terminal: a bar while it works, then a line for each submission."""

from collections.abc import Mapping
from typing import Any, TextIO

import click

from xlrnn.clean import clean
from xlrnn.report.grades import Results, called, for_the_teacher, no_mark, points
from xlrnn.report.grades.html import first_wrongs

_MANY = 40
_WIDTH = 30
# The level at which nothing is blank: one block is wrong, and is to be found.
FIND = 4
_UNTOUCHED = (
    "nothing was changed so far: one block is calculated wrongly; find it, and write the right "
    "formulas in its place"
)
_SIGN = (
    "✓ on the first page is a sign and no proof: all right numbers have it, and some wrong ones "
    "have it, too"
)
_STATES = "everything is filled; whether it is right is not told here"
_STATES_FIND = "whether the mistake is found and put right is not told here"


class Bar:
    """Shows how far a batch is and how long it will take, on one line of a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._shown = -1

    def __call__(self, done: int, total: int, left: float) -> None:
        """Show so many of so many, and the seconds left."""
        if not self._stream.isatty() or not total:
            return
        part = done * 1000 // total
        if part == self._shown:
            return
        self._shown = part
        filled = done * _WIDTH // total
        minutes, seconds = divmod(round(left), 60)
        end = "\n" if done == total else ""
        self._stream.write(
            f"\r[{'█' * filled}{'·' * (_WIDTH - filled)}] {done:,}/{total:,}  "
            f"{minutes}:{seconds:02} left {end}"
        )
        self._stream.flush()


def print_grades(grades: Any) -> None:
    """Print a line for each submission, and what the class should talk about."""
    results: Results = grades.results
    for result in results[:_MANY]:
        wrong = result["first_wrong"]
        first = f"  first wrong: {wrong['cell']} ({wrong['words']})" if wrong else ""
        score = f"{points(result['score'])} of {points(result['max_score'])}{first}"
        click.echo(clean(f"{called(result)}: {no_mark(result) or score}"))
        for note in for_the_teacher(result):
            click.echo(clean(f"   note: {note}"))
    if len(results) > _MANY:
        click.echo(f"… and {len(results) - _MANY} more, in the files")
        for block, words, count in first_wrongs(results)[:5]:
            click.echo(clean(f"{count:5}  {block}: {words}"))
    if grades.absent:
        names = ", ".join(f"{one['student']} {one['name']}".strip() for one in grades.absent)
        click.echo(clean(f"nothing handed in by {len(grades.absent)}: {names}"))
    for path in grades.paths[:12]:
        click.echo(f"wrote {clean(str(path))}")
    if len(grades.paths) > 12:
        click.echo(f"… and {len(grades.paths) - 12} more files")
    for note in grades.notes:
        click.echo(clean(note))


def print_check(found: Mapping[str, Any]) -> int:
    """Print a student's check and return the exit code."""
    lines, code = check_lines(found)
    for line in lines:
        click.echo(line)
    return code


def check_lines(found: Mapping[str, Any]) -> tuple[list[str], int]:
    """Return what a student's check tells, line by line, and the exit code."""
    if found["reason"]:
        return [clean(f"could not be checked: {found['reason']}")], 3
    find, done = found["level"] == FIND, not found["untouched"]
    lines: list[str] = []
    for entry in found["blocks"]:
        done = _is_done(entry) and done
        told = _found(entry) if find else _filled(entry)
        lines += [f"{entry['block']}: {told}"] if told else []
        lines += [f"   {reason}" for reason in entry.get("reasons", ())]
    lines += [f"a given cell was changed: {cell}" for cell in found["changed"]]
    lines += [f"look here first: {found['first']}"] if found["first"] else []
    if found["signs"] and not (done and found["tells"] != "states"):
        lines.append(_SIGN)
    if found["untouched"]:
        lines.append(_UNTOUCHED)
    elif done:
        states = _STATES_FIND if find else _STATES
        lines.append(states if found["tells"] == "states" else "everything is right")
    return [clean(line) for line in lines], int(not done)


def _typed(entry: Mapping[str, Any]) -> int:
    return int(entry["typed"]) if entry["block"] != "guess" else 0


def _there(entry: Mapping[str, Any]) -> int:
    return int(entry["cells"] - entry["empty"] - entry["missing"])


def _is_done(entry: Mapping[str, Any]) -> bool:
    right = entry.get("right", _there(entry) - _typed(entry))
    return bool(right == entry["cells"])


def _filled(entry: Mapping[str, Any]) -> str:
    """Say how far a blank block is."""
    line = f"{_there(entry)} of {entry['cells']} filled"
    if entry["missing"]:
        line += ": its cells are gone from the workbook"
    if typed := _typed(entry):
        line += f", {typed} of them typed: write formulas"
    return f"{line}, {entry['right']} right" if "right" in entry else line


def _found(entry: Mapping[str, Any]) -> str:
    """Say what can be said of a block that was full from the beginning."""
    told = []
    if entry["missing"]:
        told.append("its cells are gone from the workbook")
    if entry["empty"]:
        told.append(f"{entry['empty']} of {entry['cells']} empty")
    if typed := _typed(entry):
        told.append(f"{typed} of {entry['cells']} typed: write formulas")
    if entry.get("right", entry["cells"]) < entry["cells"]:
        told.append(f"{entry['right']} of {entry['cells']} right")
    return ", ".join(told)
