"""Sums, products and so on, number by number; with constants they weigh."""

import numpy as np

from xlrnn.nn.interop.pytorch.exported.here import Array, Here, means
from xlrnn.nn.interop.wiring.functions import cut
from xlrnn.nn.interop.wiring.joining import merged
from xlrnn.nn.interop.wiring.refusal import NotTakenError
from xlrnn.nn.interop.wiring.value import Value
from xlrnn.nn.interop.wiring.weighing import weighed
from xlrnn.nn.layers.add import Add
from xlrnn.nn.layers.maximum import Maximum
from xlrnn.nn.layers.minimum import Minimum
from xlrnn.nn.layers.multiply import Multiply
from xlrnn.nn.layers.subtract import Subtract


@means("add", "add_")
def _add(here: Here) -> Value:
    return _sum(here, 1.0)


@means("sub", "sub_")
def _sub(here: Here) -> Value:
    return _sum(here, -1.0)


@means("rsub")
def _rsub(here: Here) -> Value:
    here.expect("alpha", 1)
    return weighed(here.wiring, here.x, -1.0, here.constant("other"))


def _sum(here: Here, sign: float) -> Value:
    """Return self + sign · alpha · other."""
    alpha, wiring = sign * here.get("alpha", 1), here.wiring
    one, other = here.given["self"], here.given["other"]
    if not isinstance(other, Value):
        return weighed(wiring, here.x, 1.0, alpha * np.asarray(here.constant("other"), float))
    if not isinstance(one, Value):
        return weighed(wiring, other, alpha, here.constant("self"))
    if alpha == -1:
        return merged(wiring, Subtract, [one, other])
    return merged(wiring, Add, [one, weighed(wiring, other, alpha)])


@means("mul", "mul_")
def _mul(here: Here) -> Value:
    one, other = here.given["self"], here.given["other"]
    if isinstance(one, Value) and isinstance(other, Value):
        return merged(here.wiring, Multiply, [one, other])
    x, name = (one, "other") if isinstance(one, Value) else (other, "self")
    return weighed(here.wiring, x, here.constant(name))


@means("div", "div_")
def _div(here: Here) -> Value:
    here.expect("rounding_mode", None)
    below: Array = np.asarray(here.constant("other"), float)
    if (below == 0).any():
        raise NotTakenError("it divides by 0")
    return weighed(here.wiring, here.value(), 1 / below)


@means("neg")
def _neg(here: Here) -> Value:
    return weighed(here.wiring, here.x, -1.0)


@means("pow")
def _pow(here: Here) -> Value:
    power = here.get("exponent")
    if power not in (1, 2, 3, 4):
        raise NotTakenError(f"the power is {power}: expected 1, 2, 3 or 4")
    x = here.x
    return x if power == 1 else merged(here.wiring, Multiply, [x] * int(power))


@means("maximum", "minimum")
def _extreme(here: Here) -> Value:
    layer = Maximum if here.node.kind == "maximum" else Minimum
    return merged(here.wiring, layer, [here.value("self"), here.value("other")])


@means("clamp", "clamp_", "clamp_min", "clamp_max", "hardtanh", "hardtanh_", "relu6", "relu6_")
def _clamp(here: Here) -> Value:
    kind = here.node.kind.rstrip("_")
    low, high = {"relu6": (0, 6), "hardtanh": (-1, 1)}.get(kind, (-np.inf, np.inf))
    low = here.get("min", here.get("min_val", low))
    high = here.get("max", here.get("max_val", high))
    if isinstance(low, Value) or isinstance(high, Value):
        raise NotTakenError("its bounds are calculated: expected numbers")
    return cut(here.wiring, here.x, float(low), float(high))
