"""Tokenizer, padding and categories by hand, and what they refuse."""

import numpy as np
import pytest

from tests.oracle.unchecked import unchecked
from xlrnn.errors import InputError, ShapeError, UsageError
from xlrnn.nn.preprocessing import text
from xlrnn.text import word_numbers
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


@pytest.mark.parametrize("largest", [30, 100, 2**31 - 1])
def test_in_how_many_texts_a_word_occurs(monkeypatch, largest):
    monkeypatch.setattr(word_numbers, "LARGEST", largest)  # so few are counted at once
    rng = np.random.default_rng(0)
    texts = [" ".join("abcdefgh"[k] for k in rng.integers(0, 8, size=9)) for _ in range(40)]
    texts.insert(7, "")
    tokenizer = Tokenizer()
    tokenizer.fit_on_texts(texts)
    expected = {word: sum(word in text.split() for text in texts) for word in "abcdefgh"}
    assert dict(tokenizer.word_docs) == expected


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
        ([0.5], None, "to_categorical: 0.5 does not fit into int64, whole numbers from"),
        ([], None, "there are no labels"),
        (["a"], None, "expected whole numbers"),
    ):
        with pytest.raises(InputError, match=message):
            to_categorical(labels, classes)


# Numbers that are other ones in their format.


@pytest.mark.parametrize(
    "sequences, options, message",
    [
        (
            [[2**31]],
            {},
            "2147483648 does not fit into int32, whole numbers from -2147483648 to 2147",
        ),
        ([[1], [-(2**31) - 1]], {}, "-2147483649 does not fit into int32"),
        ([[2**63]], {"dtype": "int64"}, "9223372036854775808 does not fit into int64"),
        ([[2**70]], {"dtype": "int64"}, "does not fit into int64"),
        ([[300]], {"dtype": "uint8"}, "300 does not fit into uint8, whole numbers from 0 to 255"),
        ([[-1]], {"dtype": "uint8"}, "-1 does not fit into uint8"),
        ([[0.5, 1.0]], {}, "0.5 does not fit into int32"),
        ([[np.nan]], {}, "nan does not fit into int32"),
        ([[np.inf]], {}, "inf does not fit into int32"),
        ([[9.3e18]], {"dtype": "int64"}, "does not fit into int64"),
        ([[1e39]], {"dtype": "float32"}, r"1e\+39 does not fit into float32, numbers up to 3.4e"),
        ([[70_000]], {"dtype": "float16"}, "70000 does not fit into float16"),
        ([[[1, 2**31]], [[0, 0]]], {}, "2147483648 does not fit into int32"),
        ([np.array([[1.0, 0.25]])], {}, "0.25 does not fit into int32"),
        ([np.array([2**31])], {}, "2147483648 does not fit into int32"),
        ([[1]], {"value": 0.5, "maxlen": 2}, "value: 0.5 does not fit into int32"),
        ([[1]], {"value": 2**31, "maxlen": 2}, "value: 2147483648 does not fit"),
        ([[1]], {"value": float("nan")}, "value: nan does not fit into int32"),
    ],
)
def test_numbers_that_do_not_fit_are_not_turned_into_others(sequences, options, message):
    with pytest.raises(InputError, match=message):
        pad_sequences(sequences, **options)


def test_numbers_that_just_fit():
    assert pad_sequences([[2**31 - 1, -(2**31)]]).tolist() == [[2**31 - 1, -(2**31)]]
    assert pad_sequences([[2**63 - 1]], dtype="int64").tolist() == [[2**63 - 1]]
    assert pad_sequences([[2**64 - 1]], dtype="uint64").tolist() == [[2**64 - 1]]
    assert pad_sequences([[3.0, True]]).tolist() == [[3, 1]]
    whole = pad_sequences([[1], []], dtype="float32", value=np.nan, maxlen=1)
    assert whole[0] == 1
    assert np.isnan(whole[1]).all()
    assert np.isinf(pad_sequences([[np.inf]], dtype="float32")).all()


@pytest.mark.parametrize(
    "options, message",
    [
        ({"maxlen": -1}, "maxlen is -1: expected a whole number from 0"),
        ({"maxlen": 2.5}, "maxlen is 2.5"),
        ({"dtype": "foo"}, "dtype is 'foo': expected a number format"),
        ({"value": None}, "value is None and dtype int32: expected a number"),
    ],
)
def test_padding_refuses_options(options, message):
    with unchecked(), pytest.raises(UsageError, match=message):
        pad_sequences([[1, 2]], **options)


@pytest.mark.parametrize(
    "labels, message",
    [
        ([np.nan], "nan does not fit into int64, .*: expected whole numbers"),
        ([np.inf], "inf does not fit into int64"),
        ([1e300], "does not fit into int64"),
        ([2**70], "does not fit into int64"),
        ([None], "expected whole numbers, got other things"),
        ([[1], [1, 2]], "expected rows of the same length"),
        ([1j], "expected whole numbers, got complex128"),
        ([2**62], "are more than the memory holds: sparse_categorical_crossentropy takes"),
    ],
)
def test_labels_that_are_none(labels, message):
    with pytest.raises(InputError, match=message):
        to_categorical(labels)


@pytest.mark.parametrize("classes", [0, -1, 2.5, "3", True])
def test_numbers_of_classes_that_are_none(classes):
    with (
        unchecked(),
        pytest.raises(UsageError, match=r"num_classes is .*: expected a whole number"),
    ):
        to_categorical([0, 1], classes)


def test_many_classes_take_the_room_of_their_rows_alone():
    """An identity matrix of so many classes would be 320 GB."""
    rows = to_categorical([199_999, 3])
    assert rows.shape == (2, 200_000)
    assert rows.sum() == rows[0, 199_999] + rows[1, 3] == 2


# Characters, and words without a vocabulary.


def test_characters_need_nothing_to_split_at():
    tokenizer = Tokenizer(char_level=True, split="")
    tokenizer.fit_on_texts(["abba"])
    assert tokenizer.texts_to_sequences(["ab a"]) == [[1, 2, 1]]
    assert tokenizer_from_json(tokenizer.to_json()).split == ""


@pytest.mark.parametrize("words", [-1, 2.5, "10"])
def test_numbers_of_words_that_are_none(words):
    with unchecked(), pytest.raises(UsageError, match=r"num_words is .*: expected a whole number"):
        Tokenizer(num_words=words)


@pytest.mark.parametrize("number", [-1, 1.5, "a", None])
def test_numbers_that_are_no_words(number):
    tokenizer = Tokenizer(num_words=4)
    with unchecked(), pytest.raises(InputError, match="is no word's number: expected a whole"):
        tokenizer.sequences_to_matrix([[1, number]])


def test_hashing():
    assert text.hashing_trick("The cat and the dog", 100, "md5") == [51, 3, 69, 51, 33]
    assert text.hashing_trick("a b a", 9, len) == [2, 2, 2]
    assert text.one_hot("a b a", 9) == [hash(word) % 8 + 1 for word in "aba"]
    assert text.hashing_trick("", 9) == []
    assert text.text_to_word_sequence("A b.") == ["a", "b"]
    for n in (1, 0, 2.5):
        with (
            unchecked(),
            pytest.raises(UsageError, match=r"n is .*: expected a whole number from 2"),
        ):
            text.hashing_trick("a", n)
    with unchecked(), pytest.raises(UsageError, match="expected 'md5', a function or None"):
        text.hashing_trick("a", 9, "sha1")
