"""A layer that a model calls again: the same weights, with memory of its own for each call.

`forward` keeps what `backward` needs, so a second call would write over what the first one keeps.
It is made by a twin: a copy of the layer, whose weights are the layer's own and whose gradients
are added to the layer's afterwards.
"""

import copy
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.core.parameter import Parameter

Array = NDArray[Any]


class SharedParameter(Parameter):
    """A weight of another layer, with a gradient of its own.

    Args:
        of: the weight.
    """

    def __init__(self, of: Parameter) -> None:
        self.of, self._own = of, np.zeros(0, of.dtype)
        self.name, self.symbol, self.learned = of.name, of.symbol, of.learned

    @property
    def value(self) -> Array:
        """The numbers of the weight, wherever they are by now."""
        return self.of.value

    @value.setter
    def value(self, value: Array) -> None:
        self.of.value = value

    @property
    def trainable(self) -> bool:
        """Whether an optimizer may change it."""
        return self.of.trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self.of.trainable = value

    @property
    def grad(self) -> Array:  # type: ignore[override]
        """∂L/∂value, of this call alone."""
        if self._own.shape != self.of.grad.shape:
            self._own = np.zeros_like(self.of.grad)
        return self._own

    def __deepcopy__(self, memo: dict[int, Any]) -> "SharedParameter":
        """In a copy of a model the twins share the weights of the copy."""
        return type(self)(copy.deepcopy(self.of, memo))


def twin_of(layer: Layer) -> Layer:
    """Return a layer with the same weights and chance, and with memory of its own.

    Raises:
        UsageError: if it goes on from the states of its last call: which one would that be?
    """
    memo: dict[int, Any] = {}
    for part in inside(layer):
        if getattr(part, "stateful", False):
            raise UsageError(
                f"{part.name} is stateful, and the model calls it again: expected another layer, "
                "or stateful=False"
            )
        for weight in part.parameters:
            memo.setdefault(id(weight), SharedParameter(weight))
        memo.update({id(own): instead for own, instead in _left_out(part)})
    return copy.deepcopy(layer, memo)


def inside(layer: Layer) -> Iterator[Layer]:
    """Yield a layer and all layers inside it, however deep."""
    yield layer
    for part in (*getattr(layer, "inner", ()), *vars(layer).get("layers", ())):
        yield from inside(part)


def _left_out(layer: Layer) -> Iterator[tuple[Any, Any]]:
    """Yield what is not copied, each with what stands in its place."""
    for name, own in vars(layer).items():
        if isinstance(own, np.random.Generator):
            yield own, own  # one source of chance for all calls
        elif name in ("calls", "vectors", "switches"):
            yield own, []
        elif name in ("given_weights", "optimizer", "measures", "history") and own is not None:
            yield own, None
