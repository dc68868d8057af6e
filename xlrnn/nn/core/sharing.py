"""A layer that stands in several places of a model: described in each, and made once.

As in Keras' files, the descriptions carry the same number then, and others carry none.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

NUMBER: Final = "shared_object_id"

_described: ContextVar[dict[int, dict[str, Any]] | None] = ContextVar("described", default=None)
_made: ContextVar[dict[Any, Any] | None] = ContextVar("made", default=None)


@contextmanager
def describing() -> Iterator[None]:
    """Number the layers that are described more than once inside."""
    yield from _inside(_described)


@contextmanager
def making() -> Iterator[None]:
    """Make layers of the same number once inside."""
    yield from _inside(_made)


def _inside(variable: ContextVar[Any]) -> Iterator[None]:
    """Yield once, within the outermost of such contexts."""
    if variable.get() is not None:
        yield
        return
    before = variable.set({})
    try:
        yield
    finally:
        variable.reset(before)


def described(layer: Any, description: dict[str, Any]) -> dict[str, Any]:
    """Return the description of a layer, with a number if there has been one before."""
    known = _described.get()
    if known is not None:
        first = known.setdefault(id(layer), description)
        if first is not description:
            number = first.setdefault(NUMBER, list(known).index(id(layer)))
            description[NUMBER] = number
    return description


def made_before(description: Mapping[str, Any]) -> Any:
    """Return the layer that was made of a description of the same number, or None."""
    return (_made.get() or {}).get(description.get(NUMBER))


def remember(description: Mapping[str, Any], layer: Any) -> None:
    """Keep a layer for further descriptions of its number."""
    known = _made.get()
    if known is not None and NUMBER in description:
        known[description[NUMBER]] = layer
