"""The function behind a layer's sums, on both of its pages and in NumPy."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.lessons.export.flow import LayerOutput
from xlrnn.lessons.export.pages import Writing
from xlrnn.lessons.export.written.entry import Shown
from xlrnn.nn import activations
from xlrnn.nn.activations.weighed import Weighed
from xlrnn.nn.core.layer import Mask
from xlrnn.nn.layers import softmax as nn_softmax
from xlrnn.sheet.layers.activation import activation, activation_equation
from xlrnn.sheet.layers.softmax import (
    log_softmax,
    log_softmax_equation,
    softmax,
    softmax_equations,
)
from xlrnn.sheet.layers.weighed import SHARES, weighed, weighed_equation
from xlrnn.sheet.pages.time.page import TimePage

Array = NDArray[Any]

OUTPUTS: Final = {"letter": "output", "unit": "input"}
"""What the table of names calls letters and units are the outputs and inputs of any layer."""


def activated(
    writing: Writing,
    page: TimePage,
    twin: TimePage,
    sums: LayerOutput,
    function: str,
    before: LayerOutput,
) -> LayerOutput:
    """Write f(logits) on both pages; a sum without f is the output itself.

    Args:
        writing: the layer.
        page: its page step by step.
        twin: its page of equations.
        sums: what f is given.
        function: f, by its Keras name.
        before: what the layer sees; the steps that count in it go on counting.
    """
    pages, result = writing.pages, sums
    if function == "softmax":
        # A layer of its own calls its output y.
        key = f"{page.prefix}{'y' if sums is before else 'p'}"
        p = softmax(page, sums.source, key)
        exps_name = f"{page.prefix}exps" + ("_t" if sums.stepwise else "_eq")
        p_eq = softmax_equations(twin, sums.now, exps_name, key)
        pages.flow(page, pages.book[f"{page.prefix}exps"], "exps",
                   pages.book[f"{page.prefix}exps_eq"])  # fmt: skip
        result = pages.flow(page, p, "p", p_eq)
    elif function == "log_softmax":
        y = log_softmax(page, sums.source)
        result = pages.flow(page, y, "y", log_softmax_equation(twin, sums.now))
    elif function in SHARES:
        share, y = weighed(page, sums.source, function)
        share_flow = pages.flow(page, share, "let_through")
        y_eq = weighed_equation(twin, sums.now, share_flow.now, function)
        result = pages.flow(page, y, "y", y_eq)
    elif function != "linear" or sums is before:
        y = activation(page, sums.source, function)
        result = pages.flow(page, y, "y", activation_equation(twin, sums.now, function))
    return LayerOutput(
        result.source, result.name, result.stepwise, before.counts, before.counts_name
    )


def function_steps(layer: Any, x: Array, mask: Mask | None, y: Array) -> Shown:  # noqa: ARG001
    """Yield what stands between a layer's sums and its output, if its function has such steps."""
    if layer.fused_activation is None:
        return
    logits = layer.logits[0].reshape(-1, layer.logits.shape[-1])
    function = activations.get(layer.fused_activation)
    if isinstance(function, Weighed):
        yield "let_through", function.share(logits).T
    if function.name == "softmax":
        for name, array in nn_softmax.softmax(np.ascontiguousarray(logits)).items():
            yield name, array.T
    if function.name == "log_softmax":
        steps = nn_softmax.softmax(np.ascontiguousarray(logits))
        yield from ((name, steps[name].T) for name in ("logits_max", "exps", "exps_sum"))
