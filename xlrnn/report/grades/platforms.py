"""Canvas, Moodle and nbgrader: the teacher's own export comes back with the marks filled in.

A column of a title that the platform does not know would make a new assignment, and Moodle's
headings are in the teacher's language; so nothing is written but one column, and its comments.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xlrnn.report.grades import Batch, Result, Results, best_of_each, called, why, without_mark
from xlrnn.report.grades.exports import Export, read_export
from xlrnn.report.safe import lines, safe

_CANVAS_COLUMN: Final = re.compile(r".+ \(\d+\)")
_CANVAS_IDS: Final = ("ID", "SIS User ID", "SIS Login ID", "Integration ID", "Student")
_CANVAS_POINTS: Final = "points possible"
_MOODLE_GRADE: Final = ("grade", "bewertung", "note", "calificación", "voto", "nota", "cijfer")
_MOODLE_COMMENT: Final = ("feedback", "kommentar", "comentario", "commentaire", "commento")
_MOODLE_MOST: Final = ("maximum", "maximal", "höchst", "max", "máxima")
# So many names of those who handed in nothing are told.
_SHOWN: Final = 20
_PARTICIPANT: Final = re.compile(r"\D+(\d+)")


@dataclass(frozen=True)
class Filled:
    """An export with the marks filled in.

    Args:
        text: the export.
        lines: how many students it has.
        marks: for how many of them there is a mark.
        left: who has none in it, with the reason, and who handed in nothing, for the teacher.
    """

    text: str
    lines: int
    marks: int
    left: Sequence[str]


def fill_canvas(export: Path, results: Results, titles: Sequence[str] = ()) -> Filled:
    """Return Canvas' gradebook export with one column filled.

    Args:
        export: the file that the teacher downloaded.
        results: the results.
        titles: the heading of the column, with or without its number; by default the only one
            that is an assignment's.
    """
    sheet = read_export(export)
    header, rows = sheet.header, sheet.rows
    place = sheet.column(titles, [h for h in header if _CANVAS_COLUMN.fullmatch(h)])
    ids = [header.index(name) for name in _CANVAS_IDS if name in header]
    points = [row for row in rows[1:3] if _CANVAS_POINTS in row[0].casefold()]
    most = points[0][place] if points else ""
    lines = [row for row in rows[1:] if row not in points]
    found = _of_lines(results, [[row[i] for i in ids] for row in lines])
    for row, result in zip(lines, found, strict=True):
        if result and not result["reason"] and row[place] != "EX":
            row[place] = _scaled(result, most)
    return _filled(sheet, results, found, [row[0] for row in lines])


def fill_moodle(export: Path, results: Results, titles: Sequence[str] = ()) -> Filled:
    """Return Moodle's grading worksheet with grades and comments filled.

    Args:
        export: the file that the teacher downloaded.
        results: the results.
        titles: the heading of the grades; by default it is known in some languages.
    """
    sheet = read_export(export)
    lines = sheet.rows[1:]
    known = [h for h in sheet.header if h.strip().casefold() in _MOODLE_GRADE]
    place = sheet.column(titles, known)
    comment, most = sheet.place_of(_MOODLE_COMMENT), sheet.place_of(_MOODLE_MOST)
    # A grade is no one's number: what says whose a line is stands before it.
    found = _of_lines(results, [[_participant(row[0]), *row[:place]] for row in lines])
    for row, result in zip(lines, found, strict=True):
        if result and not result["reason"]:
            row[place] = _scaled(result, row[most] if most is not None else "")
        if result and comment is not None:
            row[comment] = safe(result["why"])
    return _filled(sheet, results, found, [" ".join(row[: min(2, place)]) for row in lines])


def _participant(identifier: str) -> str:
    match = _PARTICIPANT.fullmatch(identifier.strip())
    return match[1] if match else ""


def nbgrader_files(batch: Batch) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the table that nbgrader reads."""
    yield "nbgrader.csv", nbgrader_lines(batch.results, batch.name)


def nbgrader_lines(results: Results, assignment: str) -> Iterator[str]:
    """Yield a table as nbgrader exports it."""
    header = [
        *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
        *("raw_score", "late_submission_penalty", "score", "max_score"),
    ]
    return lines(header, (_nbgrader(result, assignment) for result in best_of_each(results)))


def _nbgrader(result: Result, assignment: str) -> Sequence[object]:
    first, _, last = result["name"].rpartition(" ")
    who = result["student"], last, first, result.get("email", "")
    score = "" if result["reason"] else result["score"]
    return assignment, "", "", *who, score, 0, score, result["max_score"]


def _of_lines(results: Results, lines: Sequence[Sequence[str]]) -> list[Result | None]:
    """Return whose mark belongs into each line of an export.

    Ids, addresses and Moodle's numbers say it for sure; where the platform's number of a result is
    in the export, nothing else does. A name does if nobody else has it, neither in the results nor
    in the export, and its mark is in no other line.

    Args:
        results: the results.
        lines: the cells of each line that may say whose it is.
    """
    best = [_told(result) for result in best_of_each(results)]
    there = {cell.strip().casefold() for line in lines for cell in line}
    sure: dict[str, Result] = {}
    for result in best:
        number = str(result.get("participant") or "")
        ids = (
            [number]
            if number and number in there
            else [result["student"], result.get("email"), number]
        )
        for who in filter(None, ids):
            sure.setdefault(str(who).casefold(), result)
    told = [[cell.strip().casefold() for cell in line] for line in lines]
    found = [next((sure[cell] for cell in line if cell in sure), None) for line in told]
    placed = {result["file"] for result in found if result}
    named = Counter(result["name"].casefold() for result in best)
    seen = Counter(cell for line in told for cell in {*line})
    free = {
        name: result
        for result in best
        if (name := result["name"].casefold())
        and named[name] == seen[name] == 1
        and result["file"] not in placed
    }
    return [
        result or next((free[cell] for cell in line if cell in free), None)
        for line, result in zip(told, found, strict=True)
    ]


def _told(result: Result) -> Result:
    """Return of a result what an export may say of it: it has a line for each student."""
    names = ("student", "email", "participant", "name", "file", "status", "reason", "score")
    kept = {name: result[name] for name in (*names, "max_score") if name in result}
    return {**kept, "why": "  |  ".join(line.strip() for line in why(result))}


def _filled(
    sheet: Export, results: Results, found: Sequence[Result | None], names: Sequence[str]
) -> Filled:
    """Return the export with what became of the results: marks that are lost are said to be."""
    placed = {result["file"] for result in found if result}
    lost = [
        called(one)
        for one in best_of_each(results)
        if not one["reason"] and one["file"] not in placed
    ]
    left = [*without_mark(results), *(f"{who}: no line of the export is theirs" for who in lost)]
    empty = [name for name, result in zip(names, found, strict=True) if result is None]
    if empty and results:
        more = f" and {len(empty) - _SHOWN} more" if len(empty) > _SHOWN else ""
        left.append(f"nothing handed in by {', '.join(empty[:_SHOWN])}{more}")
    marks = sum(result is not None and not result["reason"] for result in found)
    return Filled(sheet.text(), len(found), marks, left)


def _scaled(result: Result, most: str) -> str:
    """Return a mark in the platform's points."""
    try:
        points = float(most.replace(",", "."))
    except ValueError:
        points = 0.0
    score, of = result["score"], result["max_score"]
    mark = f"{score * points / of if points > 0 and of else score:.6g}"
    return mark.replace(".", ",") if "," in most else mark
