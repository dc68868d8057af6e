"""The simple recurrent layer, in the textbooks' form and in the article's."""

import numpy as np

from xlrnn.errors import ShapeError
from xlrnn.nn import activations
from xlrnn.nn.core.trace import Trace
from xlrnn.shapes import Float


class SimpleRNN:
    """A recurrent layer whose state is a function of the input and of its own last state.

    1. a_x = W_xh · x_t                 the input part
    2. a_h = W_hh · h_(t−1) + b_h       the recurrent part
    3. h_t = tanh(a_x + a_h)            the new state

    With `tied=True` it is the article's neuron: W_hh and b_h are 1×1, one number each that all
    units share. That equals a textbook layer whose W_hh is that number times the identity.

    Args:
        units: the number of hidden units.
        activation: the function of equation 3, by its Keras name.
        tied: whether all units share one recurrent weight and one bias.
    """

    def __init__(self, units: int, activation: str = "tanh", *, tied: bool = False) -> None:
        self.units = units
        self.activation = activations.get(activation)
        self.tied = tied

    def set_weights(
        self,
        kernel: Float[np.ndarray, "features units"],
        recurrent_kernel: Float[np.ndarray, "units units"] | Float[np.ndarray, "1 1"],
        bias: Float[np.ndarray, "units"] | Float[np.ndarray, "1"],
    ) -> None:
        """Set the weights, in Keras' order and layout: W_xhᵀ, W_hhᵀ, b_h.

        Raises:
            ShapeError: if one does not fit the layer.
        """
        side = 1 if self.tied else self.units
        _check("kernel (W_xh transposed)", kernel, (kernel.shape[0], self.units))
        _check("recurrent_kernel (W_hh transposed)", recurrent_kernel, (side, side))
        _check("bias (b_h)", bias, (side,))
        self.kernel, self.recurrent_kernel, self.bias = kernel, recurrent_kernel, bias

    def trace(
        self, x: Float[np.ndarray, "steps features"], h_0: Float[np.ndarray, "units"]
    ) -> Trace:
        """Calculate every step and keep the intermediate results.

        Args:
            x: the inputs.
            h_0: the state before the first step.

        Returns:
            `a_x`, `h_prev`, `a_h` and `h`, each with a row for each step.
        """
        a_x = x @ self.kernel  # 1, for all steps at once
        h_prev, a_h, h = np.empty_like(a_x), np.empty_like(a_x), np.empty_like(a_x)
        state = h_0
        for t in range(len(x)):
            h_prev[t] = state
            a_h[t] = self._recurrent_part(state)  # 2
            state = h[t] = self.activation(a_x[t] + a_h[t])  # 3
        return Trace(a_x=a_x, h_prev=h_prev, a_h=a_h, h=h)

    def _recurrent_part(self, state: Float[np.ndarray, "units"]) -> Float[np.ndarray, "units"]:
        weight = self.recurrent_kernel
        remembered: Float[np.ndarray, units] = state * weight[0, 0] if self.tied else state @ weight
        result: Float[np.ndarray, units] = remembered + self.bias
        return result


def _check(name: str, array: np.ndarray, expected: tuple[int, ...]) -> None:
    if array.shape != expected:
        raise ShapeError(f"SimpleRNN: {name} has shape {array.shape}, expected {expected}")
