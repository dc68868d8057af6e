"""Functions of every number, or of those along an axis."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from xlrnn.nn.interop.wiring.arranged import arranged, last
from xlrnn.nn.interop.wiring.axes import Group, size_of
from xlrnn.nn.interop.wiring.joining import merged
from xlrnn.nn.interop.wiring.pending import Pending
from xlrnn.nn.interop.wiring.refusal import NotTakenError, OpenSideError
from xlrnn.nn.interop.wiring.value import Known, Value
from xlrnn.nn.interop.wiring.weighing import weighed
from xlrnn.nn.interop.wiring.wiring import Wiring
from xlrnn.nn.layers.activation import Activation
from xlrnn.nn.layers.add import Add
from xlrnn.nn.layers.leaky_relu import LeakyReLU
from xlrnn.nn.layers.relu import ReLU


def function(wiring: Wiring, value: Value, name: str) -> Value:
    """Apply a function of every number, by its name in `nn`; it becomes part of a layer if it can.

    Args:
        wiring: what is being made.
        value: the array.
        name: of the function.
    """
    if isinstance(value.source, Pending) and value.alone and value.source.open:
        return Value(value.source.with_activation(name), value.ours, value.theirs)
    return same_shape(wiring, value, Activation, activation=name)


def same_shape(wiring: Wiring, value: Value, make: Any, **options: Any) -> Value:
    """Call a layer that gives a number for each number."""
    return Value(Known(wiring.call(make, value.symbol, **options)), value.ours, value.theirs)


def leaky_relu(wiring: Wiring, value: Value, slope: float) -> Value:
    """Apply a rectifier with a slope below 0."""
    if slope < 0:
        raise NotTakenError(f"alpha is {slope:g}: expected 0 or more")
    return same_shape(wiring, value, LeakyReLU, negative_slope=slope)


def cut(wiring: Wiring, value: Value, low: float, high: float) -> Value:
    """Apply min(max(x, low), high); either may be infinite."""
    if low > high:
        raise NotTakenError(f"numbers are held between {low:g} and {high:g}, which is less")
    if np.isneginf(low):
        if np.isposinf(high):
            return value
        turned = cut(wiring, weighed(wiring, value, -1.0), -high, np.inf)
        return weighed(wiring, turned, -1.0)
    moved = weighed(wiring, value, 1.0, -low)
    if np.isposinf(high):
        held = function(wiring, moved, "relu")
    else:
        held = same_shape(wiring, moved, ReLU, max_value=high - low)
    return weighed(wiring, held, 1.0, low)


def elu(wiring: Wiring, x: Value, alpha: float, gamma: float) -> Value:
    """Return gamma · (x, or alpha · (e^x − 1) below 0): elu and relu, weighed."""
    if alpha == 1:
        return weighed(wiring, function(wiring, x, "elu"), gamma)
    x = Value(x.source, x.ours, x.theirs, alone=False)
    curved = weighed(wiring, function(wiring, x, "elu"), alpha * gamma)
    straight = weighed(wiring, function(wiring, x, "relu"), (1 - alpha) * gamma)
    return merged(wiring, Add, [curved, straight])


def hard_sigmoid(wiring: Wiring, x: Value, alpha: float, beta: float) -> Value:
    """Return alpha · x + beta, held between 0 and 1."""
    return cut(wiring, weighed(wiring, x, alpha, beta), 0.0, 1.0)


def softmax(wiring: Wiring, value: Value, axes: Sequence[int], name: str = "softmax") -> Value:
    """Apply softmax over axes together."""
    parts: Group = ()
    for axis in axes:
        parts += wiring.no_batch(value.theirs[value.axis(axis)])
    if not size_of(parts).known:
        raise OpenSideError("softmax goes over steps of an open number")
    groups = last(value, parts)
    if groups == value.ours:
        return function(wiring, value, name)
    turned = Value(Known(arranged(wiring, value, groups)), groups, value.theirs)
    return function(wiring, turned, name)
