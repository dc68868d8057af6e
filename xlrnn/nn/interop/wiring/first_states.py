"""What a recurrent layer begins with: arrays of the other program, or numbers that it knows."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core.symbol import Symbol
from xlrnn.nn.interop.wiring.arranged import arranged
from xlrnn.nn.interop.wiring.axes import flat
from xlrnn.nn.interop.wiring.picking import one
from xlrnn.nn.interop.wiring.recurrences import Recurrence
from xlrnn.nn.interop.wiring.refusal import BatchAxisError, NotTakenError
from xlrnn.nn.interop.wiring.value import Value
from xlrnn.nn.interop.wiring.wiring import Wiring
from xlrnn.nn.layers.dense import Dense
from xlrnn.nn.layers.global_max_pooling1d import GlobalMaxPooling1D

Array = NDArray[Any]
State = Value | Array | None


def begin_with(own: Recurrence, first: Sequence[State]) -> None:
    """Let a recurrent layer begin with states; with zeros it begins anyway.

    Args:
        own: the layer, of which nothing has been asked yet.
        first: of each state an array of (directions, batch, units); None for zeros, which have to
            be made where another state is none.
    """
    ways, units = len(own.directions), own.units.size.number
    zeros = np.zeros((ways, 1, units))
    given = [zeros if state is None else state for state in first]
    if not all(isinstance(state, np.ndarray) and not state.any() for state in given):
        own.first = [_of(own.wiring, own.x, state, way) for way in range(ways) for state in given]


def _of(wiring: Wiring, x: Symbol, state: Value | Array, way: int) -> Symbol:
    if isinstance(state, Value):
        if state.rank != 3:
            raise NotTakenError(f"a first state is an array of 3 axes, not of {state.rank}")
        wiring.expect_batch(state.theirs[1])
        own = one(wiring, state, 0, way)
        parts = wiring.no_batch(tuple(flat(own.theirs[2:])))
        return arranged(wiring, own, [parts])
    numbers = np.asarray(state)[way]
    if (numbers != numbers[:1]).any():
        raise BatchAxisError("its first state differs from sample to sample")
    return _constant(wiring, x, numbers[0])


def _constant(wiring: Wiring, x: Symbol, numbers: Array) -> Symbol:
    """Return numbers that no input changes: a `Dense` layer whose kernel is 0, and its bias they.

    Args:
        wiring: what is being made.
        x: any sequence, which tells how many samples there are.
        numbers: the vector.
    """
    pooled = wiring.call(GlobalMaxPooling1D, x)
    kernel = np.zeros((x.shape[-1] or 0, len(numbers)))
    symbol: Symbol = wiring.call(Dense, pooled, [kernel, numbers], units=len(numbers))
    return symbol
