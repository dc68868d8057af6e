"""Products with matrices that are known: `Dense`, at each step if there are any."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.interop.wiring.arranged import arranged, last
from xlrnn.nn.interop.wiring.axes import ONE, Part, Size, size_of
from xlrnn.nn.interop.wiring.pending import Pending
from xlrnn.nn.interop.wiring.refusal import NotTakenError, OpenSideError
from xlrnn.nn.interop.wiring.value import Known, Value
from xlrnn.nn.interop.wiring.wiring import Wiring
from xlrnn.nn.layers.dense import Dense

Array = NDArray[Any]

MOST_PICKED = 2**24
"""The numbers of a matrix of ones and zeros that picks steps or features."""


def product(
    wiring: Wiring, value: Value, axis: int, kernel: Array, bias: Array | None = None
) -> Value:
    """Multiply along an axis: each number of the result is a weighed sum of all along it.

    Args:
        wiring: what is being made.
        value: the array.
        axis: of the other program's array; it has the outputs afterwards.
        kernel: a row for each input, a column for each output.
        bias: what is added to each output.

    Raises:
        NotTakenError: if the kernel is no matrix that fits.
    """
    axis = value.axis(axis)
    group = wiring.no_batch(value.theirs[axis])
    if kernel.ndim != 2 or Size(kernel.shape[0]) != size_of(group):
        raise NotTakenError(f"a matrix of shape {kernel.shape} times an axis of {size_of(group)}")
    outputs = Part(Size(kernel.shape[1]))
    groups = last(value, group)
    taken = Known(arranged(wiring, value, groups))
    pending = Pending(
        wiring,
        Dense,
        taken,
        kernel,
        bias,
        {"units": kernel.shape[1]},
        node=wiring.node,
        before=Value(taken, groups, value.theirs),
    )
    theirs = (*value.theirs[:axis], (outputs,), *value.theirs[axis + 1 :])
    return Value(pending, (*groups[:-1], (outputs,)), theirs)


def picked(wiring: Wiring, value: Value, axis: int, places: Sequence[int | None]) -> Value:
    """Return an array with these places of an axis, in this order; zeros where it is None.

    Raises:
        OpenSideError: if it is open how long the axis is.
    """
    axis = value.axis(axis)
    size = size_of(wiring.no_batch(value.theirs[axis]))
    if not size.known:
        raise OpenSideError(f"single steps are picked, of an open number ({size})")
    if list(places) == list(range(size.number)):
        return value
    if not places or size.number * len(places) > MOST_PICKED:
        raise NotTakenError(f"{len(places)} of {size} places are picked")
    if size == ONE and list(places) == [0]:
        return value
    kernel = np.zeros((size.number, len(places)))
    for k, place in enumerate(places):
        if place is not None:
            kernel[place, k] = 1
    return product(wiring, value, axis, kernel)
