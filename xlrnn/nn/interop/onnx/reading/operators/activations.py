"""Functions of every number, with their alphas where they have some."""

from math import pi, sqrt
from typing import Final

import numpy as np

from xlrnn.nn.interop.onnx.reading.here import Here, means, scalar
from xlrnn.nn.interop.wiring.functions import (
    cut,
    elu,
    function,
    hard_sigmoid,
    leaky_relu,
    softmax,
)
from xlrnn.nn.interop.wiring.joining import merged
from xlrnn.nn.interop.wiring.value import Value
from xlrnn.nn.interop.wiring.weighing import weighed
from xlrnn.nn.layers.add import Add
from xlrnn.nn.layers.multiply import Multiply

PLAIN: Final = {
    "Relu": "relu", "Tanh": "tanh", "Sigmoid": "sigmoid", "Softsign": "softsign",
    "Softplus": "softplus", "Exp": "exponential",
}  # fmt: skip
SELU: Final = (1.6732632423543772, 1.0507009873554805)


@means(*PLAIN)
def _plain(here: Here) -> Value:
    return function(here.wiring, here.value(), PLAIN[here.node.kind])


@means("LeakyRelu")
def _leaky(here: Here) -> Value:
    return leaky_relu(here.wiring, here.value(), here.get("alpha", 0.01))


@means("Elu")
def _elu(here: Here) -> Value:
    return elu(here.wiring, here.value(), here.get("alpha", 1.0), 1.0)


@means("Selu")
def _selu(here: Here) -> Value:
    alpha, gamma = here.get("alpha", SELU[0]), here.get("gamma", SELU[1])
    if np.allclose([alpha, gamma], SELU, rtol=1e-6):
        return function(here.wiring, here.value(), "selu")
    return elu(here.wiring, here.value(), alpha, gamma)


@means("Celu")
def _celu(here: Here) -> Value:
    alpha = here.get("alpha", 1.0)
    inner = weighed(here.wiring, here.value(), 1 / alpha)
    return weighed(here.wiring, function(here.wiring, inner, "elu"), alpha)


@means("HardSigmoid")
def _hard_sigmoid(here: Here) -> Value:
    return hard_sigmoid(here.wiring, here.value(), here.get("alpha", 0.2), here.get("beta", 0.5))


@means("HardSwish")
def _hard_swish(here: Here) -> Value:
    x = here.value()
    x = Value(x.source, x.ours, x.theirs, alone=False)
    return merged(here.wiring, Multiply, [x, hard_sigmoid(here.wiring, x, 1 / 6, 0.5)])


@means("Swish")
def _swish(here: Here) -> Value:
    alpha = here.get("alpha", 1.0)
    if alpha == 1:
        return function(here.wiring, here.value(), "silu")
    scaled = weighed(here.wiring, here.value(), alpha)
    return weighed(here.wiring, function(here.wiring, scaled, "silu"), 1 / alpha)


@means("Gelu")
def _gelu(here: Here) -> Value:
    if here.get("approximate", "none") == "none":
        return function(here.wiring, here.value(), "gelu")
    wiring, x = here.wiring, here.value()
    x = Value(x.source, x.ours, x.theirs, alone=False)
    cubed = weighed(wiring, merged(wiring, Multiply, [x, x, x]), 0.044715 * sqrt(2 / pi))
    inner = merged(wiring, Add, [weighed(wiring, x, sqrt(2 / pi)), cubed])
    share = weighed(wiring, function(wiring, inner, "tanh"), 0.5, 0.5)
    return merged(wiring, Multiply, [x, share])


@means("Clip")
def _clip(here: Here) -> Value:
    low, high = -np.inf, np.inf
    if here.there(1) or "min" in here.node.attributes:
        low = scalar(here.constant(1, "min"), "min") if here.there(1) else here.get("min")
    if here.there(2) or "max" in here.node.attributes:
        high = scalar(here.constant(2, "max"), "max") if here.there(2) else here.get("max")
    return cut(here.wiring, here.value(), low, high)


@means("Softmax")
def _softmax(here: Here) -> Value:
    return softmax(here.wiring, here.value(), softmax_axes(here))


def softmax_axes(here: Here) -> list[int]:
    """Return over which axes a softmax goes: before opset 13, over all from one on."""
    x, old = here.value(), here.node.opset < 13
    axis = x.axis(here.get("axis", 1 if old else -1))
    return list(range(axis, x.rank)) if old else [axis]


@means("LogSoftmax")
def _log_softmax(here: Here) -> Value:
    return softmax(here.wiring, here.value(), softmax_axes(here), "log_softmax")
