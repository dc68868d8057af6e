"""Parts of a batch on several cores, each with products on one core, where that is faster.

NumPy's matrix products use all cores, and what is no product uses one. Where a layer has much of
both, its batch is cut: each thread takes some samples, and meanwhile OpenBLAS is held to one
thread. Its own are ended, which takes 0.1 ms: else they go on asking for work for 30 ms, at full
speed, on the cores that are wanted. They come back with the next product.

There are as many threads as OpenBLAS may use, so that OPENBLAS_NUM_THREADS counts for both. There
is one without OpenBLAS, and one where the program has threads of its own, in which products may
be going on. The parts are the same however many there are, and so is the result.
"""

import ctypes
import functools
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

NAMES: Final = ("scipy_openblas_{}64_", "openblas_{}64_", "scipy_openblas_{}", "openblas_{}")
"""What OpenBLAS calls its functions, by who built it; NumPy's wheels have the first."""
END: Final = "blas_thread_shutdown_"
OURS: Final = "xlrnn-part"
"""How the names of our threads begin."""


class Switch(NamedTuple):
    """What OpenBLAS is asked and told about its threads."""

    get: Callable[[], int]
    set: Callable[[int], Any]
    end: Callable[[], Any]


def count() -> int:
    """Return how many threads may calculate at once."""
    switch = _switch()
    return switch.get() if switch and _alone() else 1


def _alone() -> bool:
    """Say whether all threads of this program are the main one and those made here."""
    return all(each is threading.main_thread() or each.name.startswith(OURS)
               for each in threading.enumerate())  # fmt: skip


def each(work: Callable[[int, slice], None], parts: Sequence[slice]) -> None:
    """Do some work for all parts of a batch, on as many threads as there may be.

    Args:
        work: is told the number of its thread, from 0, and a part; it writes where no other does.
        parts: of the batch.
    """
    threads = min(count(), len(parts))
    if threads < 2:
        for part in parts:
            work(0, part)
        return
    shares = [parts[k * len(parts) // threads : (k + 1) * len(parts) // threads]
              for k in range(threads)]  # fmt: skip

    def share(thread: int) -> None:
        for part in shares[thread]:
            work(thread, part)

    with _products_on_one_thread():
        others = [_pool(threads - 1).submit(copy_context().run, share, k)
                  for k in range(1, threads)]  # fmt: skip
        try:
            share(0)
        finally:
            for other in others:
                other.exception()  # waits
        for other in others:
            other.result()


def cut(samples: int, numbers: int, most: int = 1 << 18) -> list[slice]:
    """Return the parts of a batch, each small enough for the cache of a core.

    Args:
        samples: of the batch.
        numbers: that the work for one sample goes over.
        most: of a part.

    Example:
        >>> cut(5, 100, most=250)
        [slice(0, 2, None), slice(2, 4, None), slice(4, 5, None)]
    """
    size = max(1, most // max(1, numbers))
    return [slice(start, min(start + size, samples)) for start in range(0, samples, size)]


@contextmanager
def _products_on_one_thread() -> Iterator[None]:
    """Hold OpenBLAS to one thread for a while."""
    switch = _switch()
    assert switch is not None
    before = switch.get()
    switch.set(1)
    switch.end()
    try:
        yield
    finally:
        switch.set(before)


@functools.cache
def _switch() -> Switch | None:
    """Return the switch of the OpenBLAS that NumPy came with; None if it is another library."""
    beside = Path(np.__file__).parent.with_name("numpy.libs")
    for path in sorted(beside.glob("*openblas*")):
        try:
            library = ctypes.CDLL(str(path))
        except OSError:
            continue
        for name in NAMES:
            getter = getattr(library, name.format("get_num_threads"), None)
            setter = getattr(library, name.format("set_num_threads"), None)
            ender = getattr(library, END, None)
            if getter and setter and ender:
                return Switch(getter, setter, ender)
    return None


@functools.cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, OURS)


if hasattr(os, "register_at_fork"):  # a child of this process has none of its threads
    os.register_at_fork(after_in_child=_pool.cache_clear)
