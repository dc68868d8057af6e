"""Whether a file is a report that xlrnn wrote, and may therefore be written again."""

from pathlib import Path

from xlrnn.errors import UsageError
from xlrnn.report.text import labelled
from xlrnn.verify.results.verdict import Outcome

_BEGINNINGS = (
    b'{\n  "schema": "xlrnn/verify/',
    b'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="xlrnn verify"',
    *(f"{labelled(outcome)} ".encode() for outcome in Outcome),
    *(f"{outcome:<8}".encode() for outcome in Outcome),  # as they once began
)


def is_report(path: Path) -> bool:
    """Tell whether a file begins as one of our reports does; an empty one may be written too.

    Raises:
        UsageError: if it cannot be read.
    """
    try:
        with path.open("rb") as file:
            start = file.read(200)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from None
    return not start or start.startswith(_BEGINNINGS)
