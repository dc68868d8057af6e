"""The study `sentiment`: the article's model against itself as intended, others, and baselines."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from xlrnn.arguments import check_count
from xlrnn.scratch import scratch_folder
from xlrnn.tasks.evaluation import Evaluation
from xlrnn.tasks.renamed import renewed
from xlrnn.tasks.run import Run
from xlrnn.tasks.sentiment.baselines import NaiveBayes, majority
from xlrnn.tasks.sentiment.data import Data, digest_of, labelled, prepared
from xlrnn.tasks.sentiment.held_out import judged_by_held_out, scored
from xlrnn.tasks.sentiment.settings import ARTICLE, SentimentSettings, usual
from xlrnn.tasks.sentiment.task import SENTIMENT
from xlrnn.tasks.study.result import PEER, Study, Trained
from xlrnn.tasks.train import fit
from xlrnn.text.labelled import Labelled

MODELS: Final = ("as-printed", "as-intended", "rnn", "lstm", "gru")
BASELINES: Final = ("majority", PEER)
FIRST_SEED: Final = 42
"""The article's."""
ARTICLE_ROWS: Final = 32_000
"""As many tweets as the article uses: 2 % of 1.6 million."""

FOR_ALL: Final = (
    "vectors", "rows", "share", "test_split", "text", "label", "classes", "words", "encoding",
    "header_always", "apart",
)  # fmt: skip
"""The settings that the article's models take, too; they keep their own values of all others."""

Tell = Callable[[str], None]


def study_sentiment(
    data: Path | None = None,
    *,
    seeds: int = 5,
    models: Sequence[str] = MODELS,
    tell: Tell | None = None,
    keep: Callable[[Trained], None] | None = None,
    done_before: Callable[[str], Iterable[Trained]] = lambda _: (),
    **changes: Any,
) -> Study:
    """Train every model once for each seed, all on the same rows, and judge them by the same.

    Args:
        data: a file of labelled texts; without it, tweets are generated.
        seeds: how many; each draws another split, other weights and another order.
        models: which.
        tell: is told of every training.
        keep: is given every training's result at once, so that an interruption loses nothing.
        done_before: is given the digest of the rows, and returns what an interrupted study has
            done of this one; that is not done again.
        changes: settings of the models, by name; those of the article keep its own.

    Raises:
        UsageError: if there is no such model or setting.
    """
    check_count("seeds", seeds)
    changes = renewed(changes)
    place = str(data) if data else ""
    tried = _tried(place, (*BASELINES, *models), changes)
    before = {(each.model, each.seed): each for each in done_before(digest_of(tried[0].rows))}
    done: list[Trained] = []
    for seed in range(FIRST_SEED, FIRST_SEED + seeds):
        for training in tried:
            if (training.model, seed) in before:
                done.append(before[training.model, seed])
                continue
            found = training.run(seed)
            done.append(found)
            if keep is not None:
                keep(found)
            if tell is not None:
                tell(f"seed {seed}  {found.model:<13}  accuracy {found.accuracy:.4f}  "
                     f"{found.seconds:.1f} s")  # fmt: skip
    for training in tried:
        training.learn_notes(seed)
    return Study(place, tuple(_notes(tried)), tuple(done))


def _tried(place: str, models: Sequence[str], changes: Mapping[str, Any]) -> "list[_Training]":
    """Return what is to be trained, on as many rows as the article uses if there are more."""
    rows = labelled(place, usual("lstm", changes))
    share = changes.get("share") or min(1.0, ARTICLE_ROWS / len(rows))
    same = {**changes, "share": share, "header_always": True}
    tried = [_Training(place, rows, model, same) for model in models]
    for training in tried:
        training.settings(FIRST_SEED)  # so that what makes no sense is refused at once
    return tried


@dataclass
class _Training:
    """One model on one file, to be trained with one seed after the other."""

    place: str
    rows: Labelled
    model: str
    changes: Mapping[str, Any]
    notes: tuple[str, ...] = ()

    def settings(self, seed: int) -> SentimentSettings:
        """Return the settings: all changes, or of the article's models those that they take."""
        model = "lstm" if self.model in BASELINES else self.model
        changes = {**self.changes, "model": model, "seed": seed}
        if model in ARTICLE:
            own = ("model", "seed", *FOR_ALL)
            changes = {name: value for name, value in changes.items() if name in own}
        return usual(model, changes)

    def _ready(self, seed: int) -> tuple[SentimentSettings, Data]:
        """Return the settings for the rows at hand, and these rows."""
        settings = self.settings(seed)
        data = prepared(self.place, self.rows, settings)
        return SENTIMENT.suited(settings, data, self.changes), data

    def learn_notes(self, seed: int) -> None:
        """Note what there is to say of the data, where nothing was trained now."""
        if not self.notes and self.model not in BASELINES:
            settings, data = self._ready(seed)
            self.notes = SENTIMENT.fit(data, settings).notes

    def run(self, seed: int) -> Trained:
        """Train, and judge by the rows held out."""
        settings, data = self._ready(seed)
        begun = time.perf_counter()
        if self.model in BASELINES:
            found, train_accuracy = _baseline(self.model, data)
            chosen_by, epochs = float("nan"), 0
        else:
            found, history, self.notes = _trained(self.place, settings, data)
            train_accuracy, epochs = history[-1]["accuracy"], len(history)
            validated = [logs["val_accuracy"] for logs in history]
            chosen_by = max(validated) if settings.validation_split else float("nan")
        classes = found.classes
        assert classes is not None
        return Trained(
            self.model, seed, found.values["accuracy"],
            sum(score.f1 for score in classes.scores) / len(classes.scores),
            found.values["loss"], classes.expected_calibration_error, train_accuracy,
            chosen_by, epochs,
            time.perf_counter() - begun,
        )  # fmt: skip


def _trained(
    place: str, settings: SentimentSettings, data: Data
) -> tuple[Evaluation, list[dict[str, float]], tuple[str, ...]]:
    """Train a model in a folder that is thrown away."""
    known = SENTIMENT.fit(data, settings)
    model = SENTIMENT.network(settings, known)
    history: list[dict[str, float]] = []
    with scratch_folder() as folder:
        run = Run(folder, settings, known, place, data.digest)
        run.save(model, history)
        fit(run, model, history, SENTIMENT.samples(run, data), verbose=0)
        return judged_by_held_out(run, data), history, known.notes


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


def _notes(tried: Sequence[_Training]) -> Iterator[str]:
    """Return what was noted on the data: once what several models say, else with their names."""
    models = [training for training in tried if training.notes]
    said: dict[str, list[str]] = {}
    for training in models:
        for note in training.notes:
            said.setdefault(note, []).append(training.model)
    for note, names in said.items():
        yield note if len(names) == len(models) else f"{', '.join(names)}: {note}"
