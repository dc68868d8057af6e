"""One training of a study, with all that it needs: it can be carried out anywhere."""

import pickle
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import nan
from pathlib import Path
from typing import Any, Final

from numpy.typing import NDArray

from xlrnn.scratch import scratch_folder
from xlrnn.tasks.evaluation import Evaluation
from xlrnn.tasks.run import Run
from xlrnn.tasks.sentiment.baselines import NaiveBayes, majority
from xlrnn.tasks.sentiment.data import Data
from xlrnn.tasks.sentiment.held_out import judged_by_held_out, scored
from xlrnn.tasks.sentiment.network import network
from xlrnn.tasks.sentiment.settings import SentimentSettings
from xlrnn.tasks.sentiment.task import SENTIMENT
from xlrnn.tasks.sentiment.words import KnownWords, word_matrix
from xlrnn.tasks.study.result import PEER, Trained
from xlrnn.tasks.train import fit

BASELINES: Final = ("majority", PEER)


@dataclass(frozen=True)
class Training:
    """A model and the rows that it is trained on, and judged by.

    Args:
        model: its name in the study.
        place: the data file, "" for generated tweets.
        settings: the model's, with its seed.
        data: the rows.
        known: the words; None for baselines.
        matrix: the embedding's first weights, None where the layer draws them.
    """

    model: str
    place: str
    settings: SentimentSettings
    data: Data
    known: KnownWords | None = None
    matrix: NDArray[Any] | None = None

    @classmethod
    def of(cls, model: str, place: str, settings: SentimentSettings, data: Data) -> "Training":
        """Return a training of settings on rows; word vectors are read now."""
        if model in BASELINES:
            return cls(model, place, settings, data)
        known = SENTIMENT.fit(data, settings)
        return cls(model, place, settings, data, known, word_matrix(known, settings))

    def save(self, path: Path) -> None:
        """Write it for a process of the same version."""
        path.write_bytes(pickle.dumps(self))

    def run(self) -> Trained:
        """Train, and judge by the rows held out."""
        begun = time.perf_counter()
        chosen_by, epochs = nan, 0
        if self.known is None:
            found, train_accuracy = _baseline(self.model, self.data)
        else:
            found, history = self._trained(self.known)
            train_accuracy, epochs = history[-1]["accuracy"], len(history)
            if self.settings.validation_split:
                chosen_by = max(logs["val_accuracy"] for logs in history)
        classes = found.classes
        assert classes is not None
        return Trained(
            self.model, self.settings.seed, found.values["accuracy"],
            sum(score.f1 for score in classes.scores) / len(classes.scores),
            found.values["loss"], classes.expected_calibration_error, train_accuracy,
            chosen_by, epochs,
            time.perf_counter() - begun,
        )  # fmt: skip

    def _trained(self, known: KnownWords) -> tuple[Evaluation, Sequence[dict[str, float]]]:
        """Train a model in a folder that is thrown away."""
        model = network(self.settings, len(known), len(known.classes), self.matrix)
        history: list[dict[str, float]] = []
        with scratch_folder() as folder:
            run = Run(folder, self.settings, known, self.place, self.data.digest)
            run.save(model, history)
            fit(run, model, history, SENTIMENT.samples(run, self.data), verbose=0)
            return judged_by_held_out(run, self.data), history


def train_saved(path: str) -> dict[str, Any]:
    """Carry out a training that was saved; the result survives JSON."""
    training: Training = pickle.loads(Path(path).read_bytes())
    return asdict(training.run())


def _baseline(name: str, data: Data) -> tuple[Evaluation, float]:
    """Judge a baseline, which learns from all rows that are not held out; and by those rows."""
    held_out = data.split.parts()[2]
    learned = slice(0, held_out.start)
    texts, labels, classes = data.texts[learned], data.labels[learned], len(data.classes)
    if name == PEER:
        p = NaiveBayes.fit(texts, labels, classes).predict(data.texts)
    else:
        p = majority(labels, classes, len(data.texts))
    own = scored(p[learned], labels, data.classes, name, "learned from", "")
    found = scored(p[held_out], data.labels[held_out], data.classes, name, "held out", "")
    return found, own.values["accuracy"]
