"""With which digits the cells of a sheet are shown, where that is not with all of them."""

import re
from typing import Final

from xlrnn.errors import AddressError
from xlrnn.formula.cell import Cell, Position
from xlrnn.xlsx.reading.package import Package
from xlrnn.xlsx.reading.xml import local_name

_CELL: Final = re.compile(rb"<(?:\w+:)?c\b([^<>]*)>")
_ATTRIBUTE: Final = re.compile(rb"""\b([rs])\s*=\s*["']([A-Za-z0-9]*)["']""")
# Those that every program knows by number; the others that it knows are dates and fractions.
_BUILT_IN: Final = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00"},
    **{37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 48: "##0.0E+0"},
}
_LONGEST: Final = 255  # characters of a format, as in Excel
_MOST: Final = 9  # signs that each scale a number
# What is no digit: texts, colours and conditions, signs that stand for themselves.
_NO_DIGITS: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_NUMBER: Final = re.compile(r"[#0?,]*(?:\.([#0?]*))?(,*)(E[+-]0+)?")


def number_formats(package: Package, part: str) -> dict[Position, str]:
    """Return the number format of each cell of a sheet that shows a fixed number of digits."""
    rounding = {style: code for style, code in enumerate(_styles(package)) if code}
    found: dict[Position, str] = {}
    for attributes in _CELL.findall(package.part(part)) if rounding else ():
        said = {key: value.decode() for key, value in _ATTRIBUTE.findall(attributes)}
        style = said.get(b"s", "0")
        code = rounding.get(int(style)) if style.isdecimal() and len(style) < 6 else None
        if code is None:
            continue
        try:
            cell = Cell.parse(said.get(b"r", ""))
        except AddressError:
            continue
        found[cell.row, cell.column] = code
    return found


def as_shown(number: float, code: str) -> float:
    """Return a number with the digits that a number format shows.

    Example:
        >>> as_shown(0.12346, "0.00%"), as_shown(2.0, "0.00")
        (0.1235, 2.0)
    """
    section = _plain(code)
    match = _digits(section)
    if match is None:
        return number
    decimals = len(match[1] or "")
    if match[3]:
        return float(f"{number:.{decimals}e}")
    scale = 100.0 ** min(section.count("%"), _MOST) / 1000.0 ** min(len(match[2]), _MOST)
    return round(number * scale, decimals) / scale


def _digits(section: str) -> re.Match[str] | None:
    """Return what a section says of digits, None for dates, fractions, texts and `General`."""
    if "/" in section or re.search(r"(?i)general|[@dmyhs]", section):
        return None
    return next(
        (found for found in _NUMBER.finditer(section) if re.search("[#0?]", found[0])), None
    )


def _styles(package: Package) -> list[str]:
    """Return the number format of each style; "" where all digits are shown."""
    part = package.linked(package.workbook_part, "styles", "xl/styles.xml")
    if not package.has(part):
        return []
    own: dict[str, str] = {}
    styles: list[str] = []
    for group in package.xml(part):
        kind = local_name(group.tag)
        if kind == "numFmts":
            own |= {one.get("numFmtId", ""): one.get("formatCode", "")[:_LONGEST] for one in group}
        elif kind == "cellXfs":
            styles = [one.get("numFmtId", "0") for one in group]
    codes = {str(number): code for number, code in _BUILT_IN.items()} | own
    return [code if _digits(_plain(code)) else "" for code in (codes.get(n, "") for n in styles)]


def _plain(code: str) -> str:
    """Return the part of a format that is for positive numbers, with its digits alone."""
    return _NO_DIGITS.sub("", code.partition(";")[0])
