"""Whether a workbook is what the code generates, part by part of the file."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from xlrnn.errors import UnreadableError

# A stored number: the result beside a formula, a reference value, or what a chart remembers.
_STORED = re.compile(r"(<(?:c:)?v>)(-?[0-9][^<]*)(</(?:c:)?v>)")
_RELATIVE, _ABSOLUTE = 1e-9, 1e-12


def differences(path: Path, generated: bytes) -> list[str]:
    """Compare a file with what was generated just now.

    Args:
        path: the file.
        generated: the workbook as the code writes it.

    Returns:
        One line for each part of the file that differs; empty if none does.

    Raises:
        UnreadableError: if the file is not there or is no zip archive.
    """
    try:
        old = _parts(path.read_bytes())
    except (OSError, zipfile.BadZipFile) as error:
        raise UnreadableError(f"{path} cannot be compared: {error}") from None
    new = _parts(generated)
    return [f"{path}: {line}" for line in _compare(old, new)]


def _parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


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
    if _STORED.sub(r"\1\3", old) != _STORED.sub(r"\1\3", new):
        yield f"{name} differs in formulas, texts or layout"
        return
    numbers = zip(_STORED.findall(old), _STORED.findall(new), strict=True)
    for (_, a, _), (_, b, _) in numbers:
        if a != b and not _close(float(a), float(b)):
            yield f"{name} stores {a} where {b} belongs"
            return


def _close(a: float, b: float) -> bool:
    return abs(a - b) <= max(_ABSOLUTE, _RELATIVE * abs(b))
