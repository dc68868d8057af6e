"""Whether a workbook is what the code generates, part by part of the file."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from xlrnn.xlsx.reading.package import open_package

# A stored number: the result beside a formula, a reference value, or what a chart remembers.
_STORED = re.compile(r"(?<=<v>)-?[0-9][^<]*|(?<=<c:v>)-?[0-9][^<]*")
_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"')
_RELATIVE, _ABSOLUTE = 1e-9, 1e-12


def differences(path: Path, generated: bytes) -> list[str]:
    """Compare a file with what was generated just now.

    Args:
        path: the file.
        generated: the workbook as the code writes it.

    Returns:
        One line for each part of the file that differs; empty if none does.

    Raises:
        UnreadableError: if the file is not there or is no workbook.
    """
    return [f"{path}: {line}" for line in _compare(_old_parts(path), _new_parts(generated))]


def _old_parts(path: Path) -> dict[str, str]:
    """Return the parts of a file that anybody may have changed, within the limits of the reader."""
    with open_package(path) as package, zipfile.ZipFile(path) as archive:
        names = [info.filename for info in archive.infolist() if not info.is_dir()]
        return {name: package.part(name).decode("latin-1") for name in names}


def _new_parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode("latin-1") for name in archive.namelist()}


def _compare(old: dict[str, str], new: dict[str, str]) -> Iterator[str]:
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            yield f"{name} is there and should not be"
        elif name not in old:
            yield f"{name} is not there"
        elif old[name] != new[name]:
            yield from _compare_part(name, old[name], new[name])


def _compare_part(name: str, old: str, new: str) -> Iterator[str]:
    """Compare the text around the stored numbers to the letter, the numbers by value."""
    pieces, wanted = _STORED.split(old), _STORED.split(new)
    if pieces != wanted:
        yield f"{name} differs in formulas, texts or layout{_where(pieces, wanted)}"
        return
    for a, b in zip(_STORED.finditer(old), _STORED.finditer(new), strict=True):
        if a[0] != b[0] and not _close(a[0], b[0]):
            yield f"{name} stores {a[0][:40]} where {b[0]} belongs{_cell(new[: b.start()])}"
            return


def _where(pieces: list[str], wanted: list[str]) -> str:
    """Say in which cell two parts begin to differ, or after which; nothing if before all."""
    pairs = enumerate(zip(pieces, wanted, strict=False))
    k, (a, b) = next(((k, pair) for k, pair in pairs if pair[0] != pair[1]), (0, ("", "")))
    signs = enumerate(zip(a, b, strict=False))
    length = next((i for i, (x, y) in signs if x != y), min(len(a), len(b)))
    return _cell("".join(wanted[:k]) + b[:length])


def _cell(text: str) -> str:
    """Name the last cell of a text."""
    cells = _CELL.findall(text)
    return f", first at cell {cells[-1]}" if cells else ""


def _close(a: str, b: str) -> bool:
    try:
        return abs(float(a) - float(b)) <= max(_ABSOLUTE, _RELATIVE * abs(float(b)))
    except ValueError:
        return False
