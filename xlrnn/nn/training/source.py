"""Where batches come from: samples that are cut up, or somebody else who makes them."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager, nullcontext
from itertools import chain, count, cycle, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import InputError, UsageError, XlrnnError
from xlrnn.nn.core import random
from xlrnn.nn.network import Network
from xlrnn.nn.training.asked import batch_size
from xlrnn.nn.training.data import Samples
from xlrnn.nn.training.words import words_looked_up_once

Array = NDArray[Any]


class Source:
    """Batches, all of them once in each round.

    Attributes:
        samples: how many there are; None where nobody knows.
        batches: how many batches a round has; None where only its end will tell.
        once: whether they come only once, as from a generator.
        endless: whether it is known that they never end.
    """

    samples: int | None = None
    batches: int | None = None
    once = endless = False

    def round(self) -> Iterator[Samples]:
        """Yield the batches, from the first on; what comes only once goes on instead."""
        raise NotImplementedError

    def tell(self, event: str) -> None:
        """Tell who makes the batches that an epoch begins or ends."""

    def more(self) -> bool:
        """Say whether there is another batch: what comes only once may be used up."""
        return True

    def words_looked_up(self, model: Network) -> AbstractContextManager[None]:  # noqa: ARG002
        """Return a context for a round of predictions: words may be looked up beforehand."""
        return nullcontext()


class CutSamples(Source):
    """Samples, cut into batches.

    Args:
        given: the samples.
        size: of a batch; the last one may be smaller.
        shuffle: whether they come in another order in each round.
        lengths: the steps of each sample that a mask lets count, if there is one. Batches are
            drawn as without it; within a batch the longest come first, since a layer's step ends
            with the last sample that takes it.
    """

    def __init__(
        self, given: Samples, size: int, *, shuffle: bool = False, lengths: Array | None = None
    ) -> None:
        self.given, self.size, self.shuffle, self.lengths = given, size, shuffle, lengths
        self.samples, self.batches = len(given), -(-len(given) // size)

    def round(self) -> Iterator[Samples]:
        """Return the batches, in an order that is drawn now."""
        order = random.generator().permutation(len(self.given)) if self.shuffle else None
        if order is not None and self.lengths is not None:
            of_batch = np.arange(len(order)) // self.size
            order = order[np.lexsort((-self.lengths[order], of_batch))]
        return self.given.batches(self.size, order)

    def words_looked_up(self, model: Network) -> AbstractContextManager[None]:
        """Return a context in which each distinct word of all batches is looked up once."""
        return words_looked_up_once(model, self.given, self.size)


class MadeBatches(Source):
    """Batches that somebody else makes.

    They are a generator or another iterator, something that can be gone through again and again,
    or Keras' `PyDataset`: `ds[k]` is batch k of `len(ds)`, and `on_epoch_begin` and `on_epoch_end`
    are called if they are there.

    Args:
        given: the batches: x, (x,), (x, y) or (x, y, sample_weight).
        name: what it is called in errors.
        ready: makes samples of the parts of a batch, and checks them.
        shuffle: whether batches that have numbers come in another order in each round.

    Raises:
        InputError: if there is no batch, or the first one is none.
    """

    def __init__(
        self, given: Any, name: str, ready: Callable[..., Samples], *, shuffle: bool = False
    ) -> None:
        self.given, self.name, self.ready, self.shuffle = given, name, ready, shuffle
        self.batches = _length(given)
        known = self.batches is not None or hasattr(given, "num_batches")
        self.numbered = known and hasattr(given, "__getitem__")
        self.once = not self.numbered and iter(given) is given
        self.endless = isinstance(given, cycle) or (self.numbered and self.batches is None)
        self.waiting: list[Any] = []  # of what comes only once, what was looked at beforehand
        first = next(self._raw(in_order=True), None)
        if first is None:
            raise InputError(f"{name} is empty: it yields no batch")
        self._sample(*first)  # makes the weights, and finds what does not fit before a step is made
        if self.once:
            self.waiting.append(first[1])

    def round(self) -> Iterator[Samples]:
        """Yield the batches, each checked as it comes."""
        for number, batch in self._raw(in_order=not self.shuffle):
            yield self._sample(number, batch)

    def more(self) -> bool:
        """Say whether there is another batch, and keep it, if it comes only once."""
        if self.once and not self.waiting:
            self.waiting.extend(islice(self.given, 1))
        return not self.once or bool(self.waiting)

    def tell(self, event: str) -> None:
        """Tell who makes the batches that an epoch begins or ends."""
        listener = getattr(self.given, event, None)
        if callable(listener):
            listener()

    def _raw(self, *, in_order: bool) -> Iterator[tuple[int, Any]]:
        """Yield the batches as they were made, with their numbers."""
        if self.once:
            waiting, self.waiting = self.waiting, []
            # Unlike `yield from`, this ends no generator where it ends itself.
            return enumerate(chain(waiting, self.given))
        if not self.numbered:
            return enumerate(self.given)
        if self.batches is None:
            return ((number, self.given[number]) for number in count())
        order = (
            np.arange(self.batches) if in_order else random.generator().permutation(self.batches)
        )
        return ((number, self.given[number]) for number in order.tolist())

    def _sample(self, number: int, batch: Any) -> Samples:
        """Return a batch as samples; an error says which batch it was, the first being 0."""
        try:
            return self.ready(*_parts(batch))
        except XlrnnError as error:
            raise type(error)(f"{self.name}, batch {number}: {error}") from None


def cut_or_made(
    given: Any,
    name: str,
    ready: Callable[..., Samples],
    *,
    sizes: tuple[int | None, ...],
    steps: int | None,
    shuffle: bool = False,
    lengths: Array | None = None,
) -> Source:
    """Return samples as a source of batches, or what makes batches.

    Args:
        given: the samples, ready; or what makes batches.
        name: what it is called in errors.
        ready: makes samples of the parts of a batch, and checks them.
        sizes: of a batch, as far as one was asked for; the first counts.
        steps: how many batches there are to be, if that was said.
        shuffle: whether each round has another order.
        lengths: of samples, see `CutSamples`.
    """
    if isinstance(given, Samples):
        size = batch_size(*sizes, samples=len(given), steps=steps)
        return CutSamples(given, size, shuffle=shuffle, lengths=lengths)
    return MadeBatches(given, name, ready, shuffle=shuffle)


def makes_batches(given: Any) -> bool:
    """Say whether something yields batches, and is no array of samples.

    Example:
        >>> makes_batches([[1.0]]), makes_batches(iter([[1.0]])), makes_batches({"x": 1})
        (False, True, False)
    """
    if isinstance(given, Sequence | Mapping | Set | type) or given is None:
        return False
    if any(hasattr(given, name) for name in ("__array__", "to_numpy", "__array_interface__")):
        return False
    try:
        memoryview(given)
    except TypeError:
        return any(hasattr(given, name) for name in ("__iter__", "__getitem__"))
    return False


def expect_alone(given: Any, **others: Any) -> None:
    """Refuse what batches have with them, or cannot be cut by.

    Raises:
        UsageError: if there is something else than None or 0.
    """
    for name, other in others.items():
        if other is not None and not (isinstance(other, int | float) and other == 0):
            raise UsageError(
                f"x is a {type(given).__name__}, whose batches are (x, y) or (x, y, "
                f"sample_weight): expected no {name} beside it"
            )


def _length(given: Any) -> int | None:
    """Return how many batches there are, as far as that is known."""
    try:
        return len(given)
    except (TypeError, NotImplementedError):
        return getattr(given, "num_batches", None)


def _parts(batch: Any) -> tuple[Any, ...]:
    """Return x and, if they are there, y and the weights of a batch.

    Raises:
        InputError: if it has other parts.
    """
    parts = tuple(batch) if isinstance(batch, tuple | list) else (batch,)
    if not 1 <= len(parts) <= 3:
        raise InputError(f"it has {len(parts)} parts: expected x, (x, y) or (x, y, sample_weight)")
    return parts
