"""The calculated cells of a workbook all together, where asking each block by itself takes long."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from xlrnn.formula.value import Value
from xlrnn.shapes import Bool, Float
from xlrnn.sheet.book import shown_by
from xlrnn.verify.results.distance import Tolerance
from xlrnn.verify.subject.inputs import is_text
from xlrnn.verify.subject.locate import Located

Expected: TypeAlias = Mapping[str, NDArray[Any]]
Shown: TypeAlias = Mapping[str, Sequence[Sequence[Value]]]
Numbers = Float[np.ndarray, "cells"]


class Together:
    """Some blocks whose cells are looked at all together.

    Args:
        blocks: they; all of them must have been found.
        tolerance: how far numbers may be apart.
    """

    def __init__(self, blocks: Sequence[Located], tolerance: Tolerance) -> None:
        self._texts = [located.block for located in blocks if is_text(located.block)]
        self._blocks = [located.block for located in blocks if not is_text(located.block)]
        self._tolerances = [tolerance.of(block) for block in self._blocks]

    def numbers(self, expected: Expected) -> Numbers:
        """Return all numbers, block by block and row by row."""
        return _joined([array.ravel() for array in self._arrays(expected)])

    def largest(self, expected: Expected) -> Numbers:
        """Return 1 for each number that is the largest of its column, and 0 for the others."""
        return _joined([(a == a.max(axis=0)).ravel() for a in self._arrays(expected)])

    def among(self, cells: Mapping[str, Bool[np.ndarray, "..."]]) -> Bool[np.ndarray, "cells"]:
        """Tell of each number whether its cell is one of some, which are given by block."""
        none = [np.zeros(block.shape, bool) for block in self._blocks]
        pairs = zip(self._blocks, none, strict=True)
        marks = [cells.get(block.name, nothing).ravel() for block, nothing in pairs]
        return np.concatenate([*marks, np.empty(0, bool)])

    def same(self, expected: Expected, other: Expected) -> bool:
        """Tell whether two calculations show the same everywhere, within the tolerance."""
        if any((shown_by(b, expected) != shown_by(b, other)).any() for b in self._texts):
            return False
        return self._close(expected, self.numbers(other))

    def agree(self, expected: Expected, shown: Shown) -> bool:
        """Tell whether every cell shows what is expected of it, and is of the right kind."""
        for block in self._texts:
            if shown_by(block, expected).tolist() != [*map(list, shown[block.name])]:
                return False
        values = [*chain.from_iterable(chain.from_iterable(shown[b.name] for b in self._blocks))]
        return {*map(type, values)} <= {float} and self._close(expected, np.array(values))

    def _close(self, expected: Expected, numbers: Numbers) -> bool:
        with np.errstate(invalid="ignore", over="ignore"):
            apart = np.abs(numbers - self.numbers(expected))
            return bool((apart <= self._reach(expected)).all())

    def _reach(self, expected: Expected) -> Numbers:
        pairs = zip(self._tolerances, self._arrays(expected), strict=True)
        return _joined([np.broadcast_to(t.reach(a), a.shape).ravel() for t, a in pairs])

    def _arrays(self, expected: Expected) -> list[NDArray[Any]]:
        return [shown_by(block, expected).astype(float, copy=False) for block in self._blocks]


def _joined(rows: Sequence[NDArray[Any]]) -> Numbers:
    return np.concatenate([*rows, np.empty(0)])
