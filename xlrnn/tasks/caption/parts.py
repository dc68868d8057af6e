"""Captions cut into words: which are learned from, which are held out."""

from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.errors import InputError
from xlrnn.pictures.captioned import Captioned
from xlrnn.tasks.caption.known import CaptionKnown, common_of
from xlrnn.tasks.caption.settings import CaptionSettings
from xlrnn.tasks.language import END, START, Language, padded
from xlrnn.tasks.parts import Parts, held_apart
from xlrnn.tasks.tokens import WORDS

Array = NDArray[Any]
Sample = tuple[int, Sequence[str]]
"""The number of a picture, and the words of one of its captions."""


def parts(data: Captioned, settings: CaptionSettings) -> Parts[Sample]:
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
    groups = sorted({data.groups[picture] for picture, _ in fitting})
    return held_apart(fitting, lambda one: data.groups[one[0]], groups, settings,
                      called="caption", too_long=too_long)  # fmt: skip


def cut(data: Captioned) -> list[Sample]:
    """Cut all captions into words."""
    return [(picture, WORDS.split(text))
            for picture, texts in enumerate(data.captions) for text in texts]  # fmt: skip


def known_of(found: Parts[Sample], data: Captioned, settings: CaptionSettings) -> CaptionKnown:
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
