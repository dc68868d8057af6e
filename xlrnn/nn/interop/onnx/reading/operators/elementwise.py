"""Sums, products and so on, number by number; with constants they weigh."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from xlrnn.nn.interop.onnx.reading.here import Here, means, scalar
from xlrnn.nn.interop.wiring.functions import cut, function
from xlrnn.nn.interop.wiring.joining import merged
from xlrnn.nn.interop.wiring.refusal import NotTakenError
from xlrnn.nn.interop.wiring.value import Value
from xlrnn.nn.interop.wiring.weighing import weighed
from xlrnn.nn.layers.add import Add
from xlrnn.nn.layers.average import Average
from xlrnn.nn.layers.maximum import Maximum
from xlrnn.nn.layers.minimum import Minimum
from xlrnn.nn.layers.multiply import Multiply
from xlrnn.nn.layers.subtract import Subtract

LAYERS: Final[dict[str, Any]] = {
    "Add": Add, "Sum": Add, "Mul": Multiply, "Sub": Subtract, "Mean": Average, "Max": Maximum,
    "Min": Minimum,
}  # fmt: skip


@means(*LAYERS)
def _elementwise(here: Here) -> Value:
    kind = here.node.kind
    values = [own for own in here.given if isinstance(own, Value)]
    if len(values) == len(here.given):
        return values[0] if len(values) == 1 else merged(here.wiring, LAYERS[kind], _apart(values))
    if len(here.given) != 2:
        raise NotTakenError("several arrays and constants meet: expected two at a time")
    return _with_constant(here, kind)


def _apart(values: Sequence[Value]) -> list[Value]:
    return list(values)


def _with_constant(here: Here, kind: str) -> Value:
    wiring, first = here.wiring, isinstance(here.given[0], Value)
    x = here.value(0 if first else 1)
    c = np.asarray(here.constant(1 if first else 0, "what is added"))
    if kind in ("Add", "Sum"):
        return weighed(wiring, x, 1.0, c)
    if kind == "Sub":
        return weighed(wiring, x, 1.0, -c) if first else weighed(wiring, x, -1.0, c)
    if kind == "Mul":
        return weighed(wiring, x, c)
    if kind == "Mean":
        return weighed(wiring, x, 0.5, c / 2)
    if c.size == 1:
        bound = scalar(c, kind)
        low, high = (bound, np.inf) if kind == "Max" else (-np.inf, bound)
        return cut(wiring, x, low, high)
    sign = 1.0 if kind == "Max" else -1.0
    over = function(wiring, weighed(wiring, x, sign, -sign * c), "relu")
    return weighed(wiring, over, sign, c)


@means("Div")
def _div(here: Here) -> Value:
    x = here.value()
    c = np.asarray(here.constant(1, "what it divides by"), dtype=float)
    if (c == 0).any():
        raise NotTakenError("it divides by 0")
    return weighed(here.wiring, x, 1 / c)


@means("Neg")
def _neg(here: Here) -> Value:
    return weighed(here.wiring, here.value(), -1.0)


@means("Pow")
def _pow(here: Here) -> Value:
    power = scalar(here.constant(1, "the power"), "the power")
    if power not in (1, 2, 3, 4):
        raise NotTakenError(f"the power is {power:g}: expected 1, 2, 3 or 4")
    x = here.value()
    return x if power == 1 else merged(here.wiring, Multiply, [x] * int(power))
