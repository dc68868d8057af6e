"""What a model thinks of every text of a file, as a csv: what competitions ask for."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.tasks.sentiment.data import cleaner_of
from xlrnn.tasks.sentiment.inputs import AT_ONCE, SentimentRun, inputs
from xlrnn.text.readers.unlabelled import UnlabelledTexts, read_texts

Array = NDArray[Any]
CLEANED_AT_ONCE = 50_000


@dataclass(frozen=True)
class Predictions:
    """What a model thinks of the texts of a file.

    Args:
        texts: the texts, with what tells them apart.
        probabilities: of each class, a row for each text.
        classes: the names of the classes.
        spelled: how the data that the model learned from spell them.
        column: what those call the labels.
        blind: how many texts hold no word that the model knows.
    """

    texts: UnlabelledTexts
    probabilities: Array
    classes: tuple[str, ...]
    spelled: tuple[str, ...]
    column: str
    blind: int

    def counts(self) -> dict[str, int]:
        """Return how many texts each class got."""
        best = self.probabilities.argmax(axis=1)
        return dict(zip(self.classes, np.bincount(best, minlength=len(self.classes)), strict=True))

    def remarks(self) -> list[str]:
        """Return what a person should know of them."""
        found = [str(self.texts.skipped)] if self.texts.skipped else []
        if self.blind:
            blind = counted(self.blind, "text holds", "texts hold")
            of_them = "it" if self.blind == 1 else "them"
            found.append(f"{blind} no known word: what is said of {of_them} says nothing")
        return found

    def summary(self) -> str:
        """Return what the csv holds."""
        counts = ", ".join(f"{count:,} {name}" for name, count in self.counts().items())
        number = counted(len(self.texts.texts), "text")
        return f"{self.texts.column!r} and {self.column!r} of {number} ({counts})"

    def to_csv(self, *, probabilities: bool = False) -> str:
        """Return a row for each text: what tells it apart, its class, spelled as in the data.

        Args:
            probabilities: whether the probability of each class follows.
        """
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        named = [self.texts.column, self.column]
        writer.writerow([*named, *(self.classes if probabilities else ())])
        best = self.probabilities.argmax(axis=1).tolist()
        for row, (key, k) in enumerate(zip(self.texts.ids, best, strict=True)):
            more = [f"{p:.6f}" for p in self.probabilities[row].tolist()] if probabilities else []
            writer.writerow([key, self.spelled[k], *more])
        return out.getvalue()


def predict_file(
    run: SentimentRun, path: Path, text: str | None, encoding: str | None
) -> Predictions:
    """Return what the model of a run thinks of every text of a file.

    Args:
        run: the run.
        path: the file; see `read_texts`.
        text: the column of the texts; by default that of the run, or recognised.
        encoding: of the file; by default recognised.
    """
    texts = read_texts(path, text=text or run.settings.text, encoding=encoding)
    rows = np.concatenate(list(_encoded(run, texts.texts)))
    known = run.known
    words = rows.reshape(len(rows), -1)
    return Predictions(
        texts,
        run.model().predict(rows, AT_ONCE),
        known.classes,
        known.spelled or known.classes,
        known.column or "label",
        int((words == 0).all(axis=1).sum()),
    )


def _encoded(run: SentimentRun, texts: list[str]) -> Iterator[Array]:
    """Yield what the model is given, many texts at a time."""
    cleaned = cleaner_of(run.settings)(texts)
    while some := list(islice(cleaned, CLEANED_AT_ONCE)):
        yield inputs(run, some)
