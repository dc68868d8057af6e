"""Functions of every number, or of those along an axis."""

from math import pi, sqrt
from typing import Final

from xlrnn.nn.interop.pytorch.exported.here import Here, means
from xlrnn.nn.interop.wiring.functions import elu, function, hard_sigmoid, leaky_relu, softmax
from xlrnn.nn.interop.wiring.joining import merged
from xlrnn.nn.interop.wiring.value import Value
from xlrnn.nn.interop.wiring.weighing import weighed
from xlrnn.nn.layers.add import Add
from xlrnn.nn.layers.multiply import Multiply

PLAIN: Final = {
    "relu": "relu", "tanh": "tanh", "sigmoid": "sigmoid", "silu": "silu", "selu": "selu",
    "exp": "exponential",
}  # fmt: skip


@means(*PLAIN, *(f"{name}_" for name in PLAIN))
def _plain(here: Here) -> Value:
    return function(here.wiring, here.x, PLAIN[here.node.kind.rstrip("_")])


@means("softplus")
def _softplus(here: Here) -> Value:
    here.expect("beta", 1)
    return function(here.wiring, here.x, "softplus")


@means("leaky_relu", "leaky_relu_")
def _leaky(here: Here) -> Value:
    return leaky_relu(here.wiring, here.x, here.get("negative_slope", 0.01))


@means("elu", "elu_")
def _elu(here: Here) -> Value:
    here.expect("input_scale", 1)
    return elu(here.wiring, here.x, here.get("alpha", 1.0), here.get("scale", 1.0))


@means("celu")
def _celu(here: Here) -> Value:
    alpha = here.get("alpha", 1.0)
    inner = weighed(here.wiring, here.x, 1 / alpha)
    return weighed(here.wiring, function(here.wiring, inner, "elu"), alpha)


@means("hardsigmoid", "hardsigmoid_")
def _hard_sigmoid(here: Here) -> Value:
    return hard_sigmoid(here.wiring, here.x, 1 / 6, 0.5)


@means("hardswish", "hardswish_")
def _hard_swish(here: Here) -> Value:
    x = _kept(here.x)
    return merged(here.wiring, Multiply, [x, hard_sigmoid(here.wiring, x, 1 / 6, 0.5)])


@means("gelu")
def _gelu(here: Here) -> Value:
    wiring = here.wiring
    if here.get("approximate", "none") == "none":
        return function(wiring, here.x, "gelu")
    x = _kept(here.x)
    cubed = weighed(wiring, merged(wiring, Multiply, [x, x, x]), 0.044715 * sqrt(2 / pi))
    inner = merged(wiring, Add, [weighed(wiring, x, sqrt(2 / pi)), cubed])
    share = weighed(wiring, function(wiring, inner, "tanh"), 0.5, 0.5)
    return merged(wiring, Multiply, [x, share])


def _kept(x: Value) -> Value:
    """Return a value that is used again, so that no layer may swallow what is done with it."""
    return Value(x.source, x.ours, x.theirs, alone=False)


@means("softmax", "_softmax")
def _softmax(here: Here) -> Value:
    return softmax(here.wiring, here.x, [here.get("dim")])


@means("log_softmax", "_log_softmax")
def _log_softmax(here: Here) -> Value:
    return softmax(here.wiring, here.x, [here.get("dim")], "log_softmax")
