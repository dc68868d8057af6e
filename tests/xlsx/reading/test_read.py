"""What XlsxWriter and openpyxl write is read back the same."""

import datetime
import io
import math
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.formula import ArrayFormula

from xlrnn.errors import UnreadableError
from xlrnn.formula.area import Area
from xlrnn.formula.value import CellError
from xlrnn.xlsx.reading.package import open_package
from xlrnn.xlsx.reading.read import Workbook, read


def repack(path: Path, changes: dict[str, str | bytes], to: Path) -> Path:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w") as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))
    return to


def is_like(value, number):
    return math.isclose(value, number, rel_tol=1e-14, abs_tol=1e-300)


# What strings and numbers a cell can hold: no lone surrogates, no control characters.
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
    lambda text: not text.startswith("=") and "_x" not in text and text.isprintable()
)
numbers = st.floats(-1e300, 1e300, allow_subnormal=False)
places = st.tuples(st.integers(1, 200), st.integers(1, 800))
cells = st.dictionaries(places, st.one_of(texts, numbers, st.booleans()), max_size=12)


@settings(max_examples=40, deadline=None)
@given(cells)
def test_round_trip_by_xlsxwriter(written):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("s")
            kinds = {str: sheet.write_string, float: sheet.write_number, bool: sheet.write_boolean}
            for (row, column), value in written.items():
                kinds[type(value)](row - 1, column - 1, value)
        check_same(read(path).sheets["s"], written)


@settings(max_examples=30, deadline=None)
@given(cells)
def test_round_trip_by_openpyxl(written):
    with tempfile.TemporaryDirectory() as folder:
        book = openpyxl.Workbook()
        for (row, column), value in written.items():
            book.active.cell(row, column).value = value
        book.save(Path(folder) / "x.xlsx")
        check_same(read(Path(folder) / "x.xlsx").sheets["Sheet"], written)


def check_same(sheet, written):
    assert sheet.values.keys() == written.keys()
    for place, value in written.items():
        found = sheet.values[place]
        assert type(found) is type(value)
        assert is_like(found, value) if isinstance(value, float) else found == value


formulas = st.sampled_from(["A1+1", '"<a>"&B2', "SUM(A1:B2)<>3", "'s t'!A1", 'IF(A1>0,"x y","")'])


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(places, formulas, min_size=1, max_size=8))
def test_formulas_by_openpyxl(written):
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    for (row, column), text in written.items():
        book.active.cell(row, column).value = "=" + text
    book.save(stream)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        path.write_bytes(stream.getvalue())
        sheet = read(path).sheets["Sheet"]
    assert sheet.formulas == written
    assert sheet.values == {}


@pytest.fixture
def rich(tmp_path) -> Workbook:
    path = tmp_path / "rich.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("forward")
        bold = book.add_format({"bold": True})
        sheet.write_formula("A1", '="a"&"b"', bold, "ab")
        sheet.write_formula("A2", "=1/0", None, "#DIV/0!")
        sheet.write_formula("A3", "=TRUE", None, True)
        sheet.write_formula("A4", "=B1*2", None, -0.25)
        sheet.write_rich_string("B1", "a ", bold, "bold", " end ")
        sheet.write_string("B2", "  kept  ")
        sheet.write_string("B3", "bell\x07 _x0041_")
        sheet.write_array_formula("D1:E2", "{=A1:B2*2}", None, 7)
        sheet.write_dynamic_array_formula("G1", "=SORT(A1:A3)", None, 1)
        sheet.write_formula("G5", '=_xlfn.STDEV.S(A1:A3)&"_xlfn.x"', None, 2)
        sheet.merge_range("I1:K2", "merged", bold)
        book.add_worksheet("Tom's sheet").hide()
        book.add_worksheet("deep").very_hidden()
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=forward!$A$1:$A$2"})
        book.add_chartsheet("chart").set_chart(chart)
        book.add_worksheet("last")
        book.define_name("W_xh", "=forward!$B$7:$E$9")
        book.define_name("Quoted", "='Tom''s sheet'!$A$1")
        book.define_name("bare", "=forward!B2:C3")
        book.define_name("gone", "=#REF!")
        book.define_name("two", "=forward!$A$1,forward!$B$2")
        book.define_name("constant", "=3.5")
        book.define_name("formula", "=forward!$A$1+1")
        book.define_name("elsewhere", "=nosuch!$A$1")
        book.define_name("rows", "=forward!$1:$2")
        book.define_name("backwards", "=forward!$C$3:$A$1")
        book.define_name("last!local", "=last!$A$1")
        sheet.print_area("A1:B2")
    return read(path)


