"""Layers that make something else of the steps: windows of them, or one row of all."""

from collections.abc import Sequence
from itertools import product
from math import prod
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.lessons.export.flow import LayerOutput
from xlrnn.lessons.export.pages import Writing
from xlrnn.lessons.export.written.activated import OUTPUTS, activated, function_steps
from xlrnn.lessons.export.written.entry import LayerFormulas, Shown, table
from xlrnn.lessons.export.written.weights import Windows
from xlrnn.nn import layers as nn_layers
from xlrnn.nn.core.layer import Mask
from xlrnn.nn.layers.max_pooling import MaxPooling
from xlrnn.sheet.layers.conv1d import conv1d, conv1d_equation
from xlrnn.sheet.layers.global_average_pooling1d import global_average_pooling1d
from xlrnn.sheet.layers.global_max_pooling1d import global_max_pooling1d
from xlrnn.sheet.layers.window_pooling import average_of_windows, largest_of_windows
from xlrnn.sheet.pages.time.page import TimePage

Array = NDArray[Any]
MOST_ARGUMENTS: Final = 250
"""A spreadsheet function takes 255."""


def write_conv1d(writing: Writing, flow: LayerOutput) -> LayerOutput:
    """Write windows, filters and activation."""
    layer = writing.layer
    writing.pages.read = None
    page = writing.page("the same filters look at every window of a few steps")
    page.called = OUTPUTS
    writing.counting(page, output=layer.filters, input=layer.kernel_size * flow.features)
    before, _ = layer._padding(flow.steps or 0)
    seen = [
        [t * layer.strides + k * layer.dilation_rate - before for k in range(layer.kernel_size)]
        for t in range(page.steps)
    ]
    return write_filters(writing, flow, page, seen)


def write_filters(
    writing: Writing, flow: LayerOutput, page: TimePage, seen: Sequence[Sequence[int]]
) -> LayerOutput:
    """Write the windows of a convolution, its sums and its activation.

    Args:
        writing: the layer.
        flow: what it sees.
        page: its page.
        seen: the columns of the input that each window sees, from 0; others hold zeros.
    """
    layer, pages = writing.layer, writing.pages
    logits = conv1d(page, flow.source, seen=seen, bias=layer.use_bias)
    windows = pages.flow(page, pages.book[f"{page.prefix}window"], "window")
    twin = pages.equation_page(page)
    logits_eq = conv1d_equation(twin, windows.now, bias=layer.use_bias)
    sums = pages.flow(page, logits, "logits", logits_eq)
    return activated(writing, page, twin, sums, layer.activation.name, flow.unmasked())


def filter_steps(layer: Any, x: Array, mask: Mask | None, y: Array) -> Shown:
    """Yield the windows that the filters look at, and what their function calculates."""
    yield "window", layer.windows.T
    yield from function_steps(layer, x, mask, y)


def write_largest(writing: Writing, flow: LayerOutput) -> LayerOutput:
    """Write the largest number of each feature."""
    page = _pooling_page(writing, flow, "the largest of all steps")
    return writing.pages.flow(page, global_max_pooling1d(page, flow.source), "y")


def write_average(writing: Writing, flow: LayerOutput) -> LayerOutput:
    """Write the average of each feature over the steps that count, or over all places."""
    page = _pooling_page(writing, flow, f"the average of all {called(writing)}s")
    y = global_average_pooling1d(page, flow.source, flow.counts)
    return writing.pages.flow(page, y, "y")


def _shares(layer: Any, x: Array, mask: Mask | None, y: Array) -> Shown:  # noqa: ARG001
    yield "w", layer.w[0][:, None]


def called(writing: Writing) -> str:
    """Return what a column of the input is called."""
    return "place" if len(writing.before) > 2 else "step"


def _pooling_page(writing: Writing, flow: LayerOutput, about: str) -> TimePage:
    page = writing.page(about)
    writing.counting(page, feature=flow.features, row=flow.steps or 1)
    page.row_names = {"row": [f"{called(writing)} {t + 1}" for t in range(flow.steps or 1)]}
    return page


def write_windows(writing: Writing, flow: LayerOutput) -> LayerOutput:
    """Write the largest number of each window, or the average."""
    layer = writing.layer
    writing.pages.read = None
    largest = isinstance(layer, MaxPooling)
    about = "the largest of each window" if largest else "the average of each window"
    page = writing.page(f"{about} of a few {called(writing)}s")
    writing.counting(page, feature=flow.features)
    write = largest_of_windows if largest else average_of_windows
    return writing.pages.flow(page, write(page, flow.source, _seen(layer, writing.before)), "y")


def _seen(layer: Any, shape: tuple[int, ...]) -> list[list[int]]:
    """Return the columns that each window sees, from 0; a picture has a column for each place."""
    *sides, _ = shape
    along = [w.seen_inside(side) for w, side in zip(layer.windows, sides, strict=True)]
    return [
        [int(np.ravel_multi_index(place, sides)) for place in product(*ranges)]
        for ranges in product(*along)
    ]


def too_many(layer: Any) -> str:
    """Say whether a window of a pooling layer sees more than a formula can list."""
    if prod(windows.size for windows in layer.windows) <= MOST_ARGUMENTS:
        return ""
    return (
        f"{layer.name}: pool_size={layer.pool_size} cannot be exported: expected at most "
        f"{MOST_ARGUMENTS} numbers in a window, which a formula lists"
    )


SEQUENCES: Final = table(
    LayerFormulas(
        nn_layers.Conv1D,
        write_conv1d,
        Windows(["W"], ["b"]),
        beside=filter_steps,
        steps=True,
        sees=lambda layer, features: layer.kernel_size * features,
        spread=lambda layer: layer.kernel_size,
    ),
    LayerFormulas(nn_layers.GlobalMaxPooling1D, write_largest, steps=True),
    LayerFormulas(nn_layers.GlobalAveragePooling1D, write_average, beside=_shares, steps=True),
    LayerFormulas(nn_layers.MaxPooling1D, write_windows, refuse=too_many, steps=True),
    LayerFormulas(nn_layers.AveragePooling1D, write_windows, refuse=too_many, steps=True),
)
