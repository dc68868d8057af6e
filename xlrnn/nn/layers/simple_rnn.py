"""The simple recurrent layer, in the textbooks' form and in the article's."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.compute import kernels
from xlrnn.nn.compute.keeping import Steps, memory_of
from xlrnn.nn.compute.sequence import as_rows, batch_first, dense, sum_of_rows
from xlrnn.nn.compute.step_product import TiedProduct
from xlrnn.nn.core import checked
from xlrnn.nn.core.arriving import Arriving
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.core.trace import Trace
from xlrnn.nn.layers.rnn import RNN
from xlrnn.shapes import Float

Array = NDArray[Any]


@registered
class SimpleRNN(RNN):
    """A recurrent layer whose state is a function of the input and of its own last state.

    1. a_x = W_xh · x_t                 the input part, of all steps at once
    2. a_h = W_hh · h_(t−1) + b_h       the recurrent part
    3. h_t = tanh(a_x + a_h)            the new state

    With `tied=True` it is the article's neuron: W_hh and b_h are one number each that all units
    share. That equals a textbook layer whose W_hh is that number times the identity.

    Args:
        units: the number of hidden units.
        activation: the function of equation 3, by its Keras name.
        tied: whether all units share one recurrent weight and one bias.
        **options: as of every `RNN`.
    """

    def __init__(
        self, units: int, activation: Any = "tanh", *, tied: bool = False, **options: Any
    ) -> None:
        if checked.truth(tied, "SimpleRNN: tied") and "recurrent_initializer" not in options:
            options["recurrent_initializer"] = "glorot_uniform"
        super().__init__(units, activation, **options)
        self.tied = bool(tied)
        if tied:
            if self.recurrent_dropout:
                raise UsageError(
                    f"{self.name}: recurrent_dropout is {self.recurrent_dropout}, and with tied "
                    "each unit sees itself alone: leave one of the two out"
                )
            self.recurrent = TiedProduct(self.work)

    @property
    def recurrent_shape(self) -> tuple[int, ...]:
        """The shape of recurrent_kernel: (units, units), or (1, 1)."""
        return (1, 1) if self.tied else (self.units, self.units)

    @property
    def bias_shape(self) -> tuple[int, ...]:
        """The shape of bias: (units,), or (1,)."""
        return (1,) if self.tied else (self.units,)

    @property
    def projected_bias(self) -> None:
        """Nothing: the bias belongs to the recurrent part, as in the article."""

    def run(self, states: Sequence[Steps]) -> None:
        """Go through the steps."""
        (h,) = states
        b_h = self.work.array("b_h", self.step_shape(), self.dtype)  # of all samples: faster
        b_h[...] = self.bias.value if self.use_bias else 0
        a_h = self.work.array("a_h", self.step_shape(), self.dtype)
        if whole := self.whole_loop(f"rnn_run_{self.activation.name}"):
            looked_up, a = self.projection.looked_up(), memory_of(self.projection.a)
            given = (self.activation.name == "relu", *looked_up, a)
            whole(*given, *self.of_the_loop(self.recurrent.W), b_h, a_h, memory_of(h))
            return
        step = kernels.of(f"rnn_step_{self.activation.name}", self._step)
        for t in range(len(h) - 1):
            self.recurrent.forward(t, out=a_h)  # 2
            step(self.projection.step(t), a_h, b_h, h[t + 1])  # 2, 3
            self.stand_still(t, states)

    def _step(self, a: Array, a_h: Array, b_h: Array, h: Array) -> None:
        """Calculate the sums of equations 2 and 3 and the new state of one step."""
        a_h += b_h
        a += a_h
        self.activation(a, out=h)

    def undo(self, dy: Arriving, d_states: list[Array]) -> Float[np.ndarray, "time batch units"]:
        """Go back through the steps."""
        (h,), (dh,) = self.all_states, d_states
        da = self.work.array("da", h[1:].shape, self.dtype)
        if whole := self.whole_loop(f"rnn_go_back_{self.activation.name}", dy):
            room = self.work.array("room", dh.shape, self.dtype)
            given = (self.activation.name == "relu", h, dy.by_step(), dh, da, room)
            whole(*given, *self.of_the_loop(self.recurrent.turned_matrix()))
        else:
            self._undo_step_by_step(dy, d_states, da)
        if self.recurrent_kernel.trainable:
            self.recurrent.weight_gradient(da, out=self.recurrent_kernel.grad)
            if self.use_bias:
                sum_of_rows(as_rows(da), out=self.bias.grad)
        return da

    def _undo_step_by_step(self, dy: Arriving, d_states: list[Array], da: Array) -> None:
        (h,), (dh,) = self.all_states, d_states
        undo_step = kernels.of(f"{self.activation.name}_gradient", self.activation.gradient)
        for t in reversed(range(len(da))):
            dy.add(t, dh)
            passed = self.passing(t, d_states)
            undo_step(h[t + 1], dh, da[t])  # 3
            self.recurrent.backward(da[t], out=dh)  # 2
            self.take_up(t, da[t], d_states, passed)

    def trace(self) -> Trace:
        """Return `a_x`, `h_prev`, `a_h`, `a` and `h` of every sample and step."""
        h = batch_first(self.all_states[0])
        a_x = dense(self.x) @ self.kernel.value
        a_h = (
            h[:, :-1] * self.recurrent_kernel.value[0, 0]
            if self.tied
            else self.recurrent_part(h[:, :-1])
        )
        if self.use_bias:
            a_h = a_h + self.bias.value
        return Trace(a_x=a_x, h_prev=h[:, :-1], a_h=a_h, a=a_x + a_h, h=h[:, 1:]).copied()

    def gradient_trace(self) -> Trace:
        """Return ∂L/∂a_t and what each step adds to the gradient of each weight.

        Of a backward pass inside `recording()` also ∂L/∂ of every state.
        """
        da = batch_first(self.da)
        trace = self.weight_gradients_by_step(da)
        if self.tied:
            h_prev = batch_first(self.all_states[0][:-1])
            trace["dW_hh"] = (h_prev * da).sum(axis=-1)[..., None, None]
            trace["db_h"] = da.sum(axis=-1, keepdims=True)
        return Trace({**self.arriving.trace(self.states), **trace})

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {**super().get_config(), "tied": self.tied}
