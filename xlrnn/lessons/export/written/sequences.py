"""Layers that make something else of the steps: windows of them, one row of all, a row of each."""

from collections.abc import Callable
from typing import Any, Final

from numpy.typing import NDArray

from xlrnn.formula.block import Block
from xlrnn.lessons.export.flow import LayerOutput
from xlrnn.lessons.export.pages import Writing
from xlrnn.lessons.export.written.activated import OUTPUTS, activated, function_steps
from xlrnn.lessons.export.written.entry import LayerFormulas, Shown, table
from xlrnn.lessons.export.written.weights import Windows
from xlrnn.nn import layers as nn_layers
from xlrnn.nn.core.layer import Mask
from xlrnn.sheet.column import Source
from xlrnn.sheet.layers.conv1d import conv1d, conv1d_equation
from xlrnn.sheet.layers.flatten import flatten
from xlrnn.sheet.layers.global_average_pooling1d import global_average_pooling1d
from xlrnn.sheet.layers.global_max_pooling1d import global_max_pooling1d
from xlrnn.sheet.layers.repeat_vector import repeat_vector
from xlrnn.sheet.pages.time.page import TimePage

Array = NDArray[Any]


def write_conv1d(writing: Writing, flow: LayerOutput) -> LayerOutput:
    """Write windows, filters and activation."""
    layer = writing.layer
    writing.pages.word_by_word = False
    page = writing.page("the same filters look at every window of a few steps")
    page.called = OUTPUTS
    writing.counting(page, output=layer.filters, input=layer.kernel_size * flow.features)
    before, _ = layer._padding(flow.steps or 0)
    seen = [
        [t * layer.strides + k * layer.dilation_rate - before for k in range(layer.kernel_size)]
        for t in range(page.steps)
    ]
    logits = conv1d(page, flow.source, seen=seen, bias=layer.use_bias)
    pages = writing.pages
    windows = pages.flow(page, pages.book[f"{page.prefix}window"], "window")
    twin = pages.equation_page(page)
    logits_eq = conv1d_equation(twin, windows.now, bias=layer.use_bias)
    sums = pages.flow(page, logits, "logits", logits_eq)
    return activated(writing, page, twin, sums, layer.activation.name, flow.unmasked())


def _windows(layer: Any, x: Array, mask: Mask | None, y: Array) -> Shown:
    yield "window", layer.windows.T
    yield from function_steps(layer, x, mask, y)


def write_largest(writing: Writing, flow: LayerOutput) -> LayerOutput:
    """Write the largest number of each feature."""
    page = _pooling_page(writing, flow, "the largest of all steps")
    return writing.pages.flow(page, global_max_pooling1d(page, flow.source), "y")


def write_average(writing: Writing, flow: LayerOutput) -> LayerOutput:
    """Write the average of each feature over the steps that count."""
    page = _pooling_page(writing, flow, "the average of all steps")
    y = global_average_pooling1d(page, flow.source, flow.counts)
    return writing.pages.flow(page, y, "y")


def _shares(layer: Any, x: Array, mask: Mask | None, y: Array) -> Shown:  # noqa: ARG001
    yield "w", layer.w[0][:, None]


def _pooling_page(writing: Writing, flow: LayerOutput, about: str) -> TimePage:
    page = writing.page(about)
    writing.counting(page, feature=flow.features, row=flow.steps or 1)
    page.row_names = {"row": [f"step {t + 1}" for t in range(flow.steps or 1)]}
    return page


def write_flatten(writing: Writing, flow: LayerOutput) -> LayerOutput:
    """Write all numbers below each other."""
    return _arranged(writing, flow, flatten, "all numbers below each other, step by step")


def write_repeat_vector(writing: Writing, flow: LayerOutput) -> LayerOutput:
    """Write the same numbers at every step."""
    writing.pages.word_by_word = False
    return _arranged(writing, flow, repeat_vector, "the same numbers at every step")


def _arranged(
    writing: Writing, flow: LayerOutput, write: Callable[[TimePage, Source], Block], about: str
) -> LayerOutput:
    page = writing.page(about)
    writing.counting(page, feature=writing.shape[-1])
    return writing.pages.flow(page, write(page, flow.source), "y")


SEQUENCES: Final = table(
    LayerFormulas(
        nn_layers.Conv1D,
        write_conv1d,
        Windows(["W"], ["b"]),
        beside=_windows,
        steps=True,
        sees=lambda layer, features: layer.kernel_size * features,
        spread=lambda layer: layer.kernel_size,
    ),
    LayerFormulas(nn_layers.GlobalMaxPooling1D, write_largest, steps=True),
    LayerFormulas(nn_layers.GlobalAveragePooling1D, write_average, beside=_shares, steps=True),
    LayerFormulas(nn_layers.Flatten, write_flatten),
    LayerFormulas(nn_layers.RepeatVector, write_repeat_vector, steps=False),
)
