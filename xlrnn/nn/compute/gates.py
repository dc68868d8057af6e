"""The gates of a step, side by side in one array, each part with an activation of its own."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.activations import ActivationFunction, sigmoid, tanh
from xlrnn.nn.compute.workspace import Workspace
from xlrnn.shapes import Float

Array = NDArray[Any]
ONE = np.float32(1)


class Gates:
    """Opens all parts of a pre-activation, and undoes that.

    σ(a) = (1 + tanh(a / 2)) / 2: in float32 one tanh serves all parts, stretched for each by
    factors that stand side by side as the parts do. In float64 each is exact near zero. Where
    each part has a function of its own, its result is put together elsewhere: a part of a wider
    array has gaps.

    Args:
        parts: the activation of each part; all parts are equally wide.
        units: the width of a part.
        dtype: the number format.
    """

    def __init__(
        self, parts: Sequence[ActivationFunction], units: int, dtype: "np.dtype[np.floating]"
    ) -> None:
        self.parts = [
            (function, slice(k * units, (k + 1) * units)) for k, function in enumerate(parts)
        ]
        self.together = dtype == np.float32 and all(part in (sigmoid, tanh) for part in parts)
        self.dtype, self.work = dtype, Workspace()
        self.is_tanh = np.repeat([part is tanh for part in parts], units)
        self.has_tanh = tanh in parts
        self._stretch(self.is_tanh.shape)

    def begin(self) -> None:
        """Prepare for the first step of a batch."""
        for function, _ in self.parts:
            function.begin()

    def open(self, a: Float[np.ndarray, "*batch gates"]) -> None:
        """Turn pre-activations into gates, in place."""
        if not self.together:
            for function, part in self.parts:
                opened = self.work.array("part", a[..., part].shape, a.dtype)
                a[..., part] = function(a[..., part], out=opened)
            return
        if a.shape != self.lowest.shape:
            self._stretch(a.shape)
        a *= self.factor
        np.tanh(a, out=a)
        a *= self.factor
        a += self.shift

    def undo(
        self,
        gates: Float[np.ndarray, "*batch gates"],
        d_gates: Float[np.ndarray, "*batch gates"],
        out: Float[np.ndarray, "*batch gates"],
    ) -> None:
        """Turn ∂L/∂gates into ∂L/∂a: times y (1 − y), for tanh times (1 + y) (1 − y).

        Args:
            gates: y.
            d_gates: ∂L/∂y.
            out: where ∂L/∂a goes; it may be `d_gates`.
        """
        if not self.together:
            for function, part in self.parts:
                undone = self.work.array("part", gates[..., part].shape, gates.dtype)
                out[..., part] = function.gradient(gates[..., part], d_gates[..., part], undone)
            return
        slope = self.work.array("slope", gates.shape, gates.dtype)
        np.subtract(ONE, gates, out=slope)
        if self.has_tanh:
            rise = self.work.array("rise", gates.shape, gates.dtype)
            slope *= np.subtract(gates, self.lowest, out=rise)
        else:
            slope *= gates
        np.multiply(d_gates, slope, out=out)

    def _stretch(self, shape: tuple[int, ...]) -> None:
        """Repeat the factors of the parts for every sample.

        NumPy works through two whole arrays in half the time that it takes row by row.
        """
        whole = np.broadcast_to(self.is_tanh, shape)
        self.factor = np.where(whole, 1, 0.5).astype(self.dtype)
        self.shift = np.where(whole, 0, 0.5).astype(self.dtype)
        self.lowest = np.where(whole, -1, 0).astype(self.dtype)


def gates_first(
    a: Float[np.ndarray, "batch gates"], count: int
) -> Float[np.ndarray, "count batch units"]:
    """Return a view of gates that lie side by side, one after the other."""
    return a.reshape(len(a), count, -1).swapaxes(0, 1)
