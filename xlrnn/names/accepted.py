"""What may stand in an input, an entry a quantity: which numbers, and why in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final

import numpy as np

from xlrnn.errors import InputError


@dataclass(frozen=True)
class Accepted:
    """Which numbers a quantity may be.

    Args:
        what: what it is, in a few words.
        why: one sentence on what it does, with an example where that helps.
        least: the smallest number; `-LARGEST` and less is none.
        most: the largest one, `LARGEST` and more being none; or what is counted, of which it is
            the largest count.
        open: whether the bounds themselves are left out: "(" the least, ")" the most.
        whole: whether only whole numbers are meant.
        refused: whether another number makes no sense, and is refused and not only warned of.
        offered: numbers worth trying, for a list to pick from; others may be typed.
        listed: the block that holds all numbers that there are, to pick from.
    """

    what: str
    why: str
    least: float
    most: float | tuple[str, ...]
    open: str = ""
    whole: bool = False
    refused: bool = True
    offered: tuple[float, ...] = ()
    listed: str = ""

    def largest(self, sizes: Mapping[str, int]) -> float:
        """Return the largest number, given how many there are of what is counted."""
        if isinstance(self.most, tuple):
            return max(sizes[counted] for counted in self.most)
        return self.most

    def words(self, sizes: Mapping[str, int]) -> str:
        """Say which numbers are expected.

        Example:
            >>> ACCEPTED["beta_1"].words({})
            'a number from 0 up to but not 1'
        """
        most = self.largest(sizes)
        if self.least <= -LARGEST:
            return "a number"
        first = (
            f"a whole number from {self.least:g}" if self.whole else f"a number from {self.least:g}"
        )
        if "(" in self.open:
            first = f"a number above {self.least:g}"
        if most >= LARGEST:
            return first
        return f"{first} up to but not {most:g}" if ")" in self.open else f"{first} to {most:g}"

    def takes(self, number: float, sizes: Mapping[str, int]) -> bool:
        """Tell whether a number is one of those."""
        most = self.largest(sizes)
        inside = self.least <= number or self.least <= -LARGEST
        inside = inside and (number <= most or most >= LARGEST) and isfinite(number)
        at_a_bound = ("(" in self.open and number == self.least) or (
            ")" in self.open and number == most
        )
        return inside and not at_a_bound and (not self.whole or number == round(number))


LARGEST: Final = 1_000_000
RATES: Final = (0.001, 0.01, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)
SCALES: Final = (0.5, 0.7, 0.8, 0.9, 0.95, 1, 1.05, 1.1, 1.2, 1.5, 2)
SIZES: Final = (0.1, 0.2, 0.5, 1, 2, 5, 10, 100)

_RATE: Final = Accepted(
    "a learning rate",
    "How far each step goes: 0 learns nothing, a large one jumps.",
    0, LARGEST, offered=RATES,
)  # fmt: skip
_SCALE: Final = Accepted(
    "a scale",
    "Below 1 gradients shrink with every step, above 1 they can grow.",
    -LARGEST, LARGEST, refused=False, offered=SCALES,
)  # fmt: skip
_STATE: Final = Accepted(
    "a state", "tanh gives numbers between −1 and 1, so states are such.", -1, 1, refused=False
)
_MEMORY: Final = Accepted(
    "a share", "So much is kept of what was there before, for instance 0.9.", 0, 1, open=")"
)

_PLACE: Final = Accepted(
    "a row or column of a map", "Each cell of a map has a window.", 1, ("map",), whole=True
)

ACCEPTED: Final[Mapping[str, Accepted]] = {
    "rate_sgd": _RATE,
    "rate_adam": _RATE,
    "clip": Accepted(
        "a length", "A longer gradient is made as short as this.", 0, LARGEST, open="(",
        offered=SIZES,
    ),
    "beta_1": _MEMORY,
    "beta_2": _MEMORY,
    "epsilon_adam": Accepted(
        "a small number", "It keeps Adam from dividing by 0, for instance 1E-07.", 0, LARGEST
    ),
    "epsilon": Accepted(
        "a small step", "By so much a number is nudged, for instance 0.0001.", 0, LARGEST,
        open="(", offered=(1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1),
    ),
    "threshold": Accepted(
        "a threshold", "What is larger is clipped to it.", 0, LARGEST, open="(", offered=SIZES
    ),
    "scale": _SCALE,
    "scale_up": _SCALE,
    "loudness": Accepted(
        "a loudness", "The input is multiplied by it: a quiet one leaves tanh straight.",
        -LARGEST, LARGEST, refused=False, offered=(0.0001, 0.001, 0.01, 0.1, 0.5, 1),
    ),
    "tolerance": Accepted(
        "a tolerance", "So far off still agrees, for instance 1E-09.", 0, LARGEST
    ),
    "moving_variance": Accepted(
        "a variance", "A root is taken of it, so it is not below 0.", 0, LARGEST
    ),
    "h_0": _STATE,
    "epoch_shown": Accepted(
        "an epoch of this workbook", "Each row of the page training is one.", 1, ("epoch",),
        whole=True, listed="e_epoch",
    ),
    "window_row": _PLACE,
    "window_column": _PLACE,
    "window_filter": Accepted(
        "a filter", "The filters have numbers.", 1, ("filter",), whole=True
    ),
    "nudge_row": Accepted(
        "a row", "Each row of a matrix of weights leads to one unit or letter.",
        1, ("unit", "letter"), whole=True,
    ),
    "nudge_column": Accepted(
        "a column", "Each column of a matrix of weights comes from one letter or unit.",
        1, ("unit", "letter"), whole=True,
    ),
}  # fmt: skip


def check_accepted(
    quantities: Mapping[str, str],
    inputs: Mapping[str, np.ndarray[Any, Any]],
    sizes: Mapping[str, int],
) -> None:
    """Refuse inputs that make no sense, in the words of the sheet.

    Args:
        quantities: the quantity of each input by its key.
        inputs: the inputs by their keys.
        sizes: how many there are of what is counted.

    Raises:
        InputError: for the first one.
    """
    for key, quantity in quantities.items():
        accepted = ACCEPTED.get(quantity)
        if accepted is None or not accepted.refused:
            continue
        for number in inputs[key].flat:
            if not accepted.takes(float(number), sizes):
                raise InputError(f"{key} is {number:.10g}: expected {accepted.words(sizes)}")
