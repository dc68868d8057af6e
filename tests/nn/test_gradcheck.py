"""The check of gradients finds wrong ones, and nothing wrong in right ones."""

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.errors import UsageError

RNG = np.random.default_rng(0)
X = RNG.normal(size=(3, 5, 4))
Y = np.eye(2)[[0, 1, 1]]

MODELS = {
    "rnn": lambda: [nn.SimpleRNN(3)],
    "tied": lambda: [nn.SimpleRNN(3, tied=True)],
    "lstm": lambda: [
        nn.Masking(),
        nn.LSTM(3, return_sequences=True),
        nn.LSTM(2, go_backwards=True),
    ],
    "gru": lambda: [nn.Bidirectional(nn.GRU(3)), nn.Dropout(0.5)],
    "gru before": lambda: [nn.GRU(3, reset_after=False)],
    "conv": lambda: [nn.Conv1D(3, 2, activation="tanh"), nn.GlobalMaxPooling1D()],
    "flat": lambda: [nn.TimeDistributed(nn.Dense(2, activation="softplus")), nn.Flatten()],
    "normalized": lambda: [
        nn.LayerNormalization(scale=False),
        nn.TimeDistributed(nn.LayerNormalization()),
        nn.GRU(3),
        nn.LayerNormalization(center=False, epsilon=0.1),
    ],
    "batches": lambda: [
        nn.BatchNormalization(scale=False),
        nn.TimeDistributed(nn.BatchNormalization()),
        nn.GRU(3),
        nn.BatchNormalization(center=False, epsilon=0.1),
    ],
    "windows": lambda: [
        nn.Conv1D(4, 2),
        nn.MaxPooling1D(2, 1),
        nn.SpatialDropout1D(0.5),
        nn.AveragePooling1D(2, padding="same"),
        nn.Permute((2, 1)),
        nn.LSTM(4),
        nn.Reshape((2, -1)),
        nn.GRU(3),
    ],
    "functions": lambda: [
        nn.Dense(3, activation="gelu"),
        nn.Conv1D(3, 2, activation="silu"),
        nn.ReLU(0.5, 0.1, 0.05),
        nn.LSTM(3, "selu", "softsign"),
        nn.Dense(4),
        nn.LeakyReLU(),
        nn.Dense(4),
        nn.Softmax(),
    ],
    "again": lambda: [nn.Flatten(), nn.Dense(3), nn.RepeatVector(2), nn.SimpleRNN(2)],
}


def compiled(layers):
    model = nn.Sequential([nn.Input((5, 4)), *layers, nn.Dense(2, activation="softmax")])
    model.compile("adam", "categorical_crossentropy")
    return model


@pytest.mark.parametrize("name", MODELS)
def test_right_gradients(name):
    nn.set_random_seed(1)
    model = compiled(MODELS[name]())
    before = model.get_weights()
    found = nn.gradcheck(model, X, Y, sample_weight=np.array([1.0, 2.0, 0.5]))
    assert found.passed, str(found)
    assert min(row.largest for row in found.rows) > 0
    assert len(found.rows) == len(model.trainable_weights)
    assert all(map(np.array_equal, before, model.get_weights()))


def test_words():
    model = nn.Sequential([nn.Embedding(9, 3, mask_zero=True), nn.LSTM(2), nn.Dense(1)])
    x = RNG.integers(9, size=(4, 6))
    assert nn.gradcheck(model, x, np.ones((4, 1)), loss="mse").passed


def test_a_wrong_gradient_is_found(monkeypatch):
    model = compiled([nn.Dense(3, activation="tanh"), nn.Flatten()])
    backward = nn.Dense.backward

    def wrong(self, dy):
        dx = backward(self, dy)
        self.parameters[0].grad *= 1.001
        return dx

    monkeypatch.setattr(nn.Dense, "backward", wrong)
    found = nn.gradcheck(model, X, Y)
    assert [row.passed for row in found.rows] == [False, True, True, True]
    line = next(line for line in str(found).splitlines() if line.startswith("dense/kernel"))
    assert line.endswith("WRONG")


def test_what_is_checked_can_be_chosen():
    model = compiled([nn.GRU(3)])
    found = nn.gradcheck(model, X, Y, weights="gru/recurrent", most=5)
    assert [(row.layer, row.weight, row.checked) for row in found.rows] == [
        ("gru", "recurrent_kernel", 5)
    ]
    assert list(found.to_frame().columns)[:3] == ["layer", "weight", "shape"]


def test_nothing_to_check():
    model = compiled([nn.GRU(3)])
    with pytest.raises(UsageError, match="has no trainable weight lstm"):
        nn.gradcheck(model, X, Y, weights="lstm")
    with pytest.raises(UsageError, match="is not compiled: name a loss"):
        nn.gradcheck(nn.Sequential([nn.Dense(1)]), X[:, 0], X[:, 0, :1])
