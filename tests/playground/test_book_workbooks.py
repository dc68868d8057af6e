"""What the page reads of a workbook is what openpyxl reads, cell by cell, look by look."""

import json
from functools import cache

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.formula import ArrayFormula

from tests.playground.page_fixture import ROOT, modules  # noqa: F401
from xlrnn.xlsx.reading.read import read as read_natively

WORKBOOKS = sorted((ROOT / "workbooks").glob("*.xlsx"))
# openpyxl takes minutes for all of them; our own reader, which has its own tests, takes the rest.
LARGE = {"captioning", "hello-training", "sentiment", "translation", "vanishing-gradient"}
SMALL = [file for file in WORKBOOKS if file.stem not in LARGE]

READ = """async (path, { read, bytesOf }) => {
    const { place, areaName } = await import("/book/cells.js");
    const book = await read(await bytesOf(path));
    const withAreaNames = (each) => ({ ...each, areas: each.areas.map(areaName) });
    const named = (map, text) => [...map].map(([key, value]) => {
        const { row, column } = place(key);
        return [row, column, ...text(value)];
    });
    const sheets = book.sheets.map((sheet) => ({
        ...sheet,
        cells: named(sheet.cells, ({ value, formula, array, style }) =>
            [value, formula, array && areaName(array), style]),
        links: named(sheet.links, (link) => [link]),
        notes: named(sheet.notes, (text) => [text]),
        merges: sheet.merges.map(areaName),
        widths: Array.from({ length: 60 }, (_, at) => sheet.widths(at + 1)),
        heights: Array.from({ length: 60 }, (_, at) => sheet.heights(at + 1)),
        conditional: sheet.conditional.map(withAreaNames),
        validations: sheet.validations.map(withAreaNames),
    }));
    return JSON.stringify({ ...book, sheets });
}"""


@cache
def by_openpyxl(file):
    return openpyxl.load_workbook(file)


def read(modules, content):  # noqa: F811
    return json.loads(modules.run(READ, modules.file(content)))


@pytest.mark.parametrize("file", WORKBOOKS, ids=lambda file: file.stem)
def test_values_and_formulas(modules, file):  # noqa: F811
    book = read(modules, file.read_bytes())
    expected = read_natively(file)
    assert [sheet["name"] for sheet in book["sheets"]] == list(expected.sheets)
    compared = 0
    for sheet, other in zip(book["sheets"], expected.sheets.values(), strict=True):
        assert sheet["hidden"] == (other.state != "visible")
        cells = {(row, column): rest for row, column, *rest in sheet["cells"]}
        values = other.values
        assert {at: cell[0] for at, cell in cells.items() if cell[0] is not None} == values
        arrays = {at: str(area) for at, area in other.arrays.items()}
        assert {at: cell[2] for at, cell in cells.items() if cell[2]} == arrays
        # Inside an array formula our reader gives every cell the formula, the page the first.
        first = {at: text for at, text in other.formulas.items() if at not in arrays}
        assert {at: c[1] for at, c in cells.items() if c[1] is not None and not c[2]} == first
        assert sheet["merges"] == [str(area) for area in other.merged]
        compared += len(values)
    assert compared > 500


def colour(found):
    """Return a colour of openpyxl as the page writes it; the default theme is Office's of 2007."""
    if found is None or found.type == "auto" or (found.type == "indexed" and found.indexed == 64):
        return None
    if found.type == "theme":
        assert (found.theme, found.tint) == (1, 0.0)
        return "#000000"
    return f"#{found.rgb[2:].lower()}"


def look_of(cell):
    font, align = cell.font, cell.alignment
    fill = cell.fill
    return {
        "font": {
            "name": font.name,
            "size": font.size,
            "bold": bool(font.bold),
            "italic": bool(font.italic),
            "underline": font.underline is not None,
            "strike": bool(font.strike),
            "colour": colour(font.color),
        },
        "fill": colour(fill.fgColor) if fill.patternType == "solid" else None,
        "border": {
            side: {"style": line.style, "colour": colour(line.color)}
            for side in ("top", "bottom", "left", "right")
            if (line := getattr(cell.border, side)) is not None and line.style
        },
        "align": {
            "h": align.horizontal or "general",
            "v": align.vertical or "bottom",
            "wrap": bool(align.wrap_text),
            "shrink": bool(align.shrink_to_fit),
            "indent": align.indent,
            "rotate": align.textRotation or 0,
        },
        "format": cell.number_format,
        "locked": cell.protection.locked,
    }


@pytest.mark.parametrize("file", SMALL, ids=lambda file: file.stem)
def test_looks(modules, file):  # noqa: F811
    book = read(modules, file.read_bytes())
    expected = by_openpyxl(file)
    for sheet, other in zip(book["sheets"], expected, strict=True):
        for row, column, _, formula, array, style in sheet["cells"]:
            cell = other.cell(row, column)
            if isinstance(cell, MergedCell):
                continue  # openpyxl forgets its look
            assert book["styles"][style] == look_of(cell), (sheet["name"], cell.coordinate)
            if isinstance(cell.value, ArrayFormula):
                assert (f"={formula}", array) == (cell.value.text, cell.value.ref)
            elif formula is not None:
                assert f"={formula}" == cell.value


