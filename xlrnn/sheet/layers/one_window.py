"""One window of a picture, as formulas: what it sees, the filter, their products and the sum."""

from collections.abc import Mapping, Sequence
from functools import partial

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.formula.functions import equal, index, sum_, where
from xlrnn.formula.sums import summed
from xlrnn.sheet.maths.activations import ActivationFormula
from xlrnn.sheet.maths.fits import whether_they_fit
from xlrnn.sheet.pages.grid import GridPage


def one_window(
    page: GridPage,
    planes: Mapping[str, Block],
    kernels: Mapping[str, Sequence[Block]],
    biases: Sequence[Block],
    f: ActivationFormula,
    size: tuple[int, int],
) -> None:
    """Write what one cell of a convolution adds up, for a place and a filter that a reader chooses.

    Args:
        page: the page.
        planes: the planes of the picture by their names.
        kernels: of each plane the grids of all filters.
        biases: the bias of each filter.
        f: the function behind the sum.
        size: the rows and columns of a window; all of it lies on the planes.
    """
    page.group("Which window", "Choose a cell of a map, by row and column, and the filter.")
    row, column, number = (
        page.single(f"window_{what}", name=what) for what in ("row", "column", "filter")
    )
    page.single("fits", key="fits", rule=whether_they_fit(page.book.sizes, row, column, number))
    sizes = dict(zip(("down", "across"), size, strict=True))

    windows = {
        name: page.grid(f"window: {name}", "window_seen", f"seen_{name}", sizes=sizes, array=True,
                        rule=partial(_seen, plane, row, column))
        for name, plane in planes.items()
    }  # fmt: skip
    page.group("The filter", "The same weights for every window.")
    weights = {
        name: page.grid(f"filter: {name}", "window_kernel", f"kernel_{name}", sizes=sizes,
                        rule=partial(_of_filter, kernels[name], number))
        for name in planes
    }  # fmt: skip
    bias = page.single("window_bias", "bias", rule=partial(_of_filter, biases, number))
    page.group("Window times filter, number by number", "What is alike makes a large sum.")
    products = {
        name: page.grid(f"products: {name}", "window_product", f"product_{name}", sizes=sizes,
                        rule=partial(_product, windows[name], weights[name]))
        for name in planes
    }  # fmt: skip
    parts = [
        page.single(
            "window_part",
            f"part_{name}",
            title=f"{name}: sum of the products",
            rule=partial(_sum, products[name]),
        )
        for name in planes
    ]
    page.group("Everything added up", "The map of this filter shows the same in this cell.")
    total = page.single(
        "window_sum", "sum", rule=lambda _, __: summed([*(p[0, 0] for p in parts), bias[0, 0]])
    )
    page.single("window_found", "found", rule=lambda _, __: f.cell(total[0, 0]))


def _product(window: Block, weights: Block, i: int, j: int) -> Expression:
    return window[i, j] * weights[i, j]


def _sum(products: Block, _: int, __: int) -> Expression:
    return sum_(products[:, :])


def _seen(plane: Block, row: Block, column: Block, i: int, j: int) -> Expression:
    return index(plane[:, :], row[0, 0] + i, column[0, 0] + j)


def _of_filter(blocks: Sequence[Block], number: Block, i: int, j: int) -> Expression:
    """Return the number of the filter that is chosen."""
    found: Expression = blocks[-1][i, j]
    for k in reversed(range(len(blocks) - 1)):
        found = where(equal(number[0, 0], k + 1), blocks[k][i, j], found)
    return found
