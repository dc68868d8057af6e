"""Is a number the right one, rounded? It says the same digits, up to one, whatever the inputs."""

import math
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final

from xlrnn.exercises.judge.written import ROUNDING
from xlrnn.formula.value import Value

# To the nearest digit, down, up, towards zero, and away from it.
_WAYS: Final[Sequence[Callable[[float], float]]] = (
    lambda x: math.copysign(math.floor(abs(x) + 0.5), x),
    math.floor,
    math.ceil,
    math.trunc,
    lambda x: math.copysign(math.ceil(abs(x)), x),
)
# So many digits are looked at: a number has sixteen, and the last ones are noise.
_MOST: Final = 12
_LARGEST: Final = 1e11
# How far off a whole number of digits may be, beside its size.
_NOISE: Final = 1e-14
# Whose formula names no rounding is rounded only if it is as near as this to the right number.
_NEAR: Final = 0.1


def is_rounded(
    right: Sequence[Value], shown: Sequence[Value], functions: Collection[str] = ()
) -> bool:
    """Tell whether a cell shows the right number of each trial, rounded in one way.

    Args:
        right: what it should show in each trial.
        shown: what it shows.
        functions: the functions in its formula.
    """
    pairs = [(a, b) for a, b in zip(right, shown, strict=True) if _number(a) and _number(b)]
    if len(pairs) < len(shown):
        return False
    numbers: list[tuple[float, float]] = pairs  # type: ignore[assignment]
    changed = [(a, b) for a, b in numbers if abs(a - b) > _NOISE * abs(a)]
    if 2 * len(changed) < len(numbers):  # few numbers have few digits by themselves
        return False
    if not ROUNDING & {*functions}:
        size = max(abs(a) for a, _ in numbers)
        still = all(b == numbers[0][1] for _, b in numbers)
        gone = not any(b for _, b in changed)  # as of numbers below 0 that a bound takes away
        if still or gone or any(abs(a - b) > _NEAR * size for a, b in changed):
            return False
    return any(
        all(_is(way, digits, a, b) for (a, b), digits in zip(numbers, places, strict=True))
        for places in _places([a for a, _ in numbers])
        for way in _WAYS
    )


def _number(value: Value) -> bool:
    return isinstance(value, float) and math.isfinite(value)


def _places(right: Sequence[float]) -> Iterator[list[int]]:
    """Yield how many decimals each number may be rounded to: the same, or as many digits."""
    for digits in range(_MOST + 1):
        yield [digits] * len(right)
    for digits in range(1, _MOST + 1):
        yield [digits - 1 - math.floor(math.log10(abs(a))) if a else 0 for a in right]


def _is(way: Callable[[float], float], digits: int, right: float, shown: float) -> bool:
    """Tell whether a number is another one, rounded in a way to so many decimals."""
    scale = 10.0**digits
    wanted, found = right * scale, shown * scale
    return abs(wanted) < _LARGEST and abs(found - way(wanted)) <= _NOISE * max(1, abs(found))
