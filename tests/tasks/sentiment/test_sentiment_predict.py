"""What a model thinks of a text, from word to word; any script, any length."""

import pytest

from tests.tasks.sentiment.conftest import tweets, write_tweets
from xlrnn.errors import UsageError
from xlrnn.tasks.next_token.predict import Predictor
from xlrnn.tasks.sentiment.predict import SentimentPredictor
from xlrnn.tasks.train import train


@pytest.fixture(scope="module", params=["lstm", "as-printed"])
def reader(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("opinions")
    texts, labels = tweets(150)
    texts = [f"{text} 😀 שלום" if label else text
             for text, label in zip(texts, labels, strict=True)]  # fmt: skip
    data = write_tweets(folder / "tweets.csv", texts, labels)
    article = request.param == "as-printed"
    options = {"dense": (6,)} if article else {"dropout": 0.1, "learning_rate": 0.02}
    run = train("sentiment", folder / "run", data=data, model=request.param, max_length=5, units=8,
                epochs=12, batch_size=20, verbose=0, **options)  # fmt: skip
    return SentimentPredictor(run)


def test_the_steps_end_with_the_opinion(reader):
    found = reader.predict("The film was so great")
    assert [step.word for step in found.steps] == ["the", "film", "was", "so", "great"]
    assert dict(zip(found.order, found.steps[-1].probabilities, strict=True)) == dict(
        zip(found.classes, found.probabilities, strict=True)
    )
    assert list(found.probabilities) == sorted(found.probabilities, reverse=True)
    assert sum(found.probabilities) == pytest.approx(1)


def test_a_step_is_what_the_text_up_to_there_gives(reader):
    found = reader.predict("the film was so great and nice a")
    for k, step in enumerate(found.steps, start=1):
        words = " ".join(["the", "film", "was", "so", "great", "and", "nice", "a"][:k])
        until = reader.predict(words)
        assert step.probabilities == pytest.approx(until.steps[-1].probabilities, rel=1e-5)


def test_the_last_words_are_seen(reader):
    long = reader.predict("nice great fine the film was so bad")
    assert long.unseen == 3
    short = reader.predict("the film was so bad")
    assert long.steps[-1].probabilities == pytest.approx(short.steps[-1].probabilities, rel=1e-6)


def test_unknown_words_are_left_out(reader):
    found = reader.predict("the zebra film")
    assert [step.known for step in found.steps] == [True, False, True]
    assert found.steps[1].probabilities == found.steps[0].probabilities
    assert not found.blind


@pytest.mark.parametrize("text", ["zebra", "!?", "🦓", "=1+1"])
def test_no_known_word(reader, text):
    found = reader.predict(text)
    assert found.blind
    assert found.probabilities == reader.predict("unheard of").probabilities


def test_emoji_and_right_to_left_words_are_words(reader):
    found = reader.predict("שלום 😀")
    assert [(step.word, step.known) for step in found.steps] == [("שלום", True), ("😀", True)]


@pytest.mark.parametrize("reader", ["lstm"], indirect=True)
def test_the_model_has_learned(reader):
    assert reader.predict("a film so great").classes[0] == "positive"
    assert reader.predict("a film so awful").classes[0] == "negative"


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_text_is_one_without_a_known_word(reader, text):
    found = reader.predict(text)
    assert found.blind
    assert found.steps == ()
    assert found.probabilities == reader.predict("unheard of").probabilities


def test_it_does_not_say_what_comes_next(reader):
    with pytest.raises(UsageError, match="holds a run of sentiment, whose model does not say what"):
        Predictor(reader.run)
