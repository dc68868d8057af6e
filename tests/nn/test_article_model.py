"""The article's own model runs with its import lines changed and nothing else."""

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.errors import ShapeError

IMPORTS = """
import xlrnn.nn as keras
from xlrnn.nn.models import Sequential
from xlrnn.nn.layers import Dense, Activation, Dropout
from xlrnn.nn.layers.convolutional import Conv1D
from xlrnn.nn.preprocessing.text import Tokenizer
from xlrnn.nn.preprocessing.sequence import pad_sequences
"""

LISTING = """
def modelbuild():
    model = Sequential()
    model.add(keras.layers.InputLayer(input_shape=(15,1)))
    keras.layers.embeddings.Embedding(nb_words, 15, weights=[embedding_matrix], input_length=15,
    trainable=False)

    model.add(keras.layers.recurrent.SimpleRNN(units = 100, activation='relu',
    use_bias=True))
    model.add(keras.layers.Dense(units=1000, input_dim = 2000, activation='sigmoid'))
    model.add(keras.layers.Dense(units=500, input_dim=1000, activation='relu'))
    model.add(keras.layers.Dense(units=2, input_dim=500,activation='softmax'))
    model.compile(loss='categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
    return model

finalmodel = modelbuild()
history = finalmodel.fit(trainx, trainy, epochs=10, batch_size=120,validation_data=(validx,validy))
"""


def texts(count, seed):
    """Return texts whose label their words tell."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(2, size=count)
    words = [["good", "nice", "fine"], ["bad", "sad", "poor"]]
    return [
        " ".join(rng.choice([*words[label], "film", "book"], size=6)) for label in labels
    ], labels


def test_modelbuild_and_its_fit(capsys):
    read, labels = texts(240, 0)
    tokenizer = nn.Tokenizer(num_words=16000)
    tokenizer.fit_on_texts(read)
    numbers = nn.pad_sequences(tokenizer.texts_to_sequences(read), 15, padding="post")
    x, y = numbers.reshape(240, 15, 1), nn.to_categorical(labels)
    nn.set_random_seed(0)
    scope = {
        "trainx": x[:200], "trainy": y[:200], "validx": x[200:], "validy": y[200:],
        "nb_words": len(tokenizer.word_index) + 1, "embedding_matrix": np.zeros((9, 200)),
    }  # fmt: skip
    exec(IMPORTS + LISTING, scope)
    shown = capsys.readouterr().out.splitlines()
    assert len(shown) == 10
    assert "val_accuracy" in shown[-1]
    losses = scope["history"].history["loss"]
    assert losses[-1] < losses[0]
    assert [weight.shape for weight in scope["finalmodel"].get_weights()] == [
        (1, 100), (100, 100), (100,), (100, 1000), (1000,), (1000, 500), (500,), (500, 2), (2,),
    ]  # fmt: skip


def test_its_embedding_would_not_fit_a_model():
    stray = nn.Embedding(9, 15, weights=[np.zeros((9, 200))], input_length=15, trainable=False)
    with pytest.raises(ShapeError, match=r"embeddings has shape \(9, 200\), expected \(9, 15\)"):
        nn.Sequential([stray])
