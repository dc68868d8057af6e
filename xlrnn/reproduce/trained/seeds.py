"""Several seeds instead of one: which, and how what they find is shown."""

from collections.abc import Iterable, Sequence

from xlrnn.reproduce.evidence import Line, Setting
from xlrnn.tasks.study.interval import interval

QUICK, FULL = 2, 5


def seeds(setting: Setting) -> range:
    """Return the seeds of an experiment: few, or enough for narrow intervals."""
    return range(setting.seed, setting.seed + (QUICK if setting.quick else FULL))


def mean(values: Sequence[float]) -> float:
    """Return the mean over seeds."""
    return interval(values).mean


def shown(values: Sequence[float], decimals: int = 2) -> str:
    """Return mean and 95 % interval as a text.

    Example:
        >>> shown([0.5, 0.6, 0.7]), shown([1.0, 1.0])
        ('0.60 ± 0.25', '1.00 ± 0.00')
    """
    found = interval(values)
    return f"{found.mean:.{decimals}f} ± {found.half:.{decimals}f}"


def line(name: str, by_x: Iterable[Sequence[float]]) -> Line:
    """Return a line of a plot, with the interval over the seeds at each place.

    Args:
        name: what it is called.
        by_x: at each place, a value for each seed.
    """
    found = [interval(values) for values in by_x]
    return Line(
        name,
        tuple(one.mean for one in found),
        tuple(one.low for one in found),
        tuple(one.high for one in found),
    )
