"""Sheets and names that are odd, or written in other letters, are calculated by every engine.

Each formula says by itself what it must give: the number in its sheet's A1, twice.
"""

import pytest

from tests.xlsx.by_hand import MAIN, OFFICE, content_types, links, pack
from xlrnn.engines.copied import load_copy
from xlrnn.xlsx.planting.calculation_copy import PLANT, write_calculation_copy
from xlrnn.xlsx.reading.escapes import escape

SHEETS = [
    *("x!y", "#REF", "#REF!", "1e3", "TRUE", "false", "History", "A1", "R1C1", "rc", "NaN", "SUM"),
    *("a'b", "it's 'q' x", 'a"b', "a b", " a", "a;b", "a,b", "a+b", "a.b", "a$b", "(x)", "{x}"),
    *("a&b", "a<b>", "=x", "~x", "a^b", "2026", "-", "😀", "Übung", "Straße", "x" * 31, "_xlfn.y"),
]
NAMES = ["h_1", "é_1", "\\x", "_x", "x.y", "😀_n", "name_of_" + "n" * 200]


def quoted(sheet):
    return "'" + sheet.replace("'", "''") + "'"


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of a workbook with a sheet, and formulas that read it, for each odd name.

    Column A of the first sheet reads it as it is written, B in other letters, C by a name.
    """
    rows = []
    for row, sheet in enumerate(SHEETS, start=1):
        plain, other = quoted(sheet), quoted(sheet.swapcase() if sheet != "Straße" else sheet)
        formulas = (f"{plain}!A1*2", f"SUM({other}!$A$1:$A$2)*2", f"odd_{row}_n*2")
        rows.append(
            "".join(
                f'<c r="{column}{row}"><f>{escape(text)}</f><v>0</v></c>'
                for column, text in zip("ABC", formulas, strict=True)
            )
        )
    names = {f"odd_{row}_n": quoted(sheet).swapcase() for row, sheet in enumerate(SHEETS, start=1)}
    names["odd_34_n"] = "'Straße'"
    names = {name: f"{sheet}!$A$1" for name, sheet in names.items()}
    for row, name in enumerate(NAMES, start=len(SHEETS) + 1):
        names[name] = "'first'!$E$1"
        rows.append(f'<c r="A{row}"><f>{escape(name)}*2</f><v>0</v></c>')
    rows[0] += '<c r="E1"><v>0.5</v></c>'
    path = tmp_path_factory.mktemp("odd") / "odd.xlsx"
    pack(path, package(["first", *SHEETS], rows, names))
    assert write_calculation_copy(path, path.with_name("copy.xlsx")) == []
    return path.with_name("copy.xlsx")


def package(sheets, rows, names):
    lines = "".join(f'<row r="{n}">{cells}</row>' for n, cells in enumerate(rows, start=1))
    content = {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": links(officeDocument="xl/workbook.xml"),
        "xl/worksheets/sheet1.xml": worksheet(lines),
    }
    entries, targets = "", ""
    for number, sheet in enumerate(sheets, start=1):
        entries += f'<sheet name="{escape(sheet)}" sheetId="{number}" r:id="rId{number}"/>'
        targets += (
            f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" '
            f'Target="worksheets/sheet{number}.xml"/>'
        )
        if number > 1:
            # B1 and B2 share a formula, as programs write what was filled down.
            content[f"xl/worksheets/sheet{number}.xml"] = worksheet(
                f'<row r="1"><c r="A1"><v>{number}</v></c><c r="B1"><f t="shared" ref="B1:B2" '
                'si="0">A1*2</f><v>0</v></c></row>'
                '<row r="2"><c r="B2"><f t="shared" si="0"/><v>0</v></c></row>'
            )
    defined = "".join(
        f'<definedName name="{escape(name)}">{escape(text)}</definedName>'
        for name, text in names.items()
    )
    content["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{entries}</sheets>'
        f"<definedNames>{defined}</definedNames></workbook>"
    )
    content["xl/_rels/workbook.xml.rels"] = links().replace(
        "</Relationships>", f"{targets}</Relationships>"
    )
    return content


def worksheet(rows):
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def test_odd_sheets_and_names(engine, copy):
    with load_copy(engine, copy) as sheets:
        sheets.calculate()
        shown = sheets.read("first", 1, 1, len(SHEETS), 3)
        wrong = {
            sheet: row
            for number, (sheet, row) in enumerate(zip(SHEETS, shown, strict=True), start=2)
            if row != [2.0 * number] * 3
        }
        assert wrong == {}
        shared = {sheet: sheets.read(sheet, 1, 2, 2, 1) for sheet in SHEETS}
        assert {s for s, v in shared.items() if v[1] != [0.0] or v[0][0] == PLANT} == set()
        named = sheets.read("first", len(SHEETS) + 1, 1, len(NAMES), 1)
        assert dict(zip(NAMES, named, strict=True)) == {name: [1.0] for name in NAMES}
