"""Windows of a time series as older Keras makes them."""

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.batches.py_dataset import PyDataset
from xlrnn.nn.core import checked, random

Array = NDArray[Any]


class TimeseriesGenerator(PyDataset):
    """Windows of the steps before each step, with the target of that step.

    Args:
        data: the series, time first.
        targets: one for each step.
        length: the steps of the series that a window covers.
        sampling_rate: how many steps of the series make one of a window.
        stride: how many steps later the next window ends.
        start_index: the first step that is used.
        end_index: the last step whose target is used; by default the last of all.
        shuffle: whether windows are drawn by chance, each batch anew, instead of in order.
        reverse: whether time runs backwards in a window.
        batch_size: how many windows make a batch.
        **common: as of every `PyDataset`.

    Raises:
        ShapeError: if there is not a target for each step.
        UsageError: if an option is out of range, or no window fits.

    Example:
        >>> x, y = TimeseriesGenerator(np.arange(6), np.arange(6), length=3)[0]
        >>> x.tolist(), y.tolist()
        ([[0, 1, 2], [1, 2, 3], [2, 3, 4]], [3, 4, 5])
    """

    def __init__(
        self,
        data: Any,
        targets: Any,
        length: int,
        sampling_rate: int = 1,
        stride: int = 1,
        start_index: int = 0,
        end_index: int | None = None,
        shuffle: bool = False,
        reverse: bool = False,
        batch_size: int = 128,
        **common: Any,
    ) -> None:
        super().__init__(**common)
        self.data, self.targets = np.asarray(data), np.asarray(targets)
        if len(self.data) != len(self.targets):
            raise ShapeError(
                f"data has {counted(len(self.data), 'step')} and targets has {len(self.targets)}"
            )
        self.length = checked.positive(length, "length")
        self.sampling_rate = checked.positive(sampling_rate, "sampling_rate")
        self.stride = checked.positive(stride, "stride")
        self.batch_size = checked.positive(batch_size, "batch_size")
        self.start_index = checked.whole(start_index, "start_index") + self.length
        last = len(self.data) - 1
        self.end_index = last if end_index is None else checked.whole(end_index, "end_index")
        self.shuffle = checked.truth(shuffle, "shuffle")
        self.reverse = checked.truth(reverse, "reverse")
        if not self.start_index <= self.end_index <= last:
            raise UsageError(
                f"a window of {counted(self.length, 'step')} ends before step {self.start_index} "
                f"at the earliest, and end_index is {self.end_index}: expected it from there to "
                f"{last}"
            )

    def __len__(self) -> int:
        windows = self.end_index - self.start_index + self.stride
        return -(-(windows // self.stride) // self.batch_size)

    def __getitem__(self, index: int) -> tuple[Array, Array]:
        """Return the windows and targets of a batch."""
        steps = self._steps(index)
        within = np.arange(-self.length, 0, self.sampling_rate)
        x = self.data[np.add.outer(steps, within)]
        return (x[:, ::-1] if self.reverse else x), self.targets[steps]

    def _steps(self, index: int) -> Array:
        """Return the steps behind the windows of a batch."""
        if self.shuffle:
            drawn: Array = random.generator().integers(
                self.start_index, self.end_index + 1, self.batch_size
            )
            return drawn
        step = self.batch_size * self.stride
        first = self.start_index + step * index
        return np.arange(first, min(first + step, self.end_index + 1), self.stride)

    def get_config(self) -> dict[str, Any]:
        """Return the options, the series as JSON, as in Keras."""
        options = ("length", "sampling_rate", "stride", "start_index", "end_index", "shuffle")
        return {
            "data": json.dumps(self.data.tolist()),
            "targets": json.dumps(self.targets.tolist()),
            **{name: getattr(self, name) for name in (*options, "reverse", "batch_size")},
        }

    def to_json(self, **options: Any) -> str:
        """Return the options as JSON; `options` are those of `json.dumps`."""
        config = {"class_name": type(self).__name__, "config": self.get_config()}
        return json.dumps(config, **options)
