"""Results for programs: JSON with all there is, CSV with a line for each submission."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain

from xlrnn import provenance
from xlrnn.exercises.grade.grade import SCHEMA
from xlrnn.report.grades import Absent, Batch, Results, for_the_teacher, why
from xlrnn.report.safe import lines

NOTHING = "nothing handed in"


def json_files(batch: Batch) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the file for programs."""
    yield "results.json", json_pieces(batch.results, batch.absent)


def csv_files(batch: Batch) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the tables of marks and of reasons."""
    yield "grades.csv", csv_lines(batch.results, batch.absent)
    yield "reasons.csv", reason_lines(batch.results)


def json_pieces(results: Results, absent: Absent = ()) -> Iterator[str]:
    """Yield all results as JSON, and who handed in nothing, piece by piece."""
    content = {
        "schema": SCHEMA,
        **provenance.as_json(),
        "results": [0],
        "absent": list(absent),
    }
    start, _, end = json.dumps(content, indent=1, ensure_ascii=True).partition("[\n  0\n ]")
    yield start
    number = -1
    for number, result in enumerate(results):
        yield ",\n  " if number else "[\n  "
        yield json.dumps(result, indent=1, ensure_ascii=True).replace("\n", "\n  ")
    yield "[]" if number < 0 else "\n ]"
    yield end


def csv_lines(results: Results, absent: Absent = ()) -> Iterator[str]:
    """Yield a line for each submission, then one for each who handed in nothing."""
    header = [
        *("student", "name", "file", "status", "score", "max_score", "first_wrong", "reason"),
        "notes",
    ]
    empty = [""] * (len(header) - 4)
    return lines(
        header,
        chain(
            (
                (
                    result["student"],
                    result["name"],
                    result["file"],
                    result["status"],
                    result["score"],
                    result["max_score"],
                    (result["first_wrong"] or {}).get("cell", ""),
                    result["reason"],
                    "; ".join(for_the_teacher(result)),
                )
                for result in results
            ),
            ((one["student"], one["name"], "", NOTHING, *empty) for one in absent),
        ),
    )


def reason_lines(results: Results) -> Iterator[str]:
    """Yield a line for each reason."""
    rows = (
        (result["student"], result["name"], result["file"], line.strip())
        for result in results
        for line in why(result)
    )
    return lines(["student", "name", "file", "reason"], rows)
