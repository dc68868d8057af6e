"""One number of all along some axes, and rows of a table for numbers."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.interop.wiring.arranged import arranged
from xlrnn.nn.interop.wiring.axes import ONE, Group, Part, Size, size_of
from xlrnn.nn.interop.wiring.refusal import NotTakenError, OpenSideError
from xlrnn.nn.interop.wiring.value import Known, Value
from xlrnn.nn.interop.wiring.weighing import weighed
from xlrnn.nn.interop.wiring.wiring import Wiring
from xlrnn.nn.layers.embedding import Embedding
from xlrnn.nn.layers.global_average_pooling1d import GlobalAveragePooling1D
from xlrnn.nn.layers.global_max_pooling1d import GlobalMaxPooling1D
from xlrnn.nn.layers.input_layer import InputLayer

Array = NDArray[Any]


def reduced(wiring: Wiring, value: Value, axes: Sequence[int], how: str, *, keep: bool) -> Value:
    """Take the largest of all numbers along axes, the smallest, their mean, or their sum.

    Args:
        wiring: what is being made.
        value: the array.
        axes: of the other program's array.
        how: `max`, `min`, `mean` or `sum`.
        keep: whether the axes stay, 1 long.
    """
    places = sorted({value.axis(axis) for axis in axes})
    parts: Group = ()
    for place in places:
        parts += wiring.no_batch(value.theirs[place])
    theirs = [() if k in places else group for k, group in enumerate(value.theirs)
              if keep or k not in places]  # fmt: skip
    if how == "min":
        turned = weighed(wiring, value, -1.0)
        return weighed(wiring, reduced(wiring, turned, axes, "max", keep=keep), -1.0)
    if size_of(parts) == ONE:
        return value.laid(theirs)
    chosen = set(map(id, parts))
    rest = tuple(p for group in value.ours for p in group if id(p) not in chosen)
    make: Any = GlobalMaxPooling1D if how == "max" else GlobalAveragePooling1D
    symbol = wiring.call(make, arranged(wiring, value, [parts, rest]))
    result = Value(Known(symbol), (rest,), tuple(theirs))
    if how == "sum":
        size = size_of(parts)
        if not size.known:
            raise OpenSideError("steps of an open number are added up")
        return weighed(wiring, result, float(size.number))
    return result


def looked_up(wiring: Wiring, table: Array, ids: Value) -> Value:
    """Return the rows of a table for whole numbers: an `Embedding`.

    Args:
        wiring: what is being made.
        table: a row for each number.
        ids: the numbers.
    """
    if table.ndim != 2:
        raise NotTakenError(f"rows are looked up in a table of {table.ndim} axes: expected 2")
    symbol = ids.symbol
    if symbol.call is not None and isinstance(symbol.call.layer, InputLayer):
        known = wiring.words.get(id(symbol), len(table))
        wiring.words[id(symbol)] = min(known, len(table))
    else:
        raise NotTakenError("rows are looked up by numbers that are calculated: expected an input")
    returned = wiring.call(
        Embedding, symbol, [np.asarray(table)], input_dim=len(table), output_dim=table.shape[1]
    )
    features = (Part(Size(table.shape[1])),)
    return Value(Known(returned), (*ids.ours, features), (*ids.theirs, features))
