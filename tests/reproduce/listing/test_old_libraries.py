import numpy as np
import pandas as pd
import pytest

from xlrnn import nn
from xlrnn.reproduce.listing import old_libraries as old
from xlrnn.tasks.sentiment.split import train_test


def test_rows_are_drawn_as_the_task_sentiment_draws_them():
    x, y = np.arange(57), pd.DataFrame({"a": np.arange(57) % 3})
    ours = old.train_test_split(x, y, test_size=0.3, random_state=42)
    expected = train_test(57, 0.3, 42)
    assert [part.tolist() for part in ours[:2]] == [part.tolist() for part in expected]
    assert [part["a"].tolist() for part in ours[2:]] == [(p % 3).tolist() for p in expected]


def test_without_a_number_rows_are_drawn_by_chance():
    draws = [tuple(old.train_test_split(np.arange(99), test_size=0.3)[1]) for _ in range(2)]
    assert draws[0] != draws[1]


def test_texts_stay_texts_whatever_pandas_keeps_them_in():
    texts = pd.Series(["a", "b", "c", "d"]).values
    _, held_out = old.train_test_split(texts, test_size=0.5, random_state=42)
    assert held_out.dtype == object and set(held_out) < {"a", "b", "c", "d"}


def test_words_have_what_they_had_in_spacy_2():
    words = list(old.load("en")("the movies, really!"))
    assert [word.string for word in words] == ["the ", "movies", ", ", "really", "!"]
    assert [word.lemma_ for word in words][:2] == ["the", "movie"]
    assert [word.is_stop for word in words] == [True, False, False, False, False]
    assert [word.pos_ == "PUNCT" for word in words] == [False, False, True, False, True]
    assert not list(old.load("en")(""))
    with pytest.raises(OSError, match="no model 'de'"):
        old.load("de")


def test_imports_of_the_listing(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n")
    imported = old.importer({"theirs.csv": path})
    assert imported("keras") is nn
    assert imported("keras.layers.recurrent", wanted=("SimpleRNN",)).SimpleRNN is nn.SimpleRNN
    assert imported("pandas").read_csv("theirs.csv").to_numpy().tolist() == [[1, 2]]
    assert imported("numpy") is np
    with pytest.raises(ModuleNotFoundError):
        imported("keras.layers.nothing")
