"""Damage anywhere in a file gives a result or an `UnreadableError`, never another exception."""

import random
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from xlrnn.errors import UnreadableError
from xlrnn.xlsx.planting.calculation_copy import write_calculation_copy
from xlrnn.xlsx.reading.read import read

TYPES = "[Content_Types].xml"


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("one")
        for row in range(20):
            sheet.write_number(row, 0, row + 0.5)
            sheet.write_formula(row, 1, f"=A{row + 1}*2", None, row * 2 + 1)
        sheet.write_string(0, 2, "text")
    return path


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_flipped_bytes_raise_nothing_else(good, tmp_path):
    """Damage anywhere gives a result or an `UnreadableError`, never another exception."""
    data, path, errors = good.read_bytes(), tmp_path / "x.xlsx", 0
    chance = random.Random(5)
    for _ in range(150):
        broken = bytearray(data)
        for _ in range(chance.choice([1, 3, 30])):
            broken[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(broken)
        try:
            read(path)
            write_calculation_copy(path, tmp_path / "copy.xlsx")
        except UnreadableError:
            errors += 1
    assert errors > 20


def test_edited_xml_raises_nothing_else(good, tmp_path):
    """The same for damage inside the parts, which the check sums do not catch."""
    parts, path, errors = parts_of(good), tmp_path / "x.xlsx", 0
    names = ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "_rels/.rels"]
    names += [TYPES, "xl/_rels/workbook.xml.rels"]
    chance = random.Random(6)
    for _ in range(200):
        name = chance.choice(names)
        broken = bytearray(parts[name])
        at = chance.randrange(len(broken))
        broken[at : at + chance.choice([0, 1, 5])] = chance.choice(
            [b"<", b">", b'"', b"&", b"9", b""]
        )
        pack(path, parts | {name: bytes(broken)})
        try:
            read(path)
            write_calculation_copy(path, tmp_path / "copy.xlsx")
        except UnreadableError:
            errors += 1
    assert errors > 20
