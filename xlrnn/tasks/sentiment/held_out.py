"""How good a model is: by the rows held out, or by other texts whose classes are known."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.tasks.classification import classification
from xlrnn.tasks.evaluation import Evaluation
from xlrnn.tasks.sentiment.data import Data
from xlrnn.tasks.sentiment.inputs import AT_ONCE, SentimentRun, inputs

Array = NDArray[Any]
SMALLEST: Final = 1e-7
"""A probability below counts as this, as in Keras' cross-entropy."""


def judged_by_held_out(run: SentimentRun, data: Data) -> Evaluation:
    """Judge a model by the rows that were held out."""
    part = data.split.parts()[2]
    return judged(run, "held out", run.data, data.texts[part], data.labels[part])


def judged(
    run: SentimentRun, part: str, place: str, cleaned: Sequence[str], labels: Array
) -> Evaluation:
    """Judge a model by cleaned texts and their labels."""
    p = run.model().predict(inputs(run, cleaned), AT_ONCE)
    return scored(p, labels, run.known.classes, run.settings.model, part, place)


def scored(
    p: Array, labels: Array, names: tuple[str, ...], model: str, part: str, place: str
) -> Evaluation:
    """Judge probabilities, a row for each text, by the true classes."""
    truth = labels.astype(np.intp)
    of_truth = np.take_along_axis(p, truth[:, None], axis=1)
    values = {
        "loss": float(-np.log(np.maximum(of_truth, SMALLEST), dtype=np.float64).mean()),
        "accuracy": float((p.argmax(axis=1) == truth).mean()),
    }
    classes = classification(p, truth, names)
    return Evaluation("sentiment", model, place, part, len(truth), "text", values, classes)
