"""Files of reports: those that xlrnn wrote may be written again, others are left alone."""

from pathlib import Path

from xlrnn.atomic import write_atomically
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


def refuse_other_files(path: Path) -> None:
    """Refuse a file that is no report of ours, above all a workbook named by mistake.

    Raises:
        UsageError: if it is there, and none.
    """
    if path.is_file() and not is_report(path):
        raise UsageError(
            f"{path} is there already and is no report of xlrnn: choose another name for -o, "
            "or overwrite it with --force"
        )


def write_report(path: Path, report: str) -> None:
    """Write a report, whole or not at all."""
    write_atomically(path, f"{report}\n".encode())
