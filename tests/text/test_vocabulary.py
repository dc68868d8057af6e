"""The vocabulary of a word, and what no cell can hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrnn.errors import UsageError
from xlrnn.text.vocabulary import check_letters, letters_of


@pytest.mark.parametrize(
    "text, letters",
    [
        ("hello", "helo"),
        ("", ""),
        ("aaa", "a"),
        ("aAa", "aA"),
        ("ẞß☃😀ß", "ẞß☃😀"),
        (" a b", " ab"),
    ],
)
def test_letters_in_the_order_of_their_first_appearance(text, letters):
    assert letters_of(text) == tuple(letters)


@given(st.text())
def test_letters_are_those_of_the_text_and_each_once(text):
    letters = letters_of(text)
    assert set(letters) == set(text)
    assert len(set(letters)) == len(letters)
    assert list(letters) == sorted(letters, key=text.index)


@pytest.mark.parametrize("bad", ["\0", "\n", "\t", "\x7f", "\x85", "\ud800", "\udfff"])
def test_what_a_cell_cannot_hold_is_refused_with_its_position(bad):
    with pytest.raises(UsageError, match=r"word has the character .* at position 3"):
        check_letters(f"ab{bad}c{bad}", "word")


@pytest.mark.parametrize(
    "good", ["", "hello", " ", "=<&>\"'", "ä", "e\u0301", "😀", "\u200d", "\u00a0"]
)
def test_other_characters_are_accepted(good):
    check_letters(good, "word")


@pytest.mark.parametrize("bad", ["\ufffe", "\uffff"])
def test_what_no_xml_file_can_hold_is_refused(bad):
    with pytest.raises(UsageError):
        check_letters(bad, "word")
