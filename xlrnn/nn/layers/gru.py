"""The gated recurrent unit, in both its forms (Cho et al. 2014; Keras' default: cuDNN's)."""

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn import activations
from xlrnn.nn.core import kernels
from xlrnn.nn.core.arriving import Arriving, none_where_held
from xlrnn.nn.core.gates import Gates
from xlrnn.nn.core.layer import Shape
from xlrnn.nn.core.sequence import as_rows, batch_first, dense, sum_of_rows
from xlrnn.nn.core.trace import Trace
from xlrnn.nn.layers.rnn import RNN
from xlrnn.shapes import Float

Array = NDArray[Any]
GATES = ("update", "reset", "candidate")
"""The three parts of a pre-activation, in Keras' order."""


class GRU(RNN):
    """A recurrent layer with two gates and no memory but its state.

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
        self.recurrent_activation = activations.get(recurrent_activation)
        self.reset_after = reset_after

    def build(self, input_shape: Shape) -> None:
        """Make kernel, recurrent_kernel and bias, and what opens the gates."""
        super().build(input_shape)
        self.opening = Gates([self.recurrent_activation] * 2, self.units, self.dtype)

    @property
    def bias_shape(self) -> tuple[int, ...]:
        """The shape of bias: b, and below it the second one, if there is one."""
        return (2, 3 * self.units) if self.reset_after else (3 * self.units,)

    @property
    def projected_bias(self) -> Array | None:
        """The bias that is added to W_xh · x_t: b."""
        if not self.use_bias:
            return None
        return self.bias.value[0] if self.reset_after else self.bias.value

    @property
    def projected_bias_gradient(self) -> Array | None:
        """Where its gradient goes."""
        if not self.use_bias or not self.bias.trainable:
            return None
        return self.bias.grad[0] if self.reset_after else self.bias.grad

    def run(self, states: Sequence[Array]) -> None:
        """Go through the steps; each pre-activation becomes z, r or g."""
        (h,) = states
        self.zrg = self.projection.a
        self.a_h = self.work.array("a_h", self.zrg.shape, self.dtype)
        step = self._step_after if self.reset_after else self._step_before
        if self.reset_after and self.use_bias:
            self.d = self.work.array("d", self.a_h[0].shape, self.dtype)  # of all samples: faster
            self.d[...] = self.bias.value[1]
        self.gates_open = kernels.of(self._twin("step"), self._open_and_mix)
        for t in range(len(self.zrg)):
            step(t, self.projection.step(t), self.a_h[t], h[t], h[t + 1])
            self.stand_still(t, states)

    def undo(self, dy: Arriving, d_states: list[Array]) -> Float[np.ndarray, "time batch gates"]:
        """Go back through the steps; `da_h` is ∂L/∂ of what W_hh · h_(t−1) is added to."""
        (h,), (dh,) = self.all_states, d_states
        da = self.work.array("da", self.zrg.shape, self.dtype)
        self.da_h = self.work.array("da_h", da.shape, self.dtype) if self.reset_after else da
        self.gates_undone = kernels.of(self._twin("undo"), self._undo_open_and_mix)
        undo_step = self._undo_step_after if self.reset_after else self._undo_step_before
        for t in reversed(range(len(da))):
            dy.add(t, dh)
            passed = self.passing(t, d_states)
            undo_step(t, h[t], dh, da[t])
            self.take_up(t, da[t], d_states, passed)
            if self.held is not None:
                self.da_h[t, self.held[t]] = 0
        if self.recurrent_kernel.trainable:
            self._recurrent_gradient(h[:-1])
        return da

    # Reset after the multiplication: one product for all three parts.

    def _step_after(self, t: int, a: Array, a_h: Array, h_prev: Array, h: Array) -> None:
        self.recurrent.forward(t, out=a_h)
        if self.use_bias:
            a_h += self.d
        self.gates_open(a, a_h, h_prev, h)  # 2 to 5

    def _open_and_mix(self, a: Array, a_h: Array, h_prev: Array, h: Array) -> None:
        """Calculate equations 2 to 5 of one step; `a` becomes z, r and g."""
        z, r, g = self.parts(a)
        self._open_gates(a, a_h)  # 2, 3
        g += np.multiply(r, self.parts(a_h)[2], out=h)  # 4; h is room
        self.activation(g, out=g)
        self._mix(z, g, h_prev, h)  # 5

    def _undo_step_after(self, t: int, h_prev: Array, dh: Array, da: Array) -> None:
        kept = self.work.array("kept", dh.shape, self.dtype)
        da_h = self.da_h[t]
        self.gates_undone(self.zrg[t], self.a_h[t], h_prev, dh, da, da_h, kept)  # 5 to 2
        self.recurrent.backward(da_h, out=dh)
        dh += kept

    def _undo_open_and_mix(
        self,
        zrg: Array,
        a_h: Array,
        h_prev: Array,
        dh: Array,
        da: Array,
        da_h: Array,
        kept: Array,
    ) -> None:
        """Undo equations 5 to 2 of one step; `kept` is what goes to h_(t−1) directly."""
        _, r, _ = self.parts(zrg)
        _, da_r, da_g = self.parts(da)
        self._undo_mix(zrg, h_prev, dh, da, kept)  # 5
        np.multiply(da_g, self.parts(a_h)[2], out=da_r)  # 4
        self._undo_gates(zrg, da)  # 3, 2
        da_h[...] = da
        self.parts(da_h)[2][...] *= r

    # Reset before it: the candidate needs a product of its own.

    def _step_before(
        self,
        t: int,  # noqa: ARG002
        a: Array,
        a_h: Array,
        h_prev: Array,
        h: Array,
    ) -> None:
        z, r, g = self.parts(a)
        two = 2 * self.units
        W_hh = self.recurrent_kernel.value
        a_h[:, :two] = h_prev @ W_hh[:, :two]
        self._open_gates(a, a_h)  # 2, 3
        g += (r * h_prev) @ W_hh[:, two:]  # 4
        self.activation(g, out=g)
        self._mix(z, g, h_prev, h)  # 5

    def _undo_step_before(self, t: int, h_prev: Array, dh: Array, da: Array) -> None:
        zrg, two = self.zrg[t], 2 * self.units
        _, r, _ = self.parts(zrg)
        _, da_r, da_g = self.parts(da)
        W_hh = self.recurrent_kernel.value
        kept = self.work.array("kept", dh.shape, self.dtype)
        self._undo_mix(zrg, h_prev, dh, da, kept)  # 5
        d_looked_at = da_g @ W_hh[:, two:].T  # 4
        np.multiply(d_looked_at, h_prev, out=da_r)
        self._undo_gates(zrg, da)  # 3, 2
        np.matmul(da[:, :two], W_hh[:, :two].T, out=dh)
        dh += d_looked_at * r
        dh += kept

    # What both forms share.

    def _twin(self, what: str) -> str:
        """Return the name under which there is a compiled twin for the usual activations."""
        return f"gru_{what}_{self.activation.name}_{self.recurrent_activation.name}"

    def _open_gates(self, a: Array, a_h: Array) -> None:
        """Calculate equations 2 and 3, whose parts lie side by side."""
        two = 2 * self.units
        gates = a[:, :two]
        gates += a_h[:, :two]
        self.opening.open(gates)

    def _undo_gates(self, zrg: Array, da: Array) -> None:
        two = 2 * self.units
        self.opening.undo(zrg[:, :two], da[:, :two])

    def _mix(self, z: Array, g: Array, h_prev: Array, h: Array) -> None:
        """Calculate equation 5 as g + z · (h_(t−1) − g)."""
        np.subtract(h_prev, g, out=h)
        h *= z
        h += g

    def _undo_mix(self, zrg: Array, h_prev: Array, dh: Array, da: Array, kept: Array) -> None:
        """Undo equation 5 and the tanh of 4; `kept` is what goes to h_(t−1) directly."""
        z, _, g = self.parts(zrg)
        da_z, _, da_g = self.parts(da)
        np.subtract(h_prev, g, out=da_z)
        da_z *= dh
        np.multiply(dh, z, out=kept)
        np.subtract(dh, kept, out=da_g)
        self.activation.gradient(g, da_g, out=da_g)

    def _recurrent_gradient(self, h_prev: Array) -> None:
        """Fill the gradients of W_hh and of the second bias, of all steps at once."""
        dW_hh, rows = self.recurrent_kernel.grad, as_rows(self.da_h)
        if self.reset_after:
            self.recurrent.weight_gradient(self.da_h, out=dW_hh)
            if self.use_bias:
                sum_of_rows(rows, out=self.bias.grad[1])
            return
        two = 2 * self.units
        looked_at = h_prev * self.zrg[:, :, self.units : two]
        dW_hh[:, :two] = as_rows(h_prev).T @ rows[:, :two]
        dW_hh[:, two:] = as_rows(looked_at).T @ rows[:, two:]

    def parts(self, a: Float[np.ndarray, "batch gates"]) -> tuple[Array, Array, Array]:
        """Return views of the three parts."""
        units = self.units
        return a[:, :units], a[:, units : 2 * units], a[:, 2 * units :]

    def trace(self) -> Trace:
        """Return every pre-activation, gate and state of every sample and step.

        What r is multiplied by or with is there, too: `recalled`, W_hg · h_(t−1) + b_hg, with
        `reset_after`, and `looked_at`, r · h_(t−1), without.
        """
        h, gates = batch_first(self.all_states[0]), batch_first(self.zrg)
        h_prev, units = h[:, :-1], self.units
        a_x = dense(self.x) @ self.kernel.value
        if self.projected_bias is not None:
            a_x = a_x + self.projected_bias
        W_hh, two = self.recurrent_kernel.value, 2 * units
        a_h, r = h_prev @ W_hh, gates[..., units:two]
        named = Trace(h_prev=h_prev)
        if self.reset_after:
            a_h = a_h + (self.bias.value[1] if self.use_bias else 0)
            named["recalled"] = a_h[..., two:].copy()
            a_h[..., two:] *= r
        else:
            named["looked_at"] = r * h_prev
            a_h[..., two:] = named["looked_at"] @ W_hh[:, two:]
        for k, gate in enumerate(GATES):
            part = slice(k * units, (k + 1) * units)
            named[f"a_{gate}"], named[gate] = (a_x + a_h)[..., part], gates[..., part]
        return Trace({**named, "h": h[:, 1:]}).copied()

    def gradient_trace(self) -> Trace:
        """Return ∂L/∂a_t and what each step adds to the gradient of each weight.

        Of a backward pass inside `recording()` also ∂L/∂ of every state and gate.
        """
        da, two = batch_first(self.da), 2 * self.units
        named = self.arriving.trace(self.states)
        if named:
            named.update(none_where_held(self._gate_gradients(named), self.held))
        for k, gate in enumerate(GATES):
            named[f"da_{gate}"] = da[..., k * self.units : (k + 1) * self.units].copy()
        weights = self.weight_gradients_by_step(da, batch_first(self.da_h))
        if self.reset_after:
            weights["db_h"] = np.stack([weights["db_h"], batch_first(self.da_h)], axis=2)
        else:
            looked_at = batch_first(self.all_states[0][:-1] * self.zrg[:, :, self.units : two])
            weights["dW_hh"][..., two:] = looked_at[..., :, None] * da[..., two:][..., None, :]
        return Trace({**named, **weights})

    def _gate_gradients(self, states: Trace) -> Trace:
        """Undo equations 5 and 4 of all steps, from what was recorded of the states."""
        z, r, g = np.split(batch_first(self.zrg), 3, axis=-1)
        dh, h_prev, two = states["dh"], batch_first(self.all_states[0][:-1]), 2 * self.units
        named = Trace(dh_kept=dh * z, d_update=dh * (h_prev - g), d_candidate=dh * (1 - z))  # 5
        da_g = batch_first(self.da)[..., two:]
        if self.reset_after:  # 4
            named["d_recalled"] = batch_first(self.da_h)[..., two:].copy()
            named["d_reset"] = da_g * batch_first(self.a_h)[..., two:]
        else:
            named["d_looked_at"] = da_g @ self.recurrent_kernel.value[:, two:].T
            named["d_reset"] = named["d_looked_at"] * h_prev
            named["dh_looked_at"] = named["d_looked_at"] * r
        return named

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {
            **super().get_config(),
            "recurrent_activation": self.recurrent_activation.name,
            "reset_after": self.reset_after,
        }
