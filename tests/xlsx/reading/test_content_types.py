"""What a file is follows from what is said of its workbook part, not of parts that might be."""

import pytest

from tests.xlsx.by_hand import (
    BINARY,
    MACROS,
    SHEETJS,
    SPREADSHEET,
    USUAL,
    content_types,
    pack,
    parts,
)
from xlrnn.errors import UnreadableError
from xlrnn.xlsx.reading.read import read

WORKBOOK = "/xl/workbook.xml"
MAIN = f"{SPREADSHEET}.sheet.main+xml"
MACRO_BOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
WORDS = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

READ = {
    "as SheetJS writes it": content_types(defaults=SHEETJS),
    "a Default for macros, and none there": content_types(defaults={**USUAL, "bin": MACROS}),
    "an Override for macros that are not there": content_types({"/xl/vbaProject.bin": MACROS}),
    "upper and lower case": content_types({WORKBOOK: "", "/XL/Workbook.XML": MAIN}),
    "by a Default alone": content_types({WORKBOOK: ""}, {**USUAL, "xml": MAIN}),
    "a template": content_types({WORKBOOK: f"{SPREADSHEET}.template.main+xml"}),
}


@pytest.mark.parametrize("case", READ)
def test_a_workbook_is_read(tmp_path, case):
    sheet = read(pack(tmp_path / "x.xlsx", parts(types=READ[case]))).sheets["run"]
    assert (sheet.values[1, 1], sheet.formulas[1, 2]) == (1.5, "A1*2")


def test_printer_settings_are_no_macros(tmp_path):
    types = content_types(defaults={**USUAL, "bin": MACROS})
    content = parts(types=types) | {"xl/printerSettings/printerSettings1.bin": b"x"}
    assert read(pack(tmp_path / "x.xlsx", content)).sheets


REFUSED = {
    "binary": ({WORKBOOK: BINARY}, {}, "is a binary workbook (.xlsb)"),
    "macros": ({WORKBOOK: MACRO_BOOK}, {}, "contains macros"),
    "a part of macros": ({}, {"xl/vbaProject.bin": b"x"}, "contains macros"),
    "macros by another name": ({"/xl/a.bin": MACROS}, {"xl/a.bin": b"x"}, "contains macros"),
    "a text": ({WORKBOOK: WORDS}, {}, "no workbook: its part xl/workbook.xml is of type"),
    "nothing is said": ({WORKBOOK: ""}, {}, "is of type application/xml"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_workbook_is_refused(tmp_path, case):
    overrides, more, said = REFUSED[case]
    content = parts(types=content_types(overrides)) | more
    with pytest.raises(UnreadableError) as caught:
        read(pack(tmp_path / "x.xlsx", content))
    assert said in str(caught.value)
    assert "save it as .xlsx" in str(caught.value)


def test_two_types_for_one_part_are_taken_for_the_worse(tmp_path):
    types = content_types({WORKBOOK: MAIN, "/XL/workbook.xml": MACRO_BOOK})
    with pytest.raises(UnreadableError, match="contains macros"):
        read(pack(tmp_path / "x.xlsx", parts(types=types)))


@pytest.mark.parametrize("gone", ["xl/workbook.xml", "[Content_Types].xml"])
def test_a_part_that_is_not_there(tmp_path, gone):
    content = parts()
    del content[gone]
    with pytest.raises(UnreadableError, match="but no workbook"):
        read(pack(tmp_path / "x.xlsx", content))


def test_a_binary_workbook_without_any_link(tmp_path):
    content = {"[Content_Types].xml": content_types(), "xl/workbook.bin": b"x"}
    with pytest.raises(UnreadableError, match="binary workbook"):
        read(pack(tmp_path / "x.xlsx", content))
