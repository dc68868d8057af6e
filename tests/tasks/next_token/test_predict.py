"""What comes next, and texts that go on."""

import numpy as np
import pytest

from xlrnn.errors import UsageError
from xlrnn.tasks.next_token.predict import Predictor, tempered
from xlrnn.tasks.run import read_run
from xlrnn.tasks.tokens import UNKNOWN
from xlrnn.tasks.train import train


@pytest.fixture(scope="module")
def hello(tmp_path_factory):
    return Predictor(train("next-char", tmp_path_factory.mktemp("hello") / "run", verbose=0))


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    folder = tmp_path_factory.mktemp("words")
    (folder / "text.txt").write_text("the cat sat on the mat, the dog sat on the log. " * 20)
    options = {
        "units": 16,
        "max_length": 6,
        "epochs": 30,
        "learning_rate": 0.02,
        "vocabulary_size": 8,
        "verbose": 0,
    }
    return Predictor(train("next-word", folder / "run", data=folder / "text.txt", **options))


def test_the_article(hello):
    found = hello.predict("hell")
    assert found.tokens[0] == "o"
    assert sum(found.probabilities) == pytest.approx(1)
    assert list(found.probabilities) == sorted(found.probabilities, reverse=True)
    assert set(found.tokens) == set("helo")


def test_the_probabilities_are_those_of_the_model(hello):
    run = hello.run
    p = run.model().predict(run.known.numbers(list("he"), run.task.kind)[None])[0, -1]
    found = hello.predict("he")
    for token, probability in zip(found.tokens, found.probabilities, strict=True):
        assert probability == pytest.approx(p[run.known.tokens.index(token)], rel=1e-6)


def test_no_chance_at_temperature_zero(hello):
    assert hello.generate("h", 4, temperature=0) == "hello"


def test_the_seed_makes_the_text(hello):
    first = hello.generate("h", 30, temperature=2.0, seed=1)
    assert first == hello.generate("h", 30, temperature=2.0, seed=1)
    assert first != hello.generate("h", 30, temperature=2.0, seed=2)


def test_draws_follow_the_probabilities(hello):
    found = hello.predict("hell")
    drawn = [hello.generate("hell", 1, seed=seed)[-1] for seed in range(300)]
    for token, probability in zip(found.tokens, found.probabilities, strict=True):
        assert drawn.count(token) / 300 == pytest.approx(probability, abs=0.1)


@pytest.mark.parametrize("temperature", [0.25, 1.0, 4.0])
def test_temperature(temperature):
    p = np.array([0.7, 0.2, 0.1, 0.0])
    sharper = tempered(p, temperature)
    assert sharper == pytest.approx(p ** (1 / temperature) / (p ** (1 / temperature)).sum())


def test_words_never_become_unknown(words):
    assert words.run.known.tokens[-1] == UNKNOWN
    text = words.generate("the zebra", 60, temperature=3.0, seed=0)
    assert UNKNOWN not in text
    assert words.predict("sat on").tokens[0] == "the"


def test_a_text_without_tokens(hello):
    with pytest.raises(UsageError, match="the text is empty: expected at least one letter"):
        hello.predict("")


def test_an_unknown_letter(hello):
    with pytest.raises(UsageError, match="the letter 'x' does not occur"):
        hello.predict("hex")


def test_a_temperature_that_is_none(hello):
    with pytest.raises(UsageError, match="temperature is -1: expected a finite number from 0"):
        hello.generate("h", 1, temperature=-1)


def test_a_run_without_its_checkpoint(hello, tmp_path):
    from xlrnn.errors import UnreadableError

    (tmp_path / "run.json").write_bytes((hello.run.folder / "run.json").read_bytes())
    with pytest.raises(UnreadableError, match="does not exist"):
        Predictor(read_run(tmp_path))
