"""Weights and gradients that somebody hands an optimizer, outside of `fit`."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.errors import InputError, ShapeError, UsageError
from xlrnn.nn.core.parameter import Parameter, ParameterVector

Array = NDArray[Any]


def weights_of(
    known: Sequence[ParameterVector], given: Any
) -> tuple[list[ParameterVector], list[Parameter]]:
    """Return the vectors that hold weights, and the weights in the order in which they are given.

    Args:
        known: the vectors of the steps before; none before the first.
        given: the weights; None for those of the steps before.

    Raises:
        UsageError: if these are no weights, or others than before.
    """
    before = [weight for vector in known for weight in vector.parameters]
    if given is None and not known:
        raise UsageError("apply: expected the weights, too: there has been no step before")
    weights = before if given is None else list(given)
    for weight in weights:
        if not isinstance(weight, Parameter) or not weight.trainable:
            raise UsageError(f"apply: got {weight!r:.60}, expected weights that may be trained")
    if len({id(weight) for weight in weights}) < len(weights):
        raise UsageError("apply: a weight is given twice")
    if not known:
        return [Loose(weight) for weight in weights], weights
    if {id(weight) for weight in weights} != {id(weight) for weight in before}:
        raise UsageError(
            f"apply: got {counted(len(weights), 'weight')}, and the steps before were of other "
            f"ones ({len(before)}): make an optimizer for each set of weights"
        )
    if any(_moved(vector) for vector in known):
        return [Loose(weight) for weight in before], weights
    return list(known), weights


def _moved(vector: ParameterVector) -> bool:
    """Say whether a weight of a vector lies elsewhere by now: its model was built anew."""
    return not all(np.may_share_memory(each.value, vector.values) for each in vector.parameters)


class Loose(ParameterVector):
    """A weight alone, which stays where it lies: perhaps in a model's vector.

    Args:
        weight: the weight.
    """

    def __init__(self, weight: Parameter) -> None:
        super().__init__([])
        self.parameters, self.parts = [weight], [slice(0, weight.value.size)]
        self.values, self.grads = weight.value.reshape(-1), weight.grad.reshape(-1)


def gradients_for(weights: Sequence[Parameter], given: Sequence[Any]) -> list[Array]:
    """Return the gradient of each weight.

    Raises:
        ShapeError: if there are more or fewer, or one has another shape.
        InputError: if one is no array of finite numbers.
    """
    gradients = list(given)
    if len(gradients) != len(weights):
        raise ShapeError(
            f"apply: got {counted(len(gradients), 'gradient')} for "
            f"{counted(len(weights), 'weight')}"
        )
    arrays = []
    for weight, gradient in zip(weights, gradients, strict=True):
        array = np.asarray(gradient)
        if array.dtype.kind not in "iuf" or not np.isfinite(array).all():
            raise InputError(f"apply: the gradient of {weight.name} is no array of finite numbers")
        if array.shape != weight.shape:
            raise ShapeError(
                f"apply: the gradient of {weight.name} has shape {array.shape}, expected "
                f"{weight.shape}"
            )
        arrays.append(array)
    return arrays
