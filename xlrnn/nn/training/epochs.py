"""Epoch after epoch: which batches of a source belong to each."""

import warnings
from collections.abc import Iterator

from xlrnn.errors import UsageError
from xlrnn.nn.core.checked import positive
from xlrnn.nn.training.data import Samples
from xlrnn.nn.training.source import Source


class Epochs:
    """The batches of epoch after epoch: a round of the source each, or so many steps.

    As in Keras, an epoch of steps begins where the one before ended, and ends early, with a
    warning, where the round does.

    Args:
        source: where the batches come from.
        steps: how many make an epoch; None for a round.
        planned: how many epochs there are to be.
        wish: what `steps` is called where it is asked for.

    Raises:
        UsageError: if the steps are no whole number from 1, or lack where the first epoch would
            never end or the second would have no batches.
    """

    def __init__(
        self, source: Source, steps: int | None = None, *, planned: int = 1, wish: str = "steps"
    ) -> None:
        self.source = source
        self.steps = None if steps is None else positive(steps, wish)
        self.going: Iterator[Samples] | None = None
        self.done = 0  # of the round
        if steps is None and source.endless:
            raise UsageError(f"the batches never end: give {wish}, how many of them to take")
        if steps is None and source.once and planned > 1:
            raise UsageError(
                f"a generator yields its batches once, and they are to be seen {planned} times: "
                f"give {wish}, how many to take each time, or a PyDataset instead"
            )

    @property
    def batches(self) -> int | None:
        """How many batches an epoch has; None where only its end will tell."""
        return self.source.batches if self.steps is None else self.steps

    @property
    def samples(self) -> int | None:
        """How many samples an epoch has; None where nobody knows."""
        return self.source.samples if self.steps is None else None

    def epoch(self) -> Iterator[Samples]:
        """Yield the batches of the next epoch."""
        self.source.tell("on_epoch_begin")
        yield from self.source.round() if self.steps is None else self._so_many(self.steps)
        self.source.tell("on_epoch_end")

    def more(self) -> bool:
        """Say whether there is anything for another epoch; if not, warn."""
        if self.source.more():
            return True
        warnings.warn("the generator has no more batches: the training ends", stacklevel=2)
        return False

    def _so_many(self, steps: int) -> Iterator[Samples]:
        for step in range(steps):
            batch = self._next(first=step == 0)
            if batch is None:
                self.going = None
                warnings.warn(
                    f"the data ran out: an epoch of {steps} steps ends after {step}", stacklevel=2
                )
                return
            yield batch

    def _next(self, *, first: bool) -> Samples | None:
        """Return the next batch; the first of an epoch may begin another round."""
        if self.going is None or (first and (self.source.once or self.done == self.source.batches)):
            self.going, self.done = self.source.round(), 0
        self.done += 1
        return next(self.going, None)
