"""What every engine demands of a file before it opens it, and of a cell's address."""

import math
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from xlrnn.errors import EngineError


def checked(path: Path, *, thoroughly: bool = False) -> Path:
    """Return the path if what it names can be a workbook.

    Args:
        path: the file.
        thoroughly: read every part against its checksum. LibreOffice opens a damaged file as an
            empty sheet without a word; the other engines refuse it themselves.

    Returns:
        The same path, absolute.

    Raises:
        EngineError: if it is no file, no zip archive (which every .xlsx is), or damaged.
    """
    if not path.is_file():
        raise EngineError(f"{path}: there is no such file")
    try:
        if not zipfile.is_zipfile(path):
            raise EngineError(f"{path}: no workbook: the file is empty, cut off or no .xlsx at all")
        if thoroughly:
            _read_all(path)
    except (OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise EngineError(f"{path}: cannot be read: {error}") from error
    return path.resolve()


def _read_all(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        damaged = archive.testzip()
        if damaged is not None:
            raise EngineError(f"{path}: damaged: the checksum of its part {damaged} is wrong")
        if "[Content_Types].xml" not in archive.namelist():
            raise EngineError(f"{path}: no workbook: a zip archive without [Content_Types].xml")


def sheet_index(sheets: Sequence[str], sheet: str) -> int:
    """Return a sheet's position, from 0.

    Raises:
        EngineError: if there is no sheet of exactly this name.
    """
    try:
        return sheets.index(sheet)
    except ValueError:
        there = ", ".join(map(repr, sheets))
        raise EngineError(f"there is no sheet {sheet!r}; the workbook has {there}") from None


def check_block(row: int, column: int, height: int = 1, width: int = 1) -> None:
    """Refuse a block that lies outside every sheet.

    Raises:
        EngineError: if so; engines themselves wrap around, crash or return nothing.
    """
    fits = row >= 1 and column >= 1 and height >= 1 and width >= 1
    if not (fits and row + height - 1 <= 1_048_576 and column + width - 1 <= 16_384):
        raise EngineError(
            f"no such block: row {row}, column {column}, {height} x {width} cells; "
            "rows count from 1 to 1048576, columns from 1 to 16384"
        )


def check_value(value: float | str) -> float | str:
    """Return what may be put into a cell, numbers as floats.

    Raises:
        EngineError: for infinity and NaN, which no spreadsheet cell can hold.
    """
    if isinstance(value, str):
        return value
    if not math.isfinite(value):
        raise EngineError(f"a cell cannot hold the number {value}")
    return float(value)
