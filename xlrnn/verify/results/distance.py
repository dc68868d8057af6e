"""How far two numbers are from each other: absolutely, relatively, in units of the last place."""

from dataclasses import dataclass

import numpy as np

from xlrnn.formula.block import Block
from xlrnn.shapes import Bool, Float

Array = Float[np.ndarray, "..."]

DISTANCES = frozenset({"numpy_difference", "notation_difference"})


@dataclass(frozen=True)
class Tolerance:
    """Numbers agree if they are close relatively *or* absolutely.

    Args:
        relative: the largest distance relative to the number that is expected.
        absolute: the largest distance as such.
        by_column: whether `relative` means the largest number of the same column. What is left
            of a number that cancels out against its neighbours has few digits of its own.
    """

    relative: float = 1e-9
    absolute: float = 1e-12
    by_column: bool = False

    def of(self, block: Block) -> "Tolerance":
        """Return how far the numbers of a block may be apart, which may have reasons of its own.

        The check page shows relative distances, which should be 0. If every calculated cell is
        within the relative tolerance of NumPy, two of them are within twice of it from each other.
        """
        relative, absolute = block.slack * self.relative, block.slack * self.absolute
        if block.quantity in DISTANCES:
            absolute = max(absolute, 2 * relative)
        if block.vanishing:
            return Tolerance(relative, 0.0, by_column=True)
        return Tolerance(relative, absolute)

    def holds(self, expected: Array, actual: Array) -> Bool[np.ndarray, "..."]:
        """Tell for each pair of numbers whether they agree; nothing agrees with NaN."""
        with np.errstate(invalid="ignore", over="ignore"):
            close: Bool[np.ndarray, ...] = np.abs(actual - expected) <= self.reach(expected)
        return close

    def reach(self, expected: Array) -> Array:
        """Return how far from each number another may be; one for each column if by column."""
        size = np.abs(expected)
        if self.by_column:
            size = size.max(axis=0, initial=0.0, where=np.isfinite(size))
        reach: Array = np.maximum(self.absolute, self.relative * size)
        return reach


@dataclass(frozen=True)
class Distances:
    """The distance of each number from what was expected."""

    absolute: Array
    relative: Array
    ulp: Array


def distances(expected: Array, actual: Array) -> Distances:
    """Measure how far numbers are from what was expected; NaN where one is no number."""
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        absolute = np.abs(actual - expected)
        relative = np.where(absolute == 0, 0.0, absolute / np.abs(expected))
        ulp = absolute / np.spacing(np.maximum(np.abs(expected), np.abs(actual)))
    # NumPy makes scalars of what was calculated from arrays of no dimension.
    return Distances(np.asarray(absolute), np.asarray(relative), np.asarray(ulp))


def largest(values: Array) -> float:
    """Return the largest number, 0 if there is none."""
    numbers = values[~np.isnan(values)]
    return float(numbers.max()) if numbers.size else 0.0


def largest_ulp(expected: Array, actual: Array, floor: float) -> float:
    """Return the largest distance in ulp among numbers above a floor.

    Near zero an ulp means nothing: 1e-16 instead of 0 would be 10¹⁵ of them and more.
    """
    counted = np.abs(expected) > floor
    return largest(distances(expected, actual).ulp[counted])
