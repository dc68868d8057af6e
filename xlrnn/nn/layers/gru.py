"""The gated recurrent unit, in both its forms (Cho et al. 2014; Keras' default: cuDNN's)."""

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn import activations
from xlrnn.nn.compute import kernels
from xlrnn.nn.compute.gates import Gates, gates_first
from xlrnn.nn.compute.keeping import Steps, memory_of
from xlrnn.nn.compute.sequence import as_rows, sum_of_rows
from xlrnn.nn.core import checked
from xlrnn.nn.core.arriving import Arriving
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.layers.gru_trace import GRUTrace
from xlrnn.shapes import Float

Array = NDArray[Any]


@registered
class GRU(GRUTrace):
    """A recurrent layer with two gates and no cell state beside its hidden state.

    1. a = W_xh · x_t + b                              of all three parts: a_z, a_r, a_g
    2. z = σ(a_z + W_hz · h_(t−1) + b_hz)              the update gate: how much stays
    3. r = σ(a_r + W_hr · h_(t−1) + b_hr)              the reset gate: how much is looked at
    4. g = tanh(a_g + r · (W_hg · h_(t−1) + b_hg))     the candidate, `reset_after=True`
       g = tanh(a_g + W_hg · (r · h_(t−1)))            the candidate, `reset_after=False`
    5. h_t = z · h_(t−1) + (1 − z) · g                 partly kept, partly new

    W_hz, W_hr and W_hg are the parts of W_hh; b_hz, b_hr and b_hg, a second bias, are there with
    `reset_after` alone.

    Args:
        units: the number of hidden units.
        activation: the function of equation 4, by its Keras name.
        recurrent_activation: σ of 2 and 3.
        reset_after: whether the reset gate comes after the multiplication.
        **options: as of every `RNN`.
    """

    gates: ClassVar[int] = 3

    def __init__(
        self,
        units: int,
        activation: Any = "tanh",
        recurrent_activation: Any = "sigmoid",
        *,
        reset_after: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(units, activation, **options)
        self.recurrent_activation = activations.step_by_step(activations.get(recurrent_activation))
        self.reset_after = checked.truth(reset_after, f"{self.name}: reset_after")

    def make_weights(self, input_shape: Shape) -> None:
        """Make kernel, recurrent_kernel and bias, and what opens the gates."""
        super().make_weights(input_shape)
        self.opening = Gates([self.recurrent_activation], self.units, self.dtype)

    @property
    def bias_shape(self) -> tuple[int, ...]:
        """The shape of bias: b, and below it the second one, if there is one."""
        return (2, 3 * self.units) if self.reset_after else (3 * self.units,)

    @property
    def stepped(self) -> int:
        """How many columns of W_hh are multiplied by h_(t−1) as it is: not those of 4, second."""
        return (3 if self.reset_after else 2) * self.units

    @property
    def projected_bias(self) -> Array | None:
        """The bias that is added to W_xh · x_t: b, and b_hz and b_hr, which may as well be."""
        if not self.use_bias:
            return None
        if not self.reset_after:
            return self.bias.value
        b, b_h = self.bias.value
        return np.concatenate([(b + b_h)[: 2 * self.units], b[2 * self.units :]])

    @property
    def projected_bias_gradient(self) -> Array | None:
        """Where the gradient of b goes."""
        if not self.use_bias or not self.bias.trainable:
            return None
        return self.bias.grad[0] if self.reset_after else self.bias.grad

    def begin_functions(self) -> None:
        """Prepare the activations, those of the gates included."""
        super().begin_functions()
        self.opening.begin()

    def run(self, states: Sequence[Steps]) -> None:
        """Go through the steps; z, r and g of a step are three blocks of memory."""
        (h,) = states
        steps, (batch, _) = len(h) - 1, self.step_shape()
        self.zrg = self.steps("zrg", steps, (3, batch, self.units))
        self.recalled = self.steps("recalled", steps, (batch, self.units))
        self.a_h = self.work.array("a_h", self.step_shape(3), self.dtype)
        self.b_hg = self.work.array("b_hg", self.step_shape(), self.dtype)  # of all samples: faster
        self.b_hg[...] = self.bias.value[1, -self.units :] if self._has_second_bias else 0
        if self.reset_after and (whole := self.whole_loop(self._twin("run"))):
            given = (*self.projection.looked_up(), memory_of(self.projection.a))
            rooms = map(memory_of, (self.b_hg, h, self.zrg, self.recalled, self.a_h))
            whole(*given, *self.of_the_loop(self.recurrent.W), *rooms)
            return
        self.gates_open = kernels.of(self._twin("step"), self._open_and_mix)
        step = self._step_after if self.reset_after else self._step_before
        for t in range(steps):
            step(t, self.projection.step(t), h[t], h[t + 1])
            self.stand_still(t, states)

    def undo(self, dy: Arriving, d_states: list[Array]) -> Float[np.ndarray, "time batch gates"]:
        """Go back through the steps; `da_h` is ∂L/∂ of what W_hh · h_(t−1) is added to."""
        (h,), (dh,) = self.all_states, d_states
        steps, (batch, _) = len(h) - 1, self.step_shape()
        da = self.work.array("da", (steps, *self.step_shape(3)), self.dtype)
        self.da_h = self.work.array("da_h", da.shape, self.dtype) if self.reset_after else da
        self.d_zrg = self.work.array("d_zrg", (3, batch, self.units), self.dtype)
        self.kept = self.work.array("kept", (batch, self.units), self.dtype)
        whole = self.whole_loop(self._twin("go_back"), dy) if self.reset_after else None
        if whole:
            given = (self.zrg, self.recalled, h, dy.by_step())
            rooms = (dh, da, self.da_h, self.kept)
            whole(*given, *rooms, *self.of_the_loop(self.recurrent.turned_matrix()))
        else:
            self._undo_step_by_step(dy, d_states, da)
        if self.recurrent_kernel.trainable:
            self._recurrent_gradient(h[:-1])
        return da

    def _undo_step_by_step(self, dy: Arriving, d_states: list[Array], da: Array) -> None:
        (h,), (dh,) = self.all_states, d_states
        self.gates_undone = kernels.of(self._twin("undo"), self._undo_open_and_mix)
        undo_step = self._undo_step_after if self.reset_after else self._undo_step_before
        for t in reversed(range(len(da))):
            dy.add(t, dh)
            passed = self.passing(t, d_states)
            undo_step(t, h[t], dh, da[t])
            self.take_up(t, da[t], d_states, passed)
            if self.held is not None:
                self.da_h[t, self.held[t]] = 0

    # Reset after the multiplication: one product for all three parts.

    def _step_after(self, t: int, a: Array, h_prev: Array, h: Array) -> None:
        self.recurrent.forward(t, out=self.a_h)
        self.gates_open(a, self.a_h, self.b_hg, h_prev, self.zrg[t], self.recalled[t], h)  # 2 to 5

    def _open_and_mix(
        self,
        a: Array,
        a_h: Array,
        b_hg: Array,
        h_prev: Array,
        zrg: Array,
        recalled: Array,
        h: Array,
    ) -> None:
        """Calculate equations 2 to 5 of one step; `recalled` is what r is multiplied by."""
        _, r, g = zrg
        self._open_gates(a, a_h, zrg)  # 2, 3
        np.add(self.parts(a_h)[2], b_hg, out=recalled)  # 4
        np.multiply(r, recalled, out=g)
        g += self.parts(a)[2]
        self._mix(zrg, h_prev, h)  # 4, 5

    def _undo_step_after(self, t: int, h_prev: Array, dh: Array, da: Array) -> None:
        da_h, kept = self.da_h[t], self.kept
        self.gates_undone(self.zrg[t], self.recalled[t], h_prev, dh, da, da_h, kept)  # 5 to 2
        self.recurrent.backward(da_h, out=dh)
        dh += kept

    def _undo_open_and_mix(
        self,
        zrg: Array,
        recalled: Array,
        h_prev: Array,
        dh: Array,
        da: Array,
        da_h: Array,
        kept: Array,
    ) -> None:
        """Undo equations 5 to 2 of one step; `kept` is what goes to h_(t−1) directly."""
        _, d_r, d_g = self.d_zrg
        self._undo_mix(zrg, h_prev, dh, kept)  # 5, 4
        np.multiply(d_g, recalled, out=d_r)  # 4
        self._undo_gates(zrg)  # 3, 2
        gates_first(da, 3)[...] = self.d_zrg
        d_g *= zrg[1]
        gates_first(da_h, 3)[...] = self.d_zrg

    # Reset before it: the candidate needs a product of its own.

    def _step_before(self, t: int, a: Array, h_prev: Array, h: Array) -> None:
        zrg, two = self.zrg[t], 2 * self.units
        _, r, g = zrg
        self.recurrent.forward(t, out=self.a_h[:, :two])
        self._open_gates(a, self.a_h, zrg)  # 2, 3
        np.matmul(r * self.seen_by(2, h_prev), self.recurrent_kernel.value[:, two:], out=g)  # 4
        g += self.parts(a)[2]
        self._mix(zrg, h_prev, h)  # 4, 5

    def _undo_step_before(self, t: int, h_prev: Array, dh: Array, da: Array) -> None:
        zrg, two = self.zrg[t], 2 * self.units
        _, d_r, d_g = self.d_zrg
        self._undo_mix(zrg, h_prev, dh, self.kept)  # 5, 4
        d_looked_at = self.seen_by(2, d_g @ self.recurrent_kernel.value[:, two:].T)  # 4
        np.multiply(d_looked_at, h_prev, out=d_r)
        self._undo_gates(zrg)  # 3, 2
        gates_first(da, 3)[...] = self.d_zrg
        self.recurrent.backward(da[:, :two], out=dh)
        dh += d_looked_at * zrg[1]
        dh += self.kept

    # What both forms share.

    @property
    def _has_second_bias(self) -> bool:
        return self.use_bias and self.reset_after

    def _twin(self, what: str) -> str:
        """Return the name under which there is a compiled twin for the usual activations."""
        return f"gru_{what}_{self.activation.name}_{self.recurrent_activation.name}"

    def _open_gates(self, a: Array, a_h: Array, zrg: Array) -> None:
        """Calculate equations 2 and 3."""
        gates = np.add(gates_first(a, 3)[:2], gates_first(a_h, 3)[:2], out=zrg[:2])
        self.opening.open(gates)

    def _undo_gates(self, zrg: Array) -> None:
        self.opening.undo(zrg[:2], self.d_zrg[:2], out=self.d_zrg[:2])

    def _mix(self, zrg: Array, h_prev: Array, h: Array) -> None:
        """Calculate the tanh of 4, and equation 5 as g + z · (h_(t−1) − g)."""
        z, _, g = zrg
        self.activation(g, out=g)
        np.subtract(h_prev, g, out=h)
        h *= z
        h += g

    def _undo_mix(self, zrg: Array, h_prev: Array, dh: Array, kept: Array) -> None:
        """Undo equation 5 and the tanh of 4; `kept` is what goes to h_(t−1) directly."""
        z, _, g = zrg
        d_z, _, d_g = self.d_zrg
        np.subtract(h_prev, g, out=d_z)
        d_z *= dh
        np.multiply(dh, z, out=kept)
        np.subtract(dh, kept, out=d_g)
        self.activation.gradient(g, d_g, out=d_g)

    def _recurrent_gradient(self, h_prev: Array) -> None:
        """Fill the gradients of W_hh and of the second bias, of all steps at once."""
        dW_hh, rows = self.recurrent_kernel.grad, as_rows(self.da_h)
        if self.reset_after:
            self.recurrent.weight_gradient(self.da_h, out=dW_hh)
            if self.use_bias:
                sum_of_rows(rows, out=self.bias.grad[1])
            return
        two = 2 * self.units
        looked_at = self.seen_by(2, h_prev) * self.zrg[:, 1]
        self.recurrent.weight_gradient(self.da_h[..., :two], out=dW_hh[:, :two])
        dW_hh[:, two:] = as_rows(looked_at).T @ rows[:, two:]

    def parts(self, a: Float[np.ndarray, "batch gates"]) -> tuple[Array, Array, Array]:
        """Return views of the three parts."""
        units = self.units
        return a[:, :units], a[:, units : 2 * units], a[:, 2 * units :]

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {
            **super().get_config(),
            "recurrent_activation": self.recurrent_activation.name,
            "reset_after": self.reset_after,
        }
