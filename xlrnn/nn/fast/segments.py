"""The gradient of a look-up, compiled; see `nn.compute.segments`."""

from typing import Any

from numpy.typing import NDArray

from xlrnn.nn.fast.functions import compiled

Array = NDArray[Any]


@compiled
def segment_sum(rows: Array, index: Array, sums: Array) -> None:
    """Add each row to the sum of its group."""
    sums[...] = 0
    for n in range(rows.shape[0]):
        row, total = rows[n], sums[index[n]]
        for i in range(len(row)):
            total[i] += row[i]
