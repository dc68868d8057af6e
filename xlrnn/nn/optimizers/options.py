"""What the options of optimizers and schedules may be."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Final, NamedTuple

import numpy as np

from xlrnn.errors import UsageError


class Range(NamedTuple):
    """The numbers that an option may be.

    Args:
        text: the range in words.
        low: the least number.
        high: the greatest.
        without_low: whether the least is left out.
        without_high: whether the greatest is.

    Example:
        >>> SHARE.number(0.9, "SGD: momentum")
        0.9
    """

    text: str
    low: float = 0.0
    high: float = np.finfo(float).max
    without_low: bool = False
    without_high: bool = False

    def number(self, value: Any, what: str) -> float:
        """Return a number of the range.

        Args:
            value: what was given.
            what: what it is, for the error.

        Raises:
            UsageError: if it is something else.
        """
        if not self._holds(value):
            raise UsageError(f"{what} is {value!r:.60}: expected a number {self.text}")
        number: float = value.item() if isinstance(value, np.ndarray | np.generic) else value
        return number

    def _holds(self, value: Any) -> bool:
        if isinstance(value, np.ndarray) and value.ndim == 0:
            value = value[()]
        if isinstance(value, bool) or not isinstance(value, int | float | np.number):
            return False
        return bool(self.low <= value <= self.high) and not (
            (self.without_low and value == self.low) or (self.without_high and value == self.high)
        )


FROM_ZERO: Final = Range("from 0")
ABOVE_ZERO: Final = Range("above 0", without_low=True)
SHARE: Final = Range("from 0 to 1", high=1.0)
BELOW_ONE: Final = Range("from 0 up to but not 1", high=1.0, without_high=True)


def flag(value: Any, what: str) -> bool:
    """Return True or False.

    Raises:
        UsageError: if it is something else.
    """
    if not isinstance(value, bool | np.bool_):
        raise UsageError(f"{what} is {value!r:.60}: expected True or False")
    return bool(value)


LACKING: Final[Mapping[str, tuple[Any, ...]]] = {
    "use_ema": (False, None),
    "ema_overwrite_frequency": (None,),
    "loss_scale_factor": (None,),
    "gradient_accumulation_steps": (None,),
}
"""What Keras' optimizers have and ours do not, with the values that change nothing."""
ALONE_NOTHING: Final = "ema_momentum"
"""Without `use_ema` it does nothing."""


def refuse_others(kind: str, others: Mapping[str, Any], known: list[str]) -> None:
    """Refuse options that there are not, unless they are Keras' and change nothing.

    Args:
        kind: the optimizer's class.
        others: the options.
        known: the names of those that there are.

    Raises:
        UsageError: with what was meant, if that can be guessed.
    """
    for name, value in others.items():
        if name == ALONE_NOTHING or (name in LACKING and value in LACKING[name]):
            continue
        if name in LACKING:
            raise UsageError(
                f"{kind}: {name} is {value!r:.60}, and we have no such option, unlike Keras: leave "
                "it out"
            )
        near = ["learning_rate"] if name == "lr" else get_close_matches(name, known, n=1)
        meant = f": did you mean {near[0]}?" if near else ""
        raise UsageError(f"{kind} has no option {name}{meant}")
