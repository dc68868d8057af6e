"""Callbacks are told what Keras tells them, in the same order and with the same numbers."""

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.nn.callbacks.callback import EVENTS

N, SIZE = 7, 3
RNG = np.random.default_rng(3)
X, Y = RNG.normal(size=(N, 2)), RNG.normal(size=(N, 1))
HELD_OUT = RNG.normal(size=(4, 2)), RNG.normal(size=(4, 1))
WEIGHTS = [RNG.normal(size=(2, 1)), np.array([0.3])]


def spy(module, names=EVENTS):
    """Return a callback that keeps what it is told, and what it has kept."""
    told = []

    def keeping(name):
        def keep(self, *at, logs=None):
            *at, logs = at if logs is None else (*at, logs)
            told.append((name, *at, {key: np.array(value) for key, value in logs.items()}))

        return keep

    kind = type("Spy", (module.callbacks.Callback,), {name: keeping(name) for name in names})
    return kind(), told


def made(module, layers):
    model = module.Sequential(
        [layers.Input((2,), dtype="float64"), layers.Dense(1, dtype="float64")]
    )
    model.set_weights(WEIGHTS)
    model.compile(module.optimizers.SGD(0.1), "mse", metrics=["mae"])
    return model


def same(ours, theirs):
    assert [found[:-1] for found in ours] == [expected[:-1] for expected in theirs]
    for found, expected in zip(ours, theirs, strict=True):
        assert set(found[-1]) == set(expected[-1]), found
        for name, value in found[-1].items():
            np.testing.assert_allclose(value, expected[-1][name], rtol=1e-6, err_msg=str(found))


FITS = [
    {"epochs": 2},
    {"epochs": 2, "validation_data": HELD_OUT},
    {"epochs": 3, "initial_epoch": 1, "validation_split": 0.3},
    {"epochs": 5, "validation_data": HELD_OUT, "validation_freq": 2},
    {"epochs": 5, "validation_data": HELD_OUT, "validation_freq": [1, 4]},
    {"epochs": 1, "validation_data": HELD_OUT, "validation_batch_size": 1},
    {"epochs": 0},
]


@pytest.mark.parametrize("options", FITS, ids=", ".join)
@pytest.mark.parametrize("names", [EVENTS, ("on_batch_begin", "on_batch_end")], ids=len)
def test_training(keras64, options, names):
    options = {"batch_size": SIZE, "shuffle": False, "verbose": 0, **options}
    both = []
    for module, layers in ((nn, nn), (keras64, keras64.layers)):
        callback, told = spy(module, names)
        model = made(module, layers)
        model.fit(X, Y, callbacks=[callback], **options)
        both.append(told)
        assert callback.model is model
        assert {name: callback.params[name] for name in ("verbose", "epochs")} == {
            name: options[name] for name in ("verbose", "epochs")
        }
    same(*both)


@pytest.mark.parametrize("size", [1, SIZE, N])
def test_judging_and_predicting(keras64, size):
    both, steps = [], []
    for module, layers in ((nn, nn), (keras64, keras64.layers)):
        callback, told = spy(module)
        model = made(module, layers)
        model.evaluate(X, Y, size, 0, callbacks=[callback])
        steps.append(callback.params["steps"])
        model.predict(X, size, 0, callbacks=[callback])
        steps.append(callback.params["steps"])
        both.append(told)
    same(*both)
    assert steps[:2] == steps[2:]


def test_what_one_adds_the_next_ones_see_and_the_end_does_not(keras64):
    found = []
    for module, layers in ((nn, nn), (keras64, keras64.layers)):
        seen = []
        add = module.callbacks.LambdaCallback(
            on_epoch_end=lambda _, logs: logs.update(added=1.0),
        )
        see = module.callbacks.LambdaCallback(
            on_epoch_end=lambda _, logs, seen=seen: seen.append(sorted(logs)),
            on_train_end=lambda logs, seen=seen: seen.append(sorted(logs)),
        )
        history = made(module, layers).fit(X, Y, verbose=0, epochs=2, callbacks=[add, see])
        found.append((seen, sorted(history.history), history.epoch))
    assert found[0] == found[1]
    assert "added" in found[0][1]


def test_a_history_of_ones_own_is_the_one_that_comes_back(keras64):
    found = []
    for module, layers in ((nn, nn), (keras64, keras64.layers)):
        own, model = module.callbacks.History(), made(module, layers)
        for epochs in (2, 1):
            assert model.fit(X, Y, verbose=0, epochs=epochs, callbacks=[own]) is own
            assert model.history is own
        found.append((own.epoch, len(own.history["loss"])))
    assert found[0] == found[1]


@pytest.mark.parametrize("kind", ["LSTM", "GRU", "SimpleRNN"])
def test_states_go_on_in_predict_and_evaluate_as_in_keras_on_pytorch(keras64, kind):
    """On JAX Keras forgets them after every batch, against its own documentation."""
    x, weights = RNG.normal(size=(4, 3, 2)), None
    found = []
    for module, layers in ((nn, nn), (keras64, keras64.layers)):
        layer = getattr(layers, kind)(2, stateful=True, dtype="float64")
        model = module.Sequential([layers.Input(batch_shape=(2, 3, 2), dtype="float64"), layer])
        weights = model.get_weights() if weights is None else weights
        model.set_weights(weights)
        model.compile("sgd", "mse")
        predicted = [model.predict(x, 2, 0) for _ in range(2)]
        losses = [model.evaluate(x, np.zeros((4, 2)), 2, 0) for _ in range(2)]
        layer.reset_state()
        found.append([*predicted, losses, model.predict(x, 2, 0)])
    for ours, theirs in zip(*found, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-6)
    first, second, _, again = found[0]
    assert np.abs(first - second).max() > 1e-3
    np.testing.assert_array_equal(first, again)
