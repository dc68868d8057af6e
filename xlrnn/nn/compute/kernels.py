"""Who does the element-wise work: NumPy, or numba's compiled loops where `xlrnn[fast]` is.

A layer writes its equations in NumPy and asks for a compiled twin by name; there may be one, in
`xlrnn.nn.fast`, and it calculates the same to 1e-6. The environment variable XLRNN_KERNELS
(`numpy` or `numba`) decides where both are there.
"""

import functools
import importlib.util
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from xlrnn.errors import UsageError

NUMPY, NUMBA = "numpy", "numba"
Kernel = TypeVar("Kernel", bound=Callable[..., Any])

_forced: ContextVar[str] = ContextVar("kernels", default="")


def available() -> list[str]:
    """Return the ways to calculate on this machine, the plain one first."""
    return [NUMPY, NUMBA] if importlib.util.find_spec("numba") else [NUMPY]


def in_use() -> str:
    """Return the way that layers calculate now."""
    return _forced.get() or _default()


@functools.cache
def _default() -> str:
    """Return what the environment says, or the fastest there is."""
    wanted = os.environ.get("XLRNN_KERNELS", "")
    return _checked(wanted) if wanted else available()[-1]


@contextmanager
def using(way: str) -> Iterator[None]:
    """Calculate in one way for a while.

    Raises:
        UsageError: if it is not there.

    Example:
        >>> with using("numpy"):
        ...     in_use()
        'numpy'
    """
    before = _forced.set(_checked(way))
    try:
        yield
    finally:
        _forced.reset(before)


def of(name: str, plain: Kernel) -> Kernel:
    """Return the compiled twin of a function, or the function itself."""
    twin: Kernel = compiled(name) or plain
    return twin


def compiled(name: str) -> Any:
    """Return a compiled function, None if there is none of that name."""
    if in_use() == NUMPY:
        return None
    from xlrnn.nn import fast

    return fast.TWINS.get(name)


def _checked(way: str) -> str:
    if way not in available():
        hint = ": pip install 'xlrnn[fast]'" if way == NUMBA else ""
        raise UsageError(f"kernels {way!r} are not here: expected {' or '.join(available())}{hint}")
    return way
