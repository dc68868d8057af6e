"""The verb of maps: draft one from the formulas of a workbook that xlrnn did not make."""

from pathlib import Path
from typing import TYPE_CHECKING

from xlrnn.api.given import PathLike
from xlrnn.errors import UsageError

if TYPE_CHECKING:
    from xlrnn.verify.drafting.draft import Draft


def map(
    book: PathLike,
    path: PathLike | None = None,
    *,
    sheet: str | None = None,
    force: bool = False,
) -> "Draft":
    """Draft the map of a workbook that xlrnn did not make, from its formulas.

    Args:
        book: the workbook.
        path: the TOML file to write; None: none.
        sheet: the sheet on which the network stands, if there are several networks.
        force: overwrite a file that is there already.

    Returns:
        The draft: its `text`, the `layers` that were found, and how many of the `formulas` are
        `covered`.

    Raises:
        UnreadableError: if the workbook cannot be read.
        InputError: if there is no network in its formulas.
        UsageError: if xlrnn made the workbook, there is no such sheet, there are several networks,
            or a file is in the way.
    """
    from xlrnn.atomic import write_atomically
    from xlrnn.verify.drafting.draft import draft

    target = None if path is None else Path(path)
    if target is not None and target.exists() and target.resolve() == Path(book).resolve():
        raise UsageError(f"{target} is the workbook itself: choose another name for -o")
    if target is not None and target.is_file() and not force:
        raise UsageError(
            f"{target} is there already: choose another name for -o, or overwrite it with --force"
        )
    found = draft(Path(book), sheet)
    if target is not None:
        write_atomically(target, found.text.encode())
    return found
