"""How long sides are that an ONNX file leaves open."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.interop.onnx.reading.file import MOST_SIDES
from xlrnn.nn.interop.onnx.reading.graph import ForeignGraph
from xlrnn.nn.interop.wiring.sample import OPEN_SIDE

Array = NDArray[Any]

LONGEST: Final = 1000
MOST_TRIED: Final = 8
"""Of lengths that a file's shapes may stand for."""


def possible_lengths(
    graph: ForeignGraph, arrays: Mapping[str, Array] | None
) -> Iterator[dict[str, int]]:
    """Yield how long open sides may be: as in a sample, or else as the file's shapes say.

    Some exporters leave a side open and write the length of their example into a reshape.

    Args:
        graph: the source.
        arrays: a sample, if one is given.
    """
    sides = [(own, k, name) for own in graph.inputs for k, side in enumerate(own.sides)
             for name in side.names]  # fmt: skip
    if arrays is not None:
        yield {name: arrays[own.name].shape[k] for own, k, name in sides}
        return
    shapes = [
        array
        for array in graph.constants.values()
        if array.dtype == np.int64 and array.ndim == 1 and array.size <= MOST_SIDES
    ]
    said = {int(side) for shape in shapes for side in shape if 1 < side <= LONGEST}
    for length in [OPEN_SIDE, *sorted(said - {OPEN_SIDE})[:MOST_TRIED]]:
        yield {name: length for _, _, name in sides}
