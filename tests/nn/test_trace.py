"""A model's trace: every intermediate result by its name, every gradient by time step."""

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.errors import UsageError

RNG = np.random.default_rng(0)
X = RNG.normal(size=(3, 5, 4))
Y = np.eye(2)[[0, 1, 1]]
CELLS = {
    "simple_rnn": lambda: nn.SimpleRNN(6, return_sequences=True, dtype="float64"),
    "tied": lambda: nn.SimpleRNN(6, tied=True, return_sequences=True, name="tied", dtype="float64"),
    "lstm": lambda: nn.LSTM(6, return_sequences=True, dtype="float64"),
    "gru": lambda: nn.GRU(6, return_sequences=True, dtype="float64"),
    "before": lambda: nn.GRU(
        6, reset_after=False, return_sequences=True, name="before", dtype="float64"
    ),
}
every_cell = pytest.mark.parametrize("name", CELLS)


def made(name):
    model = nn.Sequential([
        nn.Input((5, 4)), CELLS[name](), nn.Dense(2, activation="softmax", dtype="float64"),
    ])  # fmt: skip
    model.compile("sgd", "categorical_crossentropy")
    model.set_weights([RNG.normal(size=w.shape, scale=0.5) for w in model.get_weights()])
    return model, np.repeat(Y[:, None], 5, axis=1)


@every_cell
def test_gradients_by_step_add_up_to_the_gradients_of_the_weights(name):
    model, y = made(name)
    trace = model.trace(X, y, gradients=True)
    cell, dense = model.layers
    by_step = {weight.symbol: trace[f"{name}_d{weight.symbol}"] for weight in cell.weights}
    by_step |= {weight.symbol: trace[f"dense_d{weight.symbol}"] for weight in dense.weights}
    for weight in model.weights:
        terms = by_step[weight.symbol]
        assert terms.shape[:2] == (3, 5)
        total = terms.sum(axis=(0, 1)).reshape(weight.shape)
        np.testing.assert_allclose(total, weight.grad, rtol=1e-9, atol=1e-14)
        later = terms[:, 1:]  # h_0 is 0, so the first step adds nothing to W_hh
        assert np.abs(later).max(axis=tuple(range(2, terms.ndim))).min() > 0, weight.symbol


@every_cell
def test_a_trace_ends_in_the_prediction_and_the_loss(name):
    model, y = made(name)
    trace = model.trace(X, y)
    np.testing.assert_allclose(trace["p"], model.predict(X), rtol=1e-12)
    np.testing.assert_allclose(trace["loss"], -np.log(trace["p"])[y == 1].reshape(3, 5), rtol=1e-9)
    assert trace["loss"].mean() == pytest.approx(model.evaluate(X, y), rel=1e-9)
    e = np.exp(trace["logits"])
    np.testing.assert_allclose(trace["p"], e / e.sum(-1, keepdims=True), rtol=1e-12)


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def test_the_equations_of_the_lstm_hold_between_what_is_named():
    model, _ = made("lstm")
    trace = model.trace(X).layers["lstm"]
    for gate in ("input", "forget", "output"):
        np.testing.assert_allclose(trace[gate], sigmoid(trace[f"a_{gate}"]), rtol=1e-12)
    np.testing.assert_allclose(trace["candidate"], np.tanh(trace["a_candidate"]), rtol=1e-12)
    cell = trace["forget"] * trace["c_prev"] + trace["input"] * trace["candidate"]
    np.testing.assert_allclose(trace["cell"], cell, rtol=1e-12)
    np.testing.assert_allclose(trace["h"], trace["output"] * np.tanh(cell), rtol=1e-12)
    np.testing.assert_array_equal(trace["h_prev"][:, 1:], trace["h"][:, :-1])
    assert not trace["h_prev"][:, 0].any()


@pytest.mark.parametrize("name", ["gru", "before"])
def test_the_equations_of_the_gru_hold_between_what_is_named(name):
    model, _ = made(name)
    trace = model.trace(X).layers[name]
    for gate, f in (("update", sigmoid), ("reset", sigmoid), ("candidate", np.tanh)):
        np.testing.assert_allclose(trace[gate], f(trace[f"a_{gate}"]), rtol=1e-12)
    h = trace["update"] * trace["h_prev"] + (1 - trace["update"]) * trace["candidate"]
    np.testing.assert_allclose(trace["h"], h, rtol=1e-12)
    kernel, recurrent, bias = (weight.value for weight in model.layers[0].weights)
    a = X @ kernel[:, 6:12] + trace["h_prev"] @ recurrent[:, 6:12]
    np.testing.assert_allclose(
        trace["a_reset"], a + bias[..., 6:12].reshape(-1, 6).sum(axis=0), rtol=1e-12
    )


@pytest.mark.parametrize("name", ["simple_rnn", "tied"])
def test_the_equations_of_the_simple_layer_hold_between_what_is_named(name):
    model, _ = made(name)
    trace = model.trace(X).layers[name]
    np.testing.assert_allclose(trace["a"], trace["a_x"] + trace["a_h"], rtol=1e-12)
    np.testing.assert_allclose(trace["h"], np.tanh(trace["a"]), rtol=1e-12)


def test_a_name_that_several_layers_have_must_say_which():
    model = nn.Sequential([nn.Input((5, 4)), nn.GRU(3, return_sequences=True), nn.GRU(2)])
    trace = model.trace(X)
    with pytest.raises(UsageError, match="several layers have h: expected one of gru_h, gru_1_h"):
        trace["h"]
    with pytest.raises(UsageError, match="cell is not in the trace: expected one of gru_h_prev"):
        trace["cell"]
    np.testing.assert_array_equal(trace["gru_1_h"][:, -1], model.predict(X))


def test_one_sample_and_a_table_of_it():
    model, y = made("simple_rnn")
    one = model.trace(X, y).sample(1)
    np.testing.assert_array_equal(one["h"], model.trace(X)["h"][1])
    frame = one.layers["simple_rnn"].to_frame().query("name == 'h' and step == 2 and index == 3")
    assert frame["value"].item() == one["h"][1, 2]


def test_a_trace_stays_when_the_model_goes_on():
    model, y = made("lstm")
    trace = model.trace(X, y, gradients=True)
    before = {name: array.copy() for name, array in trace.items()}
    model.fit(-X, y, verbose=0)
    assert all(np.array_equal(trace[name], array) for name, array in before.items())


def test_gradients_need_labels():
    with pytest.raises(UsageError, match="gradients need labels"):
        made("gru")[0].trace(X, gradients=True)
