"""Small Sequential models of every layer that Keras and we have, written once for both."""

from dataclasses import dataclass

import numpy as np

WORDS = 11
STEPS = 5


@dataclass(frozen=True)
class Case:
    """One model: its layers as a function of the module, and what it is fed."""

    name: str
    layers: object
    words: bool = False
    features: int = 3

    @property
    def shape(self):
        return (STEPS,) if self.words else (STEPS, self.features)

    def model(self, module, dtype="float64"):
        """The model in one of the two, built."""
        layers = [module.layers.Input(self.shape), *self.layers(module.layers, dtype)]
        return module.models.Sequential(layers)

    def x(self, batch=4, seed=0):
        """A batch: words with zeros at the end, or numbers."""
        rng = np.random.default_rng(seed)
        if not self.words:
            return rng.normal(size=(batch, *self.shape))
        x = rng.integers(1, WORDS, size=(batch, STEPS))
        for row, length in enumerate(rng.integers(1, STEPS + 1, size=batch)):
            x[row, length:] = 0
        return x


def _head(kind, units=4, **options):
    """A recurrent layer with a softmax behind it."""

    def layers(L, dtype):
        return [
            getattr(L, kind)(units, dtype=dtype, **options),
            L.Dense(2, activation="softmax", dtype=dtype),
        ]

    return layers


def _bidirectional(kind, merge_mode="concat", **options):
    def layers(L, dtype):
        inner = getattr(L, kind)(4, dtype=dtype, return_sequences=True, **options)
        return [
            L.Bidirectional(inner, merge_mode=merge_mode, dtype=dtype),
            L.TimeDistributed(L.Dense(2, activation="softmax", dtype=dtype), dtype=dtype),
        ]

    return layers


def _stack(L, d):
    return [
        L.Embedding(WORDS, 6, mask_zero=True, dtype=d),
        L.LSTM(5, return_sequences=True, dtype=d, name="first"),
        L.Dropout(0.2, dtype=d),
        L.GRU(4, return_sequences=True, dtype=d),
        L.LSTM(3, dtype=d),
        L.Dense(7, activation="relu", dtype=d),
        L.Dense(2, activation="softmax", dtype=d),
    ]


def _convolution(L, d):
    return [
        L.Embedding(WORDS, 6, dtype=d),
        L.Conv1D(4, 2, activation="relu", padding="causal", dtype=d),
        L.Conv1D(3, 2, strides=2, dtype=d),
        L.GlobalMaxPooling1D(dtype=d),
        L.Dense(1, activation="sigmoid", dtype=d),
    ]


def _flat(L, d):
    return [
        L.Conv1D(4, 3, padding="same", dilation_rate=2, use_bias=False, dtype=d),
        L.Flatten(dtype=d),
        L.Dense(3, dtype=d),
        L.Activation("softmax", dtype=d),
    ]


def _masked(L, d):
    return [
        L.Masking(mask_value=0.0, dtype=d),
        L.Bidirectional(L.GRU(3, dtype=d, reset_after=False), dtype=d),
        L.RepeatVector(2, dtype=d),
        L.SimpleRNN(3, activation="relu", return_sequences=True, dtype=d),
        L.GlobalAveragePooling1D(dtype=d),
    ]


def _windows(L, d):
    return [
        L.Conv1D(6, 2, dtype=d),
        L.MaxPooling1D(2, 1, dtype=d),
        L.SpatialDropout1D(0.3, dtype=d),
        L.AveragePooling1D(3, padding="same", dtype=d),
        L.Permute((2, 1), dtype=d),
        L.Reshape((2, 3), dtype=d),
        L.LSTM(3, dtype=d),
        L.Reshape((3, 1), dtype=d),
        L.Flatten(dtype=d),
        L.Dense(2, dtype=d),
    ]


def _batches(L, d):
    return [
        L.BatchNormalization(dtype=d),
        L.GRU(4, return_sequences=True, dtype=d),
        L.TimeDistributed(L.BatchNormalization(scale=False, epsilon=0.01, dtype=d), dtype=d),
        L.Flatten(dtype=d),
        L.BatchNormalization(center=False, momentum=0.9, dtype=d),
        L.Dense(2, dtype=d),
    ]


def _normalized(L, d):
    return [
        L.LayerNormalization(dtype=d),
        L.LSTM(3, return_sequences=True, dtype=d),
        L.TimeDistributed(L.LayerNormalization(scale=False, epsilon=0.01, dtype=d), dtype=d),
        L.GRU(4, dtype=d),
        L.LayerNormalization(center=False, dtype=d),
        L.Dense(2, dtype=d),
    ]


def _functions(L, d):
    return [
        L.Dense(4, activation="gelu", dtype=d),
        L.Conv1D(4, 2, activation="silu", dtype=d),
        L.ReLU(0.9, 0.1, 0.05, dtype=d),
        L.LSTM(3, "selu", "softsign", dtype=d),
        L.LeakyReLU(0.2, dtype=d),
        L.Dense(3, activation="relu6", dtype=d),
        L.Activation("exponential", dtype=d),
        L.Dense(3, activation="leaky_relu", dtype=d),
        L.Softmax(dtype=d),
    ]


CASES = [
    Case("functions", _functions),
    Case("rnn", _head("SimpleRNN")),
    Case("rnn relu", _head("SimpleRNN", activation="relu", use_bias=False)),
    Case("rnn backwards", _head("SimpleRNN", go_backwards=True)),
    Case("lstm", _head("LSTM")),
    Case("lstm no bias", _head("LSTM", use_bias=False)),
    Case("lstm hard", _head("LSTM", recurrent_activation="hard_sigmoid")),
    Case("gru", _head("GRU")),
    Case("gru before", _head("GRU", reset_after=False)),
    Case("gru no bias", _head("GRU", use_bias=False)),
    Case("bidirectional rnn", _bidirectional("SimpleRNN")),
    Case("bidirectional lstm", _bidirectional("LSTM", merge_mode="sum")),
    Case("bidirectional gru", _bidirectional("GRU", merge_mode="mul")),
    Case("stack", _stack, words=True),
    Case("convolution", _convolution, words=True),
    Case("flat", _flat),
    Case("masked", _masked),
    Case("windows", _windows),
    Case("batches", _batches),
    Case("normalized", _normalized),
]
