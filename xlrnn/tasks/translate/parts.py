"""Pairs of sentences cut into tokens: which are learned from, which are held out."""

from collections.abc import Sequence
from typing import Any, Final

from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.errors import InputError
from xlrnn.tasks.language import END, START, Language, padded
from xlrnn.tasks.parts import Parts, held_apart
from xlrnn.tasks.translate.languages import Languages
from xlrnn.tasks.translate.settings import TranslateSettings
from xlrnn.text.readers.pairs import Pairs

Array = NDArray[Any]
Pair = tuple[Sequence[str], Sequence[str]]
GENERATED: Final = 4_000


def parts(pairs: Pairs, settings: TranslateSettings) -> Parts[Pair]:
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
    groups = list(dict.fromkeys(tuple(source) for source, _ in fitting))
    return held_apart(fitting, lambda pair: tuple(pair[0]), groups, settings,
                      called="pair", too_long=too_long)  # fmt: skip


def cut(pairs: Pairs, settings: TranslateSettings) -> list[Pair]:
    """Cut all sentences into tokens."""
    split = settings.kind.split
    return [(split(source), split(target))
            for source, target in zip(pairs.sources, pairs.targets, strict=True)]  # fmt: skip


def _length(pair: Pair) -> int:
    return max(map(len, pair))


def known_of(found: Parts[Pair], pairs: Pairs, settings: TranslateSettings) -> Languages:
    """Return what is known of the languages before the training."""
    sides = [[pair[side] for pair in found.learned] for side in (0, 1)]
    source, target = (Language.of(side, settings.vocabulary_size) for side in sides)
    longest = max(map(len, sides[0]))
    return Languages(source, target, longest, tuple(_notes(found, pairs, settings)))


def _notes(found: Parts[Pair], pairs: Pairs, settings: TranslateSettings) -> list[str]:
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
