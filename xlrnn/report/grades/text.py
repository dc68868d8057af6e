"""Grades and checks in the terminal: a bar while it works, then a line for each submission."""

from collections.abc import Mapping
from typing import Any, TextIO

import click

from xlrnn.report.clean import clean
from xlrnn.report.grades import Results, points
from xlrnn.report.grades.html import first_wrongs

_MANY = 40
_WIDTH = 30


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
        who = " ".join(filter(None, (result["student"], result["name"]))) or result["file"]
        if result["reason"]:
            click.echo(clean(f"{who}: could not be graded: {result['reason']}"))
            continue
        wrong = result["first_wrong"]
        first = f"  first wrong: {wrong['cell']} ({wrong['words']})" if wrong else ""
        click.echo(
            clean(f"{who}: {points(result['score'])} of {points(result['max_score'])}{first}")
        )
        for note in result["notes"]:
            click.echo(clean(f"   note: {note}"))
    if len(results) > _MANY:
        click.echo(f"… and {len(results) - _MANY} more, in the files")
        for block, words, count in first_wrongs(results)[:5]:
            click.echo(clean(f"{count:5}  {block}: {words}"))
    for path in grades.paths[:12]:
        click.echo(f"wrote {clean(str(path))}")
    if len(grades.paths) > 12:
        click.echo(f"… and {len(grades.paths) - 12} more files")
    for note in grades.notes:
        click.echo(clean(note))


def print_check(found: Mapping[str, Any]) -> int:
    """Print a student's check and return the exit code."""
    if found["reason"]:
        click.echo(clean(f"could not be checked: {found['reason']}"))
        return 3
    done = True
    for entry in found["blocks"]:
        there = entry["cells"] - entry["empty"] - entry["missing"]
        line = f"{entry['block']}: {there} of {entry['cells']} filled"
        if entry["missing"]:
            line += ": its cells are gone from the workbook"
        typed = entry["typed"] if entry["block"] != "guess" else 0
        if typed:
            line += f", {typed} of them typed: write formulas"
        if "right" in entry:
            line += f", {entry['right']} right"
        done = done and entry.get("right", there - typed) == entry["cells"]
        click.echo(clean(line))
        for reason in entry.get("reasons", ()):
            click.echo(clean(f"   {reason}"))
    for cell in found["changed"]:
        click.echo(clean(f"a given cell was changed: {cell}"))
    if found["first"]:
        click.echo(clean(f"look here first: {found['first']}"))
    if found["signs"] and not (done and found["tells"] != "states"):
        click.echo(
            "✓ on the first page is a sign and no proof: all right numbers have it, and some wrong "
            "ones have it, too"
        )
    if done and found["tells"] == "states":
        click.echo("everything is filled; whether it is right is not told here")
    elif done:
        click.echo("everything is right")
    return int(not done)
