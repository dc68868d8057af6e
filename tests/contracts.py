"""How the test run checks signatures: shapes and types, a whole number counting as a number.

jaxtyping's import hook puts `jaxtyping.jaxtyped` on every function and dataclass. It binds the
arguments of each call and checks them twice, so that verifying a workbook took half as long again;
what stands in its place here checks them once, within the same memory of what each dimension was.
"""

import dataclasses
import functools
import inspect
import typing
from collections.abc import Callable
from typing import Any

import jaxtyping
from beartype import BeartypeConf, beartype

# Both say what is wrong by the same exception, which is a TypeError.
_SETTINGS = BeartypeConf(is_pep484_tower=True, violation_type=jaxtyping.TypeCheckError)
check = beartype(conf=_SETTINGS)

_THEIRS = jaxtyping.jaxtyped
_DIMENSIONS = _THEIRS("context")


def install(packages: list[str]) -> None:
    """Check every call in some packages that have not been imported yet."""
    jaxtyping.jaxtyped = _put
    jaxtyping.install_import_hook(packages, "tests.contracts.check")


def _put(*, typechecker: object) -> Callable[[Any], Any]:
    """Return the decorator that the import hook asks for."""
    return checked


def checked(one: Any) -> Any:
    """Return a function, or a dataclass, whose calls are checked."""
    if inspect.isclass(one):
        made = vars(one).get("__init__")
        if dataclasses.is_dataclass(one) and made and not hasattr(made, "__wrapped__"):
            one.__init__ = checked(made)  # type: ignore[misc]
        return one
    if inspect.isgeneratorfunction(one):  # what it yields belongs to no call
        return _THEIRS(one, typechecker=check)
    one.__annotations__ = {name: _known(hint, one) for name, hint in one.__annotations__.items()}
    inner = check(one)
    if inner is one:
        return one

    @functools.wraps(one)
    def call(*args: Any, **kwargs: Any) -> Any:
        __tracebackhide__ = True
        if jaxtyping.config.jaxtyping_disable:
            return one(*args, **kwargs)
        with _DIMENSIONS:
            return inner(*args, **kwargs)

    return call


def _known(hint: Any, function: Any) -> Any:
    """Return an annotation, or that of anything where it names what only type checkers import."""
    if not isinstance(hint, str):
        return hint
    try:
        return typing.get_type_hints(_Hinted(hint), function.__globals__)["it"]
    except NameError:
        return Any


class _Hinted:
    """What `get_type_hints` can be asked about."""

    def __init__(self, hint: str) -> None:
        self.__annotations__ = {"it": hint}
