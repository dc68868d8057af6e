"""Gradients of weights: what each step adds, a row for each weight, and their sum as a matrix."""

from collections.abc import Callable

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression, Operand
from xlrnn.formula.functions import concatenate, sum_
from xlrnn.names import Role
from xlrnn.sheet.pages.time.page import TimePage


def outer_by_step(page: TimePage, quantity: str, error: Block, source: Block) -> Block:
    """Write Σ_t error_t · source_tᵀ: each product of each step, and after the last one the sums.

    Args:
        page: the page.
        quantity: the gradient, a matrix with a row for each row of `error` and a column for each
            row of `source`.
        error: what arrives at the weight's output, a column for each step.
        source: what the weight was multiplied with, a column for each step.
    """
    height, width = error.shape[0], source.shape[0]
    sizes = {source.dims[0]: width, error.dims[0]: height, "weight": height * width}
    combined = page.after(
        quantity,
        dims=(error.dims[0], source.dims[0]),
        sizes=sizes,
        rule=lambda i, k: sum_(by_step[i * width + k, :]),
    )
    by_step: Block = page.band(
        quantity,
        name=f"{quantity}_step",
        key=f"{page.prefix}{quantity}_step",
        dims=("weight", "step"),
        sizes=sizes,
        role=Role.CALCULATION,
        labels=_labels(page, quantity, error, source),
        rule=lambda row, t: error[row // width, t] * source[row % width, t],
        notation=f"{error.name}_t · {source.name}_tᵀ, each step apart",
    )
    return combined


def shared_by_step(
    page: TimePage, quantity: str, of: Callable[[int], Expression], notation: str = ""
) -> Block:
    """Write the gradient of one number that all units share: of each step, and their sum."""
    combined = page.after(
        quantity, ("one", "one"), rule=lambda _, __: sum_(by_step[0, :]), notation=notation
    )
    by_step: Block = page.band(
        quantity,
        name=f"{quantity}_step",
        key=f"{page.prefix}{quantity}_step",
        dims=("one", "step"),
        role=Role.CALCULATION,
        rule=lambda _, t: of(t),
        notation=f"{combined.notation.removeprefix('Σ_t ')}, each step apart",
    )
    return combined


def _labels(page: TimePage, quantity: str, error: Block, source: Block) -> Block:
    """Name each row after the weight that it is of: where it comes from, and where it leads."""
    width = source.shape[0]

    def label(row: int, _: int) -> Expression:
        return concatenate(_end(page, source, row % width), " → ", _end(page, error, row // width))

    return page.add(
        "weight_of",
        name=f"label_{quantity}_step",
        key=f"{page.prefix}label_{quantity}_step",
        rule=label,
        sizes={"weight": error.shape[0] * width},
    )


def _end(page: TimePage, block: Block, index: int) -> Operand:
    """Return what one end of a weight is called: a letter of the vocabulary, or a unit."""
    if block.dims[0] == "letter" and page.vocabulary is not None:
        return page.vocabulary[index, 0]
    return f"{block.dims[0]} {index + 1}"
