"""The two files that the listing reads: tweets, and word vectors of 200 numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.atomic import write_atomically
from xlrnn.reproduce.evidence import Setting
from xlrnn.text.generated import BAD, COMMON, GOOD, generated_tweets, write_sentiment140
from xlrnn.text.readers import read_labelled
from xlrnn.text.readers.columns import looks_like_sentiment140

TWEETS: Final = "../datasets/training.1600000.processed.noemoticon.csv"
VECTORS: Final = "/mnt/hdd/datasets/glove/glove.twitter.27B.200d.txt"
"""What the listing calls them."""

ROWS: Final = 1_600_000
FEWER_ROWS: Final = 50_000
"""Tweets that are generated: as many as the article has, or so few that it is quick."""

SIZE: Final = 200
TONE: Final = 1.0
"""How far the words that praise lie from those that blame, in each number of a vector."""

WHITE_SPACE: Final = "\x85"
"""A word that files of vectors may have, and that Python takes for a gap between words."""


@dataclass(frozen=True)
class Files:
    """Where they are.

    Args:
        tweets: in the form of the article's file.
        vectors: in GloVe's form.
        says: what a reader should know of them.
    """

    tweets: Path
    vectors: Path
    says: str


def files(setting: Setting) -> Files:
    """Return the user's tweets or generated ones, and made vectors, of which there are few.

    Raises:
        InputError: if the user's file is not read.
    """
    folder = setting.folder / "listing"
    folder.mkdir(parents=True, exist_ok=True)
    vectors = folder / "vectors.txt"
    write_vectors(vectors, made_vectors(setting.seed))
    if setting.data is None:
        rows = FEWER_ROWS if setting.quick else ROWS
        says = f"{rows:,} generated tweets in the form of the article's file"
        return Files(_generated(folder, rows, setting.seed), vectors, says)
    if not setting.quick and has_its_form(setting.data):
        return Files(setting.data, vectors, f"the tweets of {setting.data.name}")
    return Files(_taken(setting, folder), vectors, f"tweets of {setting.data.name}")


def _generated(folder: Path, rows: int, seed: int) -> Path:
    """Return generated tweets, those of another check where it has made them."""
    path = folder / f"generated-{rows}-{seed}.csv"
    if not path.exists():
        write_sentiment140(path, generated_tweets(rows, seed))
    return path


def has_its_form(data: Path) -> bool:
    """Tell whether the listing can read a file as it is."""
    if data.suffix != ".csv" or not data.is_file():
        return False
    with data.open(encoding="latin-1") as file:
        return looks_like_sentiment140(file.readline())


def _taken(setting: Setting, folder: Path) -> Path:
    """Return the user's tweets in the form of the article's file, quickly not too many."""
    assert setting.data is not None
    path = folder / f"{setting.data.stem}-{'some' if setting.quick else 'all'}.csv"
    if not path.exists():
        limit = FEWER_ROWS if setting.quick else None
        write_sentiment140(path, read_labelled(setting.data, limit=limit))
    return path


def made_vectors(seed: int) -> dict[str, NDArray[np.float64]]:
    """Return a vector for each of the most frequent words of generated tweets.

    They are drawn by chance; as GloVe's do, those of words that praise lie apart from those of
    words that blame.
    """
    random = np.random.default_rng(seed)
    tone = random.normal(size=SIZE)
    signs = {**dict.fromkeys(GOOD, TONE), **dict.fromkeys(BAD, -TONE)}
    words = dict.fromkeys((*COMMON, *GOOD, *BAD, "not", "but", WHITE_SPACE))
    return {word: random.normal(size=SIZE) + signs.get(word, 0) * tone for word in words}


def write_vectors(path: Path, vectors: Mapping[str, NDArray[np.float64]]) -> None:
    """Write vectors as GloVe's files have them: a word and its numbers a line."""
    lines = (f"{word} {' '.join(f'{x:.5f}' for x in vector)}\n" for word, vector in vectors.items())
    write_atomically(path, "".join(lines).encode())
