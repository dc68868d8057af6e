"""Where nothing is said, sizes follow from the texts; what is said stays."""

import numpy as np
import pytest

from tests.tasks.sentiment.conftest import tweets, write_tweets
from xlrnn.tasks.sentiment.data import read
from xlrnn.tasks.sentiment.settings import usual
from xlrnn.tasks.sentiment.suited import MOST_STEPS, suited
from xlrnn.tasks.train import train

CHOSEN = ("max_length", "batch_size", "epochs", "units", "dropout", "vocabulary_size")


def chosen(data, model="lstm", **changes):
    settings = usual(model, changes)
    return suited(settings, read(str(data), settings), changes)


@pytest.mark.parametrize("length, steps", [(1, 5), (40, 40), (400, MOST_STEPS)])
def test_the_steps_show_most_texts_whole(tmp_path, length, steps):
    texts, labels = tweets(60)
    texts = [" ".join([word] * length) for word in texts[0].split()[:1] * 60]
    path = write_tweets(tmp_path / "tweets.csv", texts, labels)
    assert chosen(path).max_length == steps


def test_a_single_long_text_does_not_count_but_for_a_sum(tmp_path, vectors):
    texts, labels = tweets(200)
    texts[7] = "good " * 90
    path = write_tweets(tmp_path / "tweets.csv", texts, labels)
    assert chosen(path).max_length < 12
    assert chosen(path, "vectors", vectors=str(vectors)).max_length == 90


def test_hardly_any_long_text_is_not_none(tmp_path):
    texts, labels = tweets(200)
    texts[7] = "good " * 90
    said = []
    path = write_tweets(tmp_path / "tweets.csv", texts, labels)
    train("sentiment", tmp_path / "run", data=path, units=2, epochs=1, tell=said.append, verbose=0)
    assert any(line.startswith("less than 1% of the texts have more than") for line in said)


def test_more_rows_larger_batches_fewer_epochs(data):
    from xlrnn.tasks.sentiment.suited import _training

    sizes = [_training(rows) for rows in (1, 2_000, 30_000, 10**6, 10**8)]
    batches, epochs = ([size[name] for size in sizes] for name in ("batch_size", "epochs"))
    assert batches == sorted(batches)
    assert epochs == sorted(epochs, reverse=True)
    assert epochs[-1] >= 4
    assert min(batches) >= 32
    assert max(batches) <= 512


def test_what_is_said_stays(data):
    said = {
        "max_length": 7,
        "batch_size": 9,
        "epochs": 2,
        "units": 3,
        "dropout": 0.1,
        "vocabulary_size": 20,
    }
    settings = chosen(data, **said)
    assert {name: getattr(settings, name) for name in CHOSEN} == said


@pytest.mark.parametrize("model", ["as-printed", "as-intended"])
def test_the_article_keeps_its_own(data, model):
    assert chosen(data, model) == usual(model, {})


def test_it_is_said_in_one_line(small, tmp_path):
    said = []
    options = {name: small[name] for name in ("data", "embedding_dim", "verbose")}
    train("sentiment", tmp_path / "run", **options, epochs=1, tell=said.append)
    (line,) = [line for line in said if "words of a text are read" in line]
    assert line == (
        "the last 6 words of a text are read, at most 30,000 words, 64 units, dropout 0.65, "
        "batches of 32, at most 1 epoch"
    )


def test_the_steps_hold_for_what_is_learned_from(tmp_path):
    texts, labels = tweets(100)
    path = write_tweets(tmp_path / "tweets.csv", texts, labels)
    parts = read(str(path), usual("lstm", {})).split
    long = [f"{text} {'so ' * 60}" if k in set(parts.held_out.tolist()) else text
            for k, text in enumerate(texts)]  # fmt: skip
    again = write_tweets(tmp_path / "longer.csv", long, labels)
    assert chosen(again).max_length == chosen(path).max_length
    assert np.isin(parts.held_out, range(100)).all()
