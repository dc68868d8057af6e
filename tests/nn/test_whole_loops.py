"""Loops over all steps, compiled with their products, against the steps in NumPy."""

import numpy as np
import pytest

from tests.requirements import need
from xlrnn import nn
from xlrnn.nn import layers
from xlrnn.nn.compute import kernels

ONE_WAY = True  # both ways stand against each other in each test

LAYERS = {
    "tanh": lambda **of: layers.SimpleRNN(activation="tanh", **of),
    "relu": lambda **of: layers.SimpleRNN(activation="relu", **of),
    "lstm": layers.LSTM,
    "gru": layers.GRU,
}
SHAPES = [(3, 5, 2, 4), (1, 4, 1, 1), (2, 9, 3, 17)]
"""Samples, steps, features, units."""


@pytest.fixture(autouse=True)
def _compiled():
    need("numba", "numba" in kernels.available(), "pip install 'xlrnn[fast]'")


@pytest.fixture
def asked(monkeypatch):
    """Names of the whole loops that a layer has got."""
    from xlrnn.nn import fast

    if not fast.blas.FOUND:
        pytest.skip("this NumPy's BLAS cannot be called")
    names = []
    plain = kernels.compiled

    def noting(name):
        found = plain(name)
        if found is not None and name in fast.WITH_PRODUCTS:
            names.append(name)
        return found

    monkeypatch.setattr(kernels, "compiled", noting)
    return names


def there_and_back(way, make, x, dy, dtype="float32", **given):
    """Return the output, ∂L/∂x and all gradients of a layer with the same weights each time."""
    with kernels.using(way):
        layer = make(dtype=dtype)
        layer.needs_input_gradient = True
        layer.build((None, *x.shape[1:]))
        rng = np.random.default_rng(1)
        for weight in layer.weights:
            weight.value[...] = rng.normal(0, 0.5, weight.shape)
        y = layer.forward(x.astype(dtype), training=True, **given).copy()
        dx = layer.backward(dy.astype(dtype))
        return [y, np.array(dx), *(weight.grad.copy() for weight in layer.weights)]


def expect_same(make, shape, *, every, dtype="float32", **given):
    batch, steps, features, units = shape
    rng = np.random.default_rng(0)
    x = rng.normal(size=(batch, steps, features))
    dy = rng.normal(size=(batch, steps, units) if every else (batch, units))

    def layer(**of):
        return make(units=units, return_sequences=every, **of)

    ours, theirs = (
        there_and_back(way, layer, x, dy, dtype, **given) for way in (kernels.NUMBA, kernels.NUMPY)
    )
    close = 1e-12 if dtype == "float64" else 2e-5
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other, rtol=close, atol=close)


@pytest.mark.parametrize("every", [False, True], ids=["last", "every"])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("kind", LAYERS)
def test_a_whole_loop_calculates_what_the_steps_do(kind, shape, every, asked):
    expect_same(LAYERS[kind], shape, every=every)
    assert len(asked) == 2


@pytest.mark.parametrize("kind", ["lstm", "gru"])
def test_in_float64_to_twelve_digits(kind, asked):
    expect_same(LAYERS[kind], SHAPES[0], every=True, dtype="float64")
    assert len(asked) == 2


@pytest.mark.parametrize(("kind", "count"), [("tanh", 1), ("lstm", 2), ("gru", 1)])
def test_states_that_are_given_get_their_gradients(kind, count, asked):
    states = [np.full((3, 4), 0.5 + k, np.float32) for k in range(count)]
    expect_same(LAYERS[kind], SHAPES[0], every=False, initial_state=states)
    found = []
    for way in (kernels.NUMBA, kernels.NUMPY):
        with kernels.using(way):
            layer = LAYERS[kind](units=4)
            layer.build((None, 5, 2))
            for k, weight in enumerate(layer.weights):
                weight.value[...] = np.random.default_rng(k).normal(size=weight.shape)
            x = np.random.default_rng(9).normal(size=(3, 5, 2)).astype(np.float32)
            layer.forward(x, initial_state=states)
            layer.backward(np.ones((3, 4), np.float32))
            found.append([d.copy() for d in layer.d_first])
    np.testing.assert_allclose(*found, rtol=2e-5, atol=2e-5)
    assert asked


LEFT_OUT = {
    "at the end": [[1, 1, 1, 1, 1], [1, 1, 1, 0, 0], [1, 0, 0, 0, 0]],
    "at the end, in disorder": [[1, 0, 0, 0, 0], [1, 1, 1, 1, 1], [1, 1, 1, 0, 0]],
    "at the beginning": [[0, 1, 1, 1, 1], [0, 0, 0, 1, 1], [0, 0, 0, 0, 1]],
    "within": [[1, 0, 1, 0, 1], [0, 1, 1, 1, 0], [1, 1, 0, 1, 1]],
    "whole steps": [[0, 1, 0, 1, 0], [0, 1, 0, 1, 0], [0, 1, 0, 1, 0]],
    "a whole sample": [[1, 1, 1, 1, 1], [0, 0, 0, 0, 0], [1, 1, 1, 1, 0]],
    "everything": [[0] * 5] * 3,
}


