"""The fully connected layer."""

import numpy as np

from xlrnn.errors import ShapeError
from xlrnn.nn import activations
from xlrnn.nn.core.trace import Trace
from xlrnn.shapes import Float


class Dense:
    """A layer in which every output sees every input: y_t = f(W_hy · h_t + b_y).

    Args:
        units: the number of outputs.
        activation: f, by its Keras name.
    """

    def __init__(self, units: int, activation: str = "linear") -> None:
        self.units = units
        self.activation = activations.get(activation)

    def set_weights(
        self,
        kernel: Float[np.ndarray, "features units"],
        bias: Float[np.ndarray, "units"] | None = None,
    ) -> None:
        """Set the weights, in Keras' order and layout: W_hyᵀ, b_y.

        Raises:
            ShapeError: if one does not fit the layer.
        """
        bias = np.zeros(self.units) if bias is None else bias
        if kernel.ndim != 2 or kernel.shape[1] != self.units:
            raise ShapeError(f"Dense: kernel has shape {kernel.shape}, expected (…, {self.units})")
        if bias.shape != (self.units,):
            raise ShapeError(f"Dense: bias has shape {bias.shape}, expected ({self.units},)")
        self.kernel, self.bias = kernel, bias

    def trace(self, h: Float[np.ndarray, "steps features"]) -> Trace:
        """Calculate every step.

        Returns:
            `logits` (before f) and `y` (after it), each with a row for each step.
        """
        logits = h @ self.kernel + self.bias
        return Trace(logits=logits, y=self.activation(logits))
