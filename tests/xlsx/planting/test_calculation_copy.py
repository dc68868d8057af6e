"""The copy that engines get holds the plant for every result, and the constants untouched."""

import re
import zipfile
from pathlib import Path

import ironcalc
import openpyxl
import pytest
import xlsxwriter

from xlrnn.formula.value import CellError
from xlrnn.xlsx.planting.calculation_copy import PLANT, LeftOut, write_calculation_copy
from xlrnn.xlsx.reading.package import open_package
from xlrnn.xlsx.reading.read import read

# One formula for each kind that reaches out; test_read_reaching_out.py has more.
FORMULAS = [
    *(
        'webservice ("u")',
        "_xlws.PY(1,2)",
        '_xlfn.IMAGE("u")',
        'CUBEVALUE("c")',
        "RTD(1)",
        "DDE(1)",
    ),
    *('REGISTER.ID("a","b")', 'SQL.REQUEST("a")', "STOCKHISTORY(1)", "CALL(1)", "EXEC(1)"),
    *("[1]Sheet1!A1", "'[1]my sheet'!A1", "'file:///etc/x.ods'#$s.A1", "cmd|'/c calc'!A0"),
]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "source.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("forward")
        bold = book.add_format({"bold": True, "num_format": "0.00"})
        sheet.write_column("A1", [0.1, -2.5, 3, 1e-300], bold)
        sheet.write_string("B1", "  <text> & ")
        sheet.write_string("B2", "bell\x07 _x0041_")
        sheet.write_boolean("B3", True)
        sheet.write_formula("C1", "=A1*W_xh", bold, 99)
        sheet.write_formula("C2", '="a"&"b"', None, "wrong")
        sheet.write_formula("C3", "=1/0", None, "#N/A")
        sheet.write_formula("C4", "=A1<A2", None, True)
        sheet.write_array_formula("E1:F2", "{=MMULT(A1:A2,TRANSPOSE(A1:A2))}", None, 7)
        sheet.write_dynamic_array_formula("H1", "=SUM(A1:A3*2)", None, 1)
        sheet.write_comment("A1", "a comment")
        sheet.data_validation("A1", {"validate": "decimal", "criteria": ">", "value": 0})
        sheet.conditional_format("A1:A4", {"type": "data_bar"})
        sheet.insert_chart("J1", line_chart(book))
        book.add_chartsheet("chart").set_chart(line_chart(book))
        book.add_worksheet("Tom's sheet").hide()
        book.add_worksheet("deep").very_hidden()
        book.get_worksheet_by_name("Tom's sheet").write_formula("A1", "=forward!C1+local", None, 5)
        book.define_name("W_xh", "=forward!$A$3")
        book.define_name("gone", "=forward!#REF!")
        book.define_name("Tom's sheet!local", "=forward!$A$2")
        book.define_name("abroad", "='[1]other'!$A$1")
        sheet.print_area("A1:B2")
    return path


def line_chart(book):
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=forward!$A$1:$A$2"})
    return chart


@pytest.fixture
def copy(source, tmp_path):
    path = tmp_path / "copy.xlsx"
    left_out = write_calculation_copy(source, path)
    assert left_out == [LeftOut("", "abroad", "refers to another workbook")]
    return path


def test_every_result_is_the_plant_and_every_constant_stays(source, copy):
    before, after = read(source), read(copy)
    for name, sheet in before.sheets.items():
        planted = after.sheets[name]
        for place, formula in sheet.formulas.items():  # the sheet's own name is written out
            assert planted.formulas[place] == formula.replace("local", "forward!$A$2")
        assert planted.arrays == sheet.arrays
        for place, value in sheet.values.items():
            assert planted.values[place] == (PLANT if place in sheet.formulas else value)
        assert planted.values.keys() == sheet.values.keys() | sheet.formulas.keys()


def test_sheets_and_names_stay(source, copy):
    before, after = read(source), read(copy)
    states = [(name, sheet.state) for name, sheet in before.sheets.items()]
    assert [(name, sheet.state) for name, sheet in after.sheets.items()] == states
    assert after.names == {"w_xh": "forward!$A$3"}


def test_nothing_else_is_in_the_copy(copy):
    with zipfile.ZipFile(copy) as archive:
        names = archive.namelist()
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert len(names) == 9
    assert not [name for name in names if re.search("draw|comment|chart|theme|rels/sheet", name)]
    tags = set(re.findall(r"<([\w:]+)", sheet))
    assert tags == {"worksheet", "sheetData", "row", "c", "f", "v"}
    assert not re.search(r'\s(s|cm|vm|aca|ca)="', sheet)


