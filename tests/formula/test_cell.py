"""Cell addresses: every valid one round-trips, everything else raises."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formula.filling import letters_to_number, number_to_letters
from xlrnn.errors import AddressError
from xlrnn.formula.area import Area
from xlrnn.formula.cell import (
    MAX_COLUMN,
    MAX_ROW,
    Cell,
    check_sheet_name,
    column_letters,
    column_number,
    quote_sheet,
)
from xlrnn.formula.parsing.tokens import tokens_of

rows = st.integers(1, MAX_ROW)
columns = st.integers(1, MAX_COLUMN)
cells = st.builds(Cell, rows, columns)


def test_every_column_round_trips():
    for number in range(1, MAX_COLUMN + 1):
        letters = column_letters(number)
        assert letters == number_to_letters(number)
        assert column_number(letters) == letters_to_number(letters) == number
        assert column_number(letters.lower()) == number


@given(cells, st.booleans(), st.booleans())
def test_every_cell_round_trips(cell, fix_row, fix_column):
    text = cell.a1(fix_row=fix_row, fix_column=fix_column)
    assert Cell.parse(text) == Cell.parse(text.lower()) == cell
    assert (text.startswith("$"), "$" in text[1:]) == (fix_column, fix_row)


@given(cells, cells)
def test_every_area_round_trips(one, other):
    first = Cell(min(one.row, other.row), min(one.column, other.column))
    last = Cell(max(one.row, other.row), max(one.column, other.column))
    area = Area(first, last)
    assert Area.parse(area.a1()) == Area.parse(area.a1(fixed=True)) == area
    assert Area.at(first.row, first.column, *area.shape) == area
    assert first in area
    assert last in area


def test_an_area_yields_its_cells_row_by_row():
    area = Area.parse("B2:D3")
    assert area.shape == (2, 3)
    assert [str(cell) for cell in area.cells()] == ["B2", "C2", "D2", "B3", "C3", "D3"]
    assert Cell.parse("B4") not in area
    assert Cell.parse("A2") not in area
    assert Cell.parse("E3") not in area


@pytest.mark.parametrize(
    "text",
    ["", "A", "1", "1A", "A0", "A01", "A-1", "A1.0", "AAAA1", "A 1", " A1", "A1 ", "A1\n", "$$A1",
     "A$$1", "A1$", "R1C1", "h_1", "A1:B2", "sheet!A1", "Ä1", "ı1", "A١", "A１", "Ａ1", "A²",
     "#REF!"],
)  # fmt: skip
def test_what_is_no_address_is_refused(text):
    with pytest.raises(AddressError, match=re.escape(f"{text!r} is no cell address")):
        Cell.parse(text)


@pytest.mark.parametrize("text", ["XFE1", "ZZZ1", "A1048577", "A9999999"])
def test_addresses_outside_the_sheet_are_refused(text):
    with pytest.raises(AddressError, match="does not exist"):
        Cell.parse(text)


VALID = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})", re.IGNORECASE | re.ASCII)


def is_valid(text):
    """Say independently whether a text is an address, for whatever Hypothesis finds."""
    found = VALID.fullmatch(text) if text.isascii() else None
    if not found:
        return False
    return letters_to_number(found[1].upper()) <= MAX_COLUMN and int(found[2]) <= MAX_ROW


@given(st.one_of(st.text(max_size=8), st.text("$AaXFDfZ0123456789:", max_size=10)))
def test_any_text_is_an_address_or_raises(text):
    if is_valid(text):
        assert Cell.parse(text).a1() == text.replace("$", "").upper()
    else:
        with pytest.raises(AddressError):
            Cell.parse(text)


@given(st.one_of(st.text(max_size=4), st.text("AZaz1$ıſ", max_size=4)))
def test_any_text_is_a_column_or_raises(text):
    valid = re.fullmatch("[A-Za-z]{1,3}", text) and letters_to_number(text.upper()) <= MAX_COLUMN
    if valid:
        assert column_letters(column_number(text)) == text.upper()
    else:
        with pytest.raises(AddressError, match="column"):
            column_number(text)


@pytest.mark.parametrize("text", ["A1:", ":A1", "A1:B", "A1:B2:C3", "A1-B2", ":", "A1::B2", "A:A"])
def test_what_is_no_range_is_refused(text):
    with pytest.raises(AddressError):
        Area.parse(text)


@pytest.mark.parametrize("text", ["B2:A2", "B2:B1", "B2:A1", "B1:A2", "A2:B1"])
def test_a_range_that_runs_backwards_is_refused(text):
    with pytest.raises(AddressError, match="runs backwards"):
        Area.parse(text)


@pytest.mark.parametrize("row, column", [(0, 1), (-1, 1), (MAX_ROW + 1, 1), (1, 0), (1, 16_385)])
def test_cells_outside_the_sheet_are_refused(row, column):
    with pytest.raises(AddressError, match="does not exist"):
        Cell(row, column)


@pytest.mark.parametrize("column", [0, -1, MAX_COLUMN + 1])
def test_columns_outside_the_sheet_are_refused(column):
    with pytest.raises(AddressError, match="1 to 16384"):
        column_letters(column)


@pytest.mark.parametrize("size", [(0, 1), (1, 0), (-1, 1), (MAX_ROW + 1, 1)])
def test_an_area_without_cells_or_too_large_is_refused(size):
    with pytest.raises(AddressError):
        Area.at(1, 1, *size)


@pytest.mark.parametrize(
    "name, quoted",
    [
        ("forward", "forward"),
        ("my_sheet2", "my_sheet2"),
        ("_hidden", "_hidden"),
        ("two words", "'two words'"),
        ("Tom's", "'Tom''s'"),
        ("a-b", "'a-b'"),
        ("2nd", "'2nd'"),
        ("A1", "'A1'"),
        ("xfd7", "'xfd7'"),
        ("r", "'r'"),
        ("C2", "'C2'"),
        ("RC", "'RC'"),
        ("r1c1", "'r1c1'"),
        ("höhe", "'höhe'"),
        ("a!b", "'a!b'"),
        ("TRUE", "'TRUE'"),
        ("false", "'false'"),
        ("1e3", "'1e3'"),
        ("#REF!", "'#REF!'"),
        ("😀", "'😀'"),
    ],
)
def test_sheet_names_are_quoted_where_formulas_need_it(name, quoted):
    assert quote_sheet(name) == quoted


@pytest.mark.parametrize(
    "name", ["", "x" * 32, "'a", "a'", "History", "HISTORY", *(f"a{bad}b" for bad in "[]:*?/\\\n")]
)
def test_sheet_names_that_no_program_accepts_are_refused(name):
    with pytest.raises(AddressError, match="cannot name a sheet"):
        check_sheet_name(name)


@pytest.mark.parametrize("name", ["x" * 32, "'a", "a'", "'", "History"])
def test_a_sheet_that_is_there_all_the_same_is_read_back_from_a_formula(name):
    """Other programs take what Excel does not."""
    (token,) = tokens_of(f"{quote_sheet(name)}!A1")
    assert (token.kind, token.sheet) == ("area", name)
