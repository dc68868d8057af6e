"""What is typed, cut and shifted in the page, against the project's own Python."""

import random

import pytest

from tests.playground.editing import edit_address, edit_tab, in_page  # noqa: F401
from xlrnn.formula.cell import Cell
from xlrnn.formula.parsing.shift import shift
from xlrnn.formula.parsing.tokens import tokens_of

FORMULAS = [
    "A1",
    "$A1+A$1+$A$1",
    "SUM($A$1:B2)",
    "A:A+$B:C",
    "1:1+$2:3",
    "LOG10(A1)*2",
    "h_1+W_xh*x_2",
    "h_1:A1",
    '"A1"&A1&"say ""B2"""',
    "'Tom''s B2'!A1:B2",
    "forward!A1:B2",
    "[1]s!A1",
    "T[A1]+T[[#This Row],[B2]]",
    "1E5+A1E5+2.5E3",
    "XFE1+ABCD1+A1048577",
    "XFD1",
    "A1048576",
    "MMULT(A1:B2,TRANSPOSE(C$3:D4))",
    "-A1^2%",
    "A1 B2",
    "TRUE",
    "é1+A1.x+_A1+A1_",
    "A1#+@B2",
    "{1,2;3,4}*A1",
    "#REF!+#REF!A1+#N/A+A1",
    "IF(A1<>B2;A1<=2;_xlfn.XLOOKUP(A1,B:B,C:C))",
    "",
]
PIECES = [
    "A1", "$B$2", "C$3", "$D4", "B2:C9", "$B2:C$9", "A:C", "3:$4", "forward!H29", "'my page'!A1:B2",
    "'Tom''s'!Z9", "W_xh", "h_1", "x_2", "TANH(A1)", "SUM(A1:A9,B2)", "LOG10(2)", '"A1"', "1.5E3",
    "{1,2}", "T[A1]", "#REF!", "A0", "A01", "XFD1048576", "été", "x1.y", "R1C1", "$A", "A1:B",
]  # fmt: skip
SIGNS = [
    "+",
    "-",
    "*",
    "/",
    "^",
    "&",
    "=",
    "<>",
    "<=",
    ":",
    " ",
    ",",
    ";",
    "%+",
    "#",
    "@",
    "(",
    ")",
]


def random_formulas(count: int) -> list[str]:
    draw = random.Random(7)
    parts = [draw.choices(PIECES, k=4) + draw.choices(SIGNS, k=4) for _ in range(count)]
    for each in parts:
        draw.shuffle(each)
    return ["".join(each) for each in parts]


def test_tokens_are_those_of_python(edit_tab):  # noqa: F811
    formulas = [*FORMULAS, *random_formulas(400)]
    found = edit_tab.evaluate(
        """async (formulas) => {
            const {tokensOf} = await import("../edit/tokens.js");
            return formulas.map((formula) =>
                tokensOf(formula).map(({kind, text, sheet, word}) => [kind, text, sheet, word]));
        }""",
        formulas,
    )
    for formula, tokens in zip(formulas, found, strict=True):
        assert tokens == [list(token) for token in tokens_of(formula)], formula


def test_shifted_as_python_shifts(edit_tab):  # noqa: F811
    draw = random.Random(8)
    formulas = [*FORMULAS, *random_formulas(400)]
    cases = [
        (formula, rows, columns)
        for formula in formulas
        for rows, columns in [(2, 1), (-1, -1), (draw.randint(0, 99), draw.randint(-3, 30))]
    ]
    found = edit_tab.evaluate(
        """async (cases) => {
            const {shift} = await import("../edit/shift.js");
            return cases.map((given) => shift(...given));
        }""",
        cases,
    )
    expected = [shift(formula, rows, columns) for formula, rows, columns in cases]
    assert len(found) > 1000
    assert found == expected


