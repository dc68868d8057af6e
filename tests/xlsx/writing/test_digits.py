"""As many digits as the eye needs, which fit into a narrow column even in a wide font."""

import math
import re
from functools import cache

import numpy as np
import pytest

from tests.lessons.every import EVERY
from xlrnn.xlsx.writing import style
from xlrnn.xlsx.writing.digits import FEW, POWER, USUAL, WHOLE, digits
from xlrnn.xlsx.writing.write import number_formats

# DejaVu Sans, which stands in for Calibri where that is not installed, upright and bold: widths in
# 2048ths of the size of the letters.
WIDTHS = {
    False: {**dict.fromkeys("0123456789", 1303), "-": 739, ".": 651, "E": 1294, "+": 1716},
    True: {**dict.fromkeys("0123456789", 1425), "-": 850, ".": 778, "E": 1399, "+": 1716},
}
# LibreOffice makes a column of 7.5 characters as wide as so many digits of the font, less margins.
ROOM = (7.5 + 5 / 7) * 1303 - 2 * 190


def as_shown(number, form):
    """Return a number as a spreadsheet shows it in one of our formats."""
    positive, *others = form.split(";")
    if number == 0 and len(others) > 1:
        return others[1]
    sign = "-" if number < 0 else ""
    if positive == WHOLE:
        return f"{number:.0f}"
    whole, _, power = positive.partition("E")
    decimals = whole.partition(".")[2]
    fewest, most = decimals.count("0"), len(decimals)
    if power:
        digits, exponent = f"{abs(number):.{most}E}".split("E")
        return f"{sign}{digits}E{int(exponent):+03d}"
    text = f"{abs(number):.{most}f}"
    while len(text.partition(".")[2]) > fewest and text.endswith("0"):
        text = text[:-1]
    return sign + text


@cache
def pages(name):
    return EVERY[name].filled_book().pages


def width(text, *, bold):
    return sum(WIDTHS[bold][sign] for sign in text)


@pytest.mark.parametrize("name", EVERY)
def test_every_number_of_every_lesson_fits_into_a_narrow_column(name):
    for page in pages(name):
        forms = number_formats(page)
        for block in page.blocks:
            if block.values.dtype == object or block.quantity == "calculated":  # yes or no
                continue
            form = forms[block.quantity]
            look = style.block_format(block.role, block.quantity, form)
            shown = np.isfinite(block.values)
            if block.quantity == "masked_score":
                shown &= block.values > -1e6  # the others are shown as hidden
            for number in block.values[shown]:
                text = as_shown(number, form)
                assert width(text, bold=look.get("bold", False)) <= ROOM, (block.name, text)


def test_six_decimals_or_a_number_of_many_digits_would_not_fit():
    assert width("-123.456789", bold=False) > ROOM
    assert width("-0.287027", bold=True) > ROOM
    assert width("-0.2870", bold=True) < ROOM


@pytest.mark.parametrize("name", EVERY)
def test_a_reader_sees_more_than_zeros(name):
    """Of a quantity that is not all 0 at least half of the numbers show a digit.

    But shares of 1: of a hundred words nearly all are hardly possible, and that is to be seen.
    """
    for page in pages(name):
        for quantity, form in number_formats(page).items():
            numbers = np.concatenate(
                [b.values[b.values != 0] for b in page.blocks if b.quantity == quantity]
            )
            if numbers.dtype == object or quantity in ("epsilon", "p", "exps") or form == WHOLE:
                continue
            shown = [re.sub(r"E.*|[-.0]", "", as_shown(number, form)) for number in numbers]
            assert shown.count("") <= len(shown) / 2, (page.name, quantity, form)


@pytest.mark.parametrize(
    ("quantity", "numbers", "form"),
    [
        ("h", [0.287, -0.99], USUAL),
        ("h", [0.0, 0.0], USUAL),
        ("h", [math.inf, math.nan], USUAL),
        ("h", [], USUAL),
        ("logits", [12.34567], "0.000"),
        ("logits", [-123.4567], "0.00"),
        ("logits", [9999.53125], "0.0"),
        ("logits", [1e5, 3.0], POWER),
        ("h", [0.0, 2e-5, -7e-9], POWER),
        ("h", [0.5, -1.0, 0.25], FEW),
        ("h", [0.1 + 0.2], FEW),
        ("h", [0.125], USUAL),
        ("hits", [3.0], WHOLE),
        ("felt", [0.5], POWER),
        ("h_0", [0.0], "0.0####"),
    ],
)
def test_the_format_follows_from_the_numbers(quantity, numbers, form):
    assert digits(quantity, [np.array(numbers)]) == form


def test_a_page_of_small_numbers_says_so():
    assert digits("h", [np.array([[0.5]])], small=True) == POWER
    assert digits("hits", [np.array([[5.0]])], small=True) == WHOLE


@pytest.mark.parametrize(
    ("numbers", "form"),
    [([0.8808, -0.4621], "0.00"), ([0.5, -1.0], FEW), ([0.001, 0.003], POWER), ([], "0.00"),
     ([0.0], "0.00"), ([1234.5678], "0.0"), ([99.123], "0.00")],
)  # fmt: skip
def test_for_a_pencil_two_decimals_are_shown(numbers, form):
    assert digits("h", [np.array(numbers)], most=2) == form


def test_all_blocks_of_a_quantity_on_a_page_have_one_format():
    small, large = np.array([[2e-5]]), np.array([[0.5123, 0.25, 0.125]])
    assert digits("square_row", [small, large]) == digits("square_row", [large, small]) == USUAL


def test_a_longer_number_is_shown_smaller_and_a_text_is_not():
    role = EVERY["hello-forward"].book()["h"].role
    assert style.block_format(role, "h", USUAL)["shrink"]
    assert "shrink" not in style.block_format(role, "numpy_verdict", USUAL)
