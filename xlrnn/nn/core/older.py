"""Older names of options: taken, with a warning that says the new one."""

import sys
import warnings
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar, cast

from xlrnn.errors import UsageError

Function = TypeVar("Function", bound=Callable[..., Any])


def renamed(given: Mapping[str, Any], names: Mapping[str, str | None], what: str) -> dict[str, Any]:
    """Return options by the names that they have now.

    Args:
        given: the options by the names that they were given under.
        names: the new name of each old one; None where it has become needless.
        what: whose options they are.

    Raises:
        UsageError: if one is given under both of its names.

    Example:
        >>> with warnings.catch_warnings(record=True) as told:
        ...     warnings.simplefilter("always")
        ...     renamed({"nb_epoch": 3}, {"nb_epoch": "epochs"}, "fit")
        {'epochs': 3}
        >>> str(told[0].message)
        'fit: nb_epoch is an older name of epochs: write epochs=…'
    """
    found = {name: value for name, value in given.items() if name not in names}
    for old in given.keys() & names.keys():
        new = names[old]
        if new is None:
            tell(f"{what}: {old} is an option of older Keras and changes nothing: leave it out")
        elif new in found:
            raise UsageError(f"{what}: {old} is an older name of {new}: give one of them, not both")
        else:
            tell(f"{what}: {old} is an older name of {new}: write {new}=…")
            found[new] = given[old]
    return found


def also_called(names: Mapping[str, str | None]) -> Callable[[Function], Function]:
    """Let a function take options by their older names.

    Args:
        names: the new name of each old one; None where it has become needless.
    """

    def decorate(function: Function) -> Function:
        @wraps(function)
        def call(*args: Any, **options: Any) -> Any:
            if not names.keys().isdisjoint(options):
                options = renamed(options, names, function.__name__)
            return function(*args, **options)

        return cast("Function", call)

    return decorate


def tell(message: str) -> None:
    """Warn the program that called xlrnn, at its own line."""
    frame, level = sys._getframe(1), 2
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("xlrnn."):
        frame, level = frame.f_back, level + 1
    warnings.warn(message, FutureWarning, stacklevel=level)
