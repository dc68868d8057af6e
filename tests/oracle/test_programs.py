"""Programs as users write them, with their twins in Keras: the same losses, metrics, predictions.

Both begin with the same weights and see the same batches; each program is written once.
"""

from typing import ClassVar

import numpy as np
import pytest

from tests.oracle.twins import expect_twins
from xlrnn.nn.preprocessing.sequence import pad_sequences
from xlrnn.nn.preprocessing.text import Tokenizer

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
RNG = np.random.default_rng(11)


class Sentiment:
    """Texts of different lengths, padded; the words behind the last one do not count."""

    texts: ClassVar = [
        " ".join(RNG.choice(list("abcdefgh"), size=k)) for k in RNG.integers(1, 9, size=24)
    ]
    tokenizer = Tokenizer()
    tokenizer.fit_on_texts(texts)
    x = pad_sequences(tokenizer.texts_to_sequences(texts), maxlen=7, padding="post")
    y = np.array([float("a" in text) for text in texts])
    fit: ClassVar = {"validation_split": 0.25, "batch_size": 5, "class_weight": {0: 1.0, 1: 2.5}}

    def model(self, keras):
        model = keras.Sequential([
            keras.Input((7,)),
            keras.layers.Embedding(9, 6, mask_zero=True),
            keras.layers.LSTM(5),
            keras.layers.Dense(4, activation="relu"),
            keras.layers.Dense(1, activation="sigmoid"),
        ])  # fmt: skip
        model.compile("adam", "binary_crossentropy", metrics=["accuracy", keras.metrics.AUC()])
        return model


class Forecast:
    """The next value of a curve from the six before it; smaller steps when nothing gets better."""

    series = np.sin(np.arange(50) * 0.7) + 0.1 * RNG.normal(size=50)
    windows = np.lib.stride_tricks.sliding_window_view(series, 7)
    x, y = windows[:30, :6, None], windows[:30, 6]
    held_out = windows[30:, :6, None], windows[30:, 6]
    fit: ClassVar = {"validation_data": held_out, "batch_size": 8}

    def model(self, keras):
        model = keras.Sequential(
            [keras.Input((6, 1)), keras.layers.GRU(5), keras.layers.Dense(1)]
        )  # fmt: skip
        root = keras.metrics.RootMeanSquaredError(name="root")
        model.compile(keras.optimizers.RMSprop(0.02), "mse", metrics=["mae", root])
        return model

    def callbacks(self, keras):
        plateau = keras.callbacks.ReduceLROnPlateau(patience=1, factor=0.5, min_delta=0.05)
        return [plateau, keras.callbacks.EarlyStopping("val_root", patience=3, mode="min")]


class Characters:
    """The next character at every place of a text."""

    text = RNG.integers(6, size=(4, 21))
    x = np.concatenate(np.split(np.eye(6)[text[:, :-1]], 4, axis=1))
    y = np.concatenate(np.split(text[:, 1:], 4, axis=1))
    fit: ClassVar = {"batch_size": 4}

    def model(self, keras):
        model = keras.Sequential([
            keras.Input((None, 6)),
            keras.layers.LSTM(7, return_sequences=True),
            keras.layers.TimeDistributed(keras.layers.Dense(6, activation="softmax")),
        ])  # fmt: skip
        rate = keras.optimizers.schedules.ExponentialDecay(0.4, 5, 0.9)
        sgd = keras.optimizers.SGD(rate, momentum=0.8, clipnorm=1.0)
        model.compile(sgd, "sparse_categorical_crossentropy", metrics=["accuracy"])
        return model


class Turning:
    """A sequence turned round: read into one state, which is repeated and read out again."""

    words = RNG.integers(5, size=(20, 4))
    x, y = np.eye(5)[words], np.eye(5)[words[:, ::-1]]
    fit: ClassVar = {"batch_size": 6, "validation_split": 0.2}

    def model(self, keras):
        model = keras.Sequential([
            keras.Input((4, 5)),
            keras.layers.GRU(6),
            keras.layers.RepeatVector(4),
            keras.layers.GRU(6, return_sequences=True, reset_after=False),
            keras.layers.TimeDistributed(keras.layers.Dense(5, activation="softmax")),
        ])  # fmt: skip
        loss = keras.losses.CategoricalCrossentropy(label_smoothing=0.1)
        top = keras.metrics.TopKCategoricalAccuracy(k=2)
        model.compile(keras.optimizers.Adam(0.02), loss, metrics=["accuracy", top])
        return model


class Tagging:
    """A tag for each word; padding does not count, and some words count more.

    The weights are whole: Keras on PyTorch writes the mask into weights of its own format, and
    its weighted metrics then take them for something else.
    """

    lengths = RNG.integers(1, 7, size=18)
    x = RNG.integers(1, 9, size=(18, 6)) * (np.arange(6) < lengths[:, None])
    y = x % 3
    fit: ClassVar = {"batch_size": 4, "sample_weight": RNG.integers(1, 4, size=(18, 6))}

    def model(self, keras):
        model = keras.Sequential([
            keras.Input((6,)),
            keras.layers.Embedding(9, 5, mask_zero=True),
            keras.layers.Bidirectional(keras.layers.LSTM(4, return_sequences=True)),
            keras.layers.TimeDistributed(keras.layers.Dense(3, activation="softmax")),
        ])  # fmt: skip
        model.compile(keras.optimizers.AdamW(0.02), "sparse_categorical_crossentropy",
                      metrics=["accuracy"], weighted_metrics=["accuracy"])  # fmt: skip
        return model


PROGRAMS = [Sentiment, Forecast, Characters, Turning, Tagging]


@pytest.mark.parametrize("kind", PROGRAMS)
def test_a_program_and_its_twin(in_float64, kind):
    expect_twins(kind(), in_float64)
