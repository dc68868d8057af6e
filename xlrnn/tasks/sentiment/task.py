"""The task `sentiment`: texts of two (or more) classes, told apart."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn import nn
from xlrnn.atomic import write_atomically
from xlrnn.counted import counted
from xlrnn.errors import InputError
from xlrnn.tasks.evaluation import Evaluation
from xlrnn.tasks.sentiment import data as rows
from xlrnn.tasks.sentiment.data import Data
from xlrnn.tasks.sentiment.held_out import judged, judged_by_held_out
from xlrnn.tasks.sentiment.inputs import SentimentRun, inputs
from xlrnn.tasks.sentiment.network import network
from xlrnn.tasks.sentiment.predict import SentimentPredictor
from xlrnn.tasks.sentiment.settings import SentimentSettings, usual
from xlrnn.tasks.sentiment.suited import suited
from xlrnn.tasks.sentiment.whole_file import Predictions, predict_file
from xlrnn.tasks.sentiment.words import KnownWords, fit_words, word_matrix
from xlrnn.tasks.task import Task, TrainingSamples

Array = NDArray[Any]
EVALUATION = "evaluation.json"


class SentimentTask(Task[SentimentSettings, Data, KnownWords]):
    """Whether a text is meant well or ill."""

    name, unit = "sentiment", "text"

    def settings(self, data: Path | None, changes: Mapping[str, Any]) -> SentimentSettings:  # noqa: ARG002
        """Return the usual settings of the model that is asked for."""
        return usual(changes.get("model") or SentimentSettings.model, changes)

    def settings_from(self, content: Mapping[str, Any]) -> SentimentSettings:
        """Return the settings that a run folder keeps."""
        sequences = {name: tuple(content[name]) for name in ("dense", "classes")}
        return SentimentSettings(**{**content, **sequences})

    def read(self, data: str, settings: SentimentSettings) -> Data:
        """Return the rows of a file; without one, generated tweets."""
        return rows.read(data, settings)

    def suited(
        self, settings: SentimentSettings, data: Data, changes: Mapping[str, Any]
    ) -> SentimentSettings:
        """Return the settings with what nobody asked for chosen by the texts."""
        return suited(settings, data, changes)

    def digest(self, data: Data) -> str:
        """Return what tells these rows from others."""
        return data.digest

    def fit(self, data: Data, settings: SentimentSettings) -> KnownWords:
        """Return the words."""
        return fit_words(data, settings)

    def known_from(self, content: Mapping[str, Any]) -> KnownWords:
        """Return the words that a run folder keeps."""
        return KnownWords.from_json(content)

    def begin(self, run: SentimentRun, data: Data) -> None:
        """Keep which rows are learned from and which are held out."""
        data.split.save(run.folder)

    def network(self, settings: SentimentSettings, known: KnownWords) -> nn.Sequential:
        """Return the model."""
        return network(settings, len(known), len(known.classes), word_matrix(known, settings))

    def samples(self, run: SentimentRun, data: Data) -> TrainingSamples:
        """Return the rows as numbers; without validation the held-out rows judge the epochs."""
        x = inputs(run, data.texts)
        y = nn.to_categorical(data.labels, len(data.classes))
        train, validation, held_out = data.split.parts()
        judge = validation if run.settings.validation_split else held_out
        weights = balanced(data.labels[train]) if run.settings.class_weight else None
        return TrainingSamples(x[train], y[train], (x[judge], y[judge]), weights)

    def notes(self, run: SentimentRun) -> Sequence[str]:
        """Return what a person should know of rows and words."""
        return run.known.notes

    def evaluate(self, run: SentimentRun, data: Path | None) -> Evaluation:
        """Judge by a file, or by the rows held out of the own one."""
        if data is not None:
            texts, labels, notes = rows.read_to_judge(data, run.known.classes, run.settings)
            return replace(judged(run, "all", str(data), texts, labels), notes=notes)
        own = self.read(run.data, run.settings)
        if own.digest != run.digest:
            raise InputError(
                f"{run.data} is not what the run in {run.folder} began with: give that file "
                "back, or judge the model by another one with --data"
            )
        return judged_by_held_out(run, own)

    def predict(self, run: SentimentRun, texts: Sequence[str]) -> Sequence[Any]:
        """Return what the model thinks of each text."""
        reader = SentimentPredictor(run)
        return [reader.predict(text) for text in texts]

    def predict_file(
        self, run: SentimentRun, path: Path, text: str | None, encoding: str | None
    ) -> Predictions:
        """Return what the model thinks of every text of a file."""
        return predict_file(run, path, text, encoding)

    def sample(self, run: SentimentRun, text: str) -> Array:
        """Return the numbers of the last words of a text, cleaned as those it learned from."""
        row: Array = inputs(run, [self.cleaned(run, text)])[0]
        return row

    def cleaned(self, run: SentimentRun, text: str) -> str:
        """Return a text cleaned as those that the model learned from."""
        (cleaned,) = rows.cleaner_of(run.settings)([text])
        return cleaned

    def tokens(self, run: SentimentRun) -> Sequence[str]:
        """Return the words; number 0 is none, behind a short text. As printed they are amounts."""
        return () if run.settings.model == "as-printed" else ("", *run.known.words)

    def outputs(self, run: SentimentRun) -> Sequence[str]:
        """Return the classes."""
        return run.known.classes

    def finish(self, run: SentimentRun, data: Data) -> Sequence[str]:
        """Judge the model by the rows held out."""
        found = judged_by_held_out(run, data)
        content = json.dumps(found.to_json(), indent=1, ensure_ascii=False)
        write_atomically(run.folder / EVALUATION, content.encode())
        return [f"{counted(found.count, 'row')} held out: accuracy {found.values['accuracy']:.4f}, "
                f"loss {found.values['loss']:.4f}, {_of_the_rarest(found)} "
                f"({EVALUATION})"]  # fmt: skip


def balanced(labels: Array) -> dict[int, float]:
    """Return weights with which all classes count the same, the mean weight of a row being 1.

    Example:
        >>> balanced(np.array([0, 1, 1, 1]))
        {0: 2.0, 1: 0.6666666666666666}
    """
    classes, counts = np.unique(labels, return_counts=True)
    weights = len(labels) / (len(classes) * counts)
    return dict(zip(classes.tolist(), weights.tolist(), strict=True))


def _of_the_rarest(found: Evaluation) -> str:
    """Return how well the class is found that the fewest rows have."""
    assert found.classes is not None
    rarest = min(found.classes.scores, key=lambda score: score.support)
    return f"F1 of {rarest.name} ({counted(rarest.support, 'row')}) {rarest.f1:.4f}"


SENTIMENT = SentimentTask()
