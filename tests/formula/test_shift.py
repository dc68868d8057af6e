"""A formula filled down and to the right, against openpyxl and back again."""

import string

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from xlrnn.formula.cell import Cell
from xlrnn.formula.parsing.shift import shift


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


def test_openpyxl_is_an_oracle_for_a_whole_fill():
    """A formula filled over a block reads as the same text that openpyxl translates it to."""
    book = openpyxl.Workbook()
    formula = "SUM($A1:B$2)+'x y'!C3*LOG10(D4)"
    for row in range(1, 20):
        for column in range(1, 20):
            cell = book.active.cell(row, column)
            expected = Translator("=" + formula, origin="A1").translate_formula(cell.coordinate)
            assert "=" + shift(formula, row - 1, column - 1) == expected