def test_values_of_every_type(rich):
    values = rich.sheets["forward"].values
    assert values[1, 1] == "ab"
    assert values[2, 1] == CellError("#DIV/0!")
    assert isinstance(values[2, 1], CellError)
    assert values[3, 1] is True
    assert values[4, 1] == -0.25
    assert values[1, 2] == "a bold end "
    assert values[2, 2] == "  kept  "
    assert values[3, 2] == "bell\x07 _x0041_"


def test_formulas(rich):
    found = rich.sheets["forward"].formulas
    assert found[1, 1] == '"a"&"b"'
    assert found[1, 7] == "SORT(A1:A3)"
    assert found[5, 7] == 'STDEV.S(A1:A3)&"_xlfn.x"'


def test_every_cell_of_an_array_has_its_formula(rich):
    sheet = rich.sheets["forward"]
    block = {(1, 4), (1, 5), (2, 4), (2, 5)}
    assert {sheet.formulas[place] for place in block} == {"A1:B2*2"}
    assert {sheet.arrays[place] for place in block} == {Area.parse("D1:E2")}
    assert sheet.arrays.keys() == block | {(1, 7)}
    assert sheet.merged == (Area.parse("I1:K2"),)


def test_sheets_and_program(rich):
    states = {name: sheet.state for name, sheet in rich.sheets.items()}
    assert states == {
        "forward": "visible",
        "Tom's sheet": "hidden",
        "deep": "veryHidden",
        "last": "visible",
    }
    assert list(states) == ["forward", "Tom's sheet", "deep", "last"]
    assert (rich.application, rich.app_version) == ("Microsoft Excel", "12.0000")
    assert rich.settings.date1904 is False


def test_names(rich):
    assert "local" not in rich.names
    assert not any(name.startswith("_xlnm") for name in rich.names)
    assert rich.names["w_xh"] == "forward!$B$7:$E$9"
    assert rich.area("W_XH") == ("forward", Area.parse("B7:E9"))
    assert rich.area("quoted") == ("Tom's sheet", Area.parse("A1"))
    assert rich.area("bare") == ("forward", Area.parse("B2:C3"))
    assert rich.area("backwards") == ("forward", Area.parse("A1:C3"))


@pytest.mark.parametrize(
    "name", ["gone", "two", "constant", "formula", "elsewhere", "rows", "local", "nothing"]
)
def test_names_that_are_no_area(rich, name):
    assert rich.area(name) is None


def test_array_by_openpyxl(tmp_path):
    book = openpyxl.Workbook()
    book.active["B2"] = ArrayFormula("B2:C3", "=A1:B2*2")
    book.epoch = datetime.datetime(1904, 1, 1)
    book.save(tmp_path / "x.xlsx")
    found = read(tmp_path / "x.xlsx")
    sheet = found.sheets["Sheet"]
    assert set(sheet.formulas.values()) == {"A1:B2*2"}
    assert len(sheet.formulas) == len(sheet.arrays) == 4
    assert found.settings.date1904 is True


def test_package_can_be_shared(tmp_path):
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("s").write("A1", 1)
    with open_package(path) as package:
        books = [read(package), read(package), read(path), read(str(path))]
    assert [book.sheets["s"].values for book in books] == [{(1, 1): 1.0}] * 4


def test_two_sheets_of_the_same_name(tmp_path):
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("one")
        book.add_worksheet("two")
    with zipfile.ZipFile(path) as archive:
        listed = archive.read("xl/workbook.xml").replace(b'"two"', b'"ONE"')
    with pytest.raises(UnreadableError, match="two sheets of the same name"):
        read(repack(path, {"xl/workbook.xml": listed}, tmp_path / "y.xlsx"))


@pytest.mark.parametrize(
    "target",
    ["/xl/worksheets/sheet1.xml", "../xl/worksheets/sheet1.xml", "worksheets/./sheet%31.xml"],
)
def test_targets_are_resolved(tmp_path, target):
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("s").write("A1", 4)
    with zipfile.ZipFile(path) as archive:
        links = archive.read("xl/_rels/workbook.xml.rels").decode()
    links = links.replace('"worksheets/sheet1.xml"', f'"{target}"')
    again = repack(path, {"xl/_rels/workbook.xml.rels": links}, tmp_path / "y.xlsx")
    assert read(again).sheets["s"].values == {(1, 1): 4}


def test_many_batches_read_like_one(tmp_path, monkeypatch):
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("s")
        for row in range(300):
            sheet.write_formula(row, row % 7, f"=A{row + 1}", None, row)
    whole = read(path)
    assert len(whole.sheets["s"].formulas) == 300
    monkeypatch.setattr("xlrnn.xlsx.reading.scan._BATCH", 1)
    assert read(path) == whole
