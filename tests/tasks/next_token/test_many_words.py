"""The next of many words: where learning begins, and what looking at some of them gives."""

import json

import numpy as np
import pytest

from xlrnn import api
from xlrnn.commands import main as commands
from xlrnn.errors import UsageError
from xlrnn.tasks.next_token.network import ONE_HOT, network
from xlrnn.tasks.next_token.settings import TokenSettings
from xlrnn.tasks.next_token.task import MANY, NEXT_WORD
from xlrnn.tasks.run import SETTINGS, read_run
from xlrnn.tasks.train import train

WORDS_OF_TEXT = 300
SMALL = {"units": 6, "max_length": 5, "batch_size": 16, "seed": 1, "verbose": 0}


@pytest.fixture(scope="module")
def text(tmp_path_factory):
    """Words by Zipf's law; behind each of the frequent ones comes mostly the same."""
    rng = np.random.default_rng(0)
    shares = 1 / np.arange(1, WORDS_OF_TEXT + 1)
    drawn = rng.choice(WORDS_OF_TEXT, 1_500, p=shares / shares.sum())
    words = [*range(WORDS_OF_TEXT)]
    for k in drawn.tolist():
        words += [k, (k + 1) % 40]
    path = tmp_path_factory.mktemp("text") / "text.txt"
    path.write_text(" ".join(f"w{k}" for k in words), encoding="utf-8")
    return path


def bias_of(model):
    return model.layers[-1].layer.bias.numpy()


def test_many_words_begin_as_frequent_as_they_are_where_it_is_learned(text):
    settings = TokenSettings(task="next-word", max_length=5, validation_split=0.5)
    known = NEXT_WORD.fit(text.read_text(), settings)
    assert len(known) > ONE_HOT
    tokens = NEXT_WORD.kind.split(text.read_text())
    learned = tokens[: (len(tokens) - 1) // 5 // 2 * 5 + 1]
    counts = np.array([learned.count(token) for token in known.tokens])
    assert known.counts.tolist() == counts.tolist()
    p = np.exp(bias_of(NEXT_WORD.network(settings, known)))
    np.testing.assert_allclose(p, (counts + 1) / (counts + 1).sum(), rtol=1e-5)


def test_the_unknown_word_counts_as_often_as_those_it_stands_for(text):
    settings = TokenSettings(task="next-word", max_length=5, vocabulary_size=280)
    known = NEXT_WORD.fit(text.read_text(), settings)
    assert len(known) == 281
    rare = set(NEXT_WORD.kind.split(text.read_text())) - set(known.tokens)
    assert len(rare) == 20
    assert known.counts[-1] >= 20


def test_few_words_begin_alike(tmp_path):
    known = NEXT_WORD.fit("a b a c " * 30, TokenSettings(task="next-word", max_length=5))
    assert (bias_of(NEXT_WORD.network(TokenSettings(max_length=5), known)) == 0).all()
    assert (bias_of(network(TokenSettings(), ONE_HOT + 1)) == 0).all()


def test_looking_at_some_learns_as_well(text, tmp_path):
    losses = {}
    for sampled in (0, 60):
        run = train("next-word", tmp_path / str(sampled), data=text, num_sampled=sampled, epochs=4,
                    learning_rate=0.01, **SMALL)  # fmt: skip
        losses[sampled] = api.evaluate(run.folder).values["loss"]
    assert losses[60] < losses[0] + 0.05
    assert losses[60] < 4.5  # the words' frequencies alone give more


def test_interrupted_it_goes_on_bit_for_bit(text, tmp_path):
    options = {"data": text, "num_sampled": 60, **SMALL}
    whole = train("next-word", tmp_path / "whole", epochs=3, **options)
    train("next-word", tmp_path / "parts", epochs=1, **options)
    parts = train("next-word", tmp_path / "parts", resume=True, epochs=3, verbose=0)
    for one, other in zip(whole.model().get_weights(), parts.model().get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_predictions_are_of_all_words_and_a_workbook_shows_them(text, tmp_path, capsys):
    run = train("next-word", tmp_path / "run", data=text, num_sampled=60, epochs=1, **SMALL)
    (found,) = api.predict(run.folder, ["w3 w4"])
    assert len(found.probabilities) == WORDS_OF_TEXT
    assert sum(found.probabilities) == pytest.approx(1, abs=1e-5)
    book = tmp_path / "book.xlsx"
    asked = ["export", str(run.folder), "-o", str(book), "--input", "w3 w4", "--verify"]
    assert commands.run(asked) == 0
    assert "agree" in capsys.readouterr().out


def test_what_is_said_of_many_words(text, tmp_path, monkeypatch):
    told = []
    train(
        "next-word", tmp_path / "a", data=text, num_sampled=60, epochs=1, tell=told.append, **SMALL
    )
    assert told[0].startswith("a step looks at 60 of 300 words: loss and accuracy")
    told.clear()
    train("next-word", tmp_path / "b", data=text, epochs=1, tell=told.append, **SMALL)
    assert not told
    assert MANY > WORDS_OF_TEXT
    monkeypatch.setattr("xlrnn.tasks.next_token.task.MANY", 300)
    train("next-word", tmp_path / "c", data=text, epochs=1, tell=told.append, **SMALL)
    assert told == [
        "a step looks at all 300 words, which takes most of its time: "
        "--num-sampled 2000 looks at some"
    ]


def test_a_run_of_before_is_read(text, tmp_path):
    run = train("next-word", tmp_path / "run", data=text, epochs=1, **SMALL)
    path = run.folder / SETTINGS
    content = json.loads(path.read_text(encoding="utf-8"))
    del content["settings"]["num_sampled"]
    path.write_text(json.dumps(content), encoding="utf-8")
    assert read_run(run.folder).settings.num_sampled == 0
    train("next-word", run.folder, resume=True, epochs=2, verbose=0)


def test_a_number_that_is_none_is_refused_everywhere(text, tmp_path, capsys):
    message = "num_sampled is -1: expected a number of tokens, or 0 for all"
    with pytest.raises(UsageError, match=message):
        train("next-word", tmp_path / "run", data=text, num_sampled=-1, **SMALL)
    for task, count, expected in [
        ("next-word", "-1", message),
        ("sentiment", "9", "sentiment has no setting 'num_sampled'"),
    ]:
        asked = ["train", task, "--data", str(text), "--num-sampled", count]
        assert commands.run([*asked, "-o", str(tmp_path / "run")]) == 2
        assert expected in " ".join(capsys.readouterr().err.split())
