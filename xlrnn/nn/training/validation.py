"""Judging a model between the epochs of its training."""

from collections.abc import Sequence
from typing import Any

from xlrnn.nn.callbacks.callback_list import CallbackList
from xlrnn.nn.core.checked import positive
from xlrnn.nn.training.data import Samples
from xlrnn.nn.training.learner import Learner
from xlrnn.nn.training.passes import judge


class Validation:
    """Judges a model after some epochs, or after each.

    Args:
        samples: which it does not learn from; None for no validation at all.
        size: how many are judged at once.
        epochs: after every how many epochs, or after which, the first being 1.

    Attributes:
        always: whether there is one after each epoch, or none at all.

    Raises:
        UsageError: if the size or the epochs are no whole numbers from 1.

    Example:
        >>> [Validation(None, 32, 2).falls_on(epoch) for epoch in range(4)]
        [False, True, False, True]
        >>> [Validation(None, 32, [1, 4]).falls_on(epoch) for epoch in range(4)]
        [True, False, False, True]
    """

    def __init__(self, samples: Samples | None, size: Any, epochs: "int | Sequence[int]") -> None:
        self.samples, self.size = samples, positive(size, "validation_batch_size")
        self.every: int | None = None
        self.chosen: set[int] = set()
        if isinstance(epochs, list | tuple | set | range):
            self.chosen = {positive(epoch, "an epoch of validation_freq") for epoch in epochs}
        else:
            self.every = positive(epochs, "validation_freq")
        self.always = samples is None or self.every == 1

    def falls_on(self, epoch: int) -> bool:
        """Say whether there is a validation after an epoch, the first being 0."""
        if self.every is None:
            return epoch + 1 in self.chosen
        return (epoch + 1) % self.every == 0

    def after(self, model: Learner, epoch: int, told: CallbackList) -> dict[str, Any]:
        """Return what there is to report after an epoch: nothing, or loss and metrics."""
        if self.samples is None or not self.falls_on(epoch):
            return {}
        return judge(model, self.samples, self.size, told, "val_")
