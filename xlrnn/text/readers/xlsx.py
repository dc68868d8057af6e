"""The sheets of an .xlsx, with openpyxl."""

import warnings
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from xlrnn.text.readers.tables import Row, text_of


def xlsx_sheets(archive: zipfile.ZipFile) -> dict[str, Callable[[], Iterator[Row]]]:
    """Return what yields the rows of each sheet; of formulas their stored results."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():  # about styles and validations, which are of no use here
        warnings.simplefilter("ignore")
        book = load_workbook(archive.fp, read_only=True, data_only=True)
    return {sheet.title: partial(_rows, sheet) for sheet in book.worksheets}


def _rows(sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    for row in sheet.iter_rows(values_only=True):
        yield [_unescaped(text_of(value)) for value in row]


def _unescaped(text: str) -> str:
    """Return a text with the control characters that the format writes as `_x000D_`."""
    if "_x" not in text:
        return text
    from openpyxl.utils.escape import unescape

    found: str = unescape(text)
    return found
