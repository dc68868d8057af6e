"""The three applications, and what is not one."""

import pytest

from xlrnn.reproduce.trained import applications


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(applications, "QUICK_SAMPLES", 30)


def confirmed(setting):
    return [one.confirmed for one in applications.applications(setting).values()]


def test_all_three_take_and_give_what_the_article_says(setting, few):
    assert confirmed(setting) == [True, True, True]


def test_a_model_that_is_wrong_or_knows_one_length_is_none(setting, few, monkeypatch):
    turned = tuple((text, 1 - label) for text, label in applications.TWEETS)
    monkeypatch.setattr(applications, "TWEETS", turned)
    monkeypatch.setattr(applications, "LONGEST_CAPTION", 2)
    monkeypatch.setattr(applications, "LONGEST_TRANSLATION", 2)
    assert confirmed(setting) == [False, False, False]
