"""Gradients of one array that arrive from several sides, added up."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.compute.segments import segment_sum
from xlrnn.nn.compute.sequence import Rows, time_first
from xlrnn.nn.compute.workspace import Workspace

Array = NDArray[Any]
Gradient = Array | Rows


def added(known: Gradient, arriving: Gradient, work: Workspace, name: str) -> Gradient:
    """Return the sum of what is known so far and what arrives.

    Neither is written into: both are memory of the layers that returned them.

    Args:
        known: what has arrived before.
        arriving: what is added. Of words both may be by word.
        work: where the sum goes.
        name: of its memory there.
    """
    if isinstance(known, Rows) or isinstance(arriving, Rows):
        return _by_word(known, arriving)
    total = work.sequence(name, known.shape, known.dtype)
    return np.add(known, arriving, out=total)


def _by_word(one: Gradient, other: Gradient) -> Rows:
    """Add gradients of which at least one is by word: the other becomes so, too."""
    known = one if isinstance(one, Rows) else other
    assert isinstance(known, Rows)
    return Rows(_table(one, known) + _table(other, known), known.index)


def _table(gradient: Gradient, known: Rows) -> Array:
    if isinstance(gradient, Rows):
        return gradient.table
    steps = time_first(gradient).reshape(-1, gradient.shape[-1])
    return segment_sum(steps, known.index.ravel(), np.empty_like(known.table))
