"""A mean and how sure it is: Student's interval over a few seeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Final

# The 97.5 % quantiles of Student's distribution with 1, 2, … degrees of freedom.
_T: Final = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179,
             2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064,
             2.060, 2.056, 2.052, 2.048, 2.045, 2.042)  # fmt: skip
_NORMAL: Final = 1.960


@dataclass(frozen=True)
class Interval:
    """A mean and its 95 % confidence interval.

    Args:
        mean: of the values.
        half: half the width of the interval; infinite for a single value.
    """

    mean: float
    half: float

    @property
    def low(self) -> float:
        """Where it begins."""
        return self.mean - self.half

    @property
    def high(self) -> float:
        """Where it ends."""
        return self.mean + self.half

    def __str__(self) -> str:
        return f"{self.mean:.4f} ± {self.half:.4f}" if isfinite(self.half) else f"{self.mean:.4f}"


def interval(values: Sequence[float]) -> Interval:
    """Return the mean of values and its interval.

    1. s = √(Σ (x − mean)² / (n − 1))
    2. half = t₀.₉₇₅(n − 1) · s / √n

    Example:
        >>> print(interval([0.5, 0.6, 0.7]))
        0.6000 ± 0.2484
    """
    n = len(values)
    mean = sum(values) / n
    if n == 1:
        return Interval(mean, float("inf"))
    s = sqrt(sum((x - mean) ** 2 for x in values) / (n - 1))
    t = _T[n - 2] if n - 2 < len(_T) else _NORMAL
    return Interval(mean, t * s / sqrt(n))
