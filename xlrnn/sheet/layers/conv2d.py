"""Convolution over pictures, as formulas: the numbered equations of `nn.layers.conv2d`.

A picture is a grid for each of its planes, and so is a filter; what it finds is one more grid, with
the rows and columns of the picture. So each cell reads a window of cells, as large as the filter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.formula.functions import sumproduct
from xlrnn.formula.sums import added
from xlrnn.sheet.maths import activations
from xlrnn.sheet.maths.activations import ActivationFormula
from xlrnn.sheet.maths.slide import Slide
from xlrnn.sheet.pages.grid import GridPage


def conv2d(
    page: GridPage,
    planes: Sequence[tuple[str, Block]],
    *,
    filters: int,
    down: Slide,
    across: Slide,
    activation: str,
    bias: bool = True,
) -> list[Block]:
    """Write equations 1 to 3, a group of grids for each filter, and return what they find.

    1. window_ij: the cells from row is, column js on, of each plane
    2. sum_ij = Σ window_ij · filter + b      over all planes
    3. y_ij = f(sum_ij)

    Args:
        page: the page.
        planes: the planes of the picture with their names, in the order of the features.
        filters: how many filters there are.
        down: how windows slide over the rows.
        across: how they slide over the columns.
        activation: f, by its Keras name.
        bias: whether there is a b.
    """
    f = activations.get(activation)
    lies = {"row": down.count, "column": across.count}
    found = []
    for k in range(1, filters + 1):
        page.group(f"Filter {k}")
        b = page.single("kernel_bias", f"bias_{k}") if bias else None
        kernels = [
            page.grid(f"filter {k}: {name}", "kernel", f"kernel_{k}_{name}",
                      sizes={"down": down.size, "across": across.size})
            for name, _ in planes
        ]  # fmt: skip
        laid_on = FilterLaidOn([plane for _, plane in planes], kernels, b, down, across)
        sums = page.grid(
            "sum of each window", "filtered", f"sum_{k}", sizes=lies, rule=laid_on.sum_at
        )
        found.append(
            page.grid(
                f"{f.symbol or 'the same'}: what filter {k} finds",
                "feature_map",
                f"map_{k}",
                sizes=lies,
                rule=partial(_applied, f, sums),
                notation=f"{f.symbol} of the sum" if f.symbol else "the sum",
            )
        )
    return found


def _applied(f: ActivationFormula, sums: Block, i: int, j: int) -> Expression:
    return f.cell(sums[i, j])


@dataclass(frozen=True)
class FilterLaidOn:
    """A filter that is laid on each window of a picture.

    Args:
        planes: the planes of the picture.
        kernels: the filter, a grid for each plane.
        b: what is added; None for nothing.
        down: how windows slide over the rows.
        across: how they slide over the columns.
    """

    planes: Sequence[Block]
    kernels: Sequence[Block]
    b: Block | None
    down: Slide
    across: Slide

    def sum_at(self, i: int, j: int) -> Expression:
        """Return equation 2 of one window."""
        terms: list[Expression] = []
        for plane, kernel in zip(self.planes, self.kernels, strict=True):
            rows, own_rows = self.down.inside(i, plane.shape[0])
            columns, own_columns = self.across.inside(j, plane.shape[1])
            weights = kernel[own_rows, own_columns].pinned()
            if weights.shape == kernel.shape:  # else the window reaches beyond the picture
                weights = kernel[:, :]
            terms.append(sumproduct(weights, plane[rows, columns]))
        return added(*terms, *([] if self.b is None else [self.b[0, 0]]))
