"""The article's model: 200 steps from the same weights on the same batches give Keras' losses.

Numbers, padding and embedding matrix are held against Keras' own, too.
"""

import importlib
import importlib.util

import numpy as np
import pytest

from tests.oracle.unchecked import unchecked
from tests.requirements import need
from xlrnn import nn
from xlrnn.nn.core import floatx, random
from xlrnn.tasks.sentiment.data import read
from xlrnn.tasks.sentiment.network import network
from xlrnn.tasks.sentiment.settings import usual
from xlrnn.tasks.sentiment.words import fit_words, word_matrix

STEPS, BATCH = 200, 12
SMALLER = {"rows": 300, "units": 20, "dense": (30, 15), "batch_size": BATCH}


@pytest.fixture
def in_float64():
    before = floatx.floatx()
    nn.set_floatx("float64")
    yield
    nn.set_floatx(before)


@pytest.fixture
def chance():
    """Leave the shared source of chance as it was."""
    before = random.get_random_state()
    yield
    random.set_random_state(before)


def batches(settings):
    """Return inputs and one-hot labels of the rows that are learned from, 200 batches."""
    data = read("", settings)
    known = fit_words(data, settings)
    train = data.split.parts()[0]
    x = known.encode(data.texts, settings.max_length)[train].astype(float)
    y = nn.to_categorical(data.labels[train])
    rows = np.random.default_rng(0).permutation(np.resize(np.arange(len(x)), STEPS * BATCH))
    return x[rows].reshape(STEPS, BATCH, -1, 1), y[rows].reshape(STEPS, BATCH, -1), known


def in_keras(keras, settings):
    """Return the article's model in Keras, compiled as its listing compiles it."""
    L = keras.layers
    first, second = settings.dense
    model = keras.Sequential(
        [
            L.Input((settings.max_length, 1), dtype="float64"),
            L.SimpleRNN(units=settings.units, activation="relu", use_bias=True, dtype="float64"),
            L.Dense(units=first, activation="sigmoid", dtype="float64"),
            L.Dense(units=second, activation="relu", dtype="float64"),
            L.Dense(units=2, activation="softmax", dtype="float64"),
        ]
    )
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model


def test_as_printed_learns_as_keras_does(keras64, in_float64, chance):
    settings = usual("as-printed", SMALLER)
    x, y, known = batches(settings)
    ours, theirs = network(settings, len(known), 2, None), in_keras(keras64, settings)
    theirs.set_weights(ours.get_weights())
    with unchecked():
        curve = [ours.train_on_batch(*batch, return_dict=True)["loss"]
                 for batch in zip(x, y, strict=True)]  # fmt: skip
    expected = []
    for batch in zip(x, y, strict=True):
        theirs.reset_metrics()
        expected.append(float(np.asarray(theirs.train_on_batch(*batch)[0])))
    assert np.ptp(expected) > 0.1
    np.testing.assert_allclose(curve, expected, rtol=1e-6)


def test_words_padding_and_embedding_as_the_listing_makes_them(keras, tmp_path, monkeypatch):
    monkeypatch.setenv("XLRNN_CACHE", str(tmp_path))
    found = importlib.util.find_spec("keras_preprocessing") is not None
    need("keras_preprocessing", found, "pip install keras-preprocessing")
    theirs = importlib.import_module("keras_preprocessing.text")
    settings = usual("as-intended", {"rows": 200, "vocabulary_size": 60})
    data = read("", settings)
    vectors = {w: np.random.default_rng(k).normal(size=4).round(4)
               for k, w in enumerate(["the", "not", "love", "i", "to", "my", "zebra"])}  # fmt: skip
    file = tmp_path / "glove.txt"
    file.write_text("".join(f"{w} {' '.join(map(str, v))}\n" for w, v in vectors.items()))
    settings = settings.changed({"vectors": str(file)})
    known = fit_words(data, settings)

    tokenizer = theirs.Tokenizer(num_words=60)
    tokenizer.fit_on_texts(data.texts)
    sequences = tokenizer.texts_to_sequences(data.texts)
    padded = keras.utils.pad_sequences(sequences, maxlen=15, padding="post")
    np.testing.assert_array_equal(known.encode(data.texts, 15), padded)

    nb_words = len(tokenizer.word_index) + 1
    embedding_matrix = np.zeros((nb_words, 4))
    for word, i in tokenizer.word_index.items():
        embedding_vector = vectors.get(word)
        if embedding_vector is not None:
            embedding_matrix[i] = embedding_vector
    # The listing's matrix has a row for every word; those from num_words on are never looked up.
    matrix = word_matrix(known, settings)
    np.testing.assert_allclose(matrix, embedding_matrix[:60], rtol=1e-6)
    assert (embedding_matrix[:60] != 0).any(axis=1).sum() >= 3
