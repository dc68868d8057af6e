"""What the largest and the smallest of several arrays have in common."""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.layers.elementwise import Array, Elementwise, Masks
from xlrnn.nn.layers.multiply import beside

Mask = NDArray[np.bool_]


class Extreme(Elementwise):
    """y is one of the inputs, place by place; of inputs that tie each has half a share.

    The inputs are taken one after the other, each compared with what has come out so far. As in
    Keras a step that is left out of one of the two is that of the other.
    """

    choose: ClassVar[Any]
    """NumPy's function of two arrays."""

    beyond: ClassVar[Any]
    """Whether a number is chosen, and not the other."""

    def combine(self, x: list[Array], masks: Masks, out: Array) -> None:
        """Choose from the inputs; what was compared is kept."""
        masks = [None] * len(x) if masks is None else masks
        self.compared: list[tuple[Array, Array, Mask | None, Mask | None]] = []
        so_far, counts = x[0], beside(masks[0], out.ndim)
        for each, mask in zip(x[1:], masks[1:], strict=True):
            own = beside(mask, out.ndim)
            self.compared.append((each, so_far, own, counts))
            so_far = self._chosen(each, so_far, own, counts)
            counts = counts | own if counts is not None and own is not None else None
        out[...] = so_far

    def _chosen(self, x: Array, y: Array, own: Mask | None, counts: Mask | None) -> Array:
        """Return what comes out of an input and what has come out so far."""
        chosen = type(self).choose(x, y)
        if counts is not None:
            chosen = np.where(counts, chosen, x)
        return chosen if own is None else np.where(own, chosen, y)

    def _share(self, x: Array, y: Array, own: Mask | None, counts: Mask | None) -> Array:
        """Return how much of ∂L/∂ goes to the input, and not to what has come out so far."""
        share: Array = type(self).beyond(x, y).astype(self.dtype)
        share += (x == y) * self.dtype.type(0.5)
        if counts is not None:
            share = np.where(counts, share, self.dtype.type(1))
        return share if own is None else np.where(own, share, self.dtype.type(0))

    def undo(self, dy: Array) -> list[Array]:
        """Hand ∂L/∂y to what was chosen, from the last input to the first."""
        found = []
        for pair in reversed(self.compared):
            found.append(dy * self._share(*pair))
            dy = dy - found[-1]
        return [dy, *reversed(found)]
