"""Whether layers keep every step, for a trace and the way back, or the last ones alone.

What a prediction of many batches leaves behind nobody looks at, save of its last one. What is
written over again and again stays in the cache.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.compute.workspace import Workspace

Array = NDArray[Any]


class Turns(list[Array]):
    """An array for each step, the last few of which share the memory in turns.

    Args:
        memory: of the last steps.
        count: how many steps there are.
    """

    def __init__(self, memory: Array, count: int) -> None:
        super().__init__(memory[t % len(memory)] for t in range(count))
        self.memory = memory


Steps: TypeAlias = Array | Turns
"""An array for each step."""

_output_alone: ContextVar[bool] = ContextVar("output_alone", default=False)


@contextmanager
def output_alone() -> Iterator[None]:
    """Have layers calculate their output and forget what led to it.

    Example:
        >>> with output_alone():
        ...     wants_output_alone()
        True
        >>> wants_output_alone()
        False
    """
    before = _output_alone.set(True)
    try:
        yield
    finally:
        _output_alone.reset(before)


def wants_output_alone() -> bool:
    """Say whether nobody asks for a trace, or a way back."""
    return _output_alone.get()


def steps_in(
    work: Workspace,
    name: str,
    shape: tuple[int, ...],
    dtype: "np.dtype[Any] | type",
    last: int = 1,
) -> Steps:
    """Return an array for each step.

    Args:
        work: where it lies.
        name: of its memory there.
        shape: the number of steps, and the shape of each.
        dtype: the number format.
        last: how many steps are needed at a time, where the output alone is wanted; they take
            turns in so much memory.
    """
    if not wants_output_alone():
        return work.array(name, shape, dtype)
    count, *of_step = shape
    return Turns(work.array(name, (last, *of_step), dtype), count)


def memory_of(steps: Steps) -> Array:
    """Return what compiled loops take: step t lies at t, or where its turn is."""
    return steps.memory if isinstance(steps, Turns) else steps
