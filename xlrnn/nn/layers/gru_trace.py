"""What a gated recurrent unit shows of its calculation, to compare, to draw, to teach."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.compute.sequence import batch_first, dense
from xlrnn.nn.core.arriving import none_where_held
from xlrnn.nn.core.trace import Trace
from xlrnn.nn.layers.rnn import RNN
from xlrnn.shapes import Float

Array = NDArray[Any]
GATES = ("update", "reset", "candidate")
"""The three parts of a pre-activation, in Keras' order."""


class GRUTrace(RNN):
    """The traces of a `GRU`, which has the equations.

    Attributes:
        reset_after: whether the reset gate comes after the multiplication.
        zrg: update gate, reset gate and candidate of every step.
        recalled: W_hg · h_(t−1) + b_hg of every step, with `reset_after`.
        da_h: ∂L/∂ of what W_hh · h_(t−1) is added to.
    """

    reset_after: bool
    zrg: Float[np.ndarray, "time 3 batch units"]
    recalled: Float[np.ndarray, "time batch units"]
    da_h: Float[np.ndarray, "time batch gates"]

    def trace(self) -> Trace:
        """Return every pre-activation, gate and state of every sample and step.

        What r is multiplied by or with is there, too: `recalled`, W_hg · h_(t−1) + b_hg, with
        `reset_after`, and `looked_at`, r · h_(t−1), without.
        """
        h = batch_first(self.all_states[0])
        h_prev, units = h[:, :-1], self.units
        a_x = dense(self.x) @ self.kernel.value
        if self.use_bias:
            a_x = a_x + (self.bias.value[0] if self.reset_after else self.bias.value)
        two = 2 * units
        a_h, r = self.recurrent_part(h_prev), batch_first(self.zrg[:, 1])
        named = Trace(h_prev=h_prev)
        if self.reset_after:
            a_h = a_h + (self.bias.value[1] if self.use_bias else 0)
            named["recalled"] = a_h[..., two:].copy()
            a_h[..., two:] *= r
        else:
            named["looked_at"] = r * self._candidate_sees()
            a_h[..., two:] = named["looked_at"] @ self.recurrent_kernel.value[:, two:]
        for k, gate in enumerate(GATES):
            part = slice(k * units, (k + 1) * units)
            named[f"a_{gate}"] = (a_x + a_h)[..., part]
            named[gate] = batch_first(self.zrg[:, k])
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
            looked_at = batch_first(self.zrg[:, 1]) * self._candidate_sees()
            weights["dW_hh"][..., two:] = looked_at[..., :, None] * da[..., two:][..., None, :]
        return Trace({**named, **weights})

    def _gate_gradients(self, states: Trace) -> Trace:
        """Undo equations 5 and 4 of all steps, from what was recorded of the states."""
        z, g = batch_first(self.zrg[:, 0]), batch_first(self.zrg[:, 2])
        dh, h_prev, two = states["dh"], batch_first(self.all_states[0][:-1]), 2 * self.units
        named = Trace(dh_kept=dh * z, d_update=dh * (h_prev - g), d_candidate=dh * (1 - z))  # 5
        da_g = batch_first(self.da)[..., two:]
        if self.reset_after:  # 4
            named["d_recalled"] = batch_first(self.da_h)[..., two:].copy()
            named["d_reset"] = da_g * batch_first(self.recalled)
        else:
            named["d_looked_at"] = da_g @ self.recurrent_kernel.value[:, two:].T
            named["d_reset"] = named["d_looked_at"] * self._candidate_sees()
            named["dh_looked_at"] = batch_first(
                self.seen_by(2, self.zrg[:, 1] * named["d_looked_at"].swapaxes(0, 1))
            )
        return named

    def _candidate_sees(self) -> Float[np.ndarray, "batch time units"]:
        """Return what the candidate sees of h_(t−1): all, but for what is dropped."""
        return batch_first(self.seen_by(2, self.all_states[0][:-1]))