@pytest.mark.parametrize(
    ("formula", "caret", "turns"),
    [
        ("A1", 2, ["$A$1", "A$1", "$A1", "A1"]),
        ("SUM(B2:C9)", 6, ["SUM($B$2:$C$9)", "SUM(B$2:C$9)", "SUM($B2:$C9)", "SUM(B2:C9)"]),
        ("A:C", 0, ["$A:$C", "A:C"]),
        ("'my page'!A1+B2", 11, ["'my page'!$A$1+B2", "'my page'!A$1+B2"]),
    ],
)
def test_dollar_signs_go_round(edit_tab, formula, caret, turns):  # noqa: F811
    for expected in turns:
        changed = in_page(edit_tab, "shift.js", "cycleDollars", formula, caret)
        assert changed["formula"] == expected
        formula, caret = changed["formula"], changed["caret"]


BOOK = {
    "sheets": [{"name": "main"}, {"name": "my task"}],
    "names": [{"name": "W_xh", "formula": "'my task'!$A$1:$B$2", "sheet": None}],
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", None),
        ("5", 5),
        ("-0.5", -0.5),
        ("+7", 7),
        ("−0.25", -0.25),
        (".5", 0.5),
        ("1,000.5", 1000.5),
        ("1,00", "1,00"),
        ("7%", 0.07),
        ("1e-3", 0.001),
        ("1E+300", 1e300),
        ("1e999", "1e999"),
        ("(5)", -5),
        ("(-5)", "(-5)"),
        (" 5 ", 5),
        ("0x10", "0x10"),
        ("1/2", "1/2"),
        ("true", True),
        ("FALSE", False),
        ("'5", "5"),
        ("'", ""),
        ("'=A1", "=A1"),
        ("hello", "hello"),
        ("=", "="),
        ("- a remark", "- a remark"),
        ("-", "-"),
        ("=a1+tanh(b2)", {"formula": "A1+TANH(B2)"}),
        ("=sum(A1;B2)", {"formula": "SUM(A1,B2)"}),
        ("={1,2;3,4}", {"formula": "{1,2;3,4}"}),
        ("+A1", {"formula": "+A1"}),
        ("-B2*2", {"formula": "-B2*2"}),
        ("=W_xh*2", {"formula": "W_xh*2"}),
        ("='MY task'!a1", {"formula": "'MY task'!A1"}),
        ("=IF(A1,,PI())", {"formula": "IF(A1,,PI())"}),
        ("=A1:B2 B1:B9", {"formula": "A1:B2 B1:B9"}),
        ("=-A1%^2", {"formula": "-A1%^2"}),
        ('="a ""b"""', {"formula": '"a ""b"""'}),
    ],
)
def test_what_is_typed_is_understood(edit_tab, typed, meant):  # noqa: F811
    assert in_page(edit_tab, "input.js", "inputOf", typed, BOOK)["input"] == meant


@pytest.mark.parametrize(
    ("typed", "what", "at"),
    [
        ("=(A1+B2", "openBracket", 1),
        ("=SUM(A1,B2", "openBracket", 1),
        ("=SUM(", "openBracket", 1),
        ("=A1)", "closeBracket", 3),
        ("=A1+", "nothingAfter", 3),
        ("=A1+*B2", "nothingBetween", 4),
        ("=*A1", "nothingBetween", 1),
        ("=A1 2", "noOperator", 4),
        ('="hello', "openText", 1),
        ("='my task", "openSheet", 1),
        ("=nowhere!A1", "unknownSheet", 1),
        ("=A1,B2", "strayComma", 3),
        ("=“a”", "roundQuotes", 1),
        ("=A1+!", "stranger", 4),
        ("=(A1,)", "nothingBetween", 5),
        ("=()", "nothingBetween", 2),
    ],
)
def test_faults_of_formulas_are_found(edit_tab, typed, what, at):  # noqa: F811
    fault = in_page(edit_tab, "input.js", "inputOf", typed, BOOK)["fault"]
    assert (fault["what"], fault["at"]) == (what, at)
    assert in_page(edit_tab, "told.js", "told", what, fault) != what


