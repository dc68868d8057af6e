"""The study `sentiment`: the article's model against itself as intended, others, and baselines."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from xlrnn.arguments import check_count
from xlrnn.tasks.renamed import renewed
from xlrnn.tasks.sentiment.data import digest_of, labelled, prepared
from xlrnn.tasks.sentiment.settings import ARTICLE, SentimentSettings, usual
from xlrnn.tasks.sentiment.task import SENTIMENT
from xlrnn.tasks.study.elsewhere import train_elsewhere
from xlrnn.tasks.study.result import Study, Trained
from xlrnn.tasks.study.training import BASELINES, Training
from xlrnn.text.labelled import Labelled

MODELS: Final = ("as-printed", "as-intended", "rnn", "lstm", "gru")
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
    executor: Executor | None = None,
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
        executor: carries the trainings out; by default this process does.
        changes: settings of the models, by name; those of the article keep its own.

    Raises:
        UsageError: if there is no such model or setting.
        EngineError: at the end, if trainings failed elsewhere.
    """
    check_count("seeds", seeds)
    changes = renewed(changes)
    place = str(data) if data else ""
    tried = _tried(place, (*BASELINES, *models), changes)
    before = {(each.model, each.seed): each for each in done_before(digest_of(tried[0].rows))}
    asked = [(one, seed) for seed in range(FIRST_SEED, FIRST_SEED + seeds) for one in tried]
    waiting = [partial(one.ready, seed) for one, seed in asked if (one.model, seed) not in before]
    results = train_elsewhere(executor, waiting) if executor else _train(waiting)
    done = dict(before)
    for found in results:
        done[found.model, found.seed] = found
        if keep is not None:
            keep(found)
        if tell is not None:
            tell(f"seed {found.seed}  {found.model:<13}  accuracy {found.accuracy:.4f}  "
                 f"{found.seconds:.1f} s")  # fmt: skip
    for training in tried:
        training.learn_notes(asked[-1][1])
    return Study(place, tuple(_notes(tried)), tuple(done[one.model, seed] for one, seed in asked))


def _train(trainings: Iterable[Callable[[], Training]]) -> Iterator[Trained]:
    for ready in trainings:
        yield ready().run()


def _tried(place: str, models: Sequence[str], changes: Mapping[str, Any]) -> "list[_Model]":
    """Return what is to be trained, on as many rows as the article uses if there are more."""
    rows = labelled(place, usual("lstm", changes))
    share = changes.get("share") or min(1.0, ARTICLE_ROWS / len(rows))
    same = {**changes, "share": share, "header_always": True}
    tried = [_Model(place, rows, model, same) for model in models]
    for training in tried:
        training.settings(FIRST_SEED)  # so that what makes no sense is refused at once
    return tried


@dataclass
class _Model:
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

    def learn_notes(self, seed: int) -> None:
        """Note what there is to say of the data, where nothing was trained now."""
        if not self.notes and self.model not in BASELINES:
            self.ready(seed)

    def ready(self, seed: int) -> Training:
        """Return the training with a seed, and note what there is to say of its data."""
        settings = self.settings(seed)
        data = prepared(self.place, self.rows, settings)
        settings = SENTIMENT.suited(settings, data, self.changes)
        training = Training.of(self.model, self.place, settings, data)
        if training.known is not None:
            self.notes = training.known.notes
        return training


def _notes(tried: Sequence[_Model]) -> Iterator[str]:
    """Return what was noted on the data: once what several models say, else with their names."""
    models = [training for training in tried if training.notes]
    said: dict[str, list[str]] = {}
    for training in models:
        for note in training.notes:
            said.setdefault(note, []).append(training.model)
    for note, names in said.items():
        yield note if len(names) == len(models) else f"{', '.join(names)}: {note}"
