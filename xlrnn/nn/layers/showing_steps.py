"""What a recurrent layer shows of its steps, to compare, to draw, to teach."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.compute.sequence import Rows, batch_first, dense
from xlrnn.nn.core.parameter import Parameter
from xlrnn.nn.core.trace import Trace
from xlrnn.nn.layers.dropping import Dropping
from xlrnn.shapes import Float

Array = NDArray[Any]


class ShowingSteps(Dropping):
    """The parts of traces that all recurrent layers have.

    Attributes:
        x: the input of the last batch.
        all_states: of each kind of state, that before the first step and those after each.
        recurrent_kernel: W_hh.
    """

    x: "Array | Rows"
    all_states: list[Any]
    recurrent_kernel: Parameter

    def recurrent_part(self, h_prev: Float[np.ndarray, "batch time units"]) -> Array:
        """Return W_hh · h_(t−1) of all steps."""
        W_hh = self.recurrent_kernel.value
        if self.seen is None:
            return h_prev @ W_hh
        part: Array = (self.seen_of_each(h_prev) * W_hh).sum(axis=-2)
        return part

    def weight_gradients_by_step(
        self, da: Float[np.ndarray, "batch time gates"], da_h: Array | None = None
    ) -> Trace:
        """Return what each step of each sample adds to the gradient of each weight.

        Args:
            da: ∂L/∂ of what W_xh · x_t is added to.
            da_h: ∂L/∂ of what W_hh · h_(t−1) is added to, where that is not the same.
        """
        da_h = da if da_h is None else da_h
        h_prev = batch_first(self.all_states[0][:-1])
        return Trace(
            da=da,
            dW_xh=dense(self.x)[..., :, None] * da[..., None, :],
            dW_hh=self.seen_of_each(h_prev) * da_h[..., None, :],
            db_h=da,
        ).copied()
