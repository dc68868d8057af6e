"""Whole rows at once: the same letters as XlsxWriter writes cell by cell."""

import io
import re
import zipfile

import pytest
import xlsxwriter

from xlrnn.formula.area import Area
from xlrnn.xlsx.writing.generator import OwnSheet, OwnWorkbook

TEXTS = [
    "h",
    " a b ",
    "<r>",
    "<r>x</r>",
    "a\x01b",
    "_x000A_",
    "a & b < c",
    "é\ufffe",
    "1",
    "",
    "\n",
]


def parts_of(write, kind, sheet):
    buffer = io.BytesIO()
    workbook = kind(buffer, {"in_memory": True})
    write(workbook.add_worksheet("a", sheet), workbook.add_format({"bold": True}))
    workbook.close()
    with zipfile.ZipFile(buffer) as archive:
        names = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml")
        return [archive.read(name).decode() for name in names if name in archive.namelist()]


def theirs(sheet, look):
    for row, text in enumerate(TEXTS):
        sheet.write_string(row, 3, text, look)
    sheet.write_row(20, 2, [1.5, -0.0, 1e300], look)
    sheet.set_row(21, 40)
    sheet.write_blank(22, 1, None, look)
    for column, result in enumerate([0.1, "h", "#N/A", ""]):
        sheet.write_formula(40, column, '=IF(A1>0,"<",1)', look, result)
    sheet.write_array_formula(41, 0, 42, 1, "{=A1:B2}", look, 1.5)
    sheet.write_array_formula(44, 0, 44, 0, "{=A1}", look, "h")
    sheet.write_row(41, 1, [2.5], look)
    sheet.write_row(42, 0, [3.5, 4.5], look)
    sheet.write_number(50, 0, 7)


def ours(sheet, look):
    for row, text in enumerate(TEXTS):
        sheet.put_text(row, 3, text, look)
    sheet.put_values([21], [3, 4, 5], [[1.5, -0.0, 1e300]], look)
    sheet.set_row(21, 40)
    sheet.write_blank(22, 1, None, look)
    results = [[0.1, "h", "#N/A", ""]]
    sheet.put_formulas([41], [1, 2, 3, 4], [['IF(A1>0,"<",1)'] * 4], results, look)
    sheet.put_array(Area.parse("A42:B43"), "A1:B2", [[1.5, 2.5], [3.5, 4.5]], look)
    sheet.put_arrays([45], [1], [["A1"]], [["h"]], look)
    sheet.write_number(50, 0, 7)


def test_rows_are_those_of_xlsxwriter_but_that_formulas_are_shared():
    written, plain = (
        parts_of(ours, OwnWorkbook, OwnSheet),
        parts_of(theirs, xlsxwriter.Workbook, None),
    )
    assert written[0].count('t="shared"') == 4
    written[0] = re.sub(r' t="shared" ref="[A-Z]+\d+" si="\d+"', "", written[0])
    assert written == plain


def test_what_is_no_number_is_refused():
    with pytest.raises(TypeError, match="NAN/INF"):
        parts_of(
            lambda s, look: s.put_values([1], [1], [[float("nan")]], look), OwnWorkbook, OwnSheet
        )


def test_a_text_longer_than_a_cell_takes_is_cut_by_xlsxwriter():
    words = parts_of(lambda s, look: s.put_text(0, 0, "x" * 40_000, look), OwnWorkbook, OwnSheet)[1]
    assert "x" * 32_767 in words and "x" * 32_768 not in words
