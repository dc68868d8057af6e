"""Rows and columns of a sheet that are hidden, or too low or narrow to be seen."""

import re
from typing import Final

from xlrnn.formula.cell import MAX_COLUMN
from xlrnn.xlsx.reading.package import Package

_LINE: Final = re.compile(rb"<(?:\w+:)?(row|col)\b([^>]*)>")
_ATTRIBUTE: Final = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")
# One after the other, and not in one expression: each is then looked for by its first letters.
_MAY_HIDE: Final = (
    re.compile(rb"""hidden\s*=\s*["'](?:1|true)"""),
    re.compile(rb"""ht\s*=\s*["'][-0.]+["']"""),
    re.compile(rb"""width\s*=\s*["'][-0.]+["']"""),
)


def hidden_lines(package: Package, part: str) -> tuple[set[int], set[int]]:
    """Return the rows and the columns of a sheet that cannot be seen, but for folded ones.

    What stands in an outline is folded, and shows a sign that unfolds it.
    """
    xml = package.part(part)
    rows: set[int] = set()
    columns: set[int] = set()
    if not any(may_hide.search(xml) for may_hide in _MAY_HIDE):
        return rows, columns
    for kind, text in _LINE.findall(xml):
        found = {key: value.strip() for key, value in _ATTRIBUTE.findall(text)}
        if not _unseen(found) or found.get(b"outlineLevel", b"0") != b"0":
            continue
        if kind == b"row" and found.get(b"r", b"").isdigit():
            rows.add(int(found[b"r"]))
        elif kind == b"col":
            first, last = (found.get(end, b"").decode() for end in (b"min", b"max"))
            if first.isdigit() and last.isdigit():
                columns.update(range(int(first), min(int(last), MAX_COLUMN) + 1))
    return rows, columns


def _unseen(found: dict[bytes, bytes]) -> bool:
    if found.get(b"hidden") in (b"1", b"true"):
        return True
    return any(_is_zero(found.get(size, b"")) for size in (b"ht", b"width"))


def _is_zero(size: bytes) -> bool:
    try:
        return float(size) <= 0
    except ValueError:
        return False
