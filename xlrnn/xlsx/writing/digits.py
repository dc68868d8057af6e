"""How many digits of a number are shown: as many as the eye needs; the cell holds it whole.

Four decimals tell the numbers of these lessons apart and fit into a narrow column. What a page
shows of one quantity has one format, so that its blocks can be compared.
"""

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.names import NAMES

USUAL: Final = "0.0000"
# Numbers of few decimals, such as weights for the head, are shown as somebody would write them.
FEW: Final = "0.0###"
WHOLE: Final = "0"
POWER: Final = "0.0E+00"
TINY: Final = "0.0E+00;-0.0E+00;0"
AS_TYPED: Final = "0.0####"
LONG: Final = "0.0###########"

# Up to so large numbers have at most so many decimals; larger ones are powers of ten.
_DECIMALS: Final = ((10, 4), (100, 3), (1000, 2), (10_000, 1))

# Numbers that a reader is asked to choose, and the first states, mostly 0.
_TYPED: Final = (
    *("h_0", "c_0", "dh_last", "dc_last", "rate_sgd", "rate_adam", "rate", "clip"),
    *("beta_1", "beta_2", "scale", "scale_up", "threshold", "wanted"),
)
# Numbers that may vanish or explode.
_POWERS: Final = (
    *("heard", "felt", "felt_largest", "felt_norm", "memory_path", "memory_largest"),
    *("memory_norm", "arriving", "length", "by_value", "by_norm", "loss_change"),
)
# Of 1 or less: how far one of many lies below 0.0001 says nothing.
_SHARES: Final = ("p", "exps")
_DISTANCES: Final = (
    *("epsilon_adam", "slope_error", "amounts", "tolerance"),
    *("numpy_difference", "notation_difference"),
)
_KNOWN: Final = {
    **dict.fromkeys(_TYPED, AS_TYPED),
    **dict.fromkeys(_POWERS, POWER),
    **dict.fromkeys(_DISTANCES, TINY),
    "calculated": '"yes";"yes";"no"',
    "masked_score": USUAL,  # what is hidden lies a billion lower, and `shades` says so
    "epsilon": LONG,
    "loudness": LONG,
}


def digits(
    quantity: str, shown: Iterable[NDArray[Any]], *, small: bool = False, most: int = 4
) -> str:
    """Return the number format of a quantity.

    Args:
        quantity: an entry of the table of names.
        shown: all numbers that a page shows of it.
        small: whether the numbers of this page begin so small that they are powers of ten.
        most: how many decimals are shown at most.

    Example:
        >>> digits("h", [np.array([[0.287027, -0.9]])])
        '0.0000'
        >>> digits("W_xh", [np.array([[0.5, -1.0]])])
        '0.0###'
        >>> digits("square_row", [np.array([[3.8e-8]]), np.array([[2.5e-7]])])
        '0.0E+00'
    """
    if quantity in _KNOWN:
        return _KNOWN[quantity]
    if NAMES[quantity].whole:
        return WHOLE
    if quantity in _SHARES:
        return f"0.{'0' * most}"
    return POWER if small else _by_size(_sizes(shown), most)


def _sizes(shown: Iterable[NDArray[Any]]) -> NDArray[np.float64]:
    """Return the sizes of the numbers that are neither 0 nor infinite, the smallest first."""
    numbers = [array.ravel() for array in shown if array.dtype != object]
    if not numbers:
        return np.zeros(0)
    sizes: NDArray[np.float64] = np.abs(np.concatenate(numbers), dtype=float)
    return np.sort(sizes[(sizes > 0) & (sizes < np.inf)])


def _by_size(sizes: NDArray[np.float64], most: int) -> str:
    """Return the format of numbers of these sizes, the smallest first."""
    if sizes.size == 0:
        return f"0.{'0' * most}"
    # So many decimals of smaller numbers would be zeros, or zeros and one digit.
    median = (sizes[(sizes.size - 1) // 2] + sizes[sizes.size // 2]) / 2
    if median < 10.0 ** -max(most - 1, 2):
        return POWER
    decimals = next((count for limit, count in _DECIMALS if sizes[-1] < limit), None)
    if decimals is None:
        return POWER
    few = bool((np.abs(sizes * 100 - np.rint(sizes * 100)) <= 1e-9).all())
    return FEW if few else f"0.{'0' * min(decimals, most)}"
