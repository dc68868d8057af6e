"""The product of several arrays, number by number."""

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core.serialization import registered
from xlrnn.nn.layers.elementwise import Array, Elementwise, Masks

Mask = NDArray[np.bool_]


@registered
class Multiply(Elementwise):
    """A layer whose output is y = x_1 · x_2 · … of all inputs.

    As in Keras a step that is left out of an input counts as 1; where all inputs have a mask, the
    steps that none of them counts are 0.

    Args:
        **common: as of every `Layer`.
    """

    def combine(self, x: list[Array], masks: Masks, out: Array) -> None:
        """Multiply the inputs, number by number."""
        masks = [None] * len(x) if masks is None else masks
        self.kept = [beside(m, each.ndim) for m, each in zip(masks, x, strict=True)]
        self.none: Mask | None = None
        given = [m for m in self.kept if m is not None]
        if len(given) == len(x):
            self.none = ~reduce(np.logical_or, given)
        self.x = [
            each if m is None else np.where(m, each, self.dtype.type(1))
            for each, m in zip(x, self.kept, strict=True)
        ]
        first, *others = self.x
        np.multiply(first, others[0] if others else 1, out=out)
        for each in others[1:]:
            out *= each
        if self.none is not None:
            np.copyto(out, 0, where=self.none)

    def undo(self, dy: Array) -> list[Array]:
        """The share of each input is the product of the others."""
        if self.none is not None:
            dy = np.where(self.none, self.dtype.type(0), dy)
        shares = [dy]  # times the inputs in front of each
        for k, each in enumerate(self.x[:-1], start=1):
            shares.append(np.multiply(shares[-1], each, out=self.room(f"d{k}")))
        behind = self.x[-1]
        for k in range(len(self.x) - 2, -1, -1):
            shares[k] = np.multiply(shares[k], behind, out=self.room(f"d{k}"))
            behind = behind * self.x[k] if k else behind
        return [
            dx if m is None else np.where(m, dx, self.dtype.type(0))
            for dx, m in zip(shares, self.kept, strict=True)
        ]


def beside(mask: Mask | None, sides: int) -> Mask | None:
    """Return a mask that goes with an array of so many sides."""
    return None if mask is None else mask.reshape(*mask.shape, *(1,) * (sides - mask.ndim))


def multiply(inputs: Sequence[Any], **options: Any) -> Any:
    """Return what a `Multiply` with these options makes of several inputs.

    Example:
        >>> multiply([[[1.0, 2.0]], [[10.0, 20.0]]]).tolist()
        [[10.0, 40.0]]
    """
    return Multiply(**options)(inputs)
