"""The table of names: every entry serves in Python, in spreadsheets and on the page."""

import keyword
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrnn.errors import AddressError
from xlrnn.names import NAMES, Kind, Name, Role, Ways, check_name, one_table

COUNTED = {
    "one", "letter", "feature", "unit", "step", "row", "weight", "epoch", "source", "word", "input",
    "shown", "sign", "slot", "picture", "column", "colour", "down", "across",
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


@pytest.mark.parametrize("symbol", [one.symbol for one in NAMES.values() if one.gradient_of])
def test_what_a_gradient_is_of_is_in_the_table(symbol):
    entry = NAMES[symbol]
    assert entry.kind is Kind.GRADIENT
    by = NAMES[entry.gradient_of]
    assert by.kind is not Kind.GRADIENT
    sides = {by.dims, NAMES[by.inside_of].dims} if by.inside_of else {by.dims}
    if entry.ways is Ways.ALL:  # a derivative by each number has their rows and columns
        assert entry.dims in sides or {*entry.dims, *by.dims} & {"epoch"}


def test_each_gradient_says_of_what_it_is():
    silent = [one.symbol for one in NAMES.values() if one.kind is Kind.GRADIENT]
    assert not [symbol for symbol in silent if not NAMES[symbol].gradient_of]
    assert len(silent) > 70
    others = [one for one in NAMES.values() if one.kind is not Kind.GRADIENT]
    assert not [one.symbol for one in others if one.gradient_of or one.ways is not Ways.ALL]


def test_a_gradient_by_its_name_is_the_gradient_of_that_name():
    """Where both are called so: what is declared does not contradict what is read."""
    for entry in NAMES.values():
        name = entry.symbol.removeprefix("d_" if entry.symbol.startswith("d_") else "d")
        if entry.gradient_of and entry.symbol.startswith("d") and name in NAMES:
            assert entry.gradient_of == {"dx": "sequence"}.get(entry.symbol, name)


@pytest.mark.parametrize("field", ["gradient_of", "inside_of", "previous_of", "confused_with"])
def test_every_quantity_that_an_entry_speaks_of_is_there(field):
    named = {getattr(entry, field) for entry in NAMES.values()} - {""}
    assert named
    assert named <= NAMES.keys()


def test_a_state_is_previous_to_one_of_its_own_kind():
    for entry in NAMES.values():
        if entry.previous_of:
            assert NAMES[entry.previous_of].kind is Kind.STATE
            assert NAMES[entry.previous_of].dims[0] == entry.dims[0]


def test_weights_and_biases_are_told_from_other_parameters():
    """By what is declared, not by how they are called; here the two must agree."""
    for entry in NAMES.values():
        if entry.symbol.startswith("W_"):
            assert (entry.kind, entry.role) == (Kind.WEIGHT, Role.PARAMETER), entry.symbol
        bias = entry.symbol.startswith("b_") or entry.symbol == "kernel_bias"
        assert bias == (entry.kind is Kind.BIAS), entry.symbol
