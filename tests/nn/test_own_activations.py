"""Activations of one's own: in every place, undone step by step, kept by name, or refused."""

import copy
import pickle

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.errors import ShapeError, UnreadableError, UsageError
from xlrnn.nn.core.arriving import recording

ONE_WAY = True

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(6, 4, 3)), RNG.normal(size=(6, 2))


def bent(a):
    return a / (1 + np.abs(a))


def swung(a):
    """A function that is neither its slope's nor its output's."""
    return np.sin(3 * a)


def with_slope(a):
    return np.sin(3 * a)


with_slope.gradient = lambda a: 3 * np.cos(3 * a)
OWN = {"bent": bent, "swung": swung, "with_slope": with_slope}
PLACES = {
    "dense": lambda f: [nn.Flatten(), nn.Dense(2, f)],
    "layer": lambda f: [nn.Flatten(), nn.Dense(2), nn.Activation(f)],
    "conv": lambda f: [nn.Conv1D(2, 2, activation=f), nn.Flatten(), nn.Dense(2)],
    "rnn": lambda f: [nn.SimpleRNN(2, f)],
    "lstm": lambda f: [nn.LSTM(2, f)],
    "lstm-gates": lambda f: [nn.LSTM(2, recurrent_activation=f)],
    "gru": lambda f: [nn.GRU(2, f)],
    "gru-gates": lambda f: [nn.GRU(2, recurrent_activation=f)],
    "gru-before": lambda f: [nn.GRU(2, f, reset_after=False)],
    "both": lambda f: [nn.Bidirectional(nn.GRU(1, f))],
    "each step": lambda f: [
        nn.TimeDistributed(nn.Dense(2, f)),
        nn.GRU(2, f, return_sequences=True),
        nn.LSTM(2, f),
    ],
}


def made(place, f, dtype="float64"):
    nn.set_random_seed(3)
    before = nn.floatx()
    nn.set_floatx(dtype)
    try:
        model = nn.Sequential([nn.Input((4, 3)), *PLACES[place](f)])
    finally:
        nn.set_floatx(before)
    model.compile(nn.optimizers.SGD(0.1), "mse")
    return model


@pytest.mark.parametrize("f", OWN.values(), ids=OWN)
@pytest.mark.parametrize("place", PLACES)
def test_gradients_are_those_of_finite_differences(place, f):
    assert nn.gradcheck(made(place, f), X, Y).passed


@pytest.mark.parametrize("place", PLACES)
def test_it_trains_as_the_same_of_ours(place):
    histories = []
    for f in (bent, "softsign"):
        model = made(place, f)
        model.predict(X)  # a way forward with no way back behind it
        model.evaluate(X, Y, verbose=0)
        histories.append(model.fit(X, Y, epochs=3, batch_size=4, shuffle=False, verbose=0).history)
    assert histories[0]["loss"] == pytest.approx(histories[1]["loss"], rel=1e-8)


@pytest.mark.parametrize("ending", ["npz", "keras"])
@pytest.mark.parametrize("place", PLACES)
def test_it_is_kept_by_its_name(place, ending, tmp_path):
    model, path = made(place, swung), tmp_path / f"m.{ending}"
    model.save(path)
    expected = model.predict(X)
    np.testing.assert_array_equal(nn.load_model(path, OWN).predict(X), expected)
    with pytest.raises((UsageError, UnreadableError), match=r"'swung' is unknown.*custom_objects="):
        nn.load_model(path)


def test_copies_have_a_memory_of_their_own():
    model = made("lstm", swung)
    for again in (copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))):
        other = again(model)
        np.testing.assert_array_equal(other.predict(X), model.predict(X))
        told = [m.fit(X, Y, verbose=0, shuffle=False).history["loss"] for m in (model, other)]
        assert told[0] == told[1]


def test_a_layer_that_is_called_twice_undoes_each_call():
    nn.set_random_seed(1)
    one, two = nn.Input((4, 3)), nn.Input((4, 3))
    shared = nn.GRU(2, swung, dtype="float64")
    model = nn.Model([one, two], nn.Subtract()([shared(one), shared(two)]))
    model.compile("sgd", "mse")
    assert nn.gradcheck(model, [X, X[::-1]], Y).passed


def test_traces_show_what_the_steps_were_undone_with():
    layer = nn.LSTM(2, swung, dtype="float64")
    layer(X)
    with recording():
        layer.backward(np.ones((6, 2)))
    trace, gradients = layer.trace(), layer.gradient_trace()
    slope = 3 * np.cos(3 * trace["cell"])
    expected = gradients["dh"] * trace["output"] * slope
    np.testing.assert_allclose(gradients["dc_out"], expected, atol=1e-7)


def wrong_shape(a):
    return a.sum(axis=-1)


def shares(a):
    return a / a.sum(axis=-1, keepdims=True)


def texts(a):
    return a.astype(str)


@pytest.mark.parametrize(
    "f, message",
    [
        (
            wrong_shape,
            r"activation wrong_shape returned float64 of shape \(6,\): exp",
        ),
        (texts, r"activation texts returned <U32 of shape \(6, 2\)"),
        (shares, r"activation shares: a number depends on others"),
    ],
)
def test_a_function_that_does_not_go_number_by_number(f, message):
    with pytest.raises((ShapeError, UsageError), match=message):
        made("dense", f).fit(X, Y, verbose=0)


def test_an_activation_that_writes_into_what_it_is_given():
    def careless(a):
        a *= 2
        return a

    assert nn.gradcheck(made("lstm", careless), X, Y).passed


def test_nothing_but_functions_and_names():
    with pytest.raises(UsageError, match=r"activation is a layer, LeakyReLU: .* put the layer"):
        nn.Dense(2, activation=nn.LeakyReLU())
    with pytest.raises(UsageError, match="activation 5 is unknown"):
        nn.Dense(2, activation=5)
