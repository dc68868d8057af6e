"""h_(t−1) · W_hh at every step, and what the backward pass makes of it."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.compute.keeping import Steps
from xlrnn.nn.compute.sequence import as_rows
from xlrnn.nn.compute.workspace import Workspace
from xlrnn.shapes import Float

Array = NDArray[Any]

FEW = 4
"""For fewer steps a copy of the weights does not pay."""
STRIP = 16
"""So many rows are turned into columns at once: one line of the cache."""
Seen: TypeAlias = Float[np.ndarray, "gates batch units"] | None


class StepProduct:
    """The recurrent product of a layer: the same matrix at every step.

    So once a batch the matrix is copied into memory from which products are fast, and once more
    turned, for the way back: a product with W is up to a third faster than one with W.T. A layer
    that begins with h_0 = 0 has nothing to multiply at the first step.

    Args:
        work: where the copies lie.
    """

    def __init__(self, work: Workspace) -> None:
        self.work = work

    def begin(
        self,
        W: Float[np.ndarray, "units gates"],
        h: Steps,
        *,
        from_zero: bool,
        seen: Seen = None,  # noqa: ARG002
    ) -> None:
        """Prepare for a batch.

        Args:
            W: the recurrent weights.
            h: the states, h_0 in front; they may be filled in later.
            from_zero: whether h_0 is 0.
            seen: what each gate multiplies a state by before it looks at it.
        """
        self.h: Any = h
        self.W, self.first = W, int(from_zero)
        self.copies = len(h) - 1 >= FEW
        self.turned: Array | None = None
        if self.copies:
            self.W = self.work.matrix("W_hh", W.shape, W.dtype)
            np.copyto(self.W, W)

    def forward(self, t: int, out: Float[np.ndarray, "batch gates"]) -> None:
        """Calculate h_t · W."""
        if t < self.first:
            out.fill(0)
        else:
            np.matmul(self.h[t], self.W, out=out)

    def backward(
        self, da: Float[np.ndarray, "batch gates"], out: Float[np.ndarray, "batch units"]
    ) -> None:
        """Calculate da · W.T, the gradient of a state."""
        np.matmul(da, self.turned_matrix(), out=out)

    def turned_matrix(self) -> Float[np.ndarray, "gates units"]:
        """Return W turned, copied once a batch if that pays."""
        if self.turned is None:
            self.turned = self._turn() if self.copies else self.W.T
        return self.turned

    def _turn(self) -> Array:
        turned = self.work.matrix("W_hh.T", self.W.shape[::-1], self.W.dtype)
        for start in range(0, len(self.W), STRIP):
            strip = slice(start, start + STRIP)
            turned[:, strip] = self.W[strip].T
        return turned

    def weight_gradient(self, da: Float[np.ndarray, "time batch gates"], out: Array) -> None:
        """Fill ∂L/∂W, the sum over all steps of h_(t−1).T · ∂L/∂a_t, as one product."""
        h_prev = self.h[self.first : -1]
        np.matmul(as_rows(h_prev).T, as_rows(da[self.first :]), out=out)


class DroppedProduct(StepProduct):
    """The same where each gate may see another part of the state."""

    def begin(self, W: Array, h: Steps, *, from_zero: bool, seen: Seen = None) -> None:
        """Prepare for a batch; outside training all gates see all."""
        super().begin(W, h, from_zero=from_zero)
        self.seen = seen

    def forward(self, t: int, out: Float[np.ndarray, "batch gates"]) -> None:
        """Calculate h_t · W, gate by gate."""
        if self.seen is None or t < self.first:
            super().forward(t, out)
            return
        for seen, gate in self._gates(self.seen):
            out[:, gate] = (self.h[t] * seen) @ self.W[:, gate]

    def backward(
        self, da: Float[np.ndarray, "batch gates"], out: Float[np.ndarray, "batch units"]
    ) -> None:
        """Calculate da · W.T; what a gate did not see has no part in it."""
        if self.seen is None:
            super().backward(da, out)
            return
        out.fill(0)
        for seen, gate in self._gates(self.seen):
            out += seen * (da[:, gate] @ self.W[:, gate].T)

    def weight_gradient(self, da: Float[np.ndarray, "time batch gates"], out: Array) -> None:
        """Fill ∂L/∂W, gate by gate."""
        if self.seen is None:
            super().weight_gradient(da, out)
            return
        h_prev = self.h[self.first : -1]
        for seen, gate in self._gates(self.seen):
            out[:, gate] = as_rows(h_prev * seen).T @ as_rows(da[self.first :, :, gate])

    def _gates(self, seen: Array) -> Iterator[tuple[Array, slice]]:
        """Yield what each gate that W has sees, and where it stands in W."""
        units = self.h.shape[-1]
        for k in range(self.W.shape[1] // units):
            yield seen[k], slice(k * units, (k + 1) * units)


class TiedProduct(StepProduct):
    """The same where W_hh is one number that all units share."""

    def begin(
        self,
        W: Float[np.ndarray, "1 1"],
        h: Steps,
        *,
        from_zero: bool,  # noqa: ARG002
        seen: Seen = None,  # noqa: ARG002
    ) -> None:
        """Prepare for a batch."""
        self.h = h
        self.w = W[0, 0]

    def forward(self, t: int, out: Float[np.ndarray, "batch units"]) -> None:
        """Calculate w · h_t."""
        np.multiply(self.h[t], self.w, out=out)

    def backward(
        self, da: Float[np.ndarray, "batch units"], out: Float[np.ndarray, "batch units"]
    ) -> None:
        """Calculate w · da."""
        np.multiply(da, self.w, out=out)

    def weight_gradient(self, da: Float[np.ndarray, "time batch units"], out: Array) -> None:
        """Fill ∂L/∂w, the sum over all steps, samples and units."""
        out[0, 0] = np.vdot(self.h[:-1], da)
