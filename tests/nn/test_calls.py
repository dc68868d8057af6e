"""Layers called by themselves: masks of any kind, sequences of no steps, states that do not fit."""

import numpy as np
import pytest

from tests.oracle.unchecked import unchecked
from xlrnn import nn
from xlrnn.errors import ShapeError

X = np.random.default_rng(0).normal(size=(3, 4, 5))
MASK = np.array([[1, 1, 0, 1], [0, 1, 1, 0], [1, 0, 0, 0]])
LAYERS = {
    "rnn": lambda: nn.SimpleRNN(2, return_sequences=True),
    "both": lambda: nn.Bidirectional(nn.LSTM(2)),
    "average": nn.GlobalAveragePooling1D,
}


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("dtype", [int, float, list])
def test_a_mask_of_numbers_is_one_of_truths(name, dtype):
    layer = LAYERS[name]()
    expected = layer(X, mask=MASK.astype(bool))
    with unchecked():
        found = layer(X, mask=MASK.tolist() if dtype is list else MASK.astype(dtype))
    assert np.array_equal(found, expected)
    assert not np.array_equal(found, layer(X))


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("mask", [MASK[:, :3], MASK[:2], MASK[0]], ids=["steps", "samples", "one"])
def test_a_mask_that_does_not_fit(name, mask):
    with pytest.raises(ShapeError, match=r"the mask has shape .*, expected \(3, 4\)"):
        LAYERS[name]()(X, mask=mask.astype(bool))


@pytest.mark.parametrize(
    "layer, shape",
    [
        (nn.Dense(2), (3, 0, 2)),
        (nn.TimeDistributed(nn.Dense(2)), (3, 0, 2)),
        (nn.Activation("tanh"), (3, 0, 5)),
    ],
    ids=["dense", "each", "activation"],
)
def test_no_steps_give_no_steps_where_there_is_no_loop(layer, shape):
    assert layer(X[:, :0]).shape == shape


@pytest.mark.parametrize("kind", ["SimpleRNN", "LSTM", "GRU", "GlobalMaxPooling1D", "Conv1D"])
def test_no_steps_are_refused_where_there_would_be_nothing_to_return(kind):
    arguments = {"GlobalMaxPooling1D": (), "Conv1D": (2, 3)}.get(kind, (2,))
    with pytest.raises(ShapeError, match=r"no steps|0 steps"):
        getattr(nn, kind)(*arguments)(X[:, :0])


def test_states_that_do_not_fit():
    with pytest.raises(ShapeError, match="initial_state has 1 arrays, expected 2: h, c"):
        nn.LSTM(2)(X, initial_state=[np.zeros((3, 2))])
    with pytest.raises(ShapeError, match=r"state c that it begins with has shape \(3, 4\)"):
        nn.LSTM(2)(X, initial_state=[np.zeros((3, 2)), np.zeros((3, 4))])
    stateful = nn.GRU(2, stateful=True)
    stateful(X)
    with pytest.raises(ShapeError, match=r"\(3, 2\), expected \(2, 2\); reset_states"):
        stateful(X[:2])
    stateful.reset_states()
    assert stateful(X[:2]).shape == (2, 2)
