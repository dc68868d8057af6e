"""Formulas in plain references: what they mean stays, and nothing new reaches out."""

import pytest

from xlrnn.formula.area import Area
from xlrnn.formula.cell import Cell
from xlrnn.xlsx.planting.plain_references import PlainReferences
from xlrnn.xlsx.planting.reaching_out import TEXT_UNKNOWN, TOO_DEEP, why_left_out
from xlrnn.xlsx.reading.contents import Contents, NameEntry, SheetEntry
from xlrnn.xlsx.reading.tables import SheetTable

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
    "word": '"A"&7',
    "far": 'INDIRECT("s!B"&3)',
    "wild": "INDIRECT(s!$A$1)",
    "abroad": '"\'http://127.0.0.1/x\'"&CHAR(35)&"a.A1"',
    "billion_0": "half+" * 999 + "half",
    **{f"billion_{n + 1}": f"billion_{n}+" * 400 + "1" for n in range(9)},
}
TYPED = {Cell.parse("Z1"): "B", Cell.parse("Z2"): 3.0}


@pytest.fixture
def plain():
    sheets = (SheetEntry("s", "visible", "1"), SheetEntry("other one", "visible", "2"))
    names = [NameEntry(name, text, "", False) for name, text in NAMES.items()]
    names.append(NameEntry("fixed", "'other one'!$C$3", "1", False))
    table = SheetTable("T", "s", Area.parse("F4:G8"), 1, 1, ("x", "a]b"))
    references = PlainReferences(
        Contents(sheets, tuple(names), False),
        {"t": table},
        lambda _: {(2, 11): Area.parse("K2:K4")},
        lambda _, cell: TYPED.get(cell),
    )

    def write(formula, at="C5", sheet="s", **options):
        return references.plain(sheet, Cell.parse(at), formula, **options)

    return write


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        # A cell that is a range: some programs give an error.
        ("MATCH(A1,'other one'!$B$1,0)", "MATCH(A1,'other one'!$B$1:$B$1,0)"),
        ("index( B1 ,1)+INDEX(B1:B3,A1)", "index( B1:B1 ,1)+INDEX(B1:B3,A1)"),
        ("COUNTIFS(B1,A1,C1,A1)", "COUNTIFS(B1:B1,A1,C1:C1,A1)"),
        ("SUMIFS(B1,C1,A1)+INDEX(B1+0,1)", "SUMIFS(B1:B1,C1:C1,A1)+INDEX(B1+0,1)"),
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
def test_a_name_that_reaches_out_is_seen_in_the_formula(plain, formula):
    """Who writes the copy for engines leaves the formula out, as it does the name."""
    assert why_left_out(plain(formula).text)


def test_names_that_go_round_and_very_long_ones_end(plain):
    assert len(plain("round_1").text) < 8192
    assert why_left_out(plain("long").text) == TOO_DEEP
    assert len(plain("billion_9").text) < 200_000


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ('INDIRECT("A1")', "A1"),
        ('SUM(INDIRECT("A"&ROW()&":B$9"))', "SUM(A5:B$9)"),
        ("INDIRECT(\"'Other one'!\"&ADDRESS(2,COLUMN()))", "'other one'!$C$2"),
        ("INDIRECT(ADDRESS(ROW()-1,COLUMN(B7)+1,4))", "C4"),
        ('SUM(INDIRECT("A1"):B2)', "SUM(A1:B2)"),
        ('INDIRECT("row")*2', "s!C1*2"),
        ('SUM(INDIRECT("T[x]"))', "SUM($F$5:$F$7)"),
        ('TANH(INDIRECT("A1:A9"))', "TANH(A5)"),
        ('INDIRECT("R[-1]C2",FALSE)', "B4"),
        ('SUM(INDIRECT("R1C1:R[0]C",0))', "SUM(A1:C5)"),
        ("INDIRECT(word)", "A7"),
        ("INDIRECT(Z1&Z2)", "B3"),
        ("far+1", "s!B3+1"),
        ('INDIRECT("no!A1")+INDIRECT("nothing")', "#REF!+#REF!"),
        ('INDIRECT(MID("xA12",2,2)&LEFT(CHAR(49)))', "A11"),
        ('_xlfn.CONCAT("IND")&"IRECT(A1)"', '_xlfn.CONCAT("IND")&"IRECT(A1)"'),
    ],
)
def test_a_text_that_is_known_becomes_the_place_it_names(plain, formula, text):
    assert plain(formula).text == text


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("INDIRECT(A1)", TEXT_UNKNOWN),
        ("INDIRECT(Z9)", TEXT_UNKNOWN),
        ('INDIRECT("A"&TEXT(1,"0"))', TEXT_UNKNOWN),
        ('INDIRECT(INDIRECT("Z"&A1))', TEXT_UNKNOWN),
        ("INDIRECT (A1)", TEXT_UNKNOWN),
        ('LET(f,INDIRECT,f("A1"))', TEXT_UNKNOWN),
        ("\u0131ndirect(A1)", TEXT_UNKNOWN),
        ("INDIRECT(1/0)", TEXT_UNKNOWN),
        ("INDIRECT(" + "&".join([f'"{"x" * 200}"'] * 20) + ")", TEXT_UNKNOWN),
        ('INDIRECT("[1]s!A1")', "refers to another workbook"),
        ('INDIRECT("\'file:///x\'"&CHAR(35)&"$a.A1")', "refers to another workbook"),
        ("INDIRECT(abroad)", "refers to another workbook"),
        ("wild*2", TEXT_UNKNOWN),
    ],
)
def test_what_a_text_may_reach_is_left_to_no_engine(plain, formula, why):
    assert why_left_out(plain(formula).text) == why


def test_an_array_formula_stands_in_many_places(plain):
    assert why_left_out(plain('INDIRECT("A"&ROW())', in_array=True).text) == TEXT_UNKNOWN
    assert plain('SUM(INDIRECT("A"&ROW(B2)))', in_array=True).text == "SUM(A2)"
