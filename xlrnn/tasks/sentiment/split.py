"""Which rows are learned from and which are held out: drawn as the article's listing draws them."""

import io
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.atomic import write_atomically
from xlrnn.counted import counted
from xlrnn.errors import InputError
from xlrnn.tasks.sentiment.settings import ALL_BELOW, ARTICLE_SHARE, SentimentSettings

Array = NDArray[Any]
FILE = "split.npz"


@dataclass(frozen=True)
class Split:
    """The rows of each part, numbered from 0 in the order of the data.

    Args:
        train: learned from.
        validation: the best epoch is chosen by these.
        held_out: nothing is chosen by these.
    """

    train: Array
    validation: Array
    held_out: Array

    @property
    def rows(self) -> Array:
        """All of them, the parts one behind the other."""
        return np.concatenate([self.train, self.validation, self.held_out])

    def parts(self) -> tuple[slice, slice, slice]:
        """Return where each part lies in `rows`."""
        a, b = len(self.train), len(self.train) + len(self.validation)
        return slice(a), slice(a, b), slice(b, b + len(self.held_out))

    def behind(self, first: int) -> "Split":
        """Return the same parts of rows that are numbered from `first`."""
        return Split(self.train + first, self.validation + first, self.held_out + first)

    def apart(self, alike: Array) -> "Split":
        """Return the parts without rows in two of them that are alike.

        Rows that are alike to one that is learned from are learned from, too.

        Args:
            alike: for each row a number that it shares with those that are alike.
        """
        moved = [
            np.isin(alike[part], alike[self.train]) for part in (self.validation, self.held_out)
        ]
        validation, held_out = self.validation[~moved[0]], self.held_out[~moved[1]]
        train = np.concatenate([self.train, self.validation[moved[0]], self.held_out[moved[1]]])
        late = np.isin(alike[held_out], alike[validation])
        return Split(train, np.concatenate([validation, held_out[late]]), held_out[~late])

    def save(self, folder: Path) -> None:
        """Write the row numbers into a run folder."""
        out = io.BytesIO()
        np.savez_compressed(
            out, train=self.train, validation=self.validation, held_out=self.held_out
        )
        write_atomically(folder / FILE, out.getvalue())


def share_of(count: int, settings: SentimentSettings) -> float:
    """Return the share of the rows that is used: by default 2 % or, of few rows, all."""
    if settings.share is not None:
        return settings.share
    return 1.0 if count < ALL_BELOW else ARTICLE_SHARE


def split(count: int, settings: SentimentSettings) -> Split:
    """Return the parts of so many rows.

    Args:
        count: how many rows there are.
        settings: which share of them is used, and for what.

    Raises:
        InputError: if a part would be empty.

    Example:
        >>> parts = split(20, SentimentSettings(share=0.5, validation_split=0.2))
        >>> len(parts.train), len(parts.validation), len(parts.held_out)
        (6, 1, 3)
    """
    share = share_of(count, settings)
    rows = np.arange(count) if share == 1 else train_test(count, share, settings.seed)[1]
    rest, held_out = train_test(len(rows), settings.test_split, settings.seed)
    kept = len(rest) - round(settings.validation_split * len(rest))
    found = Split(rows[rest[:kept]], rows[rest[kept:]], rows[held_out])
    expect_some(found, count, settings)
    return found


def expect_some(found: Split, count: int, settings: SentimentSettings) -> None:
    """Refuse parts without rows.

    Raises:
        InputError: if a part that is needed is empty.
    """
    enough = len(found.train) and len(found.held_out)
    if enough and (len(found.validation) or not settings.validation_split):
        return
    raise InputError(
        f"of {counted(count, 'row')} the shares leave {len(found.train)} to learn from, "
        f"{len(found.validation)} to validate with and {len(found.held_out)} held out: "
        "expected some in each; give more rows, or other shares"
    )


def train_test(count: int, share: float, seed: int) -> tuple[Array, Array]:
    """Return row numbers as scikit-learn's `train_test_split` draws them, the test rows second.

    With the article's `random_state=42` these are the article's own tweets, as long as the rows
    are those that its `read_csv` gives: without the first one; see `header_always`.

    Example:
        >>> [part.tolist() for part in train_test(10, 0.3, 42)]
        [[0, 7, 2, 9, 4, 3, 6], [8, 1, 5]]
    """
    test = ceil(share * count)
    order = np.random.RandomState(seed).permutation(count)
    return order[test:], order[:test]
