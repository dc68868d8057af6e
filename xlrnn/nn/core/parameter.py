"""The weights of a layer, and those of a model in one vector."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import ShapeError
from xlrnn.nn.regularizers import Regularizer

Array = NDArray[Any]


class Parameter:
    """One weight of a layer.

    Attributes:
        name: as Keras calls it, for instance `recurrent_kernel`.
        symbol: as the equations call it, for instance `W_hh`.
        value: its numbers.
        grad: ∂L/∂value, as the last backward pass left it.
        regularizer: the penalty on its numbers, if there is one.
        learned: whether it has a gradient at all; a moving average follows what it averages.
    """

    regularizer: Regularizer | None = None

    def __init__(
        self,
        name: str,
        symbol: str,
        value: Array,
        *,
        trainable: bool = True,
        learned: bool = True,
    ) -> None:
        self.name, self.symbol, self.value, self.learned = name, symbol, value, learned
        self._trainable: bool | None = None
        self.trainable = trainable

    @property
    def trainable(self) -> bool:
        """Whether an optimizer may change it; what may not needs no room for a gradient."""
        return bool(self._trainable)

    @trainable.setter
    def trainable(self, value: bool) -> None:
        value = value and self.learned
        if value != self._trainable:
            shape = self.shape if value else (0, *self.shape[1:])
            self.grad: Array = np.zeros(shape, self.dtype)
        self._trainable = value

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of its numbers."""
        return self.value.shape

    @property
    def dtype(self) -> "np.dtype[Any]":
        """The format of its numbers."""
        return self.value.dtype

    @property
    def ndim(self) -> int:
        """How many dimensions it has."""
        return self.value.ndim

    @property
    def size(self) -> int:
        """How many numbers it has."""
        return self.value.size

    def numpy(self) -> Array:
        """Return a copy of its numbers."""
        return self.value.copy()

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        """Return its numbers, for `np.asarray`: a copy, so that nobody changes it by accident."""
        return self.value.astype(self.dtype if dtype is None else dtype)

    def __getitem__(self, index: Any) -> Any:
        return self.numpy()[index]

    def __len__(self) -> int:
        return len(self.value)

    def assign(self, value: Any, owner: str = "") -> None:
        """Set its numbers.

        Raises:
            ShapeError: if the shape is another.
        """
        array = np.asarray(value)
        self.expect(array, owner)
        self.value[...] = array

    def expect(self, array: Array, owner: str = "") -> None:
        """Refuse numbers of another shape.

        Raises:
            ShapeError: with both shapes.
        """
        if array.shape != self.shape:
            where = f"{owner}: " if owner else ""
            raise ShapeError(f"{where}{self.name} has shape {array.shape}, expected {self.shape}")

    def __repr__(self) -> str:
        return f"<Parameter {self.name} ({self.symbol}) {self.shape} {self.dtype}>"


class ParameterVector:
    """The weights that are trained, one after the other in one vector; so are their gradients.

    An optimizer then needs a handful of passes over one long array instead of a handful for each
    weight. The parameters become views of it: whoever changes the one changes the other. A
    parameter of two models is a view of the vector of the one that learned last; `claim` brings
    it back, with the numbers that it has by then.

    Attributes:
        values: all numbers.
        grads: all gradients, in the same order.
        parameters: whose they are.
        parts: where the numbers of each parameter lie.
    """

    def __init__(self, parameters: Sequence[Parameter]) -> None:
        self.parameters = list(parameters)
        ends = list(accumulate(parameter.size for parameter in self.parameters))
        self.parts = [slice(a, b) for a, b in zip([0, *ends], ends, strict=False)]
        dtype = self.parameters[0].dtype if self.parameters else np.dtype(np.float32)
        self.values: Array = np.empty(ends[-1] if ends else 0, dtype)
        self.grads: Array = np.zeros_like(self.values)
        self._views = [
            (parameter, self.values[part].reshape(parameter.shape),
             self.grads[part].reshape(parameter.shape))
            for parameter, part in zip(self.parameters, self.parts, strict=True)
        ]  # fmt: skip
        self.claim()

    def claim(self) -> None:
        """Let the parameters be views of this vector, wherever their numbers have been so far."""
        for parameter, value, grad in self._views:
            if parameter.value is not value:
                value[...] = parameter.value
                parameter.value = value
            if parameter.grad is not grad:
                grad[...] = parameter.grad
                parameter.grad = grad

    def __reduce__(self) -> tuple[Any, ...]:
        """Copies, and what is read from a file, are vectors of the parameters copied or read."""
        return type(self), (self.parameters,)
