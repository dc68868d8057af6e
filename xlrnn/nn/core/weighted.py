"""What layers and models say of their weights, by Keras' names."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.errors import ShapeError
from xlrnn.nn.core.parameter import Parameter

Array = NDArray[Any]


class Weighted:
    """Something that has weights: a layer, or a model of several layers."""

    name: str
    trainable: bool
    built: bool

    def owned_weights(self) -> list[tuple[str, Parameter]]:
        """Return all weights, in Keras' order, each with the name of its layer."""
        raise NotImplementedError

    @property
    def weights(self) -> list[Parameter]:
        """All weights, in Keras' order."""
        return [weight for _, weight in self.owned_weights()]

    @property
    def trainable_weights(self) -> list[Parameter]:
        """The weights that an optimizer may change."""
        return [weight for weight in self.weights if weight.trainable] if self.trainable else []

    @property
    def non_trainable_weights(self) -> list[Parameter]:
        """The weights that stay as they are."""
        return [weight for weight in self.weights if not (weight.trainable and self.trainable)]

    @property
    def variables(self) -> list[Parameter]:
        """All weights: another name of `weights`."""
        return self.weights

    @property
    def trainable_variables(self) -> list[Parameter]:
        """Another name of `trainable_weights`."""
        return self.trainable_weights

    @property
    def non_trainable_variables(self) -> list[Parameter]:
        """Another name of `non_trainable_weights`."""
        return self.non_trainable_weights

    def get_weights(self) -> list[Array]:
        """Return copies of all weights, in Keras' order and layout."""
        return [weight.numpy() for weight in self.weights]

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Set all weights, in Keras' order and layout.

        Raises:
            ShapeError: if their number or a shape is another; then none is set.
        """
        arrays = [np.asarray(weight) for weight in weights]
        owned = self.owned_weights()
        if len(arrays) != len(owned):
            why = "" if self.built else "; it has none before its input's shape is known"
            raise ShapeError(
                f"{self.name}: got {counted(len(arrays), 'weight')}, expected {len(owned)}{why}"
            )
        for array, (owner, weight) in zip(arrays, owned, strict=True):
            weight.expect(array, owner)
        for array, (owner, weight) in zip(arrays, owned, strict=True):
            weight.assign(array, owner)

    @property
    def losses(self) -> list[float]:
        """The penalties on the weights that learn, one for each that has one."""
        return [
            weight.regularizer.penalty(weight.value)
            for weight in self.trainable_weights
            if weight.regularizer is not None
        ]

    def count_params(self) -> int:
        """Return how many numbers the weights have."""
        return sum(weight.size for weight in self.weights)
