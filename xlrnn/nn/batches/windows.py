"""Windows of a time series: Keras' `timeseries_dataset_from_array`."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.errors import UsageError
from xlrnn.nn.core import checked, random

Array = NDArray[Any]


class Windows:
    """Batches of windows: `for x in windows`, or with targets `for x, y in windows`.

    They can be gone through again and again; shuffled ones come in another order each time.

    Args:
        data: the series, time first.
        targets: by the step with which a window begins; None for windows alone.
        starts: the steps with which the windows begin.
        within: the steps of a window, counted from its first.
        size: how many windows make a batch; None yields each by itself.
        order: draws the order; None leaves them as they are.
    """

    def __init__(
        self,
        data: Array,
        targets: Array | None,
        starts: Array,
        within: Array,
        size: int | None,
        order: np.random.Generator | None,
    ) -> None:
        self.data, self.targets, self.starts, self.within = data, targets, starts, within
        self.size, self.order = size, order

    def __len__(self) -> int:
        return len(self.starts) if self.size is None else -(-len(self.starts) // self.size)

    def __iter__(self) -> Iterator[Any]:
        starts = self.starts if self.order is None else self.order.permutation(self.starts)
        if self.size is None:
            return map(self._of, starts)
        parts = range(0, len(starts), self.size)
        return (self._of(starts[first : first + (self.size or 0)]) for first in parts)

    def take(self, count: int) -> Iterator[Any]:
        """Yield the first batches alone."""
        return islice(self, checked.whole(count, "count"))

    def _of(self, starts: Any) -> Any:
        """Return the windows, or the one window, that begin so."""
        x = self.data[np.add.outer(starts, self.within)]
        return x if self.targets is None else (x, self.targets[starts])


def timeseries_dataset_from_array(
    data: Any,
    targets: Any,
    sequence_length: int,
    sequence_stride: int = 1,
    sampling_rate: int = 1,
    batch_size: int | None = 128,
    shuffle: bool = False,
    seed: int | None = None,
    start_index: int | None = None,
    end_index: int | None = None,
    format: str = "tf",
) -> Windows:
    """Return batches of windows of a time series, for `fit`, `evaluate`, `predict` or a loop.

    Args:
        data: the series, time first.
        targets: `targets[i]` belongs to the window that begins with step i; None for windows
            alone.
        sequence_length: the steps of a window.
        sequence_stride: how many steps later the next window begins.
        sampling_rate: how many steps of the series make one of a window.
        batch_size: how many windows make a batch; None yields each by itself.
        shuffle: whether they come in another order each time.
        seed: of the orders.
        start_index: the first step that is used.
        end_index: the first step that is used no more.
        format: Keras' option; it says how its batches are made, and changes nothing here.

    Raises:
        UsageError: if an option is out of range, or no window fits.

    Example:
        >>> series = np.arange(10)
        >>> (x, y), = timeseries_dataset_from_array(series[:-3], series[3:], 3, sequence_stride=2)
        >>> x.tolist(), y.tolist()
        ([[0, 1, 2], [2, 3, 4], [4, 5, 6]], [3, 5, 7])
    """
    checked.one_of(format, ("tf", "grain"), "format")
    series, wanted = np.asarray(data), None if targets is None else np.asarray(targets)
    length = checked.positive(sequence_length, "sequence_length")
    stride = _below(sequence_stride, series, "sequence_stride")
    rate = _below(sampling_rate, series, "sampling_rate")
    first = 0 if start_index is None else _below(start_index, series, "start_index", least=0)
    end = len(series) if end_index is None else _below(end_index, series, "end_index")
    if end <= first:
        raise UsageError(f"end_index is {end}: expected more than start_index, which is {first}")
    windows = end - first - (length - 1) * rate
    if wanted is not None:
        windows = min(windows, len(wanted) - first)
    if windows < 1:
        raise UsageError(
            f"no window of {counted(length, 'step')}, {rate} apart, fits into steps {first} to "
            f"{end - 1}" + ("" if wanted is None else f" with {counted(len(wanted), 'target')}")
        )
    order = random.generator(checked.seed(seed, "seed"))
    return Windows(
        series,
        wanted,
        np.arange(first, first + windows, stride),
        np.arange(0, length * rate, rate),
        None if batch_size is None else checked.positive(batch_size, "batch_size"),
        order if checked.truth(shuffle, "shuffle") else None,
    )


def _below(given: Any, series: Array, what: str, *, least: int = 1) -> int:
    """Return a number of steps that the series has."""
    number = checked.whole(given, what, least=least)
    if number >= len(series):
        raise UsageError(f"{what} is {number}: expected less than the {len(series)} steps of data")
    return number
