"""Books: names that every program accepts, and values for every block."""

import re

import numpy as np
import pytest
from hypothesis import given, settings

from tests.lessons.variants import PLAIN, VARIANTS, lessons
from xlrnn.errors import AddressError, ShapeError
from xlrnn.sheet.book import Book, shown_by
from xlrnn.sheet.page import Page

# As Excel's documentation puts it; R1C1 notation counts, and so do truth values.
A1 = re.compile(r"(?i)\$?[a-z]{1,3}\$?[0-9]+")
R1C1 = re.compile(r"(?i)r[0-9]*c[0-9]*|[rc][0-9]*")


def unusable(names):
    """Return the names that some spreadsheet would not take."""
    folded = [name.casefold() for name in names]
    return [
        name
        for name in names
        if not (name.isidentifier() and name.isascii() and len(name) <= 255)
        or A1.fullmatch(name)
        or R1C1.fullmatch(name)
        or name.casefold() in ("true", "false")
        or folded.count(name.casefold()) > 1
    ]


@pytest.mark.parametrize("variant", VARIANTS)
def test_defined_names_are_unique_and_valid(variant):
    names = [name.name for name in VARIANTS[variant].book().defined_names()]
    assert len(names) > 50
    assert unusable(names) == []


@settings(max_examples=10, deadline=None)
@given(lessons(alphabet=PLAIN))
def test_defined_names_are_unique_and_valid_in_any_size(lesson):
    assert unusable([name.name for name in lesson.book().defined_names()]) == []


def test_this_would_notice_bad_names():
    bad = ["h1", "R1C1", "r", "c2", "rc", "TRUE", "a.b", "h t", "é", "same", "SAME"]
    assert unusable([*bad, "h_1"]) == bad


def test_names_point_at_their_cells():
    book = VARIANTS["article"].book()
    names = {name.name: name for name in book.defined_names()}
    for block in book.blocks:
        assert (names[block.name].sheet, names[block.name].area) == (block.page, block.place.area)
    states = book["h_eq"].place
    for t in range(4):
        area = names[f"h_{t + 1}"].area
        assert area.shape == (3, 1)
        assert area.first == states.cell(0, t)
    assert names["x_1"].sheet == "equations"
    assert names["letter_4"].area.first == book["letter"].place.cell(0, 3)
    assert names["h_0"].area == book["h_0"].place.area


def empty_book():
    return Book("lesson", {}, "title", {"unit": 2, "step": 3, "letter": 4})


def test_two_blocks_of_one_name_are_refused():
    page = empty_book().page(Page, "one", "", "")
    page.add("h")
    with pytest.raises(AddressError, match=r"two blocks are called 'H'"):
        page.add("h", name="H")


@pytest.mark.parametrize("name", ["h1", "R", "r1c1", "true", "h 1", "1h", "h-1", "_h"])
def test_names_that_no_program_takes_are_refused(name):
    page = empty_book().page(Page, "one", "", "")
    with pytest.raises(AddressError, match="cannot be a defined name"):
        page.add("h", name=name)


def test_blocks_are_found_whatever_their_case():
    book = empty_book()
    block = book.page(Page, "one", "", "").add("h", name="State")
    assert book["sTATE"] is block
    assert block.shape == (2, 3)


def test_values_go_by_name_before_key():
    book = empty_book()
    page = book.page(Page, "one", "", "")
    h, other = page.add("h"), page.add("h", name="h_eq")
    book.fill_values({"h": np.zeros((2, 3)), "h_eq": np.ones((2, 3))})
    assert (h.values[0, 0], other.values[0, 0]) == (0, 1)


def test_a_block_that_shows_a_part_gets_the_first_steps():
    page = empty_book().page(Page, "one", "", "")
    part = page.add("h", dims=("unit", "shown"), sizes={"shown": 2})
    assert shown_by(part, {"h": np.arange(6).reshape(2, 3)}).tolist() == [[0, 1], [3, 4]]


def test_a_block_without_values_is_an_error():
    book = empty_book()
    book.page(Page, "one", "", "").add("h")
    with pytest.raises(ShapeError, match=r"no values for block h, under h"):
        book.fill_values({"p": np.zeros((2, 3))})
    with pytest.raises(ShapeError, match=r"expected \(2, 3\)"):
        book.fill_values({"h": np.zeros((3, 2))})
