"""Runs of sentiment are exported with their sentence, which can be changed in the workbook."""

import numpy as np
import pytest

from tests.lessons.export.sentences import FEW, SENTENCES, typed
from tests.lessons.export.test_any_model import exact
from tests.requirements import require
from tests.sheet.laid_out import check_pages
from tests.tasks.sentiment.conftest import tweets, write_tweets
from xlrnn import api
from xlrnn.errors import UsageError
from xlrnn.lessons.export import prepared, read_source
from xlrnn.text.cleaning import cleaner

MODELS = ("as-printed", "as-intended", "rnn", "lstm", "bidirectional", "conv")
SMALL = {"units": 2, "embedding": 3, "steps": 4, "epochs": 1}
SENTENCE = "=Not bad, but the FILM was awful 😀 and sad! שלום"


@pytest.fixture(scope="module")
def run_of(tmp_path_factory):
    """Return a function that trains a small model once and returns its folder."""
    folder, done = tmp_path_factory.mktemp("runs"), {}
    data = write_tweets(folder / "tweets.csv", *tweets(120))

    def run(model, **settings):
        place = folder / "-".join([model, *settings.values()])
        if place not in done:
            dense = {"dense": (3,)} if model.startswith("as-") else {}
            done[place] = api.train(
                "sentiment", place, data=data, model=model, **{**SMALL, **dense, **settings}
            )
        return place

    return run


def cells(path, engine="ironcalc"):
    """Return what an engine shows in each block, after it has been verified."""
    result = api.verify([path], engine)
    assert result.outcome == "agree", result.books[0].reason or result.books[0].engines[0]
    return {block.located.block.name: block.actual for block in result.books[0].engines[0].blocks}


@pytest.mark.parametrize("model", MODELS)
def test_the_answer_is_that_of_the_model(run_of, tmp_path, model):
    source = read_source(run_of(model))
    book = api.export(run_of(model), tmp_path / "a.xlsx", SENTENCE)
    shown = np.array(cells(book)["first_best"][0])
    sample = source.sample(SENTENCE)[None]
    np.testing.assert_allclose(shown, source.model.predict(sample, verbose=0)[0], atol=1e-5)
    np.testing.assert_allclose(shown, exact(source.model).predict(sample, verbose=0)[0], atol=1e-10)


@pytest.mark.parametrize("model", MODELS)
def test_its_pages_are_laid_out(run_of, model):
    source = read_source(run_of(model))
    sentence = source.sentence(SENTENCE)
    lesson = prepared(source.model, source.sample(SENTENCE), sentence=sentence)
    check_pages(lesson.book())


@pytest.mark.parametrize("model", ["as-printed", "lstm"])
def test_another_sentence_gives_what_the_model_predicts(run_of, tmp_path, model):
    book = api.export(run_of(model), tmp_path / "a.xlsx", "good")
    typed(book, "The film was sad, so SAD and awful!", book)
    (expected,) = api.predict(run_of(model), ["The film was sad, so SAD and awful!"])
    probabilities = dict(zip(expected.classes, expected.probabilities, strict=True))
    answer = [probabilities[name] for name in ("negative", "positive")]
    np.testing.assert_allclose(cells(book)["first_best"][0], answer, atol=1e-5)


def test_any_sentence_is_followed_by_ironcalc_and_libreoffice(run_of, tmp_path):
    require("libreoffice")
    book = api.export(run_of("as-printed"), tmp_path / "a.xlsx", "good")
    changed = {
        kind: typed(book, text, tmp_path / f"{kind}.xlsx") for kind, text in SENTENCES.items()
    }
    assert api.verify([*changed.values()], "ironcalc", vary=0).outcome == "agree"
    assert api.verify([changed[kind] for kind in FEW], "libreoffice", vary=0).outcome == "agree"


def test_words_outside_the_list_are_unknown(run_of, tmp_path):
    run = run_of("lstm")
    (few,) = (api.export(run, tmp_path / "few.xlsx", "good sad", words=0),)
    known = read_source(run).run.known
    assert len(api.read(few)["embedding_token"]) == len(known.words) + 1  # they are fewer than 64
    shown = cells(typed(few, "good qwertz SAD", few))
    assert [row[0] for row in shown["in_list"][:4]] == ["known", "unknown", "known", ""]
    assert shown["input_word"][0][2:] == [0, 0]


def test_a_run_that_cleans_begins_with_the_cleaned_text_and_says_so(run_of, tmp_path):
    text = "@ann I don't like the sad films :("
    book = api.export(run_of("lstm", clean="builtin"), tmp_path / "a.xlsx", text)
    (cleaned,) = cleaner("builtin")([text])
    assert api.read(book)["sentence"][0, 0] == cleaned != text
    lesson = prepared_of(run_of("lstm", clean="builtin"), text)
    assert any("the sheet begins with the cleaned text" in told for told in lesson.sources())
    cells(book)


def prepared_of(run, text):
    source = read_source(run)
    return prepared(source.model, source.sample(text), sentence=source.sentence(text))


def test_a_long_text_gets_room(run_of, tmp_path):
    text = "the film was good and " * 30 + "awful"
    shown = cells(api.export(run_of("lstm"), tmp_path / "a.xlsx", text))
    assert len(shown["next_word"]) == 151
    assert shown["left_over"] == [[""]]
    assert shown["input_read"][0][-1] == "awful"


@pytest.mark.parametrize(
    ("text", "message"),
    [("good\x07", "has the character"), ("a" * 40_000, "a cell holds 32,767"),
     ("a " * 6_000, "room for 5,000 words")],
)  # fmt: skip
def test_a_text_that_no_cell_holds_is_refused(run_of, tmp_path, text, message):
    with pytest.raises(UsageError, match=message):
        api.export(run_of("lstm"), tmp_path / "a.xlsx", text)
    assert list(tmp_path.iterdir()) == []
