"""Results for programs: JSON with all there is, CSV with a line for each submission."""

import json

from xlrnn import provenance
from xlrnn.exercises.grade.grade import SCHEMA
from xlrnn.report.grades import Absent, Batch, Results, for_the_teacher, why
from xlrnn.report.safe import table

NOTHING = "nothing handed in"


def json_files(batch: Batch) -> dict[str, str]:
    """Return the file for programs."""
    return {"results.json": render_json(batch.results, batch.absent)}


def csv_files(batch: Batch) -> dict[str, str]:
    """Return the tables of marks and of reasons."""
    return {
        "grades.csv": render_csv(batch.results, batch.absent),
        "reasons.csv": render_reasons(batch.results),
    }


def render_json(results: Results, absent: Absent = ()) -> str:
    """Return all results as JSON, and who handed in nothing."""
    content = {
        "schema": SCHEMA,
        **provenance.as_json(),
        "results": list(results),
        "absent": list(absent),
    }
    return json.dumps(content, indent=1, ensure_ascii=True)


def render_csv(results: Results, absent: Absent = ()) -> str:
    """Return a line for each submission, then one for each who handed in nothing."""
    header = [
        *("student", "name", "file", "status", "score", "max_score", "first_wrong", "reason"),
        "notes",
    ]
    empty = [""] * (len(header) - 4)
    return table(
        header,
        [
            *(
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
            *((one["student"], one["name"], "", NOTHING, *empty) for one in absent),
        ],
    )


def render_reasons(results: Results) -> str:
    """Return a line for each reason."""
    rows = (
        (result["student"], result["name"], result["file"], line.strip())
        for result in results
        for line in why(result)
    )
    return table(["student", "name", "file", "reason"], rows)
