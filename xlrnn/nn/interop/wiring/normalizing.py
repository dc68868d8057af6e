"""Numbers that are held in a range by their mean and spread."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.interop.wiring.arranged import arranged, last
from xlrnn.nn.interop.wiring.axes import ONE, Group, size_of, sizes_of
from xlrnn.nn.interop.wiring.refusal import NotTakenError, OpenSideError
from xlrnn.nn.interop.wiring.value import Known, Value
from xlrnn.nn.interop.wiring.wiring import Wiring
from xlrnn.nn.layers.batch_normalization import BatchNormalization
from xlrnn.nn.layers.layer_normalization import LayerNormalization

Array = NDArray[Any]


def batch_normalized(
    wiring: Wiring, value: Value, axis: int, weights: Sequence[Array], epsilon: float
) -> Value:
    """Normalize with known means and variances of each feature.

    Args:
        wiring: what is being made.
        value: the array.
        axis: where the features are.
        weights: gamma, beta, mean and variance.
        epsilon: beside the variance.
    """
    parts = wiring.no_batch(value.theirs[value.axis(axis)])
    groups = last(value, parts)
    symbol = wiring.call(
        BatchNormalization, arranged(wiring, value, groups), weights, epsilon=epsilon
    )
    return Value(Known(symbol), groups, value.theirs)


def layer_normalized(
    wiring: Wiring,
    value: Value,
    axes: Sequence[int],
    gamma: Array | None,
    beta: Array | None,
    epsilon: float,
) -> Value:
    """Normalize over axes, those at the end.

    Args:
        wiring: what is being made.
        value: the array.
        axes: over which.
        gamma: the factors, which broadcast over these axes; None for 1.
        beta: the summands, likewise; None for 0.
        epsilon: beside the variance.
    """
    parts: Group = ()
    for axis in axes:
        parts += wiring.no_batch(value.theirs[value.axis(axis)])
    if not size_of(parts).known:
        raise OpenSideError("steps of an open number are normalized together")
    sides = [size.number for size in sizes_of(value.theirs[axis] for axis in axes)]
    groups = last(value, parts)
    if not any(part.size != ONE for part in parts):
        raise NotTakenError("a single number is normalized")
    given = [weight for weight in (gamma, beta) if weight is not None]
    symbol = wiring.call(
        LayerNormalization,
        arranged(wiring, value, groups),
        [np.broadcast_to(weight, sides).reshape(-1) for weight in given],
        epsilon=epsilon,
        scale=gamma is not None,
        center=beta is not None,
    )
    return Value(Known(symbol), groups, value.theirs)
