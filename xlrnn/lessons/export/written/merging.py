"""Layers that make one thing of several: number by number, one behind the other, as products."""

from collections.abc import Sequence
from math import prod
from typing import Any, Final

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression, Operand
from xlrnn.formula.functions import max_
from xlrnn.lessons.export.flow import LayerOutput
from xlrnn.lessons.export.pages import Writing
from xlrnn.lessons.export.written.entry import Array, LayerFormulas, Shown, table
from xlrnn.nn import layers as nn_layers
from xlrnn.sheet.layers.concatenate import concatenate
from xlrnn.sheet.layers.dot import dot
from xlrnn.sheet.layers.elementwise import elementwise, elementwise_equation
from xlrnn.sheet.pages.time.page import TimePage

Sides = tuple[int, ...]
PICTURE: Final = 3
ABOUT: Final = {
    "Add": "all inputs added up, number by number",
    "Subtract": "the first input less the second, number by number",
    "Multiply": "all inputs multiplied, number by number",
    "Average": "the mean of all inputs, number by number",
    "Maximum": "the largest of all inputs, number by number",
    "Minimum": "the smallest of all inputs, number by number",
}
MINDS: Final = ("Multiply", "Maximum", "Minimum")
"""Those whose numbers depend on which steps count."""


def write_elementwise(writing: Writing, *flows: LayerOutput) -> LayerOutput:
    """Write one number of several at every place."""
    kind = type(writing.layer).__name__
    page = writing.page(ABOUT[kind])
    writing.counting(page, feature=writing.shape[-1])
    most = max(len(shape) for shape in writing.turn.before)
    marked = [
        flow.counts if len(shape) == most else None
        for flow, shape in zip(flows, writing.turn.before, strict=True)
    ]
    counts = _any(writing, page, flows)
    y = elementwise(page, [flow.source for flow in flows], kind, marked)
    if kind in MINDS and any(mark is not None for mark in marked):
        return _with(writing.pages.flow(page, y, "y"), counts)
    twin = writing.pages.equation_page(page)
    y_eq = elementwise_equation(twin, [_column(flow, writing) for flow in flows], kind)
    return _with(writing.pages.flow(page, y, "y", y_eq), counts)


def _column(flow: LayerOutput, writing: Writing) -> str:
    """Return what equations call the column of step t; a single step stands for all."""
    return f"{flow.name}_1" if flow.steps == 1 and writing.steps != 1 else flow.now


def write_concatenate(writing: Writing, *flows: LayerOutput) -> LayerOutput:
    """Write the inputs below each other, or side by side."""
    along = _along(writing.layer, writing.turn.before)
    steps = along == 0 and len(writing.shape) > 1
    where = "side by side" if steps else "below each other"
    if steps:
        writing.pages.read = None
    page = writing.page(f"the inputs {where}")
    writing.counting(page, feature=writing.shape[-1])
    counts = _side_by_side(writing, page, flows) if steps else _any(writing, page, flows)
    y = concatenate(page, [flow.source for flow in flows], steps=steps)
    return _with(writing.pages.flow(page, y, "y"), counts)


def write_dot(writing: Writing, *flows: LayerOutput) -> LayerOutput:
    """Write the products of what is left of both inputs."""
    axes = _axes(writing.layer, writing.turn.before)
    page = writing.page("sums of products of both inputs")
    writing.pages.read = None
    writing.counting(page, feature=writing.shape[-1])
    inputs = [flow.source for flow in flows]
    if len(writing.turn.before[1]) == 1:  # of a vector nothing is left: it stands for the columns
        inputs, axes = inputs[::-1], axes[::-1]
    y = dot(page, inputs, axes, normalize=writing.layer.normalize)
    return writing.pages.flow(page, y, "y")


# Which steps count.

Counts = tuple[Block, str] | None
"""A block with a column for each step, and what equations call its columns; None for all."""


