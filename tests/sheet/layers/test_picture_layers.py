"""Layers of pictures as grids of formulas: what an engine calculates is what `nn` does."""

import numpy as np
import pytest

from tests.sheet.layers.test_merging_layers import check, drawn
from xlrnn.formula.writing.fill import cell_text
from xlrnn.nn import layers
from xlrnn.sheet.book import Book
from xlrnn.sheet.layers.conv2d import conv2d
from xlrnn.sheet.layers.max_pooling2d import max_pooling2d
from xlrnn.sheet.maths.slide import Slide
from xlrnn.sheet.pages.grid import GridPage

SIDES = 5, 6


def page_with(planes, sides=SIDES):
    """Return a page with some planes of numbers."""
    page = Book("captioning", {}, "title", {}).page(GridPage, "conv", "title", "")
    page.group("The picture")
    sizes = dict(zip(("row", "column"), sides, strict=True))
    return page, [
        (str(k), page.grid(f"plane {k}", "pixel", f"plane_{k}", sizes=sizes)) for k in range(planes)
    ]


def slides(windows, sides=SIDES):
    return [
        Slide(each.size, each.stride, each.before(side), each.count(side))
        for each, side in zip(windows, sides, strict=True)
    ]


@pytest.mark.parametrize(("planes", "filters", "options"), [
    (3, 2, {}),
    (1, 1, {"padding": "same"}),
    (2, 2, {"padding": "same", "kernel_size": (2, 4), "use_bias": False}),
    (2, 1, {"strides": 2, "activation": "tanh"}),
    (1, 1, {"kernel_size": 1, "activation": "linear"}),
    (1, 2, {"kernel_size": SIDES}),
])  # fmt: skip
def test_a_convolution_is_a_window_of_cells(planes, filters, options, tmp_path):
    given = {"kernel_size": 3, "activation": "relu", **options}
    layer = layers.Conv2D(filters, dtype="float64", **given)
    layer.ensure_built((None, *SIDES, planes))
    layer.set_weights([drawn(*weight.shape) for weight in layer.get_weights()])
    kernel, *bias = layer.get_weights()
    x = drawn(1, *SIDES, planes)
    page, looked_at = page_with(planes)
    down, across = slides(layer.windows_of)
    conv2d(page, looked_at, filters=filters, down=down, across=across,
           activation=given["activation"], bias=bool(bias))  # fmt: skip
    y, values = np.array(layer(x)), {f"plane_{k}": x[0, :, :, k] for k in range(planes)}
    for k in range(filters):
        values |= {f"sum_{k + 1}": layer.logits[0, :, :, k], f"map_{k + 1}": y[0, :, :, k]}
        values |= {f"kernel_{k + 1}_{c}": kernel[:, :, c, k] for c in range(planes)}
        values |= {f"bias_{k + 1}": bias[0][[[k]]]} if bias else {}
    check(page.book, values, tmp_path, least=2 * y.size)


@pytest.mark.parametrize("options", [
    {}, {"pool_size": 3, "strides": 1}, {"pool_size": (1, 2)}, {"pool_size": 2, "padding": "same"},
    {"pool_size": SIDES},
])  # fmt: skip
def test_pooling_takes_the_largest_of_a_window_of_cells(options, tmp_path):
    layer, x = layers.MaxPooling2D(dtype="float64", **options), drawn(1, *SIDES, 4)
    page, maps = page_with(4)
    down, across = slides(layer.windows)
    max_pooling2d(page, [block for _, block in maps], down=down, across=across)
    y, values = np.array(layer(x)), {f"plane_{k}": x[0, :, :, k] for k in range(4)}
    values |= {f"pooled_{k + 1}": y[0, :, :, k] for k in range(4)}
    check(page.book, values, tmp_path, least=y.size)


def test_the_formula_reads_as_a_filter_on_a_window():
    page, looked_at = page_with(1)
    inside = Slide(3, 1, 0, 3), Slide(3, 1, 0, 4)
    conv2d(page, looked_at, filters=1, down=inside[0], across=inside[1], activation="relu")
    page.book.lay_out()
    kernel, plane = page.book["kernel_1_0"].place.area, page.book["plane_0"].place
    window = f"{plane.cell(1, 2)}:{plane.cell(3, 4)}"
    bias = page.book["bias_1"].place.area.a1(fixed=True)
    assert cell_text(page.book["sum_1"], 1, 2) == (
        f"SUMPRODUCT({kernel.a1(fixed=True)},{window})+{bias}"
    )


def test_at_the_edge_the_part_of_the_filter_that_lies_on_the_picture_counts():
    slide = Slide(3, 1, 1, 5)
    assert slide.inside(0, 5) == (slice(0, 2), slice(1, 3))
    assert slide.inside(2, 5) == (slice(1, 4), slice(0, 3))
    assert slide.inside(4, 5) == (slice(3, 5), slice(0, 2))
