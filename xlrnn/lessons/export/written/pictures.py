"""Layers of pictures, which stand place by place: a column for each, one row behind the other."""

from math import prod
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.lessons.export.flow import LayerOutput
from xlrnn.lessons.export.pages import Writing
from xlrnn.lessons.export.written.activated import OUTPUTS
from xlrnn.lessons.export.written.entry import LayerFormulas, Shown, table
from xlrnn.lessons.export.written.sequences import (
    filter_steps,
    too_many,
    write_average,
    write_filters,
    write_windows,
)
from xlrnn.lessons.export.written.weights import Windows
from xlrnn.nn import layers as nn_layers
from xlrnn.nn.core.layer import Mask

Array = NDArray[Any]


def write_conv2d(writing: Writing, flow: LayerOutput) -> LayerOutput:
    """Write windows, filters and activation."""
    layer = writing.layer
    rows, columns = layer.kernel_size
    page = writing.page(f"the same filters look at every window of {rows} × {columns} places")
    page.called = OUTPUTS
    writing.counting(page, output=layer.filters, input=rows * columns * flow.features)
    return write_filters(writing, flow, page, _seen(layer, writing.before))


def _seen(layer: Any, shape: tuple[int, ...]) -> list[list[int]]:
    """Return the columns of the places that each window sees, −1 of those outside."""
    height, width, _ = shape
    down, across = (
        [
            [i * w.stride + k * w.dilation - w.before(side) for k in range(w.size)]
            for i in range(w.count(side))
        ]
        for w, side in zip(layer.windows_of, (height, width), strict=True)
    )
    return [
        [y * width + x if 0 <= y < height and 0 <= x < width else -1 for y in rows for x in columns]
        for rows in down
        for columns in across
    ]


def _shares(layer: Any, x: Array, mask: Mask | None, y: Array) -> Shown:  # noqa: ARG001
    places = prod(x.shape[1:3])
    yield "w", np.full((places, 1), 1 / places)


PICTURES: Final = table(
    LayerFormulas(
        nn_layers.Conv2D,
        write_conv2d,
        Windows(["W"], ["b"]),
        beside=filter_steps,
        pictures=True,
        sees=lambda layer, features: prod(layer.kernel_size) * features,
        spread=lambda layer: prod(layer.kernel_size),
    ),
    LayerFormulas(nn_layers.MaxPooling2D, write_windows, refuse=too_many, pictures=True),
    LayerFormulas(nn_layers.AveragePooling2D, write_windows, refuse=too_many, pictures=True),
    LayerFormulas(nn_layers.GlobalAveragePooling2D, write_average, beside=_shares, pictures=True),
)
