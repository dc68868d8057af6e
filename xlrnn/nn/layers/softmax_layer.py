"""Softmax as a layer of its own."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn import activations
from xlrnn.nn.core import checked
from xlrnn.nn.core.input_shape import Shape, shown
from xlrnn.nn.core.layer import Layer, Mask
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.core.trace import Trace

Array = NDArray[Any]


@registered
class Softmax(Layer):
    """Numbers along one side become probabilities: y_k = e^(x_k) / Σ_j e^(x_j).

    A mask says which of the numbers take part; the others have the probability 0. One of steps
    alone, which a layer before hands on, is not looked at: Keras refuses it.

    Args:
        axis: the side along which they sum to 1.
        **common: as of every `Layer`.
    """

    call_order = ("mask", "training")

    def __init__(self, axis: int = -1, **common: Any) -> None:
        super().__init__(**common)
        sides = list(axis) if isinstance(axis, list | tuple) else [axis]
        if len(sides) != 1:
            raise UsageError(f"{self.name}: axis is {axis!r:.60}: expected one side")
        self.axis = checked.whole(sides[0], f"{self.name}: axis", least=None)
        self.activation = activations.softmax
        self.fused_activation = "softmax" if self.axis == -1 else None

    def make_weights(self, input_shape: Shape) -> None:
        """Check that there is such a side."""
        sides = len(input_shape)
        if self.axis == 0 or not -sides < self.axis < sides:
            raise ShapeError(
                f"{self.name}: axis is {self.axis} of an input of shape {shown(input_shape)}: "
                f"expected one from 1 to {sides - 1}, or from the end, -1 to {1 - sides}"
            )

    def forward(
        self,
        x: Array,
        *,
        training: bool = False,  # noqa: ARG002
        mask: Mask | None = None,
    ) -> Array:
        """Calculate y."""
        if mask is not None and mask.shape != x.shape:
            raise ShapeError(
                f"{self.name}: the mask has shape {mask.shape}, expected that of the input, "
                f"{x.shape}"
            )
        self.logits = x if mask is None else np.where(mask, x, self.dtype.type(-1e9))
        self.y = self.work.sequence("y", x.shape, self.dtype)
        self.activation(self._along(self.logits), out=self._along(self.y))
        if mask is not None:
            self.y *= mask
        return self.y

    def backward(self, dy: Array) -> Array | None:
        """Undo it; what is masked out has y = 0, and no slope."""
        if not self.needs_input_gradient:
            return None
        dx = self.work.sequence("dlogits", dy.shape, self.dtype)
        self.activation.gradient(self._along(self.y), self._along(dy), out=self._along(dx))
        return dx

    def backward_from_logits(self, dlogits: Array) -> Array | None:
        """Pass on what a loss returns that has undone softmax together with itself."""
        return dlogits if self.needs_input_gradient else None

    def _along(self, x: Array) -> Array:
        """Return an array with the side last along which probabilities sum to 1."""
        return np.moveaxis(x, self.axis, -1)

    def trace(self) -> Trace:
        """Return `logits` (before softmax) and `y` (after it)."""
        return Trace(logits=self.logits, y=self.y).copied()

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {**super().get_config(), "axis": self.axis}
