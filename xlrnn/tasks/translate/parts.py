"""Pairs of sentences cut into tokens: which are learned from, which are held out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.errors import InputError
from xlrnn.tasks.language import END, START, Language, padded
from xlrnn.tasks.translate.languages import Languages
from xlrnn.tasks.translate.settings import TranslateSettings
from xlrnn.text.readers.pairs import Pairs

Array = NDArray[Any]
Pair = tuple[Sequence[str], Sequence[str]]
GENERATED: Final = 4_000


@dataclass(frozen=True)
class Parts:
    """Pairs of sentences, cut into tokens.

    Args:
        learned: those that are learned from.
        held_out: those that are not.
        too_long: how many are neither.
    """

    learned: Sequence[Pair]
    held_out: Sequence[Pair]
    too_long: int = 0


def parts(pairs: Pairs, settings: TranslateSettings) -> Parts:
    """Cut sentences into tokens, and hold some of them out, each with all its translations.

    Raises:
        InputError: if nothing is left to learn from, or to choose the best epoch by.
    """
    fitting = [pair for pair in cut(pairs, settings) if _length(pair) <= settings.max_length]
    too_long = len(pairs) - len(fitting)
    if not fitting:
        raise InputError(
            f"all {counted(too_long, 'pair has', 'pairs have')} a side of more than "
            f"{counted(settings.max_length, settings.kind.one, settings.kind.many)}: say a larger "
            "max_length"
        )
    apart = _held_out([tuple(source) for source, _ in fitting], settings)
    held_out = [pair for pair in fitting if tuple(pair[0]) in apart]
    learned = [pair for pair in fitting if tuple(pair[0]) not in apart]
    if not learned or (settings.patience and not held_out):
        needs = f", and patience {settings.patience} needs some" if settings.patience else ""
        raise InputError(
            f"the data have {counted(len(fitting), 'pair')}: validation_split "
            f"{settings.validation_split} leaves {len(learned)} to learn from and holds "
            f"{len(held_out)} out{needs}; give more, or another validation_split"
        )
    return Parts(learned, held_out, too_long)


def cut(pairs: Pairs, settings: TranslateSettings) -> list[Pair]:
    """Cut all sentences into tokens."""
    split = settings.kind.split
    return [(split(source), split(target))
            for source, target in zip(pairs.sources, pairs.targets, strict=True)]  # fmt: skip


def _length(pair: Pair) -> int:
    return max(map(len, pair))


def _held_out(sources: Sequence[tuple[str, ...]], settings: TranslateSettings) -> frozenset[Any]:
    """Return the sentences that are held out, drawn by the seed."""
    different = list(dict.fromkeys(sources))
    count = round(settings.validation_split * len(different))
    drawn = np.random.default_rng(settings.seed).permutation(len(different))[:count]
    return frozenset(different[k] for k in drawn.tolist())


def known_of(found: Parts, pairs: Pairs, settings: TranslateSettings) -> Languages:
    """Return what is known of the languages before the training."""
    sides = [[pair[side] for pair in found.learned] for side in (0, 1)]
    source, target = (Language.of(side, settings.vocabulary_size) for side in sides)
    longest = max(map(len, sides[0]))
    return Languages(source, target, longest, tuple(_notes(found, pairs, settings)))


def _notes(found: Parts, pairs: Pairs, settings: TranslateSettings) -> list[str]:
    notes = [str(pairs.skipped)] if pairs.skipped else []
    if found.too_long:
        notes.append(
            f"left out {counted(found.too_long, 'pair')} with a side of more than "
            f"{counted(settings.max_length, settings.kind.one, settings.kind.many)} (max_length)"
        )
    return notes


def inputs(found: Sequence[Pair], known: Languages) -> tuple[list[Array], Array]:
    """Return what a model is given of pairs, and what it should answer.

    Returns:
        Each sentence, and its translation behind a start mark; the same before an end mark.
    """
    written = [known.target.numbers(target) for _, target in found]
    x = [
        padded([known.source.numbers(source) for source, _ in found]),
        padded([[START, *target] for target in written]),
    ]
    return x, padded([[*target, END] for target in written])