def test_constants_are_kept_byte_for_byte(source, copy):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(copy) as new:
        part = "xl/worksheets/sheet1.xml"
        before, after = old.read(part).decode(), new.read(part).decode()
    for address in ("A1", "A2", "A3", "A4", "B1", "B2", "B3"):
        pattern = rf'<c r="{address}"[^>]*?( t="\w+")?>(<v>[^<]*</v>)'
        assert re.search(pattern, after).groups() == re.search(pattern, before).groups()


def test_openpyxl_reads_the_copy(copy):
    book = openpyxl.load_workbook(copy)
    assert book.sheetnames == ["forward", "Tom's sheet", "deep"]
    assert book["forward"]["B1"].value == "  <text> & "
    assert list(book["Tom's sheet"].defined_names) == ["local"]


def test_ironcalc_calculates_the_copy(copy):
    model = ironcalc.load_from_xlsx(str(copy), "en", "UTC")
    model.evaluate()
    values = {}
    for index, (name, sheet) in enumerate(read(copy).sheets.items()):
        for row, column in sheet.values:
            values[name, row, column] = model.get_cell_value(index, row, column)
    assert PLANT not in values.values()
    assert values["forward", 1, 3] == pytest.approx(0.3)
    assert values["forward", 2, 3] == "ab"
    assert values["forward", 4, 3] is False
    assert values["forward", 2, 6] == 6.25
    assert values["forward", 1, 8] == pytest.approx(1.2)
    assert values["Tom's sheet", 1, 1] == pytest.approx(-2.2)


def test_opened_package_is_shared_and_stays_open(source, tmp_path):
    with open_package(source) as package:
        read(package)
        write_calculation_copy(package, tmp_path / "a.xlsx")
        write_calculation_copy(package, str(tmp_path / "b.xlsx"))
        assert package.has("xl/workbook.xml")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def copy_of(tmp_path: Path, rows: str) -> tuple[dict, dict, list[LeftOut], str]:
    """Copy a handmade sheet; return values, formulas, what is left out and the copy's XML."""
    base, made, copied = (tmp_path / name for name in ("base.xlsx", "made.xlsx", "copied.xlsx"))
    with xlsxwriter.Workbook(str(base)) as book:
        book.add_worksheet("s").write("A1", "shared")
    xml = f'<worksheet xmlns="{MAIN}" xmlns:p="p"><sheetData>{rows}</sheetData></worksheet>'
    with zipfile.ZipFile(base) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, xml if "sheet1" in name else old.read(name))
    left_out = write_calculation_copy(made, copied)
    sheet = read(copied).sheets["s"]
    with zipfile.ZipFile(copied) as archive:
        return (
            sheet.values,
            sheet.formulas,
            left_out,
            archive.read("xl/worksheets/sheet1.xml").decode(),
        )


def test_cells_of_every_type_are_planted(tmp_path):
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" s="1" t="{kind}" cm="1">'
        f'<f ca="1">B{row}</f>{value}</c></row>'
        for row, (kind, value) in enumerate(
            [
                *[
                    ("n", "<v>1</v>"),
                    ("n", ""),
                    ("n", "<v/>"),
                    ("str", "<v>x</v>"),
                    ("b", "<v>1</v>"),
                ],
                *[("e", "<v>#N/A</v>"), ("s", "<v>0</v>"), ("d", "<v>2024-01-01</v>")],
                *[("inlineStr", "<is><t>x</t></is>"), ("str", "<v></v>")],
            ],
            start=1,
        )
    )
    values, formulas, left_out, xml = copy_of(tmp_path, rows)
    assert values == {(row, 1): PLANT for row in range(1, 11)}
    assert formulas == {(row, 1): f"B{row}" for row in range(1, 11)}
    assert left_out == []
    assert " t=" not in xml
    assert " ca=" not in xml


def test_constants_of_every_type_stay(tmp_path):
    rows = (
        '<row r="1" spans="1:9"><c r="A1" s="4"><v>0.10000000000000001</v></c>'
        '<c r="B1" t="s"><v>0</v></c><c r="C1" t="b"><v>1</v></c><c r="D1" t="e"><v>#N/A</v></c>'
        '<c r="E1" t="str"><v>text</v></c><c r="F1" t="inlineStr"><is><r><t>rich</t></r></is></c>'
        '<c r="G1" t="d"><v>2024-01-01</v></c><c r="H1" s="3"/>'
        '<c r="I1" t="inlineStr"><is><t></t></is></c></row><row r="2"/><row r="3"></row>'
    )
    values, formulas, _, xml = copy_of(tmp_path, rows)
    expected = [0.1, "shared", True, CellError("#N/A"), "text", "rich", "2024-01-01", ""]
    assert list(values.values()) == expected
    assert formulas == {}
    assert "<v>0.10000000000000001</v>" in xml
    assert xml.count("<row") == xml.count("</row>") == 3


