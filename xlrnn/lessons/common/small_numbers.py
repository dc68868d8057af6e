"""Weights for the head: one digit and few decimals, so that a class can do a step with a pencil.

Numbers are halves where that is fine enough to tell every letter and every unit apart, else tenths
or hundredths. No sum has many terms, so that no tanh and no σ is saturated, whatever the size.
"""

from typing import Any, Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.lessons.common.lesson import Option

Array = NDArray[Any]

USUAL, SMALL = "usual", "small"
NUMBERS: Final = (USUAL, SMALL)
NUMBERS_OPTION: Final = Option(
    "numbers", USUAL, f"{' or '.join(NUMBERS)}: weights such as 0.5, for a pencil"
)

# Chosen by hand for the article's word. Rows are units, columns the letters h, e, l, o.
W_XH: Final = ((0.5, 1, -0.5, -1), (-1, 0.5, 1, -0.5), (1, -0.5, 0.5, 0.5))
W_HH: Final = 0.5
B_H: Final = 0.5
# Rows are the letters h, e, l, o, columns are units.
W_HY: Final = ((1, 0.5, -1), (-0.5, 1, 0.5), (0.5, -1, 1), (-1, 0.5, 0.5))

_STEPS: Final = (0.5, 0.1, 0.01)
_HALVES: Final = (-1.0, -0.5, 0.5, 1.0)
_TRIES: Final = 20
# So many weights of a sum are not 0.
_TERMS: Final = 2


def check_numbers(numbers: str) -> None:
    """Refuse what is no kind of numbers.

    Raises:
        UsageError: if it is none.
    """
    if numbers not in NUMBERS:
        raise UsageError(f"numbers is {numbers!r}: expected {' or '.join(NUMBERS)}")


def distinct(draw: Generator, shape: tuple[int, int]) -> Array:
    """Return small numbers, no row and no column like another where there are enough of them.

    Args:
        draw: where chance comes from.
        shape: how many rows and columns.
    """
    for step in _STEPS:
        count = round(1 / step)
        levels = np.array([k / count for k in range(-count, count + 1) if k])
        once = 1 in shape and max(shape) <= len(levels)
        for _ in range(_TRIES):
            drawn: Array = draw.choice(levels, shape, replace=not once)
            if (len(np.unique(drawn, axis=0)), len(np.unique(drawn.T, axis=0))) == shape:
                return drawn
    return drawn


def few_terms(draw: Generator, shape: tuple[int, int]) -> Array:
    """Return small numbers, at most two of a row other than 0.

    Args:
        draw: where chance comes from.
        shape: how many rows and columns.
    """
    drawn: Array = draw.choice(_HALVES, shape)
    rank = draw.permuted(np.tile(np.arange(shape[1]), (shape[0], 1)), axis=1)
    return np.where(rank < _TERMS, drawn, 0.0)


def halves(draw: Generator, shape: tuple[int, ...]) -> Array:
    """Return −0.5, 0 or 0.5 for each of them, as for a bias or a recurrent weight."""
    return draw.choice((-0.5, 0.0, 0.5), shape)


def hello_weights(seed: int, letters: int, units: int, *, tied: bool) -> dict[str, Array]:
    """Return small weights of the article's network, under their names."""
    draw = np.random.default_rng(seed)
    recurrent = {"w_hh": draw.choice((-0.5, 0.5), (1, 1))}
    if not tied:
        recurrent = {"W_hh": few_terms(draw, (units, units)) / 2}
    return {
        "W_xh": distinct(draw, (units, letters)),
        **recurrent,
        "b_h": halves(draw, (1 if tied else units, 1)),
        "W_hy": few_terms(draw, (letters, units)),
    }
