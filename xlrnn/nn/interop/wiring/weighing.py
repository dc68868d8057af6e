"""Factors and summands that are known: part of a layer's weights, or a `BatchNormalization`."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.interop.wiring.arranged import arranged, last
from xlrnn.nn.interop.wiring.axes import Group, Size, size_of, sizes_of
from xlrnn.nn.interop.wiring.pending import Pending
from xlrnn.nn.interop.wiring.refusal import NotTakenError, OpenSideError
from xlrnn.nn.interop.wiring.value import Known, Value
from xlrnn.nn.interop.wiring.wiring import Wiring
from xlrnn.nn.layers.batch_normalization import BatchNormalization

Array = NDArray[Any]

EPSILON: Final = 2.0**-10
"""Beside a variance of 1 less this, a root of exactly 1."""


def weighed(wiring: Wiring, value: Value, scale: Any = 1.0, shift: Any = 0.0) -> Value:
    """Return scale · x + shift.

    Args:
        wiring: what is being made.
        value: x.
        scale: a constant that broadcasts over the other program's axes.
        shift: likewise.

    Raises:
        NotTakenError: if the result would have more numbers than x, or differ by sample.
    """
    scale, shift = (np.asarray(each, dtype=float) for each in (scale, shift))
    value = _of_rank(value, max(scale.ndim, shift.ndim))
    scale, shift = (_once(each, value) for each in (scale, shift))
    if (scale == 1).all() and (shift == 0).all():
        return value
    varied = [k for k in range(value.rank) if _varies(scale, k, value) or _varies(shift, k, value)]
    parts: Group = tuple(part for k in varied for part in _own(wiring, value, k, scale, shift))
    groups = value.ours if not varied else last(value, parts)
    if varied and _holds(value.ours[-1], parts):
        groups, parts = value.ours, value.ours[-1]
    elif not varied:
        parts = groups[-1]
    if not size_of(parts).known:
        raise OpenSideError("a constant goes along steps of an open number")
    factors, summands = (_along(each, value, parts) for each in (scale, shift))
    source = value.source
    if isinstance(source, Pending) and value.alone and source.open and groups == value.ours:
        if (factors != 1).any():
            source = source.scaled(factors)
        source = source.with_bias(summands) if (summands != 0).any() else source
        return Value(source, value.ours, value.theirs)
    symbol = arranged(wiring, value, groups)
    ones = np.ones_like(factors)
    layer = wiring.call(
        BatchNormalization,
        symbol,
        [factors, summands, 0 * ones, (1 - EPSILON) * ones],
        epsilon=EPSILON,
    )
    return Value(Known(layer), groups, value.theirs)


def _of_rank(value: Value, rank: int) -> Value:
    """Return a value with so many axes at least, new ones in front."""
    return value.laid([()] * max(rank - value.rank, 0) + list(value.theirs))


def _once(constant: Array, value: Value) -> Array:
    """Return a constant 1 long along axes along which it is the same everywhere."""
    for k, size in enumerate(sizes_of(value.theirs[value.rank - constant.ndim :])):
        first = constant.take([0], axis=k)
        if size == Size(constant.shape[k]) and (constant == first).all():
            constant = first
    return constant


def _varies(constant: Array, axis: int, value: Value) -> bool:
    own = axis - value.rank + constant.ndim
    return own >= 0 and constant.shape[own] != 1


def _own(wiring: Wiring, value: Value, axis: int, *constants: Array) -> Group:
    """Return the parts along which constants differ.

    Raises:
        NotTakenError: if they do not fit.
    """
    group = wiring.no_batch(value.theirs[axis])
    size = size_of(group)
    for constant in constants:
        own = axis - value.rank + constant.ndim
        if (
            own >= 0
            and constant.shape[own] != 1
            and (not size.known or constant.shape[own] != size.number)
        ):
            if not size.known:
                raise OpenSideError("a constant goes along steps of an open number")
            raise NotTakenError(
                f"a constant of shape {constant.shape} goes beyond {size} numbers of axis {axis}"
            )
    return group


def _holds(group: Group, parts: Group) -> bool:
    return bool(group) and {id(part) for part in parts} <= {id(part) for part in group}


def _along(constant: Array, value: Value, parts: Group) -> Array:
    """Return a constant along parts, which hold all along which it differs."""
    sides = [part.size.number for part in parts]
    places = {id(part): k for k, part in enumerate(parts)}
    full = constant.reshape((1,) * (value.rank - constant.ndim) + constant.shape)
    own = [part for k, group in enumerate(value.theirs) if full.shape[k] != 1
           for part in group if id(part) in places]  # fmt: skip
    split = full.reshape([part.size.number for part in own])
    order = sorted(range(len(own)), key=lambda k: places[id(own[k])])
    shape = [1] * len(sides)
    for k in order:
        shape[places[id(own[k])]] = own[k].size.number
    found = split.transpose(order).reshape(shape)
    return np.array(np.broadcast_to(found, sides).reshape(-1), dtype=float)
