"""Formulas in plain references: what they mean stays, and nothing new reaches out."""

import pytest

from xlrnn.sheet.cell import Area, Cell
from xlrnn.xlsx.contents import Contents, NameEntry, SheetEntry
from xlrnn.xlsx.plain_references import PlainReferences
from xlrnn.xlsx.tables import Table

NAMES = {
    "fixed": "s!$A$1",
    "row": "s!$A$1:$D$1",
    "up": "s!A1048576",
    "left": "s!XFD1",
    "here": "!$B1",
    "half": "0.5",
    "shifted": "up+half",
    "doubled": "s!$A$1:$A$3*2",
    "cube": "_xlfn.LAMBDA(_xlpm.x,_xlpm.x^3)",
    "spy": 'WEBSERVICE("http://example.org")',
    "program": "cmd|'/c calc'!A0",
    "round_1": "round_2+s!A1",
    "round_2": "round_1+s!A1",
    "long": "+".join(["s!A1"] * 3000),
    "gone": "#REF!",
}


@pytest.fixture
def plain():
    sheets = (SheetEntry("s", "visible", "1"), SheetEntry("other one", "visible", "2"))
    names = [NameEntry(name, text, "", False) for name, text in NAMES.items()]
    names.append(NameEntry("fixed", "'other one'!$C$3", "1", False))
    table = Table("T", "s", Area.parse("F4:G8"), 1, 1, ("x", "a]b"))
    references = PlainReferences(
        Contents(sheets, tuple(names), False),
        {"t": table},
        lambda _: {(2, 11): Area.parse("K2:K4")},
    )

    def write(formula, at="C5", sheet="s", **options):
        return references.plain(sheet, Cell.parse(at), formula, **options)

    return write


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("SUM(A1:A3)+fixed*\"row\"", 'SUM(A1:A3)+fixed*"row"'),
        ("T[[#This Row],[x]]", "$F$5"),
        ("SUM(T[x])", "SUM($F$5:$F$7)"),
        ("T[x]*2", "F5*2"),
        ("INDEX(T[[x]:[a']b]],1,2)", "INDEX($F$5:$G$7,1,2)"),
        ("T[[#Totals],[x]]", "$F$8"),
        ("T[[#Headers],[x]]", "$F$4"),
        ("T[none]+U[x]", "#REF!+#REF!"),
        ("up*left", "s!C4*s!B5"),
        ("here", "s!$B5"),
        ("half*shifted", "(0.5)*(s!C4+(0.5))"),
        ("'other one'!fixed", "'other one'!$C$3"),
        ("cube(2)", "_xlfn.LAMBDA(_xlpm.x,_xlpm.x^3)(2)"),
        ("SUM(doubled)", "SUM(doubled)"),
        ("row*2", "s!C1*2"),
        ("SUM(row)", "SUM(row)"),
        ("LET(up,A1,up*2)", "LET(up,A1,up*2)"),
        ("TANH(A1:A9)", "TANH(A5)"),
        ("A:A+5:5", "A5+C5"),
        ("SUM(_xlfn.ANCHORARRAY(K2))", "SUM($K$2:$K$4)"),
        ("SUM(_xlfn.ANCHORARRAY(L2))", "SUM(#REF!)"),
        ("_xlfn.SINGLE(A1:A9)", "(A5)"),
        ("SUMPRODUCT(EXP(A1:A3))", "SUMPRODUCT(EXP(A1:A3))"),
    ],
)  # fmt: skip
def test_what_a_formula_means(plain, formula, text):
    assert plain(formula) == (text, False)


def test_an_array_formula_keeps_its_ranges(plain):
    assert plain("SUM(A1:A3*TRANSPOSE(B1:D1))", in_array=True).text == "SUM(A1:A3*TRANSPOSE(B1:D1))"
    assert plain("SUM(_xlfn.SINGLE(A1:A9)*B1:B9)", in_array=True).text == "SUM((A5)*B1:B9)"


def test_an_ordinary_formula_shows_nothing_where_it_has_no_cell(plain):
    assert plain("SUM(A1:A3*TRANSPOSE(B1:D1))") == ("SUM(#VALUE!*TRANSPOSE(B1:D1))", True)


def test_a_name_of_ones_own_sheet_comes_first(plain):
    assert plain("fixed*2", sheet="other one").text == "'other one'!$C$3*2"


def test_what_is_read_is_written_out_in_full(plain):
    assert plain("SUM(doubled)", whole=True).text == "SUM((s!$A$1:$A$3*2))"


@pytest.mark.parametrize("formula", ["spy", "up&spy", "program", "up+program", "T[x]&spy"])
def test_nothing_that_reaches_out_is_written_out(plain, formula):
    text = plain(formula).text
    assert "WEBSERVICE" not in text
    assert "cmd" not in text


def test_names_that_go_round_and_very_long_ones_end(plain):
    assert len(plain("round_1").text) < 8192
    assert plain("long").text == "long"
