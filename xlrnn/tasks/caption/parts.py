"""Captions cut into words: which are learned from, which are held out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.errors import InputError
from xlrnn.pictures.captioned import Captioned
from xlrnn.tasks.caption.known import CaptionKnown, common_of
from xlrnn.tasks.caption.settings import CaptionSettings
from xlrnn.tasks.language import END, START, Language, padded
from xlrnn.tasks.tokens import WORDS

Array = NDArray[Any]
Sample = tuple[int, Sequence[str]]
"""The number of a picture, and the words of one of its captions."""


@dataclass(frozen=True)
class Parts:
    """Captions, cut into words.

    Args:
        learned: those that are learned from.
        held_out: those that are not.
        too_long: how many are neither.
    """

    learned: Sequence[Sample]
    held_out: Sequence[Sample]
    too_long: int = 0


def parts(data: Captioned, settings: CaptionSettings) -> Parts:
    """Cut captions into words, and hold some of them out, by what belongs together.

    Raises:
        InputError: if nothing is left to learn from, or to choose the best epoch by.
    """
    every = cut(data)
    fitting = [one for one in every if len(one[1]) <= settings.max_length]
    too_long = len(every) - len(fitting)
    if not fitting:
        raise InputError(
            f"all {counted(too_long, 'caption has', 'captions have')} more than "
            f"{counted(settings.max_length, 'word')}: say a larger max_length"
        )
    apart = _held_out([data.groups[picture] for picture, _ in fitting], settings)
    held_out = [one for one in fitting if data.groups[one[0]] in apart]
    learned = [one for one in fitting if data.groups[one[0]] not in apart]
    if not learned or (settings.patience and not held_out):
        needs = f", and patience {settings.patience} needs some" if settings.patience else ""
        raise InputError(
            f"the data have {counted(len(fitting), 'caption')}: validation_split "
            f"{settings.validation_split} leaves {len(learned)} to learn from and holds "
            f"{len(held_out)} out{needs}; give more, or another validation_split"
        )
    return Parts(learned, held_out, too_long)


def cut(data: Captioned) -> list[Sample]:
    """Cut all captions into words."""
    return [(picture, WORDS.split(text))
            for picture, texts in enumerate(data.captions) for text in texts]  # fmt: skip


def _held_out(groups: Sequence[str], settings: CaptionSettings) -> frozenset[str]:
    """Return the groups that are held out, drawn by the seed."""
    different = sorted(set(groups))
    count = round(settings.validation_split * len(different))
    drawn = np.random.default_rng(settings.seed).permutation(len(different))[:count]
    return frozenset(different[k] for k in drawn.tolist())


def known_of(found: Parts, data: Captioned, settings: CaptionSettings) -> CaptionKnown:
    """Return what is known before the training."""
    sentences = [words for _, words in found.learned]
    height, width, channels = data.pictures.shape[1:]
    notes = list(data.notes)
    if found.too_long:
        notes.append(
            f"left out {counted(found.too_long, 'caption')} of more than "
            f"{counted(settings.max_length, 'word')} (max_length)"
        )
    words = Language.of(sentences, settings.vocabulary_size)
    common = min(common_of(sentences), len(words) - 4)
    longest = max(map(len, sentences))
    return CaptionKnown(words, (height, width, channels), longest, common, tuple(notes))


def inputs(
    found: Sequence[Sample], data: Captioned, known: CaptionKnown
) -> tuple[list[Array], Array]:
    """Return what a model is given of captions, and what it should answer.

    Returns:
        Each picture, and its caption behind a start mark; the same before an end mark.
    """
    written = [known.words.numbers(words) for _, words in found]
    pictures = data.pictures[[picture for picture, _ in found]]
    return [pictures, padded([[START, *words] for words in written])], padded(
        [[*words, END] for words in written]
    )
