"""What a model says is on a picture, and whether it is a drawing of what a sentence says."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.errors import InputError, UsageError
from xlrnn.pictures.files import read_picture
from xlrnn.pictures.read import as_numbers
from xlrnn.pictures.scene import FORM, LEAST_SIDE, Scene
from xlrnn.shapes import Float
from xlrnn.tasks.caption.decoding import CaptionDecoder
from xlrnn.tasks.caption.known import CaptionKnown
from xlrnn.tasks.caption.settings import CaptionSettings
from xlrnn.tasks.decoding import Written
from xlrnn.tasks.language import END, MARKS
from xlrnn.tasks.refusal import Refusal, answers
from xlrnn.tasks.task import TaskRun
from xlrnn.tasks.tokens import WORDS, joined

Array = NDArray[Any]
CaptionRun = TaskRun[CaptionSettings, CaptionKnown]
"""A training on pictures and their captions."""
_ENDING = re.compile(r"\.\w+$")


@dataclass(frozen=True)
class Caption:
    """What a model says is on a picture.

    Args:
        text: the picture's file, or the sentence that it was drawn from.
        caption: what the model says.
        picture: as the model sees it.
        written: the words; with the end mark, if it came before the limit.
        score: the mean of the logarithms of their probabilities.
        notes: what a person should know of it.
    """

    text: str
    caption: str
    picture: Float[np.ndarray, "height width 3"]
    written: tuple[str, ...]
    score: float
    notes: tuple[str, ...] = ()


class Captioner:
    """Writes captions with the model of a run.

    Args:
        run: the run.
    """

    def __init__(self, run: CaptionRun) -> None:
        self.run = run
        self.decoder = CaptionDecoder(run.model())

    def captions(self, texts: Sequence[str]) -> list[Caption | Refusal]:
        """Return what is on each picture; a refusal for what is none.

        Args:
            texts: files of pictures, or sentences, each of which is drawn.

        Raises:
            UsageError, InputError, UnreadableError: if that holds for all.
        """
        found = answers(texts, self._picture)
        pictures = [one for one in found if not isinstance(one, Refusal)]
        written = iter(self.written(np.array(pictures)))
        return [one if isinstance(one, Refusal) else self._caption(text, one, next(written))
                for text, one in zip(texts, found, strict=True)]  # fmt: skip

    def written(self, pictures: Array) -> list[Written]:
        """Return what the decoder writes for pictures."""
        settings = self.run.settings
        return self.decoder.write(pictures, settings.max_length + 1, settings.beam)

    def sentence(self, found: Written) -> str:
        """Return what was written as a text."""
        names = self.run.known.words.tokens
        return joined([names[k] for k in found.numbers], WORDS)

    def _picture(self, text: str) -> Array:
        """Return the picture in a file, or a drawing of a sentence, as the model takes it."""
        if (scene := _scene(text)) is not None:
            return self._drawn(scene)
        shape, path = self.run.known.shape, Path(text)
        found = as_numbers(read_picture(path, self.run.settings.size))
        if found.shape != shape:
            raise InputError(
                f"{path} has {found.shape[0]} × {found.shape[1]} places: the model was trained on "
                f"pictures of {shape[0]} × {shape[1]}"
            )
        return found

    def _drawn(self, scene: Scene) -> Array:
        rows, columns, _ = self.run.known.shape
        if rows != columns or rows < LEAST_SIDE:
            raise UsageError(
                f"“{scene.caption}” cannot be drawn on {rows} × {columns} places, which the model "
                f"sees: drawings are squares from {LEAST_SIDE} × {LEAST_SIDE}; name a file"
            )
        return scene.drawn(rows, np.random.default_rng(self.run.settings.seed))

    def _caption(self, text: str, picture: Array, found: Written) -> Caption:
        names = self.run.known.words.tokens
        written = [names[k] for k in found.numbers]
        return Caption(
            text,
            self.sentence(found),
            picture,
            (*written, *[MARKS[END]] * found.ended),
            found.score,
            tuple(self._notes(text, found)),
        )

    def _notes(self, text: str, found: Written) -> Iterator[str]:
        scene = _scene(text)
        if scene is not None and scene.caption != text:
            yield f"drawn is “{scene.caption}”"
        if not found.ended:
            yield f"it does not end within {counted(len(found.numbers), 'word')}"


def _scene(text: str) -> Scene | None:
    """Return what a sentence says, None if it is the name of a file.

    Raises:
        UsageError: if it is neither.
    """
    # Unlike pathlib's, this does not raise where a sentence is too long for a name.
    if os.path.isfile(text) or _ENDING.search(text):  # noqa: PTH113
        return None
    try:
        return Scene.of(text)
    except UsageError:
        raise UsageError(
            f"“{text}” is no file of a picture, and cannot be drawn: expected {FORM}"
        ) from None