def _with(flow: LayerOutput, counts: Counts) -> LayerOutput:
    if counts is None:
        return flow
    return LayerOutput(flow.source, flow.name, flow.stepwise, *counts)


def _any(writing: Writing, page: TimePage, flows: Sequence[LayerOutput]) -> Counts:
    """Return which steps count in any input; None where all steps of an input count."""
    marks = [flow.counts for flow in flows]
    if any(mark is None for mark in marks) or writing.steps is None:
        return None
    known = list({mark.name: mark for mark in marks if mark is not None}.values())
    if len(known) == 1 and known[0].shape[1] == writing.steps:
        return known[0], flows[0].counts_name

    def rule(_: int, t: int) -> Expression:
        return max_(*(mark[0, min(t, mark.shape[1] - 1)] for mark in known))

    return _counted(writing, page, rule, "1 if it counts in any input")


def _side_by_side(writing: Writing, page: TimePage, flows: Sequence[LayerOutput]) -> Counts:
    """Return which steps count of inputs that stand one behind the other."""
    if all(flow.counts is None for flow in flows):
        return None
    places = [(flow.counts, t) for flow in flows for t in range(flow.steps or 1)]

    def rule(_: int, t: int) -> Operand:
        counts, step = places[t]
        return 1 if counts is None else counts[0, step]

    return _counted(writing, page, rule, "as in the input")


def _counted(writing: Writing, page: TimePage, rule: Any, notation: str) -> Counts:
    name = f"{page.prefix}counts"
    block = page.band("step_counts", name="counts", key=name, rule=rule, notation=notation)
    writing.pages.book.name_columns(block, name)
    return block, name


def _which_count(layer: Any, x: Any, mask: Any, y: Array) -> Shown:  # noqa: ARG001
    """Yield which steps of the output count."""
    counts = layer.compute_mask(x, mask)
    if counts is not None:
        yield "counts", counts.astype(float)


# What cannot be written.


def _unlike(layer: Any, shapes: Sequence[Sides]) -> str:
    """Say whether pictures are repeated along a side of theirs."""
    most = max(map(len, shapes))
    sides = {shape[:-1] for shape in shapes if prod(shape[:-1]) > 1}
    if most < PICTURE or len(sides) < 2:
        return ""
    return f"{layer.name}: pictures of different sizes cannot be exported: expected equal ones"


def _other_axis(layer: Any, shapes: Sequence[Sides]) -> str:
    if _along(layer, shapes) in (0, len(shapes[0]) - 1):
        return ""
    return (
        f"{layer.name}: axis={layer.axis} cannot be exported: expected 1 or -1, the rows or the "
        "features of pictures"
    )


def _along(layer: Any, shapes: Sequence[Sides]) -> int:
    """Return along which side of a sample inputs stand one behind the other."""
    axis: int = layer.axis % (len(shapes[0]) + 1) - 1
    return axis


def _axes(layer: Any, shapes: Sequence[Sides]) -> list[int]:
    """Return along what each input is multiplied: 1, its steps, or 2, its features."""
    axes = layer.axes if isinstance(layer.axes, list) else [layer.axes] * 2
    found = [axis % (len(shape) + 1) for axis, shape in zip(axes, shapes, strict=True)]
    return [2 if len(shape) == 1 else axis for axis, shape in zip(found, shapes, strict=True)]


MERGING: Final = table(
    *(
        LayerFormulas(
            kind, write_elementwise, beside=_which_count, refuse_shapes=_unlike, pictures=None
        )
        for kind in (
            nn_layers.Add,
            nn_layers.Subtract,
            nn_layers.Multiply,
            nn_layers.Average,
            nn_layers.Maximum,
            nn_layers.Minimum,
        )
    ),
    LayerFormulas(
        nn_layers.Concatenate,
        write_concatenate,
        beside=_which_count,
        refuse_shapes=_other_axis,
        pictures=None,
    ),
    LayerFormulas(nn_layers.Dot, write_dot),
)