def test_no_formula_of_the_lessons_has_a_fault(edit_tab):  # noqa: F811
    """Every formula that the project writes is one that can be typed, and is kept as it is."""
    from tests.playground.conftest import ROOT
    from xlrnn.xlsx.reading.read import read

    for name in ("hello-forward", "lstm-cell"):
        file = read(ROOT / "workbooks" / f"{name}.xlsx")
        formulas = [f for sheet in file.sheets.values() for f in sheet.formulas.values()]
        texts = ["=" + getattr(each, "text", each).lstrip("=") for each in formulas]
        book = {"sheets": [{"name": each} for each in file.sheets], "names": []}
        found = edit_tab.evaluate(
            """async ([texts, book]) => {
                const {inputOf} = await import("../edit/input.js");
                return texts.map((text) => inputOf(text, book));
            }""",
            [texts, book],
        )
        assert len(texts) > 300
        assert found == [{"input": {"formula": text[1:]}} for text in texts]


def test_references_lead_where_they_say(edit_tab):  # noqa: F811
    formula = "A1+'my task'!B2:C3+W_xh+$A$1+C:C+2:3+nothing+\"A1\"+T[A1]+elsewhere!A1"
    found = in_page(edit_tab, "references.js", "referencesOf", formula, BOOK, 0)
    texts = [formula[each["start"] : each["end"]] for each in found]
    assert texts == ["A1", "'my task'!B2:C3", "W_xh", "$A$1", "C:C", "2:3"]
    assert [each["sheet"] for each in found] == [0, 1, 1, 0, 0, 0]
    assert found[0]["colour"] == found[3]["colour"] != found[1]["colour"]
    last = Cell(1048576, 3)
    assert found[4]["area"] == {"top": 1, "left": 3, "bottom": last.row, "right": last.column}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ("a", [["a"]]),
        ("", []),
        ("\t", [["", ""]]),
        ('"a\tb"\t"say ""x"""\n5', [["a\tb", 'say "x"'], ["5"]]),
        ('"line\none"\tx', [["line\none", "x"]]),
        ("a\n\nb", [["a"], [""], ["b"]]),
        ('5"\t6', [['5"', "6"]]),
    ],
)
def test_texts_of_other_programs_become_rows(edit_tab, text, rows):  # noqa: F811
    assert in_page(edit_tab, "tables.js", "readText", text) == rows


def test_tables_of_other_programs_become_rows(edit_tab):  # noqa: F811
    html = (
        "<meta charset=utf-8><script>bad()</script><table><tr><td colspan=2>a&nbsp;b<td>c"
        "<tr><td rowspan=2>d<br>e<td>1<td>2<tr><td onclick='bad()'>3<td><b>4</b></table>"
    )
    rows = [["a b", "", "c"], ["d\ne", "1", "2"], ["", "3", "4"]]
    assert in_page(edit_tab, "tables.js", "readHtml", html) == rows
    assert in_page(edit_tab, "tables.js", "readHtml", "<p>no table") is None
    greedy = "<table>" + "<tr><td rowspan=60000 colspan=1000>a<td>b" * 50 + "</table>"
    assert in_page(edit_tab, "tables.js", "readHtml", greedy)[49][:2] == ["a", "b"]


def test_copied_tables_come_back(edit_tab):  # noqa: F811
    rows = [["<b>", "a\tb", 'q"q'], ["", "1", "line\none"]]
    assert (
        in_page(
            edit_tab, "tables.js", "readText", in_page(edit_tab, "tables.js", "writeText", rows)
        )
        == rows
    )
    html = in_page(edit_tab, "tables.js", "writeHtml", rows, "m-1")
    assert "<b>" not in html
    assert in_page(edit_tab, "tables.js", "markOf", html) == "m-1"


@pytest.mark.parametrize(
    ("values", "next_ones"),
    [
        ([1, 2], [3, 4]),
        ([0.1, 0.2], [0.3, 0.4]),
        ([5, 3, 1], [-1, -3]),
        ([1, 2, 4], None),
        ([1], None),
        (["a", 1], None),
    ],
)
def test_series_go_on(edit_tab, values, next_ones):  # noqa: F811
    assert in_page(edit_tab, "series.js", "continued", values, 2) == next_ones
