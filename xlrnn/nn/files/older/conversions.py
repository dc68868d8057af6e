"""Weights of layers that once calculated otherwise, as the layers of today take them.

cuDNN's matrices stood row by row as cuDNN reads them, which is transposed, and its two biases in
one row. Keras 2 called σ(a) = a / 5 + 1/2, cut at 0 and 1, `hard_sigmoid`, and since Keras 3 that
is a / 6 + 1/2: with all that adds up to a times 6/5 it gives the same.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.core.parameter import Parameter
from xlrnn.nn.layers.gru import GRU
from xlrnn.nn.layers.lstm import LSTM

Array = NDArray[Any]

HARD: Final = "hard_sigmoid"
STEEPER: Final = 6 / 5
GATES: Final[Mapping[type[Layer], int]] = {LSTM: 4, GRU: 3}
CANDIDATE: Final = 2
"""Which block of a layer's columns is no gate: in both the third."""


def cudnn_shape(layer: Layer, weight: Parameter) -> tuple[int, ...] | None:
    """Return the shape of a weight where cuDNN had another one, which is that of the biases."""
    if not isinstance(layer, LSTM | GRU) or weight.name != "bias":
        return None
    if isinstance(layer, GRU) and not layer.reset_after:
        return None
    return (2 * GATES[type(layer)] * layer.units,)


def from_cudnn(layer: Layer, weights: Sequence[Array]) -> list[Array]:
    """Return weights of a cuDNN layer as those of the plain one; others as they are."""
    if len(weights) < 3 or weights[2].shape != cudnn_shape(layer, layer.weights[2]):
        return list(weights)
    *matrices, bias = weights
    gates = GATES[type(layer)]
    turned = [
        np.hstack([block.ravel().reshape(block.shape[::-1]).T for block in np.hsplit(each, gates)])
        for each in matrices
    ]
    both = bias.reshape(2, -1)
    return [*turned, both.sum(axis=0) if isinstance(layer, LSTM) else both]


def from_keras_2(layer: Layer, weights: Sequence[Array]) -> list[Array]:
    """Return weights with which a layer gives what it gave in Keras 2.

    Raises:
        UsageError: if no weights do.
    """
    if not is_steeper(layer):
        return list(weights)
    direct = _is_hard(layer, "activation")
    if not weights or (direct and isinstance(layer, LSTM)):
        raise UsageError(
            f"{layer.name}: hard_sigmoid was a / 5 + 1/2 in Keras 2 and is a / 6 + 1/2 since, and "
            "there are no weights here that could make up for it: give the layer another function"
        )
    if not isinstance(layer, LSTM | GRU):
        return [each * STEEPER for each in weights]
    steeper = np.full(GATES[type(layer)], _is_hard(layer, "recurrent_activation"))
    steeper[CANDIDATE] = direct
    return [each * np.repeat(np.where(steeper, STEEPER, 1), layer.units) for each in weights]


def is_steeper(layer: Layer) -> bool:
    """Say whether a layer of Keras 2 has the function that has become another one."""
    return _is_hard(layer, "activation") or _is_hard(layer, "recurrent_activation")


def _is_hard(layer: Layer, option: str) -> bool:
    return getattr(getattr(layer, option, None), "name", None) == HARD
