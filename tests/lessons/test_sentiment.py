"""The lesson `sentiment`: the model, its words, and whatever sentence a reader types."""

import numpy as np
import openpyxl
import pytest

from tests.lessons.export.sentences import FEW, SENTENCES, typed
from tests.requirements import require
from xlrnn import api
from xlrnn.errors import UsageError
from xlrnn.lessons.sentiment import lesson as source
from xlrnn.lessons.sentiment.lesson import STEPS, Sentiment
from xlrnn.verify.verify import verify


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The lesson with few words, which is read quickly."""
    settings = {"words": "60", "sentence": "I love this day"}
    return api.build(["sentiment"], tmp_path_factory.mktemp("built"), settings=settings)[0]


def shown(lesson):
    return lesson.expected(lesson.inputs())


def positive(sentence, **options):
    return shown(Sentiment(sentence, **options))["first_best"][0, 1]


@pytest.mark.parametrize(("engine", "sentences"), [("ironcalc", SENTENCES), ("libreoffice", FEW)])
def test_any_other_sentence_is_followed_and_verified(book, tmp_path, engine, sentences):
    require(engine)
    changed = [
        typed(book, sentence, tmp_path / f"{kind}.xlsx") for kind, sentence in sentences.items()
    ]
    for result in verify(changed, [engine], vary=0).books:
        assert result.outcome == "agree", (result.path, result.reason or result.engines[0])
        blocks = {block.located.block.name: block.actual for block in result.engines[0].blocks}
        assert blocks["numpy_summary"] == [["inputs changed"]]


def test_a_sheet_that_does_not_follow_is_found(book, tmp_path):
    """A formula that forgets lower case shows the same until someone types large letters."""
    workbook = openpyxl.load_workbook(typed(book, "GOOD day", tmp_path / "a.xlsx"))
    sheet, area = next(workbook.defined_names["lowered"].destinations)
    cell = workbook[sheet][area.replace("$", "")]
    cell.value = cell.value.replace("LOWER(", "(")
    workbook.save(tmp_path / "a.xlsx")
    workbook.close()
    (result,) = verify([tmp_path / "a.xlsx"]).books
    assert result.outcome == "differ"
    assert result.engines[0].first_difference.block == "lowered"


def test_true_in_the_place_of_a_sentence_cannot_be_computed(book, tmp_path):
    (result,) = verify([typed(book, True, tmp_path / "a.xlsx")]).books
    assert result.outcome == "unknown"
    assert "is True: expected a text" in result.engines[0].reason


def test_the_answer_is_that_of_the_model():
    model, known = source.trained()
    for sentence in (source.TWEET, "good", "", "no such word as qwertz"):
        expected = model.predict(known.encode([sentence], STEPS), verbose=0)[0]
        np.testing.assert_allclose(
            shown(Sentiment(sentence))["first_best"][0], expected, rtol=1e-12
        )


def test_the_last_known_words_are_seen_and_zeros_stand_behind_a_short_sentence():
    long = shown(Sentiment("one two " + "good " * 14 + "qwertz"))
    assert long["input_read"][0].tolist() == ["two", *["good"] * 14]
    assert long["input_seen"][0].tolist() == list(range(2, 17))
    short = shown(Sentiment("qwertz GOOD day"))
    assert short["input_read"][0].tolist() == ["good", "day", *["(none)"] * 13]
    assert short["in_list"][:4, 0].tolist() == ["unknown", "known", "known", ""]
    assert short["embedding_counts"][0].tolist() == [1, 1, *[0] * 13]


def test_no_result_has_spaces_at_its_ends():
    """LibreOffice loses those of a stored result, and the workbook it saves would look wrong."""
    found = shown(Sentiment("  (good   day!)  "))
    for name in ("lowered", "without_signs", "unread"):
        assert all(text == text.strip() for text in found[name][:, 0]), name
    assert found["without_signs"][-1, 0] == "good day"


def test_words_outside_the_list_are_unknown_and_those_of_the_sentence_always_in_it():
    rare = source.trained()[1].words[3000]
    assert shown(Sentiment("good", words=100))["in_list"][0, 0] == "known"
    lesson = Sentiment(f"a {rare} day", words=100)
    assert shown(lesson)["in_list"][1, 0] == "known"
    assert len(lesson.inputs()["embedding_token"]) == 102
    other = {**lesson.inputs(), "sentence": Sentiment("a qwertz day").inputs()["sentence"]}
    assert lesson.expected(other)["in_list"][1, 0] == "unknown"


def test_the_model_tells_good_from_bad():
    assert positive("what a great day with my lovely friends") > 0.9
    assert positive("I hate this, it is so sad") < 0.1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"words": 1}, "words is 1: expected 2 to 6682"),
        ({"words": 10_000}, "words is 10000"),
        ({"sentence": "a\x07b"}, r"the input has the character '\\x07' at position 2"),
        ({"sentence": "a" * 40_000}, "the input has 40,000 characters: a cell holds 32,767"),
    ],
)
def test_what_cannot_be_is_refused(options, message):
    with pytest.raises(UsageError, match=message):
        Sentiment(**options)


def test_the_file_of_the_model_is_small():
    assert source.MODEL.stat().st_size < 2_000_000
