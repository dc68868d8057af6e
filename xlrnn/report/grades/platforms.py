"""Canvas, Moodle and nbgrader: the teacher's own export comes back with the marks filled in.

A column of a title that the platform does not know would make a new assignment, and Moodle's
headings are in the teacher's language; so nothing is written but one column, and its comments.
"""

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from xlrnn.errors import UnreadableError, UsageError
from xlrnn.report.grades import Result, Results, best_of_each, why
from xlrnn.report.safe import safe, table

_CANVAS_COLUMN: Final = re.compile(r".+ \(\d+\)")
_CANVAS_IDS: Final = ("ID", "SIS User ID", "SIS Login ID", "Integration ID", "Student")
_MOODLE_GRADE: Final = ("grade", "bewertung", "note", "calificación", "voto", "nota", "cijfer")
_MOODLE_COMMENT: Final = ("feedback", "kommentar", "comentario", "commentaire", "commento")
_MOODLE_MOST: Final = ("maximum", "maximal", "höchst", "max", "máxima")
_PARTICIPANT: Final = re.compile(r"\D+(\d+)")


def fill_canvas(export: Path, results: Results, column: str = "") -> str:
    """Return Canvas' gradebook export with one column filled.

    Args:
        export: the file that the teacher downloaded.
        results: the results.
        column: the heading of the column; by default the only one that is an assignment's.
    """
    rows = _read(export)
    header = rows[0]
    place = _column(header, column, [h for h in header if _CANVAS_COLUMN.fullmatch(h)], export)
    ids = [header.index(name) for name in _CANVAS_IDS if name in header]
    marks = _by_id(results)
    most = next(
        (row[place] for row in rows[1:3] if "points possible" in "".join(row[:1]).casefold()), ""
    )
    for row in rows[1:]:
        found = next((marks[row[i].casefold()] for i in ids if row[i].casefold() in marks), None)
        if found and row[place] != "EX" and "points possible" not in row[0].casefold():
            row[place] = _scaled(found, most)
    return _written(rows)


def fill_moodle(export: Path, results: Results, column: str = "") -> str:
    """Return Moodle's grading worksheet with grades and comments filled.

    Args:
        export: the file that the teacher downloaded.
        results: the results.
        column: the heading of the grades; by default it is known in some languages.
    """
    rows = _read(export)
    header = rows[0]
    known = [heading for heading in header if heading.strip().casefold() in _MOODLE_GRADE]
    place = _column(header, column, known, export)
    comment = _place_of(header, _MOODLE_COMMENT)
    most = _place_of(header, _MOODLE_MOST)
    marks = _by_id(results)
    for row in rows[1:]:
        match = _PARTICIPANT.fullmatch(row[0].strip())
        keys = [match[1] if match else "", *(cell.casefold() for cell in row)]
        found = next((marks[key] for key in keys if key and key in marks), None)
        if found:
            row[place] = _scaled(found, row[most] if most is not None else "")
            if comment is not None:
                row[comment] = safe("  |  ".join(line.strip() for line in why(found)))
    return _written(rows)


def render_nbgrader(results: Results, assignment: str) -> str:
    """Return a table as nbgrader exports it."""
    header = [
        *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
        *("raw_score", "late_submission_penalty", "score", "max_score"),
    ]
    return table(header, (_nbgrader(result, assignment) for result in best_of_each(results)))


def _nbgrader(result: Result, assignment: str) -> Sequence[object]:
    first, _, last = result["name"].rpartition(" ")
    who = result["student"], last, first, result.get("email", "")
    return assignment, "", "", *who, result["score"], 0, result["score"], result["max_score"]


def _by_id(results: Results) -> dict[str, Result]:
    """Return the results by everything that may name a student."""
    found: dict[str, Result] = {}
    for result in best_of_each(results):
        for who in (result["student"], result.get("participant"), result.get("email")):
            if who:
                found.setdefault(str(who).casefold(), result)
    names = [result["name"].casefold() for result in best_of_each(results)]
    for result in best_of_each(results):
        name = result["name"].casefold()
        if name and names.count(name) == 1:
            found.setdefault(name, result)
    return found


def _scaled(result: Result, most: str) -> str:
    """Return a mark in the platform's points."""
    try:
        points = float(most.replace(",", "."))
    except ValueError:
        points = 0.0
    score, of = result["score"], result["max_score"]
    return f"{score * points / of if points > 0 and of else score:.6g}"


def _column(header: Sequence[str], wanted: str, possible: Sequence[str], export: Path) -> int:
    if wanted:
        possible = [heading for heading in header if heading == wanted]
    if len(possible) != 1:
        told = ", ".join(repr(heading) for heading in possible or header)
        raise UsageError(f"{export}: which column takes the marks? Say --column with one of {told}")
    return list(header).index(possible[0])


def _place_of(header: Sequence[str], words: Sequence[str]) -> int | None:
    for place, heading in enumerate(header):
        if any(heading.strip().casefold().startswith(word) for word in words):
            return place
    return None


def _read(path: Path) -> list[list[str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"cannot read {path}: {error}") from None
    rows = list(csv.reader(io.StringIO(text)))
    if len(rows) < 2:
        raise UnreadableError(f"{path} is no export: it has no lines of students")
    width = len(rows[0])
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _written(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
