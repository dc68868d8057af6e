"""Other inputs for a workbook, chosen so that its cells show what they have not shown yet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, zip_longest
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import XlrnnError
from xlrnn.names import Role
from xlrnn.shapes import Bool
from xlrnn.trials.draws import drawn, keeps_weights
from xlrnn.verify.compare import Shown, calculate, stored_references
from xlrnn.verify.decisive_cells import decisive_cells
from xlrnn.verify.prepare import Prepared
from xlrnn.verify.results.distance import Tolerance
from xlrnn.verify.subject.inputs import GIVEN, input_array
from xlrnn.verify.subject.locate import Located
from xlrnn.verify.together import Together

Array: TypeAlias = NDArray[Any]
Inputs: TypeAlias = Mapping[str, Array]

_POOL: Final = 6
"""Among so many sound draws the first trial is chosen; of more trials, among more draws."""
_LOOKS: Final = 2
"""So often as many are looked at once more where a case that decides did not come about: a cell
behind a relu is 0 for half of all weights."""
_MOST_DRAWN: Final = 128
"""So many draws are made at most, sound or not."""
_SEED: Final = 14
# What inputs that make no sense together may raise.
_SENSELESS = (XlrnnError, ArithmeticError, ValueError, IndexError)
# Inputs are steady if changes of this size in them change no result beyond the tolerance.
_NUDGE: Final = 1e-13
# So near to 1, tanh and sigmoid have lost most digits of their slope; nearer is 1, rounded.
_SATURATED: Final = (1e-13, 1e-6)


class HowMany(NamedTuple):
    """How many other inputs are tried: some, and more while they show something that matters."""

    least: int
    most: int


class Trial(NamedTuple):
    """Other inputs, and what NumPy calculates from them."""

    inputs: Inputs
    expected: Inputs


def chosen(
    prepared: Prepared,
    varied: Sequence[Located],
    shown: Shown,
    many: HowMany,
    tolerance: Tolerance,
) -> Iterator[Trial]:
    """Yield inputs with which cells show what they have not shown yet.

    Each cell of a calculation should be positive, negative, zero, one, the largest of its column
    and not the largest some time, if it can be: then both cases of a condition, both sides of a
    bound and either sign of a term have decided something. The cells on which changed formulas
    depend go first. Inputs with which rounding alone changes a result are left out.

    Args:
        prepared: the workbook.
        varied: the blocks that change.
        shown: what inputs, weights and stored references show.
        many: so many are yielded, or fewer where no others can be found.
        tolerance: how far numbers may be apart.
    """
    found = [b for b in prepared.subject.blocks if b.place is not None]
    given = {
        b.block.name: input_array(b, shown[b.block.name]) for b in found if b.block.role in GIVEN
    }
    followed = (*GIVEN, Role.CHECK, Role.REFERENCE)
    cells = Together([b for b in found if b.block.role not in followed], tolerance)
    stored = stored_references(prepared.subject, shown)
    draws = _Draws(prepared, varied, stored, given, cells)
    decisive = cells.among(decisive_cells(prepared))
    unseen = ~_kinds(cells, calculate(prepared.subject, stored, given))
    sound = ((trial, _kinds(cells, trial.expected)) for trial in draws)
    pooled = _POOL * (1 + draws.by_turns)  # as many of either
    pool = [*islice(sound, max(pooled, many.least * (many.least - 1)))]
    taken, looks = 0, _LOOKS if decisive.any() else 0
    while pool and taken < many.most:
        news = [_news(kinds & unseen, decisive) for _, kinds in pool]
        if taken >= many.least and not max(news)[0]:
            if not looks:
                return
            pool, looks = [*islice(sound, pooled)], looks - 1
            continue
        first = draws.by_turns and not taken  # it changes all: a formula may wait for any input
        trial, kinds = pool.pop(0 if first else news.index(max(news)))
        if draws.are_steady(trial):
            unseen, taken = unseen & ~kinds, taken + 1
            yield trial
        else:
            pool += islice(sound, 1)


class _Draws:
    """Other inputs from which NumPy calculates numbers that follow them.

    Args:
        prepared: the workbook.
        varied: the blocks that change.
        stored: its stored references, by key.
        given: the inputs that it holds.
        cells: those that calculate.
    """

    def __init__(
        self,
        prepared: Prepared,
        varied: Sequence[Located],
        stored: Inputs,
        given: Inputs,
        cells: Together,
    ) -> None:
        self._prepared, self._stored, self._given, self._cells = prepared, stored, given, cells
        self._blocks = [located.block for located in varied]
        numbers = range(1, _MOST_DRAWN + 1)
        self._keep = [number for number in numbers if keeps_weights(given, number)]
        self._change = [number for number in numbers if number not in self._keep]

    @property
    def by_turns(self) -> bool:
        """Whether some of them keep the weights."""
        return bool(self._keep)

    def __iter__(self) -> Iterator[Trial]:
        """Yield those that are sound, by turns such as change all and such as keep the weights."""
        for trials in zip_longest(self._sound(self._change), self._sound(self._keep)):
            yield from (trial for trial in trials if trial is not None)

    def _sound(self, numbers: Iterable[int]) -> Iterator[Trial]:
        """Yield those of some draws that are sound."""
        for number in numbers:
            try:
                with np.errstate(over="ignore", invalid="ignore"):
                    other = drawn(self._blocks, self._given, _SEED, number)
                names = [block.name for block in self._blocks]
                tamed = {name: _tamed(other[name], self._given[name], number) for name in names}
                trial = self._calculated({**self._given, **tamed})
            except _SENSELESS:
                continue
            if _are_sound(self._cells.numbers(trial.expected)):
                yield trial

    def are_steady(self, trial: Trial) -> bool:
        """Tell whether rounding does no harm with them: a little noise changes no result."""
        noise = np.random.default_rng(_SEED)
        nudged = {
            name: array
            if array.dtype == object or (array == np.round(array)).all()
            else array * (1 + _NUDGE * noise.uniform(-1, 1, array.shape))
            for name, array in trial.inputs.items()
        }
        try:
            return self._cells.same(trial.expected, self._calculated(nudged).expected)
        except _SENSELESS:
            return False

    def _calculated(self, inputs: Inputs) -> Trial:
        return Trial(inputs, calculate(self._prepared.subject, self._stored, inputs))


def _tamed(array: Array, given: Array, number: int) -> Array:
    """Make weights smaller the longer nothing sound is drawn: large ones saturate tanh."""
    if array.dtype == object or array.size == 1 or (given == np.round(given)).all():
        return array
    return array * 0.8 ** (number // _POOL)


def _are_sound(numbers: Array) -> bool:
    """Tell whether all numbers are finite, and none is so near to 1 that nothing follows it."""
    gap = 1 - np.abs(numbers)
    low, high = _SATURATED
    return bool(np.isfinite(gap).all() and not ((gap > low) & (gap < high)).any())


def _kinds(cells: Together, expected: Inputs) -> Bool[np.ndarray, "kinds cells"]:
    """Tell of each number of which kinds it is."""
    values, largest = cells.numbers(expected), cells.largest(expected)
    return np.stack([values == 0, values == 1, values < 0, values > 0, largest == 1, largest == 0])


def _news(
    kinds: Bool[np.ndarray, "kinds cells"], decisive: Bool[np.ndarray, "cells"]
) -> tuple[int, int]:
    """Count what is new: where it decides something, and anywhere."""
    return int(kinds[:, decisive].sum()), int(kinds.sum())
