"""Results for programs: JSON with all there is, CSV with a line for each submission."""

import json

from xlrnn.exercises.grade import SCHEMA
from xlrnn.report.grades import Results, why
from xlrnn.report.safe import table


def render_json(results: Results) -> str:
    """Return all results as JSON."""
    return json.dumps({"schema": SCHEMA, "results": list(results)}, indent=1, ensure_ascii=True)


def render_csv(results: Results) -> str:
    """Return a line for each submission."""
    header = [
        *("student", "name", "file", "status", "score", "max_score", "first_wrong", "reason"),
        "notes",
    ]
    return table(
        header,
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
                "; ".join(result["notes"]),
            )
            for result in results
        ),
    )


def render_reasons(results: Results) -> str:
    """Return a line for each reason."""
    rows = (
        (result["student"], result["name"], line.strip())
        for result in results
        for line in why(result)
    )
    return table(["student", "name", "reason"], rows)
