"""However a program writes the XML of a sheet, it reads the same; nonsense is refused."""

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from xlrnn.errors import UnreadableError
from xlrnn.formula.area import Area
from xlrnn.xlsx.reading.read import Sheet, read

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def repack(path: Path, changes: dict[str, str | bytes], to: Path) -> Path:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w") as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))
    return to


@pytest.fixture
def handmade(tmp_path):
    """Return a function that reads a sheet with the given XML, as text or bytes."""

    def make(xml: str | bytes, strings: tuple[str, ...] = ("zero", "one")) -> Sheet:
        path = tmp_path / "base.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            book.add_worksheet("s").write_column(0, 0, strings)
        changes = {"xl/worksheets/sheet1.xml": xml}
        return read(repack(path, changes, tmp_path / "made.xlsx")).sheets["s"]

    return make


def sheet_xml(rows: str, after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def row_xml(cells: str) -> str:
    return sheet_xml(f'<row r="1">{cells}</row>')


CELLS = (
    '<c r="A1"><v>1.5</v></c><c r="B1" t="s"><v>1</v></c><c r="C1"><f>A1&lt;2</f><v>3</v></c>'
    '<c r="D1" t="inlineStr"><is><t xml:space="preserve"> in </t></is></c><c r="E1" s="1"/>'
    '<c r="F1" t="d"><v>2024-01-02T03:04:05</v></c><c r="G1" t="str"><v> a&amp;_x000D_ </v></c>'
    '<c r="H1"><f>B1</f><v/></c><c r="I1"><f>B1</f></c><c r="J1" t="b"><v>0</v></c>'
    '<c r="K1" t="str"><f>B1&amp;&quot;&quot;</f><v></v></c><c r="L1" t="str"><f>B1</f></c>'
)
VALUES = {
    (1, 1): 1.5,
    (1, 2): "one",
    (1, 3): 3.0,
    (1, 4): " in ",
    (1, 6): "2024-01-02T03:04:05",
    (1, 7): " a&\r ",
    (1, 10): False,
    (1, 11): "",
}
FORMULAS = {(1, 3): "A1<2", (1, 8): "B1", (1, 9): "B1", (1, 11): 'B1&""', (1, 12): "B1"}
PLAIN = row_xml(CELLS)

VARIANTS = {
    "plain": PLAIN,
    "spaced out": PLAIN.replace("><", ">\n  <").replace("\n  </v>", "</v>"),
    "dos lines": PLAIN.replace("><", ">\r\n<").replace("\r\n</v>", "</v>"),
    "prefixed": PLAIN.replace("xmlns=", "xmlns:x=")
    .replace("</", "</x:")
    .replace("<", "<x:")
    .replace("<x:/x:", "</x:"),
    "single quotes": PLAIN.replace('"', "'"),
    "strict": PLAIN.replace(MAIN, STRICT),
    "comment": PLAIN.replace("<c ", '<!-- <c r="Z9"><v>666</v></c> --><c ', 3),
    "comment in a value": PLAIN.replace("1.5", "1<!-- 666 -->.5"),
    "comment before": PLAIN.replace("<sheetData>", "<!--<sheetData>--><sheetData>"),
    "comment after": PLAIN.replace("</sheetData>", "</sheetData><!--</sheetData>-->"),
    "cdata": PLAIN.replace("A1&lt;2", "<![CDATA[A1<2]]>"),
    "processing instruction": PLAIN.replace("<c ", "<?x <c ?><c ", 1),
    "attribute order": PLAIN.replace('r="B1" t="s"', 't="s" r="B1"'),
    "greater-than in an attribute": PLAIN.replace('s="1"', 's="1" y="a>b"'),
    "byte order mark": b"\xef\xbb\xbf" + PLAIN.encode(),
    "utf-16": ('<?xml version="1.0" encoding="UTF-16"?>' + PLAIN).encode("utf-16"),
    "latin-1": ('<?xml version="1.0" encoding="ISO-8859-1"?>' + PLAIN).encode("latin-1"),
    "foreign cells": PLAIN.replace(
        "</row>", '<y:c xmlns:y="y" r="M1"><y:v>6</y:v></y:c><c xmlns="z" r="N1"><v>6</v></c></row>'
    ),
    "foreign wrapper": PLAIN.replace("</row>", '<e><c r="M1"><v>6</v></c></e></row>'),
    "unprefixed wrapper": PLAIN.replace("<v>1.5</v>", '<v>1.5</v><extLst><ext uri="u"/></extLst>'),
    "no addresses": PLAIN.replace('<row r="1">', "<row>").replace(' r="', ' q="'),
    "no row number": PLAIN.replace('<row r="1">', "<row>"),
    "lower case": PLAIN.replace('r="C1"', 'r="c1"'),
    "second sheetData": PLAIN.replace(
        "</worksheet>",
        '<y><sheetData><row r="9"><c r="A9"><v>6</v></c></row></sheetData></y></worksheet>',
    ),
    "rich and phonetic": PLAIN.replace(
        '<t xml:space="preserve"> in </t>',
        "<r><rPr><b/></rPr><t> i</t></r><rPh sb='0'><t>no</t></rPh><r><t>n </t></r>",
    ),
    "prefix in an inline string": PLAIN.replace("<worksheet", '<worksheet xmlns:p="p"').replace(
        "</is>", "<p:x/></is>"
    ),
    "character references": PLAIN.replace("A1&lt;2", "A&#49;&#x3c;2"),
    "prefixed attribute": PLAIN.replace('<row r="1">', '<row r="1" xml:space="default">'),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_every_way_to_write_the_same_sheet(handmade, name):
    sheet = handmade(VARIANTS[name])
    assert sheet.values == VALUES
    assert sheet.formulas == FORMULAS


def test_merged_cells_and_empty_sheets(handmade):
    merged = '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'
    assert handmade(sheet_xml("", merged)).merged == (Area.parse("A1:B2"),)
    prefixed = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData/><x:mergeCells>'
        '<x:mergeCell ref="A1:B2"/></x:mergeCells></x:worksheet>'
    )
    assert handmade(prefixed).merged == (Area.parse("A1:B2"),)
    assert handmade(f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>').values == {}
    assert handmade(sheet_xml('<row r="3"/><row r="5" ht="3"></row>')).values == {}


def test_rows_and_cells_without_addresses_follow_each_other(handmade):
    rows = (
        '<row><c><v>1</v></c><c><v>2</v></c></row><row r="5"><c r="C5"><v>3</v></c>'
        "<c><v>4</v></c></row><row><c><v>5</v></c></row>"
    )
    assert handmade(sheet_xml(rows)).values == {
        (1, 1): 1,
        (1, 2): 2,
        (5, 3): 3,
        (5, 4): 4,
        (6, 1): 5,
    }


@pytest.mark.parametrize(
    ("cells", "phrase"),
    [
        ('<c r="A1"><v>nan</v></c>', "A1"),
        ('<c r="A1"><v>1e999</v></c>', "A1"),
        ('<c r="A1"><v>1_0</v></c>', "A1"),
        ('<c r="A1"><v>abc</v></c>', "A1"),
        ('<c r="B1" t="s"><v>99</v></c>', "B1"),
        ('<c r="B1" t="q"><v>99</v></c>', "B1"),
        ('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>', "twice"),
        ('<c r="B1"><v>1</v></c><c r="A1"><v>2</v></c>', "out of order"),
        ('<c r="A2"><v>1</v></c>', "row 1"),
        ('<c r="XFE1"><v>1</v></c>', "XFE"),
        ('<c r="A0"><v>1</v></c>', "A0"),
        ('<c r="A1"><f>a &nbsp; b</f></c>', "nbsp"),
        ('<c r="A1"><f t="shared" si="4"/><v>1</v></c>', "A1 shares a formula"),
        ('<c r="A1"><f t="array" ref="A1:XFD1048576">1</f></c>', "more cells"),
        ('<c r="A1"><f t="array" ref="A1:B">1</f></c>', "'B'"),
        ('<c r="A1"><v>1</c>', "sheet1.xml"),
        ('<c r="A1" t="inlineStr"><is><t>a</is></c>', "sheet1.xml"),
        ('<c r="A1" t="inlineStr"><is><t>a\x01b</t></is></c>', "sheet1.xml"),
        ('<c r="A1" t="inlineStr"><is><t>a\uffffb</t></is></c>', "sheet1.xml"),
        ('<c r="A1"><!-- <v>1</v>', "sheet1.xml"),
        ("<a>" * 3000 + "</a>" * 3000, "nested"),
    ],
)
def test_nonsense_is_refused(handmade, cells, phrase):
    with pytest.raises(UnreadableError, match=phrase):
        handmade(row_xml(cells))


@pytest.mark.parametrize(
    "rows", ['<row r="2"/><row r="1"/>', '<row r="2"/><row r="2"/>', '<row r="1048577"/>']
)
def test_rows_in_disorder_are_refused(handmade, rows):
    with pytest.raises(UnreadableError, match="row"):
        handmade(sheet_xml(rows))
