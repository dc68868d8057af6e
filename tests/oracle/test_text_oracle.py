"""Tokenizer and padding give what Keras' give, whatever the texts."""

import importlib
import importlib.util

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.requirements import need
from xlrnn.nn.preprocessing import text
from xlrnn.text.categorical import to_categorical
from xlrnn.text.encode import encode
from xlrnn.text.generated import generated_tweets
from xlrnn.text.padding import pad_sequences
from xlrnn.text.tokenizer import Tokenizer, tokenizer_from_json
from xlrnn.text.vectors import embedding_matrix, read_vectors, sentence_vectors

WORDS = st.sampled_from(["the", "The", "cat", "don't", "ПРИВЕТ", "привет", "שלום", "😀", "ß", "İ",
                         "a-b", "x,y", "7", "", "  ", "\t", "end\n", "#tag", "@me"])  # fmt: skip
TEXTS = st.lists(st.lists(WORDS, max_size=8).map(" ".join), min_size=1, max_size=6)
OPTIONS = st.sampled_from(
    [{}, {"num_words": 4}, {"num_words": 3, "oov_token": "<?>"}, {"oov_token": "the"},
     {"char_level": True}, {"char_level": True, "split": ""}, {"lower": False},
     {"filters": "", "split": ","}]
)  # fmt: skip


@pytest.fixture(scope="module")
def theirs():
    found = importlib.util.find_spec("keras_preprocessing") is not None
    need("keras_preprocessing", found, "pip install keras-preprocessing")
    return importlib.import_module("keras_preprocessing.text")


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS, OPTIONS)
def test_tokenizer(theirs, seen, unseen, options):
    one, other = theirs.Tokenizer(**options), Tokenizer(**options)
    one.fit_on_texts(seen)
    other.fit_on_texts(seen)
    for name in ("word_index", "index_word", "word_counts", "word_docs", "index_docs"):
        assert dict(getattr(one, name)) == dict(getattr(other, name)), name
    sequences = one.texts_to_sequences(unseen)
    assert sequences == other.texts_to_sequences(unseen)
    assert one.sequences_to_texts(sequences) == other.sequences_to_texts(sequences)
    for mode in ("binary", "count", "freq", "tfidf") if one.word_index else ():
        np.testing.assert_array_equal(
            one.sequences_to_matrix(sequences, mode), other.sequences_to_matrix(sequences, mode)
        )
    again = tokenizer_from_json(one.to_json())
    assert again.texts_to_sequences(unseen) == sequences


@pytest.mark.parametrize("words", [2, 7, 1000])
@pytest.mark.parametrize("hashed", ["md5", None, len])
def test_hashing(theirs, words, hashed):
    for line in ("The cat, and the don't!", "", "ПРИВЕТ שלום 😀"):
        found = text.hashing_trick(line, words, hashed)
        assert found == theirs.hashing_trick(line, words, hashed)
        assert text.one_hot(line, words) == theirs.one_hot(line, words)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 99), max_size=7), min_size=1, max_size=5),
    st.one_of(st.none(), st.integers(1, 9)),
    st.sampled_from(["pre", "post"]),
    st.sampled_from(["pre", "post"]),
    st.sampled_from(["int32", "float32", "int64"]),
)
def test_padding(keras, sequences, maxlen, padding, truncating, dtype):
    options = {"maxlen": maxlen, "padding": padding, "truncating": truncating, "dtype": dtype}
    expected = keras.utils.pad_sequences(sequences, value=3, **options)
    padded = pad_sequences(sequences, value=3, **options)
    assert padded.dtype == expected.dtype
    np.testing.assert_array_equal(padded, expected)


@pytest.mark.parametrize("labels", [[0, 2, 1], [[1], [0]], [[0, 1], [3, 2]]])
def test_categories(keras, labels):
    np.testing.assert_array_equal(to_categorical(labels), keras.utils.to_categorical(labels))


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, OPTIONS, st.integers(1, 9), st.sampled_from(["pre", "post"]))
def test_encoding(theirs, keras, seen, unseen, options, maxlen, side):
    one, other = theirs.Tokenizer(**options), Tokenizer(**options)
    one.fit_on_texts(seen)
    padding = {"maxlen": maxlen, "padding": side, "truncating": side}
    for texts, fit in ((seen, True), (unseen, False)):
        np.testing.assert_array_equal(
            encode(texts, other, fit=fit, **padding),
            keras.utils.pad_sequences(one.texts_to_sequences(texts), **padding),
        )


def test_embedding_matrix_is_that_of_the_articles_code(theirs, tmp_path):
    """The article's loops, on a generated file; its matrix has a row for every word."""
    texts = generated_tweets(300, seed=2).texts
    tokenizer = theirs.Tokenizer(num_words=16000)
    tokenizer.fit_on_texts(texts)
    random = np.random.default_rng(0)
    words = [*list(tokenizer.word_index)[::2], "unseen"]
    path = tmp_path / "glove.txt"
    path.write_text(
        "".join(f"{word} {' '.join(f'{x:.5g}' for x in random.normal(size=20))}\n"
                for word in words), "utf-8"
    )  # fmt: skip
    model = {}
    with path.open(encoding="utf-8") as file:
        for line in file:
            split = line.split()
            model[split[0]] = [float(value) for value in split[1:]]
    expected = np.zeros((len(tokenizer.word_index) + 1, 20))
    for word, i in tokenizer.word_index.items():
        vector = model.get(word)
        if vector is not None:
            expected[i] = vector
    vectors = read_vectors(path, tokenizer.word_index, cache=False)
    found = embedding_matrix(tokenizer.word_index, vectors)
    np.testing.assert_array_equal(found, expected)
    assert found.dtype == expected.dtype

    def sent_vectorizer(sentence):
        total = np.zeros(20)
        for word in sentence.split():
            if word in model:
                total = np.add(total, model[word])
        return total

    np.testing.assert_allclose(
        sentence_vectors(texts, read_vectors(path, model, cache=False)),
        [sent_vectorizer(text) for text in texts], rtol=1e-12, atol=1e-14,
    )  # fmt: skip
