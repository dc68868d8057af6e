"""The table of names: every entry serves in Python, in spreadsheets and on the page."""

import keyword
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrnn.errors import AddressError
from xlrnn.names import NAMES, Name, Role, check_name, one_table

COUNTED = {
    "one", "letter", "feature", "unit", "step", "row", "weight", "epoch", "source", "word", "input",
    "shown", "sign", "slot",
}  # fmt: skip


@pytest.mark.parametrize("symbol", NAMES)
def test_every_entry_is_complete(symbol):
    entry = NAMES[symbol]
    assert entry.symbol == symbol
    assert symbol.isidentifier()
    assert not keyword.iskeyword(symbol)
    assert check_name(symbol) == symbol
    assert entry.label.strip() == entry.label != ""
    assert set(entry.dims) <= COUNTED
    assert entry.role in Role


def test_symbols_differ_in_more_than_case_unless_a_book_has_only_one_of_them():
    folded = [symbol.casefold() for symbol in NAMES]
    twice = {symbol for symbol in NAMES if folded.count(symbol.casefold()) > 1}
    # The article's form has the one, the textbooks' the other.
    assert twice == {"w_hh", "W_hh", "dw_hh", "dW_hh"}


def test_no_two_quantities_share_a_symbol():
    one = Name("apart", "apart by", ("unit", "step"), Role.OUTPUT)
    other = Name("apart", "from the target", ("unit", "step"), Role.CALCULATION)
    assert one_table([(one,), ()]) == {"apart": one}
    with pytest.raises(AddressError, match="called 'apart': “apart by” and “from the target”"):
        one_table([(one,), (other,)])


@pytest.mark.parametrize("symbol", ["h_1", "W_xh", "logits_max", "abcd1", "rc_1", "x" * 255, "CR"])
def test_names_that_are_accepted(symbol):
    assert check_name(symbol) == symbol


@pytest.mark.parametrize(
    "symbol",
    ["h1", "H1", "abc123", "XFD1048576", "r", "R", "c", "C", "r1", "C12", "R1C1", "rc", "r2c",
     "RC3", "true", "FALSE"],
)  # fmt: skip
def test_names_that_spreadsheets_read_as_something_else_are_refused(symbol):
    with pytest.raises(AddressError, match="spreadsheets read it as a"):
        check_name(symbol)


@pytest.mark.parametrize(
    "symbol", ["", "1h", "_h", "h t", "h.t", "h-1", "é", "h\n", "hₜ", "x" * 256]
)
def test_names_of_other_characters_are_refused(symbol):
    with pytest.raises(AddressError, match="letters, digits and _"):
        check_name(symbol)


@given(st.text(st.sampled_from("rRcCaZ019_ .é"), max_size=6))
def test_an_accepted_name_is_an_identifier_and_no_cell(symbol):
    try:
        check_name(symbol)
    except AddressError:
        return
    assert symbol.isidentifier()
    assert not re.fullmatch(r"(?i)[a-z]{1,3}\d+|r\d*c\d*|[rc]\d*", symbol)
