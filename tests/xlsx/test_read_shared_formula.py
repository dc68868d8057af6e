"""A shared formula reads in each cell as if it had been filled there."""

import string

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from xlrnn.errors import AddressError
from xlrnn.formula.area import Area
from xlrnn.formula.cell import Cell
from xlrnn.formula.parsing.shift import shift
from xlrnn.xlsx.reading.shared_formula import FormulaCollector, own_text
from xlrnn.xlsx.reading.xml import RefusedError


@pytest.mark.parametrize(
    ("formula", "shifted"),
    [
        ("A1", "B3"),
        ("$A1+A$1+$A$1", "$A3+B$1+$A$1"),
        ("SUM(A1:B2)", "SUM(B3:C4)"),
        ("SUM($A$1:B2)", "SUM($A$1:C4)"),
        ("A:A", "B:B"),
        ("$A:C", "$A:D"),
        ("1:1", "3:3"),
        ("$1:2", "$1:4"),
        ("LOG10(A1)", "LOG10(B3)"),
        ("h_1+W_xh*x_2", "h_1+W_xh*x_2"),
        ("h_1:A1", "h_1:B3"),
        ('"A1"&A1&"say ""B2"""', '"A1"&B3&"say ""B2"""'),
        ("'A1'!A1", "'A1'!B3"),
        ("'Tom''s B2'!A1:B2", "'Tom''s B2'!B3:C4"),
        ("forward!A1:B2", "forward!B3:C4"),
        ("[1]s!A1", "[1]s!B3"),
        ("T[A1]+T[[#This Row],[B2]]", "T[A1]+T[[#This Row],[B2]]"),
        ("1E5+A1E5+2.5E3", "1E5+A1E5+2.5E3"),
        ("XFE1+ABCD1+A1048577", "XFE1+ABCD1+A1048577"),
        ("XFD1", "#REF!"),
        ("A1048576", "#REF!"),
        ("MMULT(A1:B2,TRANSPOSE(C$3:D4))", "MMULT(B3:C4,TRANSPOSE(D$3:E6))"),
        ("-A1^2%", "-B3^2%"),
        ("A1 B2", "B3 C4"),
        ("TRUE", "TRUE"),
        ("é1+A1.x+_A1+A1_", "é1+A1.x+_A1+A1_"),
        ("A1#", "B3#"),
        ("@A1", "@B3"),
        ("", ""),
    ],
)
def test_shift(formula, shifted):
    assert shift(formula, 2, 1) == shifted


def test_shift_up_and_left():
    assert shift("C5+A1", -2, -1) == "B3+#REF!"


cells = st.builds(
    lambda column, row, fixed_column, fixed_row: f"{fixed_column}{column}{fixed_row}{row}",
    st.text("ABCXYZ", min_size=1, max_size=2),
    st.integers(100, 9999),
    st.sampled_from(["", "$"]),
    st.sampled_from(["", "$"]),
)
pieces = st.one_of(
    cells,
    st.tuples(cells, cells).map(":".join),
    cells.map(lambda cell: f"forward!{cell}"),
    cells.map(lambda cell: f"'Tom''s 1'!{cell}"),
    st.sampled_from(["h_1", "W_xh", "LOG10(2)", '"A1"', "1.5E3", "TANH(B7)"]),
)


@given(
    st.lists(pieces, min_size=1, max_size=5).map("+".join), st.integers(0, 50), st.integers(0, 50)
)
def test_shift_agrees_with_openpyxl(formula, rows, columns):
    there = Cell(1 + rows, 1 + columns).a1()
    translated = Translator("=" + formula, origin="A1").translate_formula(there)
    assert shift(formula, rows, columns) == translated[1:]


@given(
    st.lists(pieces, min_size=1, max_size=5).map("*".join), st.integers(0, 90), st.integers(0, 50)
)
def test_shift_there_and_back(formula, rows, columns):
    formula = formula.replace("B7", "B107")
    assert shift(shift(formula, rows, columns), -rows, -columns) == formula


@given(st.text(string.printable, max_size=40))
def test_no_shift_changes_nothing(formula):
    assert shift(formula, 0, 0).upper() == formula.upper()


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("_xlfn.SEQUENCE(3)", "SEQUENCE(3)"),
        ("_xlfn._xlws.SORT(A1)", "SORT(A1)"),
        ("_xlws.FILTER(A1)+_XLFN.X(1)", "FILTER(A1)+X(1)"),
        ("_xlfn.LET(_xlpm.a,1,_xlpm.a)", "LET(a,1,a)"),
        ("&quot;_xlfn.A&quot;&amp;_xlfn.B()", '"_xlfn.A"&B()'),
        ('\'a"b _xlfn.\'!A1&amp;_xlfn.B("x")', '\'a"b _xlfn.\'!A1&B("x")'),
        ("=A1", "A1"),
        ("A1&lt;&gt;&#66;1&amp;lt;", "A1<>B1&lt;"),
    ],
)
def test_own_text(stored, shown):
    assert own_text(stored) == shown


def test_shared_formulas_expand():
    collector = FormulaCollector(100)
    collector.add((1, 2), ' t="shared" si="0"', "")  # before its master
    collector.add((2, 2), ' t="shared" ref="B1:B4" si="0"', "A2*$A$1")
    collector.add((3, 2), ' t="shared" si="0"', "")
    collector.add((4, 2), ' t="shared" si="0"', "A9")  # has its own text
    collector.add((5, 2), ' t="shared" ref="B5:B6" si="0"', "C5")  # the index is used again
    collector.add((6, 2), ' t="shared" si="0"', "")
    collector.add((7, 2), ' t="normal"', "D1")
    collector.finish()
    found = {row: text for (row, _), text in collector.formulas.items()}
    assert found[1] == "A1*$A$1" or found[1] == "C1"
    assert found[2] == "A2*$A$1"
    assert found[3] == "A3*$A$1"
    assert found[4] == "A9"
    assert (found[5], found[6], found[7]) == ("C5", "C6", "D1")


def test_data_table_is_an_array():
    collector = FormulaCollector(100)
    collector.add((2, 2), ' t="dataTable" ref="B2:B3" r1="A1"', "")
    collector.finish()
    assert collector.formulas == {(2, 2): "TABLE(A1,)", (3, 2): "TABLE(A1,)"}
    assert collector.arrays[3, 2] == Area.parse("B2:B3")


def test_refusals():
    collector = FormulaCollector(10)
    with pytest.raises(RefusedError, match="more cells"):
        collector.add((1, 1), ' t="array" ref="A1:K1"', "1")
    with pytest.raises(AddressError):
        collector.add((1, 1), ' t="array" ref="A1:?"', "1")
    collector.add((3, 3), ' t="shared" si="7"', "")
    with pytest.raises(RefusedError, match="C3 shares a formula"):
        collector.finish()


def test_openpyxl_is_an_oracle_for_a_whole_fill():
    """A formula filled over a block reads as the same text that openpyxl translates it to."""
    book = openpyxl.Workbook()
    formula = "SUM($A1:B$2)+'x y'!C3*LOG10(D4)"
    for row in range(1, 20):
        for column in range(1, 20):
            cell = book.active.cell(row, column)
            expected = Translator("=" + formula, origin="A1").translate_formula(cell.coordinate)
            assert "=" + shift(formula, row - 1, column - 1) == expected
