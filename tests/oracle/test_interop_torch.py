"""Weights that come from PyTorch's modules, and go back: the same outputs, and clear refusals."""

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.errors import InputError, ShapeError, UsageError
from xlrnn.nn import from_torch, to_torch

X = np.random.default_rng(0).normal(size=(3, 5, 4))
KINDS = {"RNN": "SimpleRNN", "LSTM": "LSTM", "GRU": "GRU"}


def near(found, expected):
    np.testing.assert_allclose(found, expected.detach().numpy(), rtol=0, atol=1e-12)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("both", [False, True], ids=["one way", "both ways"])
@pytest.mark.parametrize("deep", [1, 2])
@pytest.mark.parametrize("kind", KINDS)
def test_a_recurrent_module_and_its_weights_back(torch, kind, deep, both, bias):
    module = getattr(torch.nn, kind)(
        4, 6, deep, batch_first=True, bidirectional=both, bias=bias, dtype=torch.float64
    )
    layers = []
    for _ in range(deep):
        layer = getattr(nn, KINDS[kind])(6, return_sequences=True, use_bias=bias, dtype="float64")
        layers.append(nn.Bidirectional(layer) if both else layer)
    from_torch(module, layers)
    y = X
    for layer in layers:
        y = layer(y)
    expected = module(torch.tensor(X))[0]
    near(y, expected)
    again = getattr(torch.nn, kind)(
        4, 6, deep, batch_first=True, bidirectional=both, bias=bias, dtype=torch.float64
    )
    again.load_state_dict(
        {name: torch.from_numpy(array) for name, array in to_torch(layers).items()}
    )
    near(y, again(torch.tensor(X))[0])


def test_a_whole_model(torch):
    class Network(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.words = torch.nn.Embedding(9, 4)
            self.window = torch.nn.Conv1d(4, 5, 2)
            self.memory = torch.nn.LSTM(5, 6, batch_first=True)
            self.head = torch.nn.Linear(6, 3)

        def forward(self, x):
            h = torch.relu(self.window(self.words(x).transpose(1, 2))).transpose(1, 2)
            return torch.softmax(self.head(self.memory(h)[0][:, -1]), -1)

    network = Network().double()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.normal_()
    d = {"dtype": "float64"}
    model = nn.Sequential([
        nn.Embedding(9, 4, **d), nn.Conv1D(5, 2, activation="relu", **d), nn.LSTM(6, **d),
        nn.Dense(3, activation="softmax", **d),
    ])  # fmt: skip
    words = np.random.default_rng(1).integers(9, size=(3, 7))
    for state in (network.state_dict(), network, list(network.state_dict().values())):
        near(from_torch(state, model).predict(words), network(torch.tensor(words)))
    back = dict(zip(network.state_dict(), to_torch(model).values(), strict=True))
    other = Network().double()
    other.load_state_dict({name: torch.from_numpy(array) for name, array in back.items()})
    near(model.predict(words), other(torch.tensor(words)))


@pytest.mark.parametrize("center", [True, False])
def test_a_normalization_among_others(torch, center):
    network = torch.nn.Sequential(
        torch.nn.Linear(4, 5), torch.nn.LayerNorm(5, bias=center), torch.nn.Linear(5, 2)
    ).double()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.normal_()
    d = {"dtype": "float64"}
    normal = nn.LayerNormalization(epsilon=1e-5, center=center, **d)
    model = nn.Sequential([nn.Dense(5, **d), normal, nn.Dense(2, **d)])
    x = np.random.default_rng(1).normal(size=(3, 4))
    near(from_torch(network, model).predict(x), network(torch.tensor(x)))
    for ours, theirs in zip(to_torch(model).values(), network.state_dict().values(), strict=True):
        np.testing.assert_array_equal(ours, theirs.numpy())


def test_a_shift_without_a_scale_is_none_of_theirs():
    layer = nn.LayerNormalization(scale=False)
    layer.build((None, 3))
    with pytest.raises(UsageError, match="PyTorch has no counterpart of LayerNormalization"):
        to_torch(layer)


def state(**changed):
    """A state dict of arrays: PyTorch is not needed."""
    rng = np.random.default_rng(2)
    shapes = {"weight_ih_l0": (6, 4), "weight_hh_l0": (6, 2), "bias_ih_l0": 6, "bias_hh_l0": 6}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()} | changed


@pytest.mark.parametrize(
    "given, layer, error, message",
    [
        (state(weight_hh_l0=np.ones((6, 3))), nn.GRU(2), ShapeError, "weight_hh_l0 .*expected"),
        (state(), nn.GRU(3), ShapeError, "expected"),
        (state(bias_ih_l0=np.full(6, np.nan)), nn.GRU(2), InputError, "nan at"),
        (state(bias_ih_l0=["a"] * 6), nn.GRU(2), InputError, "expected numbers"),
        (state(more=np.ones(3)), nn.GRU(2), ShapeError, "got 5 arrays, expected 4"),
        (state(), nn.GRU(2, use_bias=False), (UsageError, ShapeError), "use_bias=True|expected 2"),
        (state(), nn.GRU(2, reset_after=False), UsageError, "reset_after is False"),
        (state(), nn.SimpleRNN(6, tied=True), UsageError, "tied is True"),
        (state(), nn.LSTM(2, "relu"), UsageError, "activation is 'relu'"),
    ],
)  # fmt: skip
def test_weights_of_something_else_are_refused(given, layer, error, message):
    with pytest.raises(error, match=message):
        from_torch(given, layer)


def test_nothing_is_set_when_one_array_does_not_fit():
    layer = from_torch(state(), nn.GRU(2))
    before = layer.get_weights()
    with pytest.raises(ShapeError):
        from_torch(state(bias_hh_l0=np.zeros(7)), layer)
    assert all(map(np.array_equal, before, layer.get_weights()))


def test_what_is_not_built_has_nothing_to_give():
    with pytest.raises(UsageError, match="has no weights before its input's shape is known"):
        to_torch(nn.GRU(2))


def test_models_that_branch_and_stand_in_others_go_there_and_back(torch):
    def made():
        inner_x = nn.Input((3, 4))
        inner = nn.Model(inner_x, nn.GRU(2)(inner_x), name="reader")
        one, two = nn.Input((3, 4)), nn.Input((3, 4))
        both = nn.Subtract()([inner(one), inner(two)])
        return nn.Model([one, two], nn.Dense(1, name="score")(both), name="apart")

    class Reader(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.gru = torch.nn.GRU(4, 2, batch_first=True)

        def forward(self, x):
            return self.gru(x)[0][:, -1]

    class Apart(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.reader, self.score = Reader(), torch.nn.Linear(2, 1)

        def forward(self, one, two):
            return self.score(self.reader(one) - self.reader(two))

    theirs, x = Apart(), np.random.default_rng(0).normal(size=(2, 5, 3, 4)).astype("float32")
    ours = from_torch(theirs, made())
    state = to_torch(ours)
    assert {name.split(".")[0] for name in state} == {"reader", "score"}
    again = from_torch(state, made())
    with torch.no_grad():
        expected = theirs(*map(torch.as_tensor, x)).numpy()
    for model in (ours, again):
        np.testing.assert_allclose(model.predict(list(x), verbose=0), expected, atol=1e-6)
