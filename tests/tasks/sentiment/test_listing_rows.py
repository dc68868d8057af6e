"""The article's two models take the rows that its listing takes, in its order.

The calls are the listing's own, in pandas and scikit-learn.
"""

import json
from importlib.util import find_spec

import numpy as np
import pandas as pd
import pytest

from tests.requirements import need
from tests.tasks.sentiment.conftest import tweets, write_tweets
from xlrnn.tasks.run import SETTINGS, read_run
from xlrnn.tasks.sentiment.data import read
from xlrnn.tasks.sentiment.settings import usual
from xlrnn.tasks.sentiment.split import split
from xlrnn.tasks.train import train

SHARE = 0.02


@pytest.fixture
def train_test_split():
    need("sklearn", find_spec("sklearn") is not None, "pip install scikit-learn")
    from sklearn.model_selection import train_test_split

    return train_test_split


def as_listed(path, train_test_split, share=SHARE):
    """Return the texts and labels that the listing trains on and validates with."""
    train = pd.read_csv(path, encoding="latin-1")
    # The listing says `.values`, which in pandas 3 is no array of NumPy's that can be indexed.
    y, x = train[train.columns[0]].to_numpy(), train[train.columns[5]].to_numpy(object)
    _, x, _, y = train_test_split(x, y, test_size=share, random_state=42)
    y = pd.get_dummies(y)
    x, held_out, y, held_out_y = train_test_split(x, y, test_size=0.3, random_state=42)
    return x.tolist(), held_out.tolist(), np.array(y).argmax(1), np.array(held_out_y).argmax(1)


@pytest.mark.parametrize("count, share", [(1_600, SHARE), (1_601, SHARE), (400, 0.5)])
@pytest.mark.parametrize("model", ["as-printed", "as-intended"])
def test_the_rows_are_those_of_the_listing(tmp_path, train_test_split, model, count, share):
    texts, labels = tweets(count)
    numbered = [f"{text} {k}" for k, text in enumerate(texts)]
    path = write_tweets(tmp_path / "tweets.csv", numbered, labels)
    x, held_out, y, held_out_y = as_listed(path, train_test_split, share)
    data = read(str(path), usual(model, {"share": share}))
    learned, _, judged = data.split.parts()
    assert data.texts[learned] == x
    assert data.texts[judged] == held_out
    assert data.labels[learned].tolist() == y.tolist()
    assert data.labels[judged].tolist() == held_out_y.tolist()
    assert "the first row is left out: the article's read_csv takes it for a header" in data.notes


def test_the_row_numbers_of_the_full_file(train_test_split):
    rows = np.arange(1, 1_600_000)  # without row 0, the header to `read_csv`
    used = train_test_split(rows, test_size=SHARE, random_state=42)[1]
    x, held_out = train_test_split(used, test_size=0.3, random_state=42)
    parts = split(len(rows), usual("as-printed", {})).behind(1)
    assert parts.train.tolist() == x.tolist()
    assert parts.held_out.tolist() == held_out.tolist()


def test_a_file_with_a_header_loses_no_row(tmp_path, train_test_split):
    texts, labels = tweets(300)
    table = {"target": 4 * labels, "text": [f"{text} {k}" for k, text in enumerate(texts)]}
    path = tmp_path / "tweets.csv"
    pd.DataFrame(table).to_csv(path, index=False)
    data = read(str(path), usual("as-printed", {"share": 0.5}))
    rows = train_test_split(np.arange(300), test_size=0.5, random_state=42)[1]
    assert sorted(data.split.rows.tolist()) == sorted(rows.tolist())


def test_other_models_use_the_first_row(data):
    assert 0 in read(str(data), usual("lstm", {})).split.rows
    assert 0 not in read(str(data), usual("as-printed", {})).split.rows


def test_where_the_first_row_is_skipped_none_else_is_left_out(tmp_path):
    texts, labels = tweets(60)
    texts[0] = ""
    path = write_tweets(tmp_path / "tweets.csv", texts, labels)
    data = read(str(path), usual("as-printed", {}))
    assert len(data.split.rows) == 59
    assert not any("first row" in note for note in data.notes)


def test_a_run_of_before_keeps_its_rows(tmp_path, data):
    """Runs were written before the first row was left out, and before some settings."""
    folder = tmp_path / "run"
    options = {"data": data, "model": "as-printed", "units": 4, "dense": (3,), "verbose": 0}
    train("sentiment", folder, **options, epochs=1, header_always=False)
    content = json.loads((folder / SETTINGS).read_text())
    for name in ("header_always", "bayes", "num_layers", "class_weight", "apart"):
        del content["settings"][name]
    (folder / SETTINGS).write_text(json.dumps(content))
    found = read_run(folder)
    assert found.task.evaluate(found, None).count == 36
    resumed = train("sentiment", folder, resume=True, epochs=2, verbose=0)
    assert len(resumed.resumed()[1]) == 2
