"""The sides of an input that windows go along: how options speak of them, and what is refused."""

from typing import Any, Final

from xlrnn.counted import counted
from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.core import checked
from xlrnn.nn.core.input_shape import Shape

SIDES: Final = {1: "time", 2: "height, width"}
CALLED: Final = {1: "step", 2: "place"}
"""What stands along one of them, in the singular."""


def each_side(given: Any, rank: int, what: str) -> tuple[int, ...]:
    """Return a number for each side, of one for all or of as many as there are.

    Raises:
        UsageError: if it is something else.
    """
    if not isinstance(given, tuple | list):
        return (checked.positive(given, what),) * rank
    if len(given) != rank:
        raise UsageError(
            f"{what} is {given!r:.60}: expected a whole number from 1, or {rank} of them"
        )
    return tuple(checked.positive(one, what) for one in given)


def as_written(sides: tuple[int, ...]) -> int | list[int]:
    """Return the numbers of all sides as a configuration has them; one stands alone."""
    return sides[0] if len(sides) == 1 else list(sides)


def expect_sides(input_shape: Shape, rank: int, layer: str) -> None:
    """Refuse an input that has other sides than samples, those that windows go along, and features.

    Raises:
        ShapeError: with what was expected.
    """
    if len(input_shape) != rank + 2:
        raise ShapeError(
            f"{layer}: the input has {counted(len(input_shape), 'dimension')}, expected "
            f"{rank + 2}: (batch, {SIDES[rank]}, features)"
        )
