"""Workbooks are read quickly for annotated copies, and as openpyxl reads them itself."""

import zipfile

import openpyxl
import pytest
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, NamedStyle

from xlrnn import api
from xlrnn.report.grades.quick_book import load_workbook, saved

LISTS = ("_fonts", "_fills", "_borders", "_number_formats", "_alignments", "_protections")


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    (path,) = api.build("hello-forward", tmp_path_factory.mktemp("book"))
    return path


def looks(book):
    """All that a workbook knows of looks, and how each cell looks."""
    names = [(style.name, tuple(style._style)) for style in book._named_styles]
    lists = [list(getattr(book, name)) for name in (*LISTS, "_cell_styles")]
    cells = [
        (cell.coordinate, cell.style, cell.number_format, tuple(cell._style))
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
    ]
    return names, lists, list(book._differential_styles.styles), cells


def test_styles_are_those_that_openpyxl_reads(path):
    assert looks(load_workbook(str(path))) == looks(openpyxl.load_workbook(path))


def test_what_one_workbook_gains_no_other_has(path):
    """A second call in the same process."""
    open_before = load_workbook(str(path))
    before = looks(open_before)
    changed = load_workbook(str(path))
    page = changed.worksheets[1]
    page["A1"].font, page["A1"].number_format = Font(name="Courier", size=31), '0.0"?"'
    page.conditional_formatting.add("A1", FormulaRule(["TRUE"], font=Font(size=32)))
    changed.add_named_style(NamedStyle("a new one", font=Font(size=33)))
    changed._named_styles[0].font = Font(size=34)
    saved(changed)
    assert looks(changed) != before
    assert looks(open_before) == looks(load_workbook(str(path))) == before


def test_a_workbook_without_styles_has_those_of_openpyxl(tmp_path):
    openpyxl.Workbook().save(tmp_path / "one.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "one.xlsx") as one,
        zipfile.ZipFile(tmp_path / "none.xlsx", "w") as none,
    ):
        for name in one.namelist():
            if name != "xl/styles.xml":
                none.writestr(name, one.read(name))
    assert load_workbook(str(tmp_path / "none.xlsx")).worksheets[0]["A1"].font.name == "Calibri"
