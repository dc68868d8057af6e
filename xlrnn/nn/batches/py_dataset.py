"""Keras' `PyDataset`, which older Keras calls `Sequence`: batches by their numbers."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from xlrnn.nn.core import checked


class PyDataset:
    """Batches by their numbers: `self[k]` is batch k of `len(self)`.

    A class of one's own says `__getitem__` and `__len__`. Without a `__len__` the batches never
    end, and `fit` has to be told how many make an epoch.

    Args:
        workers: Keras' option; here each batch is made when its turn comes, by the program itself.
        use_multiprocessing: likewise.
        max_queue_size: likewise.

    Example:
        >>> class Numbers(PyDataset):
        ...     def __len__(self):
        ...         return 2
        ...     def __getitem__(self, index):
        ...         return index
        >>> list(Numbers())
        [0, 1]
    """

    def __init__(
        self, workers: int = 1, use_multiprocessing: bool = False, max_queue_size: int = 10
    ) -> None:
        self.workers = checked.whole(workers, "workers")
        self.use_multiprocessing = checked.truth(use_multiprocessing, "use_multiprocessing")
        self.max_queue_size = checked.positive(max_queue_size, "max_queue_size")

    def __getitem__(self, index: int) -> Any:
        """Return a batch: x, (x, y) or (x, y, sample_weight)."""
        raise NotImplementedError(f"{type(self).__name__} says no __getitem__(index)")

    @property
    def num_batches(self) -> int | None:
        """How many batches there are; None if they never end."""
        return len(self) if hasattr(self, "__len__") else None

    def __iter__(self) -> Iterator[Any]:
        numbers = count() if self.num_batches is None else range(self.num_batches)
        return (self[number] for number in numbers)

    def on_epoch_begin(self) -> None:
        """An epoch begins."""

    def on_epoch_end(self) -> None:
        """An epoch has ended: the place to shuffle, for instance."""
