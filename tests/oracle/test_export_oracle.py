"""Models trained in Keras and PyTorch, exported and verified, against their own predictions."""

from importlib.util import find_spec

import numpy as np
import pytest

from tests.requirements import need
from xlrnn import api, nn
from xlrnn.nn.interop import from_keras, from_torch

CLOSE = 5e-6
"""Their float32 against our float64."""

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

rng = np.random.default_rng(5)
WORDS = rng.integers(0, 30, size=(64, 6))
LABELS = WORDS[:, 0] % 2


def answer(book):
    """Return the model's answer as the workbook shows it."""
    assert api.verify([book]).outcome == "agree"
    return api.read(book)["first_best"][0]


def test_a_model_that_keras_trained_predicts_the_same_in_the_workbook(keras, tmp_path):
    need("h5py", find_spec("h5py") is not None, "pip install h5py")
    keras.utils.set_random_seed(1)
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((6,)),
            layers.Embedding(30, 5, mask_zero=True),
            layers.Bidirectional(layers.LSTM(4, return_sequences=True)),
            layers.GRU(3),
            layers.Dropout(0.2),
            layers.Dense(2, activation="softmax", name="the answer"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(WORDS, LABELS, epochs=2, verbose=0)
    path = tmp_path / "model.keras"
    model.save(path)
    book = api.export(path, tmp_path / "keras.xlsx", "7 3 0 12 29 1")
    given = np.array([[7, 3, 0, 12, 29, 1]])
    theirs = np.asarray(model.predict(given, verbose=0))[0]
    np.testing.assert_allclose(answer(book), theirs, atol=CLOSE)
    same = api.export(from_keras(model), tmp_path / "again.xlsx", given)
    np.testing.assert_array_equal(answer(same), answer(book))


def test_a_model_that_pytorch_trained_predicts_the_same_in_the_workbook(torch, tmp_path):
    torch.manual_seed(2)

    class Net(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding = torch.nn.Embedding(30, 5)
            self.rnn = torch.nn.GRU(5, 4, batch_first=True)
            self.dense = torch.nn.Linear(4, 2)

        def forward(self, x):
            return self.dense(self.rnn(self.embedding(x))[0][:, -1])

    net = Net()
    optimizer = torch.optim.Adam(net.parameters(), 0.05)
    x, y = torch.as_tensor(WORDS), torch.as_tensor(LABELS)
    for _ in range(10):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
    model = nn.Sequential([nn.Input((6,)), nn.Embedding(30, 5), nn.GRU(4), nn.Dense(2)])
    book = api.export(from_torch(net, model), tmp_path / "torch.xlsx", WORDS[3])
    with torch.no_grad():
        theirs = net(x[3:4]).numpy()[0]
    np.testing.assert_allclose(answer(book), theirs, atol=CLOSE)


def test_a_branching_model_that_keras_trained_predicts_the_same_in_the_workbook(keras, tmp_path):
    need("h5py", find_spec("h5py") is not None, "pip install h5py")
    keras.utils.set_random_seed(3)
    layers = keras.layers
    words, numbers = keras.Input((6,), name="words"), keras.Input((2,), name="numbers")
    read, *states = layers.GRU(3, return_sequences=True, return_state=True)(
        layers.Embedding(30, 4)(words)
    )
    looked = layers.Attention()([layers.GRU(3, return_sequences=True)(read, *states), read])
    both = layers.Concatenate()([layers.GlobalAveragePooling1D()(looked), numbers])
    model = keras.Model([words, numbers], layers.Dense(2, activation="softmax")(both))
    model.compile("adam", "sparse_categorical_crossentropy")
    scores = rng.normal(size=(64, 2))
    model.fit([WORDS, scores], LABELS, epochs=2, verbose=0)
    model.save(tmp_path / "model.keras")
    book = api.export(tmp_path / "model.keras", tmp_path / "b.xlsx", [WORDS[3], scores[3]])
    theirs = np.asarray(model.predict([WORDS[3:4], scores[3:4]], verbose=0))[0]
    np.testing.assert_allclose(answer(book), theirs, atol=CLOSE)


def test_a_branching_model_that_pytorch_trained_predicts_the_same_in_the_workbook(torch, tmp_path):
    torch.manual_seed(2)

    class Net(torch.nn.Module):
        """A sentence is read, read again from the state at its end, and looked at."""

        def __init__(self):
            super().__init__()
            self.embedding = torch.nn.Embedding(30, 5)
            self.encoder = torch.nn.LSTM(5, 4, batch_first=True)
            self.decoder = torch.nn.LSTM(5, 4, batch_first=True)
            self.dense = torch.nn.Linear(8, 2)

        def forward(self, x):
            words = self.embedding(x)
            read, states = self.encoder(words)
            h, _ = self.decoder(words, states)
            found = torch.softmax(h @ read.transpose(1, 2), -1) @ read
            return self.dense(torch.cat([h, found], -1)[:, -1])

    net = Net()
    optimizer = torch.optim.Adam(net.parameters(), 0.05)
    x, y = torch.as_tensor(WORDS), torch.as_tensor(LABELS)
    for _ in range(10):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
    given = nn.Input((6,))
    words = nn.Embedding(30, 5)(given)
    read, *states = nn.LSTM(4, return_sequences=True, return_state=True)(words)
    h = nn.LSTM(4, return_sequences=True)(words, initial_state=states)
    both = nn.Concatenate()([h, nn.Attention()([h, read])])
    model = nn.Model(given, nn.Dense(2)(both))
    book = api.export(from_torch(net, model), tmp_path / "torch.xlsx", WORDS[3])
    with torch.no_grad():
        theirs = net(x[3:4]).numpy()[0]
    assert api.verify([book]).outcome == "agree"
    np.testing.assert_allclose(api.read(book)["first_best"][-1], theirs, atol=CLOSE)
