"""Tokenizer, padding and categories by hand, and what they refuse."""

import numpy as np
import pytest

from xlrnn.errors import InputError, ShapeError, UsageError
from xlrnn.text.categorical import to_categorical
from xlrnn.text.padding import pad_sequences
from xlrnn.text.tokenizer import Tokenizer, text_to_word_sequence, tokenizer_from_json

TEXTS = ["The cat, the dog!", "A dog's life\tis   short", "the END"]


def fitted(**options):
    tokenizer = Tokenizer(**options)
    tokenizer.fit_on_texts(TEXTS)
    return tokenizer


def test_words_are_numbered_by_how_often_they_occur_then_by_appearance():
    tokenizer = fitted()
    assert list(tokenizer.word_index) == [
        "the", "cat", "dog", "a", "dog's", "life", "is", "short", "end",
    ]  # fmt: skip
    assert tokenizer.word_counts["the"] == 3
    assert tokenizer.word_docs["the"] == 2
    assert tokenizer.index_docs[1] == 2
    assert tokenizer.document_count == 3
    assert tokenizer.index_word[2] == "cat"


def test_unknown_words_are_left_out_or_become_the_token():
    assert fitted().texts_to_sequences(["the wolf and the cat"]) == [[1, 1, 2]]
    assert fitted(num_words=2).texts_to_sequences(["the wolf and the cat"]) == [[1, 1]]
    known = fitted(num_words=3, oov_token="<?>")
    assert known.texts_to_sequences(["the wolf, the cat"]) == [[2, 1, 2, 1]]
    assert known.sequences_to_texts([[2, 1, 9]]) == ["the <?> <?>"]


def test_lists_and_letters():
    assert fitted().texts_to_sequences([["The", "cat"], []]) == [[1, 2], []]
    letters = fitted(char_level=True)
    assert letters.texts_to_sequences(["ee"])[0] == [letters.word_index["e"]] * 2
    kept = fitted(lower=False, split="_")
    assert "The" not in kept.word_index
    assert text_to_word_sequence("a_b c", filters="", split="_") == ["a", "b c"]


def test_matrices():
    tokenizer = fitted()
    assert tokenizer.texts_to_matrix(["the the cat"], "count")[0, :3].tolist() == [0, 2, 1]
    assert tokenizer.texts_to_matrix(["the the cat"], "freq")[0, 1] == pytest.approx(2 / 3)
    tfidf = tokenizer.texts_to_matrix(["the the cat"], "tfidf")[0, 1]
    assert tfidf == pytest.approx((1 + np.log(2)) * np.log(1 + 3 / (1 + 2)))
    with pytest.raises(UsageError, match="mode is 'tf': expected one of binary"):
        tokenizer.texts_to_matrix(["a"], "tf")
    with pytest.raises(UsageError, match="has seen no texts"):
        Tokenizer().texts_to_matrix(["a"])


def test_json_there_and_back():
    again = tokenizer_from_json(fitted(num_words=4, oov_token="?").to_json())
    assert again.texts_to_sequences(TEXTS) == fitted(num_words=4, oov_token="?").texts_to_sequences(
        TEXTS
    )
    for broken in ("", "[]", "{}", '{"config": 3}', '{"config": {"word_counts": "{}"}}'):
        with pytest.raises(InputError, match="no tokenizer"):
            tokenizer_from_json(broken)


def test_what_is_no_text_is_refused():
    with pytest.raises(InputError, match="expected a list of texts, got one text: 'hello'"):
        Tokenizer().fit_on_texts("hello")
    with pytest.raises(UsageError, match="split is empty"):
        Tokenizer(split="")


@pytest.mark.parametrize(
    "options, rows",
    [
        ({}, [[0, 0, 7], [1, 2, 3]]),
        ({"padding": "post"}, [[7, 0, 0], [1, 2, 3]]),
        ({"maxlen": 2}, [[0, 7], [2, 3]]),
        ({"maxlen": 2, "truncating": "post", "value": 9}, [[9, 7], [1, 2]]),
        ({"maxlen": 4, "padding": "post"}, [[7, 0, 0, 0], [1, 2, 3, 0]]),
        ({"maxlen": 0}, [[], []]),
    ],
)
def test_padding(options, rows):
    padded = pad_sequences([[7], [1, 2, 3]], **options)
    assert padded.tolist() == rows
    assert padded.dtype == np.int32


def test_padding_of_vectors_empty_ones_and_other_formats():
    padded = pad_sequences([[[1.5, 2.5]], [], [[3, 4], [5, 6]]], dtype="float64")
    assert padded.tolist() == [[[0, 0], [1.5, 2.5]], [[0, 0], [0, 0]], [[3, 4], [5, 6]]]
    assert pad_sequences([[], []]).shape == (2, 0)
    assert pad_sequences([]).shape == (0, 0)
    assert pad_sequences([["a"], ["b", "c"]], dtype=object, value="-").tolist() == [
        ["-", "a"], ["b", "c"],
    ]  # fmt: skip


def test_padding_refuses():
    with pytest.raises(UsageError, match="padding is 'left': expected pre or post"):
        pad_sequences([[1]], padding="left")
    with pytest.raises(InputError, match="expected a list of sequences"):
        pad_sequences([1, 2])
    with pytest.raises(ShapeError, match="steps of the first sequence have shape"):
        pad_sequences([[[1, 2]], [[1, 2, 3]]])
    with pytest.raises(UsageError, match="expected a number"):
        pad_sequences([[1]], value="x")


def test_categories():
    assert to_categorical([[1], [0]]).tolist() == [[0, 1], [1, 0]]
    assert to_categorical(np.array([[0, 1], [2, 0]])).shape == (2, 2, 3)
    for labels, classes, message in (
        ([3], 3, "labels from 3 to 3, expected 0 to 2"),
        ([-1], None, "labels from -1"),
        ([0.5], None, "expected whole numbers"),
        ([], None, "there are no labels"),
        (["a"], None, "expected whole numbers"),
    ):
        with pytest.raises(InputError, match=message):
            to_categorical(labels, classes)
