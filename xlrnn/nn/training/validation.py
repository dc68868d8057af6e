"""Judging a model between the epochs of its training."""

from collections.abc import Sequence
from typing import Any

from xlrnn.nn.callbacks.callback_list import CallbackList
from xlrnn.nn.core.checked import positive
from xlrnn.nn.training.epochs import Epochs
from xlrnn.nn.training.learner import Learner
from xlrnn.nn.training.passes import judge
from xlrnn.nn.training.source import Source


class Validation:
    """Judges a model after some epochs, or after each.

    Args:
        source: of the batches that it does not learn from; None for no validation at all.
        epochs: after every how many epochs, or after which, the first being 1.
        steps: how many batches are judged; None for all.
        planned: the epochs of the training, the first being 0.

    Attributes:
        always: whether there is one after each epoch, or none at all.

    Raises:
        UsageError: if the steps or the epochs are no whole numbers from 1, or the batches do not
            suffice.

    Example:
        >>> [Validation(None, 2).falls_on(epoch) for epoch in range(4)]
        [False, True, False, True]
        >>> [Validation(None, [1, 4]).falls_on(epoch) for epoch in range(4)]
        [True, False, False, True]
    """

    def __init__(
        self,
        source: Source | None,
        epochs: "int | Sequence[int]",
        *,
        steps: int | None = None,
        planned: range = range(0),
    ) -> None:
        self.source, self.steps = source, steps
        self.every: int | None = None
        self.chosen: set[int] = set()
        if isinstance(epochs, list | tuple | set | range):
            self.chosen = {positive(epoch, "an epoch of validation_freq") for epoch in epochs}
        else:
            self.every = positive(epochs, "validation_freq")
        self.always = source is None or self.every == 1
        if source is not None:
            often = sum(map(self.falls_on, planned))
            Epochs(source, steps, planned=often, wish="validation_steps")

    def falls_on(self, epoch: int) -> bool:
        """Say whether there is a validation after an epoch, the first being 0."""
        if self.every is None:
            return epoch + 1 in self.chosen
        return (epoch + 1) % self.every == 0

    def after(self, model: Learner, epoch: int, told: CallbackList) -> dict[str, Any]:
        """Return what there is to report after an epoch: nothing, or loss and metrics."""
        if self.source is None or not self.falls_on(epoch):
            return {}
        return judge(model, Epochs(self.source, self.steps), told, "val_")
