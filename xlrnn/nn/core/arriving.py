"""∂L/∂h_t: what arrives from the layers above is added to what comes from the step after.

A training step keeps neither. Whoever wants to see them, as a trace does, runs the backward pass
inside `recording()`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.compute.sequence import batch_first, time_first
from xlrnn.nn.core.trace import Trace
from xlrnn.shapes import Float

Array = NDArray[Any]

_wanted: ContextVar[bool] = ContextVar("wanted", default=False)


@contextmanager
def recording() -> Iterator[None]:
    """Let the backward passes inside keep ∂L/∂ of every state, for `gradient_trace`."""
    before = _wanted.set(True)
    try:
        yield
    finally:
        _wanted.reset(before)


class Arriving:
    """∂L/∂h_t that arrives from the layers above: at every step, or at the last one alone.

    Args:
        dy: ∂L/∂ of the output.
        steps: how many steps there are.
        every_step: whether the output is every state.
    """

    def __init__(self, dy: Array, steps: int, *, every_step: bool) -> None:
        self.dy = time_first(dy) if every_step else dy
        self.steps, self.every_step = steps, every_step

    def add(self, t: int, dh: Array) -> None:
        """Add what arrives at step t to what comes from the step after."""
        if self.every_step:
            dh += self.dy[t]
        elif t == self.steps - 1:
            dh += self.dy

    def by_step(self) -> Float[np.ndarray, "steps batch units"]:
        """Return what arrives at each step, or at the last one, as the only step."""
        return np.ascontiguousarray(self.dy) if self.every_step else self.dy[None]

    def trace(self, symbols: Sequence[str]) -> Trace:  # noqa: ARG002
        """Name what was recorded: nothing."""
        return Trace()


class Recorded(Arriving):
    """The same, which takes note of what comes and goes.

    Args:
        dy: ∂L/∂ of the output.
        steps: how many steps there are.
        every_step: whether the output is every state.
        d_states: ∂L/∂ of the states, into which the backward pass writes step after step; the
            first of them is that of h.
    """

    def __init__(
        self, dy: Array, steps: int, *, every_step: bool, d_states: Sequence[Array]
    ) -> None:
        super().__init__(dy, steps, every_step=every_step)
        self.d_states = d_states
        self.next = [np.zeros((steps, *own.shape), own.dtype) for own in d_states]
        self.dh = np.zeros_like(self.next[0])

    def add(self, t: int, dh: Array) -> None:
        """Add what arrives, and note ∂L/∂ of the states before and after."""
        for kept, own in zip(self.next, self.d_states, strict=True):
            kept[t] = own
        super().add(t, dh)
        self.dh[t] = dh

    def trace(self, symbols: Sequence[str]) -> Trace:
        """Name what arrived, what came from the step after, and what went to the one before.

        Args:
            symbols: of the states: h, and c where there is one.

        Returns:
            `dh_out`, `dh` and, for each state, `d…_next` and `d…_back`, by sample and step.
        """
        dh_out = self.dy if self.every_step else np.zeros_like(self.dh)
        if not self.every_step:
            dh_out[-1] = self.dy
        named = Trace(dh_out=batch_first(dh_out))
        for symbol, after, first in zip(symbols, self.next, self.d_states, strict=True):
            named[f"d{symbol}_next"] = batch_first(after)
            named[f"d{symbol}_back"] = batch_first(np.concatenate([first[None], after[:-1]]))
        return Trace({**named, "dh": batch_first(self.dh)}).copied()


def arriving(dy: Array, steps: int, *, every_step: bool, d_states: Sequence[Array]) -> Arriving:
    """Return what a backward pass adds at each step, recorded if somebody wants to see it."""
    if _wanted.get():
        return Recorded(dy, steps, every_step=every_step, d_states=d_states)
    return Arriving(dy, steps, every_step=every_step)


def none_where_held(trace: Trace, held: Sequence[Array] | None) -> Trace:
    """Set the gradients of gates to 0 at steps that are left out: no gate works there.

    Args:
        trace: gradients by sample and step; it is changed.
        held: for each step, the samples in which it is left out.
    """
    for t, samples in enumerate(held or ()):
        for gradient in trace.values():
            gradient[samples, t] = 0
    return trace
