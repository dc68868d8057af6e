"""What students write about pictures that is wrong, on a grid that one can calculate by hand."""

import numpy as np
import pytest

from xlrnn.exercises.mistakes.misconceptions import CATALOGUE, variants
from xlrnn.formula.evaluating.evaluate import by_cell, evaluated
from xlrnn.formula.functions import max_, sumproduct
from xlrnn.formula.walk import rule_of
from xlrnn.sheet.book import Book
from xlrnn.sheet.pages.grid import GridPage

GRID = np.arange(36.0).reshape(6, 6) ** 2
WEIGHTS = {"one": np.array([[1.0, 2], [3, 5]]), "other": np.array([[-1.0, 0], [7, 2]])}


@pytest.fixture(scope="module")
def book():
    """A picture of one plane that two filters look at, as if it had two, and pooling."""
    page = Book("captioning", {}, "title", {}).page(GridPage, "conv", "title", "")
    page.group("all")
    x = page.grid("x", "pixel", "x", sizes={"row": 6, "column": 6})
    sizes = {"down": 2, "across": 2}
    one, other = (page.grid(name, "kernel", name, sizes=sizes) for name in WEIGHTS)
    b = page.single("kernel_bias", "b")
    page.grid("sum", "filtered", "sum", sizes={"row": 5, "column": 5}, rule=lambda i, j: (
        sumproduct(one[:, :], x[i : i + 2, j : j + 2])
        + sumproduct(other[:, :], x[i : i + 2, j : j + 2])
        + b
    ))  # fmt: skip
    page.grid("pool", "pooled_map", "pool", sizes={"row": 3, "column": 3},
              rule=lambda i, j: max_(x[2 * i : 2 * i + 2, 2 * j : 2 * j + 2]))  # fmt: skip
    page.book.lay_out()
    return page.book


def shown(expression):
    grids = {"x": GRID, **WEIGHTS, "b": np.array([[100.0]])}

    def read(block, i, t):
        return float(grids[block.name][i, t])

    def beside(block, i, t, down, right):
        inside = 0 <= i + down < 6 and 0 <= t + right < 6
        return float(grids[block.name][i + down, t + right]) if inside else None

    return evaluated(expression)(by_cell(read), beside)


def predicted(book, name, block, i, t):
    found = variants(name, rule_of(book[block], i, t), book[block], i, t)
    return [shown(one) for one in found]


def window(i, t):
    return GRID[i : i + 2, t : t + 2]


def test_the_right_formulas_show_what_they_should(book):
    both = WEIGHTS["one"] + WEIGHTS["other"]
    assert shown(rule_of(book["sum"], 1, 2)) == (both * window(1, 2)).sum() + 100
    assert shown(rule_of(book["pool"], 1, 2)) == window(2, 4).max()


def test_a_window_one_off_may_leave_the_picture(book):
    both = WEIGHTS["one"] + WEIGHTS["other"]
    found = predicted(book, "window-one-off", "sum", 1, 2)
    for i, t in ((0, 2), (2, 2), (1, 1), (1, 3)):
        assert (both * window(i, t)).sum() + 100 in found
    outside = np.zeros((2, 2))
    outside[1] = GRID[0, :2]
    assert (both * outside).sum() + 100 in predicted(book, "window-one-off", "sum", 0, 0)


def test_a_plane_left_out_is_any_of_them(book):
    expected = [(WEIGHTS[name] * window(1, 2)).sum() + 100 for name in WEIGHTS]
    assert {*predicted(book, "plane-left-out", "sum", 1, 2)} == {*expected}


def test_a_filter_turned_over_begins_with_its_last_weight(book):
    turned = sum(weights[::-1, ::-1] for weights in WEIGHTS.values())
    assert predicted(book, "filter-turned", "sum", 1, 2) == [(turned * window(1, 2)).sum() + 100]


def test_the_mean_is_not_the_largest_and_windows_do_not_overlap(book):
    assert predicted(book, "mean-not-largest", "pool", 1, 2) == [window(2, 4).mean()]
    assert predicted(book, "windows-overlap", "pool", 1, 2) == [window(1, 2).max()]
    assert predicted(book, "windows-overlap", "pool", 0, 0) == []


def test_without_relu_what_is_below_0_stays(book):
    block = book["b"]
    (wrong,) = variants("relu-left-out", max_(block[0, 0] - 200, 0), block, 0, 0)
    assert shown(wrong) == -100


def test_formulas_without_windows_have_none_of_these_mistakes(book):
    block = book["b"]
    plain = block[0, 0] * 2 + block[0, 0]
    for name in CATALOGUE:
        if CATALOGUE[name].variants.__module__.endswith("windows"):
            assert list(variants(name, plain, block, 0, 0)) == []
