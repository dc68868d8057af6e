"""What a program has of its own, by the names under which a file may ask for it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from xlrnn.errors import UsageError

# Where differences take the place of a gradient:
STEP = 6e-6
"""A number is moved by so much of itself: the cube root of what float64 resolves."""
LEAST = 1e-3
"""It counts as being at least so large."""

_known: ContextVar[Mapping[str, Any]] = ContextVar("known", default={})  # noqa: B039  # never changed


@contextmanager
def custom_object_scope(custom_objects: Mapping[str, Any] | None) -> Iterator[None]:
    """Let losses and metrics of one's own be found by their names inside.

    Args:
        custom_objects: functions and classes by their names.

    Raises:
        UsageError: if they are something else.

    Example:
        >>> def far(y_true, y_pred):
        ...     return abs(y_true - y_pred)
        >>> with custom_object_scope({"far": far}):
        ...     own("far") is far
        True
    """
    objects = {} if custom_objects is None else custom_objects
    if not isinstance(objects, Mapping) or not all(
        isinstance(name, str) and callable(each) for name, each in objects.items()
    ):
        raise UsageError(
            f"custom_objects is {custom_objects!r:.60}: expected functions and classes by their "
            "names, for instance {'my_loss': my_loss}"
        )
    before = _known.set({**_known.get(), **objects})
    try:
        yield
    finally:
        _known.reset(before)


def own(name: Any) -> Any:
    """Return what a program has under a name, or None."""
    return _known.get().get(name) if isinstance(name, str) else None


def of_config(saved: Any, base: type, wrapper: type, what: str) -> Any:
    """Return what a configuration asks for, if that is of somebody's own; None if it is not.

    Args:
        saved: class and arguments.
        base: what a class of one's own is over.
        wrapper: the class that holds a function of one's own.
        what: what such things are called.

    Raises:
        UsageError: if a function is meant that nobody has named.
    """
    if not isinstance(saved, Mapping):
        return None
    kind, config = own(saved.get("class_name")), dict(saved.get("config") or {})
    if isinstance(kind, type) and issubclass(kind, base):
        return kind(**config)
    if saved.get("class_name") != wrapper.__name__:
        return None
    name = config.pop("function", None)
    if own(name) is None:
        raise UsageError(f"{what} {name!r} is a function of somebody's own{hint(name)}")
    return own(name) if isinstance(own(name), base) else wrapper(own(name), **config)


def hint(name: Any) -> str:
    """Say how a file is told what a name of one's own means."""
    return (
        f"; one of your own comes with load_model(…, custom_objects={{{name!r}: …}})"
        if isinstance(name, str) and name.isidentifier()
        else ""
    )


def called(function: Any) -> str:
    """Return the name of a function, or of what can be called as one."""
    return str(getattr(function, "__name__", type(function).__name__))
