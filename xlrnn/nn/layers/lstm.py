"""The long short-term memory (Hochreiter and Schmidhuber 1997; forget gate: Gers et al. 2000)."""

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn import activations, initializers
from xlrnn.nn.compute import kernels
from xlrnn.nn.compute.gates import Gates
from xlrnn.nn.compute.keeping import Steps, memory_of
from xlrnn.nn.compute.sequence import batch_first, dense
from xlrnn.nn.core import checked
from xlrnn.nn.core.arriving import Arriving, none_where_held
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.core.trace import Trace
from xlrnn.nn.layers.rnn import RNN
from xlrnn.shapes import Float

Array = NDArray[Any]
GATES = ("input", "forget", "candidate", "output")
"""The four parts of a pre-activation, in Keras' order."""


@registered
class LSTM(RNN):
    """A recurrent layer with a cell state, its memory, that gates open and close.

    1. a = W_xh · x_t + W_hh · h_(t−1) + b_h      of all four parts: a_i, a_f, a_g, a_o
    2. i, f, o = σ(a_i), σ(a_f), σ(a_o)           the gates, between closed (0) and open (1)
    3. g = tanh(a_g)                              the candidate
    4. c_t = f · c_(t−1) + i · g                  the cell state: partly kept, partly new
    5. h_t = o · tanh(c_t)                        the hidden state

    Args:
        units: the number of hidden units.
        activation: the function of 3 and 5, by its Keras name.
        recurrent_activation: σ of equation 2.
        unit_forget_bias: whether the forget gates' bias begins at 1, so that the cell state lasts.
        **options: as of every `RNN`.
    """

    gates: ClassVar[int] = 4
    states: ClassVar[tuple[str, ...]] = ("h", "c")

    def __init__(
        self,
        units: int,
        activation: Any = "tanh",
        recurrent_activation: Any = "sigmoid",
        *,
        unit_forget_bias: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(units, activation, **options)
        self.recurrent_activation = activations.step_by_step(activations.get(recurrent_activation))
        self.unit_forget_bias = checked.truth(unit_forget_bias, f"{self.name}: unit_forget_bias")

    def make_weights(self, input_shape: Shape) -> None:
        """Make kernel, recurrent_kernel and bias, and what opens the gates."""
        super().make_weights(input_shape)
        f, g = self.recurrent_activation, self.activation
        self.opening = Gates([function.anew() for function in (f, f, g, f)], self.units, self.dtype)

    @property
    def bias_start(self) -> Any:
        """Return how the bias begins: with ones for the forget gates, as Keras does it."""
        if not self.unit_forget_bias:
            return self.bias_initializer

        def forget_less(shape: tuple[int, ...], dtype: Any) -> Array:
            bias: Array = initializers.get(self.bias_initializer)(shape, dtype)
            bias[self.units : 2 * self.units] = 1
            return bias

        return forget_less

    def begin_functions(self) -> None:
        """Prepare the activations, those of the gates included."""
        super().begin_functions()
        self.opening.begin()

    def run(self, states: Sequence[Steps]) -> None:
        """Go through the steps; each pre-activation becomes its gate."""
        h, c = states
        self.ifgo = self.projection.a
        self.tanh_c = self.steps("tanh_c", len(self.ifgo), self.step_shape())
        if whole := self.whole_loop(self._twin("run")):
            given = (*self.projection.looked_up(), memory_of(self.ifgo))
            rooms = map(memory_of, (h, c, self.tanh_c))
            whole(*given, *self.of_the_loop(self.recurrent.W), *rooms)
            return
        a_h = self.work.array("a_h", self.step_shape(4), self.dtype)
        step = kernels.of(self._twin("step"), self._step)
        for t in range(len(self.ifgo)):
            self.recurrent.forward(t, out=a_h)  # 1
            step(self.projection.step(t), a_h, c[t], c[t + 1], self.tanh_c[t], h[t + 1])  # 1 to 5
            self.stand_still(t, states)

    def undo(self, dy: Arriving, d_states: list[Array]) -> Float[np.ndarray, "time batch gates"]:
        """Go back through the steps."""
        da = self.work.array("da", self.ifgo.shape, self.dtype)
        if whole := self.whole_loop(self._twin("go_back"), dy):
            given = (self.ifgo, self.all_states[1], self.tanh_c, dy.by_step())
            room = self.work.array("room", d_states[0].shape, self.dtype)
            whole(*given, *d_states, da, room, *self.of_the_loop(self.recurrent.turned_matrix()))
        else:
            self._undo_step_by_step(dy, d_states, da)
        if self.recurrent_kernel.trainable:
            self.recurrent.weight_gradient(da, out=self.recurrent_kernel.grad)
        return da

    def _undo_step_by_step(self, dy: Arriving, d_states: list[Array], da: Array) -> None:
        (_, c), (dh, dc) = self.all_states, d_states
        undo_step = kernels.of(self._twin("undo"), self._undo_step)
        for t in reversed(range(len(da))):
            dy.add(t, dh)
            passed = self.passing(t, d_states)
            undo_step(self.ifgo[t], c[t], self.tanh_c[t], dh, dc, da[t])  # 5 to 2
            self.recurrent.backward(da[t], out=dh)  # 1
            self.take_up(t, da[t], d_states, passed)

    def _twin(self, what: str) -> str:
        """Return the name under which there is a compiled twin for the usual activations."""
        return f"lstm_{what}_{self.activation.name}_{self.recurrent_activation.name}"

    def _step(self, a: Array, a_h: Array, c_prev: Array, c: Array, tanh_c: Array, h: Array) -> None:
        """Calculate equations 1 (its sum) to 5 of one step; `a` becomes the gates."""
        a += a_h  # 1
        self.opening.open(a)  # 2, 3
        i, f, g, o = self.parts(a)
        np.multiply(f, c_prev, out=c)  # 4
        np.multiply(i, g, out=h)
        c += h
        self.activation(c, out=tanh_c)  # 5
        np.multiply(o, tanh_c, out=h)

    def _undo_step(
        self, ifgo: Array, c_prev: Array, tanh_c: Array, dh: Array, dc: Array, da: Array
    ) -> None:
        """Undo equations 5 to 2 of one step; `dc` becomes ∂L/∂c_(t−1)."""
        i, f, g, o = self.parts(ifgo)
        da_i, da_f, da_g, da_o = self.parts(da)
        np.multiply(dh, tanh_c, out=da_o)  # 5
        dh *= o
        dc += self.activation.gradient(tanh_c, dh, out=dh)
        np.multiply(dc, g, out=da_i)  # 4
        np.multiply(dc, c_prev, out=da_f)
        np.multiply(dc, i, out=da_g)
        dc *= f
        self.opening.undo(ifgo, da, out=da)  # 3, 2

    def parts(self, a: Float[np.ndarray, "batch gates"]) -> tuple[Array, Array, Array, Array]:
        """Return views of the four parts."""
        units = self.units
        return a[:, :units], a[:, units : 2 * units], a[:, 2 * units : 3 * units], a[:, 3 * units :]

    def trace(self) -> Trace:
        """Return every pre-activation, gate and state of every sample and step."""
        h, c = (batch_first(state) for state in self.all_states)
        a = dense(self.x) @ self.kernel.value + self.recurrent_part(h[:, :-1])
        a += self.bias.value if self.use_bias else 0
        gates = batch_first(self.ifgo)
        units = self.units
        named = Trace(h_prev=h[:, :-1], c_prev=c[:, :-1])
        for k, gate in enumerate(GATES):
            part = slice(k * units, (k + 1) * units)
            named[f"a_{gate}"], named[gate] = a[..., part], gates[..., part]
        return Trace(
            {**named, "cell": c[:, 1:], "tanh_cell": batch_first(self.tanh_c), "h": h[:, 1:]}
        ).copied()

    def gradient_trace(self) -> Trace:
        """Return ∂L/∂a_t and what each step adds to the gradient of each weight.

        Of a backward pass inside `recording()` also ∂L/∂ of every state and gate.
        """
        da = batch_first(self.da)
        named = self.arriving.trace(self.states)
        if named:
            named.update(none_where_held(self._gate_gradients(named), self.held))
        for k, gate in enumerate(GATES):
            named[f"da_{gate}"] = da[..., k * self.units : (k + 1) * self.units].copy()
        return Trace({**named, **self.weight_gradients_by_step(da)})

    def _gate_gradients(self, states: Trace) -> Trace:
        """Undo equations 5 and 4 of all steps, from what was recorded of the states."""
        gates, tanh_c = batch_first(self.ifgo), batch_first(self.tanh_c)
        i, _, g, o = np.split(gates, 4, axis=-1)
        dh, c_prev = states["dh"], batch_first(self.all_states[1][:-1])
        dc_out = self.activation.gradient_of_all(tanh_c, dh * o)  # 5
        dc = states["dc_next"] + dc_out
        return Trace(
            d_output=dh * tanh_c,
            dc_out=dc_out,
            dc=dc,
            d_input=dc * g,  # 4
            d_forget=dc * c_prev,
            d_candidate=dc * i,
        )

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {
            **super().get_config(),
            "recurrent_activation": self.recurrent_activation.name,
            "unit_forget_bias": self.unit_forget_bias,
        }
