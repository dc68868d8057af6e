"""How good captions are: loss and accuracy by kind of word, and what is written of its own."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn import nn
from xlrnn.pictures.captioned import Captioned
from xlrnn.tasks.caption.parts import Sample, inputs
from xlrnn.tasks.caption.predict import Captioner, CaptionRun
from xlrnn.tasks.language import NONE
from xlrnn.tasks.score import scores
from xlrnn.tasks.tokens import WORDS, joined

Array = NDArray[Any]


def judged(
    run: CaptionRun, data: Captioned, found: Sequence[Sample]
) -> tuple[int, dict[str, float]]:
    """Return how many pictures there are, and how good a model is on them, by name.

    1. loss, accuracy of the next word behind the right ones
    2. the same accuracy of the words of one kind alone, if there are any
    3. exact, bleu, chrf of what the model writes, against all captions of a picture
    """
    model, batch = run.model(), run.settings.batch_size
    x, y = inputs(found, data, run.known)
    values = dict(model.evaluate(x, y, batch, verbose=0, return_dict=True))  # 1
    values |= _by_kind(run, model, x, y)  # 2
    right: dict[int, list[str]] = {}
    for picture, words in found:
        right.setdefault(picture, []).append(joined(words, WORDS))
    captioner = Captioner(run)
    written = captioner.written(data.pictures[list(right)])
    values |= scores([captioner.sentence(one) for one in written], [*right.values()])  # 3
    return len(right), values


def _by_kind(run: CaptionRun, model: nn.Model, x: list[Array], y: Array) -> dict[str, float]:
    """Return the accuracy of the next word, by the kind of word that is right."""
    found = np.full(y.shape, NONE)
    batch = run.settings.batch_size
    for first in range(0, len(y), batch):
        part = slice(first, first + batch)
        found[part] = model.predict([one[part] for one in x], batch).argmax(axis=-1)
    values = {}
    for kind, numbers in run.known.kinds(drawn=not run.data).items():
        there = np.isin(y, list(numbers))
        if there.any():
            values[f"accuracy_{kind}"] = float((found == y)[there].mean())
    return values
