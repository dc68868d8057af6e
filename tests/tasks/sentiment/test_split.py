"""The rows are the article's: drawn as scikit-learn draws them, 2 % of them, 70 to 30."""

import numpy as np
import pytest

from xlrnn.errors import InputError, UsageError
from xlrnn.tasks.sentiment.settings import SentimentSettings, usual
from xlrnn.tasks.sentiment.split import FILE, split, train_test

ARTICLE = usual("as-printed", {})


def test_as_scikit_learn_draws():
    found = [part.tolist() for part in train_test(12, 0.3, 42)]
    assert sorted(found[0] + found[1]) == list(range(12))
    order = np.random.RandomState(42).permutation(12).tolist()
    assert found == [order[4:], order[:4]]


def test_the_article_uses_2_percent_and_splits_them_70_to_30():
    parts = split(1_600_000, ARTICLE)
    assert [len(parts.train), len(parts.validation), len(parts.held_out)] == [22_400, 0, 9_600]
    assert len(set(parts.rows.tolist())) == 32_000
    second = train_test(1_600_000, 0.02, 42)[1]
    assert parts.held_out[0] == second[train_test(32_000, 0.3, 42)[1][0]]


@pytest.mark.parametrize("count, used", [(9_999, 9_999), (10_000, 200), (10_001, 201)])
def test_few_rows_are_all_used(count, used):
    assert len(split(count, ARTICLE).rows) == used


def test_a_share_that_is_said_counts():
    assert len(split(1000, usual("as-printed", {"share": 0.5})).rows) == 500


@pytest.mark.parametrize("seed", [0, 42])
def test_no_row_is_in_two_parts(seed):
    parts = split(500, SentimentSettings(seed=seed))
    assert sorted(parts.rows.tolist()) == list(range(500))
    train, validation, held_out = parts.parts()
    assert parts.rows[train].tolist() == parts.train.tolist()
    assert parts.rows[validation].tolist() == parts.validation.tolist()
    assert parts.rows[held_out].tolist() == parts.held_out.tolist()


def test_what_is_held_out_does_not_depend_on_the_validation():
    one, other = split(300, SentimentSettings()), split(300, usual("as-intended", {}))
    assert one.held_out.tolist() == other.held_out.tolist()


def test_the_split_is_kept(tmp_path):
    parts = split(100, SentimentSettings())
    parts.save(tmp_path)
    with np.load(tmp_path / FILE) as kept:
        assert {name: kept[name].tolist() for name in kept.files} == {
            "train": parts.train.tolist(),
            "validation": parts.validation.tolist(),
            "held_out": parts.held_out.tolist(),
        }


@pytest.mark.parametrize("count", [0, 1, 3])
def test_too_few_rows(count):
    with pytest.raises(InputError, match=f"of {count} rows? the shares leave .* give more rows"):
        split(count, SentimentSettings())


@pytest.mark.parametrize(
    "settings, message",
    [
        ({"model": "transformer"}, "there is no model 'transformer': expected as-printed, as-int"),
        ({"share": 0.0}, "share is 0.0: expected a share above 0"),
        ({"test_split": 0.0}, "test_split is 0: expected a share above 0 to judge"),
        ({"dropout": 1.0}, "dropout is 1.0: expected a share, from 0 to below 1"),
        (
            {"validation_split": 0.0},
            r"patience is 3 and validation_split 0: there is nothing to choose",
        ),
        ({"dense": (10, 0)}, "at least 1 unit in each layer"),
        ({"seed": -1}, "seed is -1: expected 0 to"),
    ],
)
def test_settings_that_make_no_sense(settings, message):
    with pytest.raises(UsageError, match=message):
        usual("lstm", {}).changed(settings)


def test_a_setting_of_another_task():
    with pytest.raises(UsageError, match="sentiment has no setting 'temperature': expected one of"):
        usual("lstm", {"temperature": 1})
