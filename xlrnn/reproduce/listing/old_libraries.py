"""The libraries of the listing's time, as far as it uses them: an imitation.

It was written for Keras 2, spaCy 2, and pandas and scikit-learn of 2017. Here

- `keras` and all below it is `xlrnn.nn`, which has Keras' old module paths;
- `pandas` is pandas, with what `get_dummies` and `.values` gave then;
- `sklearn.model_selection` draws rows as scikit-learn does;
- `spacy` cuts texts at words and marks, and has lemmas and stop words by rule: no model, no
  grammar, but the names that spaCy 2 had, `load("en")` and `w.string` among them.
"""

import builtins
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from xlrnn import nn
from xlrnn.tasks.sentiment.split import train_test
from xlrnn.text.cleaning.lemma import lemma
from xlrnn.text.cleaning.stop_words import STOP_WORDS

PIECES = re.compile(r"(\w[\w'’]*|[^\w\s])(\s?)")


@dataclass(frozen=True)
class Word:
    """What spaCy 2 called a token.

    Args:
        text: as it stands in the text.
        gap: the space behind it.
    """

    text: str
    gap: str

    @property
    def string(self) -> str:
        """The word with the space behind it."""
        return self.text + self.gap

    @property
    def lemma_(self) -> str:
        """The word as a dictionary has it."""
        return lemma(self.text)

    @property
    def is_stop(self) -> bool:
        """Whether it says little."""
        return self.text in STOP_WORDS

    @property
    def pos_(self) -> str:
        """Whether it is a mark; of other words nothing is known."""
        return "X" if self.text[0].isalnum() else "PUNCT"


@dataclass(frozen=True)
class Document:
    """A text in words.

    Args:
        text: the text.
    """

    text: str

    def __str__(self) -> str:
        return self.text

    def __iter__(self) -> Iterator[Word]:
        return (Word(*found.groups()) for found in PIECES.finditer(self.text))


def load(name: str) -> Callable[[str], Document]:
    """Return what reads texts.

    Raises:
        OSError: if it is not the short name that spaCy 2 had for its English model.
    """
    if name != "en":
        raise OSError(f"there is no model {name!r}")
    return Document


def train_test_split(*arrays: Any, test_size: float, random_state: int | None = None) -> list[Any]:
    """Return the rows to learn from and those to test with of each array, or table."""
    by_chance = int(np.random.default_rng().integers(2**31))
    seed = by_chance if random_state is None else random_state
    parts = train_test(len(arrays[0]), test_size, seed)
    return [_rows(array, part) for array in arrays for part in parts]


def _rows(array: Any, places: Any) -> Any:
    if hasattr(array, "iloc"):
        return array.iloc[places]
    kept = np.asarray(array, None if array.dtype.kind in "biuf" else object)
    return kept[places]


def get_dummies(labels: Any) -> Any:
    """Return a column of 0 and 1 for each label."""
    import pandas as pd

    return pd.get_dummies(labels, dtype="uint8")


class Sequential(nn.Sequential):
    """A model that shows nothing while it learns."""

    def fit(self, *data: Any, **options: Any) -> Any:
        """Train it."""
        return super().fit(*data, **{**options, "verbose": 0})


def importer(files: Mapping[str, Path]) -> Callable[..., Any]:
    """Return what `import` does in the listing.

    Args:
        files: where the files are that `read_csv` is asked for.
    """
    import pandas as pd

    def read_csv(name: str, **options: Any) -> Any:
        return pd.read_csv(files[name], **options)

    imitated = {
        "pandas": SimpleNamespace(read_csv=read_csv, get_dummies=get_dummies),
        "sklearn.model_selection": SimpleNamespace(train_test_split=train_test_split),
        "spacy": SimpleNamespace(load=load),
        "keras.models": SimpleNamespace(Sequential=Sequential),
    }

    def imported(
        name: str, scope: Any = None, local: Any = None, wanted: Sequence[str] = (), level: int = 0
    ) -> Any:
        if name in imitated:
            return imitated[name]
        if name.split(".")[0] == "keras":
            return import_module(name.replace("keras", "xlrnn.nn", 1))
        return builtins.__import__(name, scope, local, wanted, level)

    return imported
