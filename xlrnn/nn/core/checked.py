"""Arguments of layers and initializers, refused where they are given and not where they are used.

Each function returns the argument, or raises a UsageError that says what was expected.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from xlrnn.errors import UsageError

Shape = tuple[int | None, ...]


def positive(value: Any, what: str) -> int:
    """Return a whole number from 1."""
    if not is_whole(value) or value < 1:
        raise UsageError(f"{what} is {value!r:.60}: expected a whole number from 1")
    return int(value)


def is_whole(value: Any) -> bool:
    """Say whether something is a whole number; True and False are none."""
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def is_number(value: Any) -> bool:
    """Say whether something is a finite number."""
    real = is_whole(value) or isinstance(value, float | np.floating)
    return bool(real and np.isfinite(value))


def number(value: Any, what: str, *, least: float = -np.inf) -> float:
    """Return a finite number, not below the least."""
    if not is_number(value) or value < least:
        bound = "" if least == -np.inf else f" from {least:g}"
        raise UsageError(f"{what} is {value!r:.60}: expected a number{bound}")
    return float(value)


def share(value: Any, what: str, *, all_of_it: bool = False) -> float:
    """Return a share: a number from 0 up to 1, which it may be only with `all_of_it`."""
    if not is_number(value) or not (0 <= value < 1 or (all_of_it and value == 1)):
        bounds = "0 to 1" if all_of_it else "0 up to but not 1"
        raise UsageError(f"{what} is {value!r:.60}: expected {bounds}")
    return float(value)


def truth(value: Any, what: str) -> bool:
    """Return True or False; 1 and 0 mean the same, texts mean nothing."""
    if not isinstance(value, bool | np.bool_) and not (is_whole(value) and value in (0, 1)):
        raise UsageError(f"{what} is {value!r:.60}: expected True or False")
    return bool(value)


def one_of(value: Any, choices: Iterable[Any], what: str) -> Any:
    """Return one of several words; capital letters count as small ones."""
    choices = list(choices)
    word = value.lower() if isinstance(value, str) else value
    if not (word is None or isinstance(word, str)) or word not in choices:
        raise UsageError(f"{what} is {value!r:.60}: expected one of {', '.join(map(str, choices))}")
    return word


def seed(value: Any, what: str) -> int | None:
    """Return a seed of draws of one's own, or None."""
    if value is not None and (not is_whole(value) or value < 0):
        raise UsageError(f"{what} is {value!r:.60}: expected a whole number from 0, or None")
    return None if value is None else int(value)


def name(value: Any, what: str) -> str | None:
    """Return a name; None lets one be found."""
    if value is not None and (not isinstance(value, str) or not value):
        raise UsageError(f"{what} is {value!r:.60}: expected a text")
    return value


def sides(shape: Any, what: str) -> Shape:
    """Return a shape, in which None stands for a side that may vary."""
    if not isinstance(shape, Sequence) or isinstance(shape, str):
        raise UsageError(f"{what} is {shape!r:.60}: expected a tuple, for instance (15, 200)")
    for side in shape:
        if side is not None and (not is_whole(side) or side < 0):
            raise UsageError(
                f"{what} is {tuple(shape)!r:.60}, with the side {side!r:.60}: expected a number"
            )
    return tuple(None if side is None else int(side) for side in shape)


def is_training(given: Any, layer: str) -> bool:
    """Return whether a call is part of a training; None says no, as in Keras."""
    return False if given is None else truth(given, f"{layer}: training")