def test_the_inside_of_blocks_is_planted_and_shared_formulas_stay(tmp_path):
    rows = (
        '<row r="1"><c r="A1"><v>5</v></c>'
        '<c r="B1"><f t="shared" ref="B1:B2" si="3">A1*2</f><v>1</v></c>'
        '<c r="C1"><v>8</v></c></row><row r="2">'
        '<c r="A2"><f aca="false" t="array" ref="A2:C3">1+1</f>'
        '<v>1</v></c><c r="B2"><v>2</v></c><c r="C2" t="str"><v>x</v></c></row>'
        '<row r="3"><c r="A3" t="b"><v>1</v></c><c r="D3"><f t="shared" si="3"/><v>2</v></c></row>'
    )
    values, formulas, left_out, xml = copy_of(tmp_path, rows)
    constants = {(1, 1): 5.0, (1, 3): 8.0}
    assert {place: value for place, value in values.items() if value != PLANT} == constants
    assert values.keys() == {(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3), (3, 1), (3, 4)}
    assert formulas[3, 4] == "C3*2"
    assert '<f t="shared" ref="B1:B2" si="3">A1*2</f>' in xml
    assert left_out == []


def test_a_row_without_cells_that_has_a_height_stays_closed(tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "source.xlsx")) as book:
        sheet = book.add_worksheet("forward")
        sheet.write_formula("A1", "=1+1", None, 2)
        sheet.set_row(2, 30)
        sheet.write_number("A5", 5)
    write_calculation_copy(open_package(tmp_path / "source.xlsx"), tmp_path / "copy.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "copy.xlsx", data_only=True)["forward"]
    assert [cell.value for cell in sheet["A"]] == [PLANT, None, None, None, 5]


def test_formulas_that_reach_out_are_left_out(tmp_path):
    rows = (
        '<row r="1"><c r="A1"><f>_xlfn.WEBSERVICE("http://x")</f><v>1</v></c>'
        '<c r="B1"><f>[1]Sheet1!A1+1</f><v>1</v></c><c r="C1"><f>A1+1</f><v>1</v></c>'
        '<c r="D1"><f>w&#101;bservice("x")</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" ref="A2:B2" si="0">RTD("a",A9)</f><v>1</v></c>'
        '<c r="B2"><f t="shared" si="0"/><v>1</v></c>'
        '<c r="C2"><f t="array" ref="C2:D2">CALL("k","f")</f><v>1</v></c>'
        '<c r="D2"><v>6</v></c></row>'
        '<row r="3">'
        '<c r="A3"><f t="dataTable" ref="A3:B3" r1="C1"/><v>1</v></c><c r="B3"><v>1</v></c></row>'
    )
    values, formulas, left_out, _ = copy_of(tmp_path, rows)
    assert set(values.values()) == {PLANT}
    assert len(values) == 10
    assert formulas == {(1, 3): "A1+1"}
    assert left_out == [
        LeftOut("s", "A1", "calls WEBSERVICE"),
        LeftOut("s", "B1", "refers to another workbook"),
        LeftOut("s", "D1", "calls WEBSERVICE"),
        LeftOut("s", "A2", "calls RTD"),
        LeftOut("s", "B2", "shares a formula that is left out"),
        LeftOut("s", "C2", "calls CALL"),
        LeftOut("s", "A3", "is a what-if table, which engines do not calculate"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><!-- c --><c r="A1"><f>B1</f><v>1</v></c><c r="B1"><v>2</v></c></row>',
        "<row><c><f><![CDATA[B1]]></f><v>1</v></c><c><v>2</v></c></row>",
        "<row r='1'><c r='A1'><f>B1</f><v>1</v></c><c r='B1'><v>2</v></c></row>",
        '<row r="1"><c t="str" r="A1"><f>B1</f><v>1</v></c><c r="B1"><v>2</v></c></row>',
    ],
)
def test_unusual_xml_is_planted_too(tmp_path, rows):
    values, formulas, _, _ = copy_of(tmp_path, rows)
    assert values == {(1, 1): PLANT, (1, 2): 2.0}
    assert formulas == {(1, 1): "B1"}


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_quick_search_misses_none(tmp_path, formula):
    text = formula.replace("&", "&amp;").replace("<", "&lt;")
    _, formulas, left_out, _ = copy_of(tmp_path, f'<row r="1"><c r="A1"><f>{text}</f></c></row>')
    assert formulas == {}
    assert [(one.sheet, one.address) for one in left_out] == [("s", "A1")]


def test_foreign_tags_in_an_inline_string_are_dropped(tmp_path):
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t><p:x/></is></c></row>'
    values, _, _, xml = copy_of(tmp_path, rows)
    assert values == {(1, 1): "a"}
    assert "p:x" not in xml
