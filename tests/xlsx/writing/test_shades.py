"""Colours for size: one cell switches them, they tell sign and size, and touch no number."""

import io
import re
import warnings

import openpyxl
import pytest

from tests.lessons.every import DEFAULTS
from tests.xlsx.colours import EYES, contrast, distance
from xlrnn.names import Kind, Role
from xlrnn.sheet.switch import NAME, OFF, ON, shaded
from xlrnn.xlsx.writing import shades
from xlrnn.xlsx.writing.write import workbook_bytes

RULE = re.compile(r'=IF\(colours="on",(-?[0-9.]+),(-?9E\+99)\)')
COMPARE = {
    ">=": lambda x, y: x >= y,
    "<=": lambda x, y: x <= y,
    "<": lambda x, y: x < y,
}


def colour_of(number, kind, *, on):
    """Return the fill that the first rule which holds gives a number, None if none holds."""
    for rule, look in shades.rules(kind):
        bound = float(RULE.fullmatch(rule["value"])[1 if on else 2])
        if COMPARE[rule["criteria"]](number, bound):
            return look["bg_color"]
    return None


@pytest.mark.parametrize("kind", shades.BOUNDS)
@pytest.mark.parametrize("number", [-1e50, -1, -0.3, 0, 1e-9, 0.06, 0.7, 44, 1e50])
def test_off_no_number_has_a_colour(kind, number):
    assert colour_of(number, kind, on=False) is None


@pytest.mark.parametrize(
    ("kind", "number", "fill"),
    [
        (Kind.STATE, 0.0, "#FFFFFF"),
        (Kind.STATE, -0.04, "#FFFFFF"),
        (Kind.STATE, 0.05, shades.ABOVE[0]),
        (Kind.STATE, 0.99, shades.ABOVE[3]),
        (Kind.STATE, -0.6, shades.BELOW[2]),
        (Kind.GATE, 0.1, "#FFFFFF"),
        (Kind.GATE, 0.5, shades.ABOVE[1]),
        (Kind.GRADIENT, 4e-44, "#FFFFFF"),
        (Kind.GRADIENT, -1e11, shades.BELOW[3]),
        (Kind.GRADIENT, 0.2, shades.ABOVE[1]),
    ],
)
def test_on_a_colour_tells_sign_and_size(kind, number, fill):
    assert colour_of(number, kind, on=True) == fill


@pytest.mark.parametrize("kind", shades.BOUNDS)
def test_every_number_can_be_read_on_its_colour(kind):
    for _, look in shades.rules(kind):
        assert contrast(look["bg_color"], look["font_color"]) >= 4.5


@pytest.mark.parametrize("eyes", EYES)
def test_above_and_below_are_told_apart_by_every_eye(eyes):
    for above, below in zip(shades.ABOVE, shades.BELOW, strict=True):
        assert distance(above, below, eyes) > 15


def opened(book):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*extension is not supported")
        return openpyxl.load_workbook(io.BytesIO(workbook_bytes(book)))


@pytest.mark.parametrize("name", DEFAULTS)
def test_each_lesson_has_one_switch_and_colours_all_that_has_a_size(name):
    book = DEFAULTS[name].filled_book()
    file = opened(book)
    ((sheet, cell),) = file.defined_names[NAME].destinations
    switch = file[sheet][cell]
    assert (sheet, switch.value) == ("start", OFF)
    (rule,) = [v for v in file[sheet].data_validations.dataValidation if cell.replace("$", "") in v]
    assert rule.formula1 == f'"{OFF},{ON}"'
    for page in book.pages:
        coloured = set()
        for areas in file[page.name].conditional_formatting:
            if any(NAME in formula for one in areas.rules for formula in one.formula):
                coloured |= set(str(areas.sqref).split())
        wanted = {
            str(block.place.area)
            for blocks in shaded(page.blocks).values()
            for block in blocks
        }  # fmt: skip
        assert coloured == (set() if page.plain else wanted), page.name


def test_no_calculation_reads_the_switch():
    book = DEFAULTS["hello-bptt"].filled_book()
    file = opened(book)
    for sheet in file:
        for row in sheet.iter_rows():
            for cell in row:
                text = getattr(cell.value, "text", cell.value)
                assert NAME not in str(text) or not str(text).startswith("=")


def test_inputs_and_references_keep_their_looks():
    roles = {
        block.role
        for name in DEFAULTS
        for blocks in shaded(DEFAULTS[name].book().blocks).values()
        for block in blocks
    }
    assert roles == {Role.CALCULATION, Role.STATE, Role.OUTPUT}


def test_a_model_without_states_has_no_switch():
    from xlrnn.sheet.book import Book
    from xlrnn.sheet.pages.first import FirstPage

    book = Book("none", {}, "Nothing to colour", {"step": 2, "unit": 2, "letter": 2})
    page = book.page(FirstPage, "start", "Nothing to colour", "")
    page.lay_out()
    assert page.switches == []
