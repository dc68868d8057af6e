"""All numbers of a network in one vector: which quantity has which of them, and what they count."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError

Array = NDArray[Any]
Index: TypeAlias = NDArray[np.int64]
Key: TypeAlias = tuple[str, str]
"""Whose quantity it is, and its name: a layer's, `encoder.forward`, an input's ("", "x")."""

MOST: Final = 4_000_000
"""So many numbers a network of a map may have, of all steps and samples."""
ONE: Final[Key] = ("", "1")
"""The number 1, which biases are multiplied with."""
NONE: Final = -1
"""What is no number of the network."""


@dataclass(frozen=True)
class Quantity:
    """Some of the numbers.

    Args:
        key: which quantity they are.
        first: the place of the first.
        shape: how they are laid out.
        axes: what they count along each side, such as `unit`, `step`, `sample`.
        rank: when they are calculated, compared with others; `spread` more for each step.
        spread: 1 if later steps follow from earlier ones, −1 if it is the other way round.
    """

    key: Key
    first: int
    shape: tuple[int, ...]
    axes: tuple[str, ...]
    rank: int
    spread: int


class Numbers:
    """The plan of the vector: quantities, one after the other; and again for each epoch.

    Args:
        epochs: how many stand on the sheet.
    """

    def __init__(self, epochs: int = 1) -> None:
        self.epochs = epochs
        self._found: dict[Key, Quantity] = {}
        self._all: list[Quantity] = []
        self._firsts: list[int] = []
        self.size = 0
        self.add(ONE, (1, 1, 1), ("", "", ""))

    def __contains__(self, key: Key) -> bool:
        return key in self._found

    def add(
        self, key: Key, shape: Sequence[int], axes: Sequence[str], rank: int = 0, spread: int = 0
    ) -> None:
        """Make room for a quantity.

        Raises:
            UsageError: if the network is too large.
        """
        quantity = Quantity(key, self.size, tuple(shape), tuple(axes), rank, spread)
        self._found[key] = quantity
        self._all.append(quantity)
        self._firsts.append(self.size)
        self.size += prod(shape)
        if self.size > MOST:
            raise UsageError(f"{'.'.join(filter(None, key))}: more than {MOST} numbers: too many")

    def index(self, key: Key) -> Index:
        """Return the places of a quantity's numbers, as they are laid out."""
        found = self._found[key]
        return np.arange(found.first, found.first + prod(found.shape)).reshape(found.shape)

    def words(self, place: int) -> str:
        """Say which number it is: `unit 2, step 3`; of what there is but one nothing is said."""
        return ", ".join(f"{axis} {number}" for axis, number in self.counts(place).items())

    def counts(self, place: int) -> dict[str, int]:
        """Return which number it is along each axis, from 1; of what there is but one nothing."""
        epoch, place = divmod(place, self.size)
        found = self._all[bisect_right(self._firsts, place) - 1]
        at = np.unravel_index(place - found.first, found.shape)
        sides = zip(found.axes, found.shape, at, strict=True)
        counted = {axis: int(k) + 1 for axis, side, k in sides if axis and side > 1}
        return ({"epoch": epoch + 1} if self.epochs > 1 else {}) | counted

    def ranks(self, index: Index) -> Index:
        """Return when each number of some is calculated, compared with others."""
        epochs, places = np.divmod(index, self.size)
        which = np.searchsorted(self._firsts, places, side="right") - 1
        firsts, ranks, spreads, inner, steps = np.array([_timing(q) for q in self._all]).T
        step = (places - firsts[which]) // inner[which] % steps[which]
        last = 1 + int((ranks + np.abs(spreads) * steps).max())
        found: Index = epochs * last + ranks[which] + spreads[which] * step
        return found


def _timing(quantity: Quantity) -> tuple[int, int, int, int, int]:
    """Return first place, rank and spread; how many numbers are a step, and how many steps."""
    own = quantity.first, quantity.rank, quantity.spread
    if "step" not in quantity.axes:
        return *own, 1, 1
    axis = quantity.axes.index("step")
    return *own, prod(quantity.shape[axis + 1 :]), quantity.shape[axis]


def skipped(shape: tuple[int, ...]) -> Index:
    """Return places of no numbers."""
    return np.full(shape, NONE, dtype=np.int64)
