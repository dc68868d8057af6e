"""The weights of a layer, and those of a model in one vector."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import ShapeError

Array = NDArray[Any]


class Parameter:
    """One weight of a layer.

    Attributes:
        name: as Keras calls it, for instance `recurrent_kernel`.
        symbol: as the equations call it, for instance `W_hh`.
        value: its numbers.
        grad: ∂L/∂value, as the last backward pass left it.
    """

    def __init__(self, name: str, symbol: str, value: Array, *, trainable: bool = True) -> None:
        self.name, self.symbol, self.value = name, symbol, value
        self.trainable = trainable

    @property
    def trainable(self) -> bool:
        """Whether an optimizer may change it; what may not needs no room for a gradient."""
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._trainable = value
        self.grad: Array = (
            np.zeros_like(self.value) if value else np.empty((0, *self.shape[1:]), self.value.dtype)
        )

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of its numbers."""
        return self.value.shape

    def numpy(self) -> Array:
        """Return a copy of its numbers."""
        return self.value.copy()

    def assign(self, value: Array, owner: str = "") -> None:
        """Set its numbers.

        Raises:
            ShapeError: if the shape is another.
        """
        value = np.asarray(value)
        if value.shape != self.shape:
            where = f"{owner}: " if owner else ""
            raise ShapeError(f"{where}{self.name} has shape {value.shape}, expected {self.shape}")
        self.value[...] = value

    def __repr__(self) -> str:
        return f"<Parameter {self.name} ({self.symbol}) {self.shape} {self.value.dtype}>"


class ParameterVector:
    """The weights that are trained, one after the other in one vector; so are their gradients.

    An optimizer then needs a handful of passes over one long array instead of a handful for each
    weight. The parameters become views of it: whoever changes the one changes the other.

    Attributes:
        values: all numbers.
        grads: all gradients, in the same order.
        parameters: whose they are.
        parts: where the numbers of each parameter lie.
    """

    def __init__(self, parameters: Sequence[Parameter]) -> None:
        self.parameters = list(parameters)
        ends = list(accumulate(parameter.value.size for parameter in self.parameters))
        self.parts = [slice(a, b) for a, b in zip([0, *ends], ends, strict=False)]
        dtype = self.parameters[0].value.dtype if self.parameters else np.dtype(np.float32)
        self.values: Array = np.empty(ends[-1] if ends else 0, dtype)
        self.grads: Array = np.zeros_like(self.values)
        for parameter, part in zip(self.parameters, self.parts, strict=True):
            shape = parameter.shape
            self.values[part] = parameter.value.ravel()
            self.grads[part] = parameter.grad.ravel()
            parameter.value = self.values[part].reshape(shape)
            parameter.grad = self.grads[part].reshape(shape)