@pytest.mark.parametrize("states", [False, True], ids=["from 0", "from states"])
@pytest.mark.parametrize("left_out", LEFT_OUT)
@pytest.mark.parametrize("kind", LAYERS)
def test_steps_that_a_mask_leaves_out_are_passed_by(kind, left_out, states, asked):
    given = {"mask": np.array(LEFT_OUT[left_out], bool)}
    if states:
        first = np.random.default_rng(5).normal(size=(2, 3, 4)).astype(np.float32)
        given["initial_state"] = list(first[: 2 if kind == "lstm" else 1])
    expect_same(LAYERS[kind], (3, 5, 2, 4), every=True, **given)
    expect_same(LAYERS[kind], (3, 5, 2, 4), every=False, **given)
    assert len(asked) == 4


def test_words_are_looked_up_in_the_loop(asked):
    ids = np.random.default_rng(0).integers(1, 7, (5, 6))
    grads = []
    for way in (kernels.NUMBA, kernels.NUMPY):
        nn.utils.set_random_seed(3)
        with kernels.using(way):
            model = nn.Sequential([layers.Embedding(7, 3), layers.LSTM(4), layers.Dense(2)])
            model.compile(loss="mse", optimizer="sgd")
            model.fit(ids, np.ones((5, 2)), epochs=2, verbose=0)
            grads.append([weight.grad.copy() for weight in model.trainable_weights])
    for one, other in zip(*grads, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-6)
    assert set(asked) == {"lstm_run_tanh_sigmoid", "lstm_go_back_tanh_sigmoid"}


@pytest.mark.parametrize(
    "unusual",
    [{"recurrent_dropout": 0.5}, {"activation": "selu"}, {"steps": 3}],
    ids=str,
)
def test_what_is_unusual_goes_step_by_step(unusual, asked):
    steps = unusual.get("steps", 5)
    options = {name: value for name, value in unusual.items() if name != "steps"}
    x = np.ones((2, steps, 3), np.float32)
    with kernels.using(kernels.NUMBA):
        layer = layers.LSTM(4, **options)
        layer.build(x.shape)
        layer.forward(x, training=True)
        layer.backward(np.ones((2, 4), np.float32))
    assert asked == []


def test_a_trace_still_tells_the_gradient_of_each_state(asked):
    with kernels.using(kernels.NUMBA):
        model = nn.Sequential([nn.Input((5, 2)), layers.LSTM(3, name="memory"), layers.Dense(1)])
        model.compile(loss="mse")
        x = np.random.default_rng(0).normal(size=(2, 5, 2)).astype(np.float32)
        told = model.trace(x, np.ones((2, 1)), gradients=True)
    assert told["memory_dh_back"].shape == (2, 5, 3)
    assert np.abs(told["memory_dh_back"][:, 0]).min() > 0  # of h_0
    assert asked == ["lstm_run_tanh_sigmoid"]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_product_takes_rows_that_lie_apart(dtype, asked):
    import numba

    from xlrnn.nn.fast.blas import product

    @numba.njit
    def run(a, b, out, kept):
        product(a, b, out, kept)

    rng = np.random.default_rng(0)
    a, b = (rng.normal(size=(6, 20)).astype(dtype)[:, :7], rng.normal(size=(7, 9)).astype(dtype))
    for kept in (0, 1):
        out = rng.normal(size=(6, 30)).astype(dtype)
        before, rest = out[:, :9].copy(), out[:, 9:].copy()
        run(a, b, out[:, :9], kept)
        np.testing.assert_allclose(out[:, :9], a @ b + kept * before, rtol=1e-5)
        np.testing.assert_array_equal(out[:, 9:], rest)
        plain = before.copy()
        product(a, b, plain, kept)
        np.testing.assert_allclose(out[:, :9], plain, rtol=1e-5)


def test_a_single_row_may_have_any_stride(asked):
    import numba

    from xlrnn.nn.fast.blas import product, product_of_turned

    @numba.njit
    def run(a, b, out, turned):
        if turned:
            product_of_turned(a, b, out, 0)
        else:
            product(a, b, out, 0)

    as_strided = np.lib.stride_tricks.as_strided
    row = as_strided(np.arange(3.0), (1, 3), (8, 8))
    column, one = np.arange(3.0)[:, None].copy(), np.array([[2.0]])
    out = as_strided(np.empty(1), (1, 1), (0, 8))
    run(row, column, out, False)
    assert out[0, 0] == 5
    run(as_strided(np.full(1, 3.0), (1, 1), (0, 8)), one, out, True)
    assert out[0, 0] == 6
