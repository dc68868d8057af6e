"""Whether a file is a report that xlrnn wrote, and may therefore be written again."""

from pathlib import Path

from xlrnn.errors import UsageError
from xlrnn.report.verification.formats import FORMATS, form


def is_report(path: Path) -> bool:
    """Tell whether a file begins as one of our reports does; an empty one may be written too.

    Raises:
        UsageError: if it cannot be read.
    """
    beginnings = tuple(
        beginning.encode() for name in FORMATS for beginning in form(name).BEGINNINGS
    )
    try:
        with path.open("rb") as file:
            start = file.read(max(map(len, beginnings)))
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from None
    return not start or start.startswith(beginnings)
