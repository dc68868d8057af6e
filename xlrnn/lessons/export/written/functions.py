"""Layers that are a function of each number, or of those of a step, with options in cells."""

from collections.abc import Callable
from typing import Any, Final

from xlrnn.lessons.export.flow import LayerOutput
from xlrnn.lessons.export.pages import Writing
from xlrnn.lessons.export.written.activated import OUTPUTS, activated, function_steps
from xlrnn.lessons.export.written.entry import LayerFormulas, table
from xlrnn.nn import layers as nn_layers
from xlrnn.sheet.layers.relu import leaky_relu, leaky_relu_equation, relu, relu_equation
from xlrnn.sheet.pages.time.page import TimePage


def write_activation(writing: Writing, flow: LayerOutput) -> LayerOutput:
    """Write a function of every number."""
    page = _page(writing, flow, "a function of every number")
    twin = writing.pages.equation_page(page)
    return activated(writing, page, twin, flow, writing.inner.activation.name, flow)


def write_relu(writing: Writing, flow: LayerOutput) -> LayerOutput:
    """Write a rectifier with all its options."""
    page = _page(writing, flow, "small numbers are held back, large ones let through")
    cut = writing.inner.max_value is not None
    y = relu(page, flow.source, cut=cut)
    return _handed_on(writing, page, flow, y, lambda twin: relu_equation(twin, flow.now, cut=cut))


def write_leaky_relu(writing: Writing, flow: LayerOutput) -> LayerOutput:
    """Write a leaky rectifier."""
    page = _page(writing, flow, "numbers below 0 are held back")
    y = leaky_relu(page, flow.source)
    return _handed_on(writing, page, flow, y, lambda twin: leaky_relu_equation(twin, flow.now))


def _page(writing: Writing, flow: LayerOutput, about: str) -> TimePage:
    page = writing.page(about + writing.at_each_step)
    page.called = OUTPUTS
    writing.counting(page, output=flow.features)
    return page


def _handed_on(
    writing: Writing, page: TimePage, flow: LayerOutput, y: Any, equation: Callable[[TimePage], Any]
) -> LayerOutput:
    """Write the equation, and hand y on; the steps that counted go on counting."""
    twin = writing.pages.equation_page(page)
    result = writing.pages.flow(page, y, "y", equation(twin))
    return LayerOutput(result.source, result.name, result.stepwise, flow.counts, flow.counts_name)


def _last_side(layer: Any) -> str:
    if layer.axis == -1:
        return ""
    return f"{layer.name}: axis={layer.axis} cannot be exported: expected -1, the last side"


FUNCTIONS: Final = table(
    LayerFormulas(nn_layers.Activation, write_activation, beside=function_steps, pictures=None),
    LayerFormulas(
        nn_layers.ReLU,
        write_relu,
        constants={
            "negative_slope": "negative_slope",
            "relu_threshold": "threshold",
            "relu_max": "max_value",
        },
        pictures=None,
    ),
    LayerFormulas(
        nn_layers.LeakyReLU,
        write_leaky_relu,
        constants={"negative_slope": "negative_slope"},
        pictures=None,
    ),
    LayerFormulas(
        nn_layers.Softmax, write_activation, beside=function_steps, refuse=_last_side, pictures=None
    ),
)
