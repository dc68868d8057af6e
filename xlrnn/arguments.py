"""What a call may ask for: the functions refuse it, and the command line prints their words."""

import math
from collections.abc import Iterable, Sequence

from xlrnn.errors import UsageError


def check_count(name: str, value: object, least: int = 1) -> None:
    """Refuse what is no whole number, or too small.

    Args:
        name: what it is called.
        value: what was given; None means that nothing was.
        least: the smallest that makes sense.

    Raises:
        UsageError: if it is none.
    """
    if value is None:
        return
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise UsageError(f"{name} is {value}: expected a whole number from {least}")


def check_number(name: str, value: float, least: float = 0) -> None:
    """Refuse what is no finite number, or too small.

    Raises:
        UsageError: if it is none.
    """
    if not least <= value < math.inf:
        raise UsageError(f"{name} is {value}: expected a finite number from {least}")


def check_known(name: str, values: Iterable[str], known: Sequence[str]) -> None:
    """Refuse what is none of the names that there are.

    Raises:
        UsageError: for the first that is none.
    """
    for value in values:
        if value not in known:
            raise UsageError(f"{name} is {value!r}: expected {', '.join(known)}")