@pytest.mark.parametrize("file", SMALL, ids=lambda file: file.stem)
def test_sizes_and_view(modules, file):  # noqa: F811
    book = read(modules, file.read_bytes())
    expected = by_openpyxl(file)
    for sheet, other in zip(book["sheets"], expected, strict=True):
        for number, width in enumerate(sheet["widths"], start=1):
            assert width == width_of(other, number), (sheet["name"], number)
        for number, height in enumerate(sheet["heights"], start=1):
            about = other.row_dimensions[number]
            if about.height is not None:
                assert height == (0 if about.hidden else round(about.height * 4 / 3))
        frozen = other.freeze_panes
        row, column = (0, 0) if frozen is None else cell_before(other[frozen])
        assert sheet["frozen"] == {"rows": row, "columns": column}
        assert sheet["gridlines"] == bool(other.sheet_view.showGridLines in (None, True))
        assert sheet["zoom"] == (other.sheet_view.zoomScale or 100)
        assert sheet["protected"] == other.protection.sheet


def width_of(sheet, number):
    """Return a column's width as XlsxWriter counted it: 7 pixels a digit, and 5."""
    for about in sheet.column_dimensions.values():
        if about.min <= number <= about.max:
            return 0 if about.hidden else round(about.width * 7)
    return 64


def cell_before(cell):
    return cell.row - 1, cell.column - 1


@pytest.mark.parametrize("file", SMALL, ids=lambda file: file.stem)
def test_rules_links_and_names(modules, file):  # noqa: F811
    book = read(modules, file.read_bytes())
    expected = by_openpyxl(file)
    for sheet, other in zip(book["sheets"], expected, strict=True):
        assert validations_of(sheet) == [
            validation_of(v) for v in other.data_validations.dataValidation
        ]
        assert rules_of(sheet) == expected_rules(other)
        links = {(row, column): link["location"] for row, column, link in sheet["links"]}
        assert links == links_of(other)
        assert sheet["notes"] == []
    names = {each["name"]: each["formula"] for each in book["names"] if each["sheet"] is None}
    assert names == {name: each.attr_text for name, each in expected.defined_names.items()}


def links_of(sheet):
    return {
        (cell.row, cell.column): cell.hyperlink.location
        for row in sheet
        for cell in row
        if cell.hyperlink
    }


def validations_of(sheet):
    return [
        (
            " ".join(each["areas"]),
            each["kind"],
            each["operator"],
            each["formula1"],
            each["formula2"],
            each["error"]["title"],
            each["error"]["message"],
            each["error"]["style"],
            each["blank"],
        )
        for each in sheet["validations"]
    ]


def validation_of(rule):
    return (
        " ".join(map(str, rule.sqref.ranges)),
        rule.type,
        rule.operator or "between",
        rule.formula1,
        rule.formula2,
        rule.errorTitle or "",
        rule.error or "",
        rule.errorStyle or "stop",
        bool(rule.allowBlank),
    )


def rules_of(sheet):
    return [
        (
            set(rule["areas"]),
            rule["kind"],
            rule["operator"],
            rule["formulas"],
            (rule["look"] or {}).get("fill"),
            (rule["look"] or {}).get("font", {}).get("colour"),
            [(point["value"], point["colour"]) for point in rule["scale"] or []],
        )
        for rule in sheet["conditional"]
    ]


def expected_rules(sheet):
    rules = [(group.sqref, rule) for group in sheet.conditional_formatting for rule in group.rules]
    return [
        (
            set(str(areas).split()),
            rule.type,
            rule.operator,
            list(rule.formula),
            colour(rule.dxf.fill.bgColor) if rule.dxf and rule.dxf.fill else None,
            colour(rule.dxf.font.color) if rule.dxf and rule.dxf.font else None,
            scale_of(rule),
        )
        for areas, rule in sorted(rules, key=lambda each: each[1].priority)
    ]


def scale_of(rule):
    if rule.colorScale is None:
        return []
    points = zip(rule.colorScale.cfvo, rule.colorScale.color, strict=True)
    return [(f"{point.val:g}", colour(shade)) for point, shade in points]


def test_a_scale_of_colours_and_many_pages(modules):  # noqa: F811
    """The lesson with pictures has rules that no other has."""
    file = ROOT / "workbooks" / "captioning.xlsx"
    book = read(modules, file.read_bytes())
    expected = openpyxl.load_workbook(file)
    scales = 0
    for sheet, other in zip(book["sheets"], expected, strict=True):
        found = [rule[:6] for rule in rules_of(sheet)]
        assert found == [rule[:6] for rule in expected_rules(other)]
        scales += sum(len(rule["scale"] or []) > 0 for rule in sheet["conditional"])
    assert scales > 3
