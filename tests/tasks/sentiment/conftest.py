"""Labelled texts whose words tell their class, in Sentiment140's form."""

import csv

import numpy as np
import pytest

WORDS = [["bad", "sad", "poor", "awful"], ["good", "nice", "fine", "great"]]
FILLING = ["the", "film", "a", "was", "and", "so", "@ann", "it's"]


def tweets(count, seed=0):
    """Return texts and their classes, 0 or 1."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(2, size=count)
    texts = [
        " ".join([*rng.choice(FILLING, rng.integers(2, 6)), rng.choice(WORDS[label]), "!"])
        for label in labels
    ]
    return texts, labels


def write_tweets(path, texts, labels):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        for k, (text, label) in enumerate(zip(texts, labels, strict=True)):
            writer.writerow([4 * int(label), k, "Mon", "NO_QUERY", "ann", text])
    return path


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """Keep word vectors out of the user's cache."""
    monkeypatch.setenv("XLRNN_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def data(tmp_path):
    return write_tweets(tmp_path / "tweets.csv", *tweets(120))


@pytest.fixture
def vectors(tmp_path):
    """Word vectors of three numbers for some of the words."""
    rng = np.random.default_rng(5)
    known = [*WORDS[0], *WORDS[1], "the", "was"]
    lines = [f"{word} " + " ".join(f"{x:.4f}" for x in rng.normal(size=3)) for word in known]
    path = tmp_path / "vectors.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def small(data):
    """Settings of a training that takes no time."""
    return {"data": data, "units": 6, "embedding_dim": 5, "max_length": 8, "batch_size": 20,
            "epochs": 3, "learning_rate": 0.02, "verbose": 0}  # fmt: skip
