"""Numbers, dates and texts look as their format says: by cases, and as LibreOffice shows them."""

import csv
import json
import subprocess

import pytest

from tests.playground.page_fixture import ROOT, modules  # noqa: F401
from tests.requirements import require_program

CASES = [
    # what our lessons use
    (0.56699, "0.0000", "0.5670"),
    (0.28, "0.0###", "0.28"),
    (12.0, "0.0###", "12.0"),
    (-1.0, "0.0####", "-1.0"),
    (1e-9, "0.0E+00;-0.0E+00;0", "1.0E-09"),
    (-1.26e-9, "0.0E+00;-0.0E+00;0", "-1.3E-09"),
    (0, "0.0E+00;-0.0E+00;0", "0"),
    (9.96e-5, "0.0E+00", "1.0E-04"),
    (0.0001, "0.0###########", "0.0001"),
    (1, '"yes";"yes";"no"', "yes"),
    (0, '"yes";"yes";"no"', "no"),
    (0, "0;-0;", ""),
    (-1e9, '"hidden"', "hidden"),
    ("=a", "@", "=a"),
    (2, "@", "2"),
    # sections, signs, texts
    (-12, "0.0;(0.0)", "(12.0)"),
    (0, '0.0;(0.0);"zero"', "zero"),
    ("x", '0;0;0;"<"@">"', "<x>"),
    ("x", "0.00", "x"),
    (-0.00001, "0.00", "0.00"),
    (-0.4, "General", "-0.4"),
    (150, '[>100]"big";0', "big"),
    (50, '[>100]"big";0', "50"),
    (-5, '0" m"', "-5 m"),
    # thousands, percent, scale, powers
    (1234567.891, "#,##0.00", "1,234,567.89"),
    (100, "#,##0", "100"),
    (0.12345, "0.00%", "12.35%"),
    (12_345_678, "0.0,,", "12.3"),
    (12345, "##0.0E+0", "12.3E+3"),
    (1e-7, "##0.0E+0", "100.0E-9"),
    (5_551_234, "000-0000", "555-1234"),
    (1234.5, "[$€-407] #,##0.00", "€ 1,234.50"),
    (1.005, "0.00", "1.01"),
    (0.5, "#.##", ".5"),
    (1e20, "0", "100000000000000000000"),
    # fractions, days and times
    (1.5, "# ?/?", "1 1/2"),
    (44197.75, "yyyy-mm-dd hh:mm", "2021-01-01 18:00"),
    (44197.75, "h:mm AM/PM", "6:00 PM"),
    (44197, "dddd, d mmmm yyyy", "Friday, 1 January 2021"),
    (1.5, "[h]:mm", "36:00"),
    (60, "d-mmm-yy", "29-Feb-00"),
    (0.5 + 1 / 1440, "mm:ss", "01:00"),
    # General
    (1 / 3, "General", "0.333333333"),
    (0.1 + 0.2, "General", "0.3"),
    (123_456_789_012, "General", "1.23457E+11"),
    (0.00001234567, "General", "1.23457E-05"),
    (0.00001, "General", "0.00001"),
    # what is no number
    (True, "0", "TRUE"),
    (None, "0", ""),
    ({"error": "#DIV/0!"}, "0", "#DIV/0!"),
]

SHOWN = """async (cases) => {
    const { format } = await import("/grid/format.js");
    return cases.map(([value, code]) => format(value, code).text);
}"""


def test_cases(modules):  # noqa: F811
    shown = modules.run(SHOWN, [[value, code] for value, code, _ in CASES])
    wrong = [(case, got) for case, got in zip(CASES, shown, strict=True) if got != case[2]]
    assert wrong == []


def test_days_since_1904_and_colours(modules):  # noqa: F811
    shown = modules.run(
        """async () => {
            const { format } = await import("/grid/format.js");
            const colour = (value) => format(value, "[Blue]0;[Red]-0").colour;
            return [format(0, "yyyy", { date1904: true }).text, colour(1), colour(-1)];
        }"""
    )
    assert shown == ["1904", "#0000ff", "#c00000"]


@pytest.mark.parametrize(
    ("room", "expected"), [(200, "0.333333333"), (40, "0.333"), (16, "0"), (4, "#")]
)
def test_a_number_gets_as_many_digits_as_fit(modules, room, expected):  # noqa: F811
    """General is rounded to its room before it becomes ###; a third rounds to 0."""
    shown = modules.run(
        """async (room) => {
            const { format } = await import("/grid/format.js");
            const { numberInRoom } = await import("/grid/content.js");
            return numberInRoom(1 / 3, format(1 / 3, "General"), room, "10px sans-serif");
        }""",
        room,
    )
    assert shown[: len(expected)] == expected
    assert len(shown) <= max(1, room / 5)


SHEETS = """async (path, { read, bytesOf }) => {
    const { format } = await import("/grid/format.js");
    const { place } = await import("/book/cells.js");
    const book = await read(await bytesOf(path));
    return JSON.stringify(book.sheets.map((sheet) => ({
        name: sheet.name,
        cells: [...sheet.cells].map(([key, { value, formula, style }]) => {
            const { row, column } = place(key);
            const isFormulaOfText = formula !== null && typeof value === "string";
            return [row, column, format(value, book.styles[style].format).text, isFormulaOfText];
        }),
    })));
}"""
# Everything as it is shown, each sheet in a file of its own.
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true,false,false,-1"


def test_as_libreoffice_shows_them(modules, tmp_path):  # noqa: F811
    program = require_program("libreoffice", "soffice")
    lessons = ["hello-forward", "lstm-cell", "hello-bptt"]
    files = [ROOT / "workbooks" / f"{name}.xlsx" for name in lessons]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", AS_SHOWN, "--outdir", tmp_path]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=120)
    compared = 0
    for file in files:
        for sheet in json.loads(modules.run(SHEETS, modules.file(file.read_bytes()))):
            # The checks say other things where something calculates.
            if sheet["name"] != "check":
                shown = read_csv(tmp_path / f"{file.stem}-{sheet['name']}.csv")
                compared += compare(sheet, shown)
    assert compared > 3000


def read_csv(file):
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def compare(sheet, shown):
    cells = [cell for cell in sheet["cells"] if not cell[3]]
    for row, column, text, _ in cells:
        line = shown[row - 1] if row <= len(shown) else []
        expected = line[column - 1] if column <= len(line) else ""
        assert text == expected, (sheet["name"], row, column)
    return len(cells)
