"""Generated tweets: repeatable, of Sentiment140's form, and order tells what words do not."""

import csv

import numpy as np
import pytest

from xlrnn.errors import UsageError
from xlrnn.text.generated import BAD, GOOD, generated_tweets, write_sentiment140
from xlrnn.text.readers import read_labelled


def test_the_same_seed_gives_the_same_tweets():
    one, same, other = (generated_tweets(200, seed) for seed in (1, 1, 2))
    assert one.texts == same.texts
    assert one.texts != other.texts
    assert one.counts() == {"negative": 100, "positive": 100}
    with pytest.raises(UsageError, match="rows is 0"):
        generated_tweets(0)


def test_the_file_has_sentiment140s_form_and_is_read_back(tmp_path):
    tweets = generated_tweets(3000, seed=1)
    write_sentiment140(tmp_path / "a.csv", tweets)
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith(b'"0","1467810369","Mon Apr 06 22:19:45 PDT 2009","NO_QUERY","user')
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")
    rows = list(csv.reader(data.decode("latin-1").splitlines()))
    assert [row[0] for row in rows] == ["0"] * 1500 + ["4"] * 1500
    found = read_labelled(tmp_path / "a.csv")
    order = np.argsort(tweets.labels, kind="stable").tolist()
    assert found.texts == [tweets.texts[k] for k in order]
    assert not found.skipped


def polarity(words):
    """What a reader who knows the rules says: the last opinion counts, turned round by a not."""
    sign = 0
    for before, word in zip(["", *words], words, strict=False):
        if word in GOOD or word in BAD:
            sign = (word in GOOD) ^ (before in ("not", "never", "isn't", "don't"))
    return int(sign)


def count_of_words(words):
    return int(sum((word in GOOD) - (word in BAD) for word in words) > 0)


def test_order_tells_more_than_words():
    tweets = generated_tweets(3000, seed=5)
    right = dict.fromkeys(["reading", "counting"], 0)
    for text, label in zip(tweets.texts, tweets.labels.tolist(), strict=True):
        words = text.lower().rstrip(".!?,").split()
        words = [word.strip(".!?,") for word in words]
        right["reading"] += polarity(words) == label
        right["counting"] += count_of_words(words) == label
    assert right["reading"] / 3000 > 0.94
    assert right["counting"] / 3000 < 0.65
