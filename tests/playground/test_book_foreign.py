"""Workbooks that other programs write open as well: themes, notes, rich texts, shared formulas."""

import io
import zipfile

import openpyxl
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference, ScatterChart, Series
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.colors import Color

from tests.playground.page_fixture import modules  # noqa: F401

CELLS = """async (path, { read, bytesOf }) => {
    const { place, a1 } = await import("/book/cells.js");
    const book = await read(await bytesOf(path));
    return book.sheets.map((sheet) => ({
        ...sheet, widths: null, heights: null, rows: null,
        cells: Object.fromEntries([...sheet.cells].map(([key, cell]) => {
            const { row, column } = place(key);
            return [a1(row, column), { ...cell, look: book.styles[cell.style] }];
        })),
        notes: [...sheet.notes.values()],
        links: [...sheet.links.values()],
    }));
}"""


def sheets(modules, content):  # noqa: F811
    return modules.run(CELLS, modules.file(content))


def saved(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def by_openpyxl():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "bold and tinted"
    sheet["A1"].font = Font(name="Arial", size=14, bold=True, color=Color(theme=4, tint=0.4))
    sheet["A1"].fill = PatternFill("solid", fgColor=Color(theme=0, tint=-0.15))
    sheet["A1"].alignment = Alignment(horizontal="center", text_rotation=45)
    sheet["A2"] = CellRichText("plain ", TextBlock(InlineFont(b=True, color="FFFF0000"), "red"))
    sheet["A3"] = True
    sheet["A4"] = "=A3"
    sheet["A1"].comment = Comment("a note\nof two lines", "somebody")
    sheet["A5"].hyperlink = "https://example.org/"
    sheet.append([1, 2, 3])
    sheet.append([4, 5, 6])
    bars = BarChart()
    bars.add_data(Reference(sheet, min_col=1, min_row=6, max_col=3, max_row=7))
    sheet.add_chart(bars, "E2")
    points = ScatterChart()
    xs, ys = (
        Reference(sheet, range_string="Sheet!A6:C6"),
        Reference(sheet, range_string="Sheet!A7:C7"),
    )
    points.series.append(Series(ys, xs, title="points"))
    sheet.add_chart(points, "E20")
    book.create_sheet("second").sheet_state = "hidden"
    return saved(book)


def test_what_openpyxl_writes(modules):  # noqa: F811
    first, second = sheets(modules, by_openpyxl())
    look = first["cells"]["A1"]["look"]
    assert look["font"]["name"] == "Arial"
    assert look["font"]["colour"] == "#95b3d7"  # accent 1 of openpyxl's theme, 40 % lighter
    assert look["fill"] == "#d9d9d9"
    assert (look["align"]["h"], look["align"]["rotate"]) == ("center", 45)
    assert first["cells"]["A2"]["value"] == "plain red"
    assert (first["cells"]["A3"]["value"], first["cells"]["A4"]["formula"]) == (True, "A3")
    assert first["cells"]["A4"]["value"] is None  # openpyxl stores no results
    assert first["notes"] == ["a note\nof two lines"]
    assert first["links"] == [{"location": None, "external": "https://example.org/", "tip": ""}]
    assert [[each["kind"] for each in chart["series"]] for chart in first["charts"]] == [
        ["columns"] * 3,
        ["scatter"],
    ]
    assert second["hidden"]


def test_charts_of_openpyxl_are_drawn(modules):  # noqa: F811
    modules.show(by_openpyxl())
    page = modules.page
    assert page.locator(".sheet-chart > svg").count() == 2
    assert page.locator(".sheet-chart svg rect").count() >= 6
    assert "points" in page.locator(".sheet-chart").last.text_content()


def test_runs_of_rich_texts(modules):  # noqa: F811
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        red = book.add_format({"font_color": "#FF0000", "italic": True})
        book.add_worksheet("s").write_rich_string(0, 0, "plain ", red, "red")
    (sheet,) = sheets(modules, buffer.getvalue())
    cell = sheet["cells"]["A1"]
    assert cell["value"] == "plain red"
    assert [run["text"] for run in cell["rich"]] == ["plain ", "red"]
    assert cell["rich"][1]["font"]["colour"] == "#ff0000"
    modules.show(buffer.getvalue())
    colours = modules.page.evaluate(
        """() => [...grid.cellElement(1, 1).querySelectorAll("span > span")]
            .map((run) => getComputedStyle(run).color)"""
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 0, 0)"]


def rewritten(change):
    """A workbook of XlsxWriter with its sheet as another program might write it."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet("s").write(0, 0, "a")
    parts = {}
    with zipfile.ZipFile(buffer) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = change(parts[name].decode()).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for each, content in parts.items():
            file.writestr(each, content)
    return out.getvalue()


def with_rows(rows):
    def change(text):
        start, end = text.index("<sheetData>"), text.index("</sheetData>")
        return text[: start + len("<sheetData>")] + rows + text[end:]

    return rewritten(change)


def test_shared_formulas_are_each_cells_own(modules):  # noqa: F811
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:C2" si="0">B1+$B1+B$1+$B$1+LOG10(A1)'
        "+SUM('A1 &amp; co'!A1:B2,A:A,1:1)&amp;\"A1\"+a_1+1E5</f><v>1</v></c>"
        '<c r="C1"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/><v>3</v></c></row>'
    )
    (sheet,) = sheets(modules, with_rows(rows))
    assert sheet["cells"]["C1"]["formula"] == (
        "D1+$B1+D$1+$B$1+LOG10(C1)+SUM('A1 & co'!C1:D2,C:C,1:1)&\"A1\"+a_1+1E5"
    )
    assert sheet["cells"]["B2"]["formula"] == (
        "C2+$B2+C$1+$B$1+LOG10(B2)+SUM('A1 & co'!B2:C3,B:B,2:2)&\"A1\"+a_1+1E5"
    )


def test_kinds_of_values(modules):  # noqa: F811
    rows = (
        '<row><c t="inlineStr"><is><t>first </t><r><t>second</t></r></is></c><c><v>1e-3</v></c>'
        '<c t="e"><v>#N/A</v></c><c t="b"><v>0</v></c><c t="str"><f>A1</f>'
        "<v>x &lt; y_x000A_z</v></c>"
        '<c t="d"><v>2021-01-01T12:00:00</v></c><c t="str"><v><![CDATA[<b>]]></v></c></row>'
        '<!-- nothing --><row r="9"><c r="B9" t="n"><v>7</v></c></row>'
    )
    (sheet,) = sheets(modules, with_rows(rows))
    values = {name: cell["value"] for name, cell in sheet["cells"].items()}
    assert values == {
        "A1": "first second",
        "B1": 0.001,
        "C1": {"error": "#N/A"},
        "D1": False,
        "E1": "x < y\nz",
        "F1": 44197.5,
        "G1": "<b>",
        "B9": 7,
    }


def test_prefixes_of_names(modules):  # noqa: F811
    """The kit for .NET writes x:row where others write row."""

    def change(text):
        text = text.replace("<worksheet xmlns=", "<worksheet xmlns:x=")
        return (
            text.replace("</", "</x:")
            .replace("<", "<x:")
            .replace("<x:/x:", "</x:")
            .replace("<x:?", "<?")
        )

    (sheet,) = sheets(modules, rewritten(change))
    assert sheet["cells"]["A1"]["value"] == "a"


def test_a_chart_sheet_is_said(modules):  # noqa: F811
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet("numbers").write_column(0, 0, [1, 2, 3])
        chart = book.add_chart({"type": "pie"})
        chart.add_series({"values": "=numbers!$A$1:$A$3"})
        book.add_chartsheet("round").set_chart(chart)
        pie = book.add_chart({"type": "pie"})
        pie.add_series({"values": "=numbers!$A$1:$A$3"})
        book.get_worksheet_by_name("numbers").insert_chart("C1", pie)
    found = modules.run(
        """async (path, { read, bytesOf }) => {
            const { sheets, warnings } = await read(await bytesOf(path));
            return [sheets.map(({ name }) => name), warnings];
        }""",
        modules.file(buffer.getvalue()),
    )
    assert found[0] == ["numbers", "round"]
    assert any("not drawn here" in warning for warning in found[1])
    assert any("no sheet of cells" in warning for warning in found[1])
