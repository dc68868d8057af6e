"""Workbooks for the tests of the command line: right ones, changed ones, damaged ones."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

Parts = dict[str, bytes]

FORWARD = "xl/worksheets/sheet2.xml"
MANIFEST = "xl/worksheets/sheet7.xml"
STRINGS = "xl/sharedStrings.xml"
WORKBOOK = "xl/workbook.xml"


def parts_of(path: Path) -> Parts:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(path: Path, parts: Parts) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def with_parts(book: Path, target: Path, **changed: Callable[[str], str]) -> Path:
    """Change parts as text; the keywords are the constants of this module in lower case."""
    parts = parts_of(book)
    for key, change in changed.items():
        name = globals()[key.upper()]
        before = parts[name].decode()
        parts[name] = change(before).encode()
        assert parts[name].decode() != before, f"{key}: nothing was changed"
    return pack(target, parts)


def with_cell(book: Path, target: Path, cell: str, xml: str) -> Path:
    """Replace what a cell of the page `forward` holds; its style stays."""
    pattern = re.compile(rf'<c r="{cell}"( s="\d+")?[^>]*>.*?</c>')
    return with_parts(book, target, forward=lambda text: pattern.sub(
        lambda match: xml.format(cell=f'r="{cell}"{match[1] or ""}'), text, count=1
    ))  # fmt: skip


def with_manifest(book: Path, target: Path, *lines: str) -> Path:
    """Replace the manifest by lines of text, one in each row."""
    rows = "".join(
        f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>{_escape(line)}</t></is></c>'
        "</row>"
        for number, line in enumerate(lines, start=1)
    )
    data = f"<sheetData>{rows}</sheetData>"
    return with_parts(
        book,
        target,
        manifest=lambda text: re.sub(r"<sheetData>.*</sheetData>", lambda _: data, text),
    )


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def saved_by_openpyxl(book: Path, target: Path, change: Callable[[Any], object] = id) -> Path:
    """Change a workbook with openpyxl, which stores no results."""
    workbook = openpyxl.load_workbook(book)
    change(workbook)
    workbook.save(target)
    workbook.close()
    return target


def place(book: Path, name: str) -> tuple[str, str]:
    """Return the sheet and the first cell of a defined name."""
    workbook = openpyxl.load_workbook(book)
    sheet, _, area = workbook.defined_names[name].attr_text.partition("!")
    workbook.close()
    return sheet, area.replace("$", "").partition(":")[0]
