"""Weights that stand in several models, change hands, and are copied: nobody stops learning."""

import copy
import pickle

import numpy as np
import pytest

from xlrnn import nn

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(8, 3)), RNG.normal(size=(8, 1))
STEPS = RNG.normal(size=(8, 4, 3))


def made(*layers, optimizer="adam"):
    model = nn.Sequential([nn.Input((3,)), *layers])
    model.compile(optimizer, "mse")
    return model


def learns(model, *, x=X):
    """Say of each layer with weights whether a training changes it."""
    before = [layer.get_weights() for layer in model.layers if layer.weights]
    model.fit(x, Y, verbose=0)
    after = [layer.get_weights() for layer in model.layers if layer.weights]
    return [not all(map(np.array_equal, old, new)) for old, new in zip(before, after, strict=True)]


def test_the_optimizer_of_each_model_goes_on_from_where_it_stood():
    shared = nn.Dense(2, "tanh")
    one, other = made(shared, nn.Dense(1)), made(shared, nn.Dense(1))
    one.fit(X, Y, epochs=3, verbose=0)
    other.fit(X, Y, epochs=2, verbose=0)
    assert learns(one) == learns(other) == [True, True]
    assert (one.optimizer.iterations, other.optimizer.iterations) == (4, 3)
    assert np.array_equal(one.predict(X), one(X.astype("float32")))


def test_a_saved_model_has_the_weights_that_the_other_learned(tmp_path):
    shared = nn.Dense(2, "tanh")
    one, other = made(shared, nn.Dense(1)), made(shared, nn.Dense(1))
    one.fit(X, Y, verbose=0)
    other.fit(X, Y, verbose=0)
    one.save(tmp_path / "one.npz")
    again = nn.load_model(tmp_path / "one.npz")
    assert np.array_equal(again.predict(X), one.predict(X))
    nn.set_random_seed(1)
    one.fit(X, Y, epochs=2, verbose=0)
    nn.set_random_seed(1)
    again.fit(X, Y, epochs=2, verbose=0)
    assert np.array_equal(again.predict(X), one.predict(X))


@pytest.mark.parametrize("layer", [nn.SimpleRNN, nn.LSTM, nn.GRU, nn.Bidirectional])
def test_a_layer_that_comes_first_in_one_model_and_later_in_another(layer):
    shared = nn.Bidirectional(nn.LSTM(2)) if layer is nn.Bidirectional else layer(2)
    below = nn.Dense(3)
    first = nn.Sequential([nn.Input((4, 3)), shared, nn.Dense(1)])
    later = nn.Sequential([nn.Input((4, 3)), below, shared, nn.Dense(1)])
    for model in (later, first):
        model.compile("sgd", "mse")
    for _ in range(2):
        assert learns(first, x=STEPS) == [True, True]
        assert learns(later, x=STEPS) == [True, True, True]
    assert later.trace(STEPS, Y, gradients=True)["dense_dlogits"].any()
    first.predict(STEPS)
    assert nn.gradcheck(later, STEPS[:2], Y[:2]).passed


def test_a_callback_may_train_another_model_of_the_same_layer():
    def pair():
        nn.set_random_seed(3)
        shared = nn.Dense(2)
        return made(shared, nn.Dense(1)), made(shared, nn.Dense(1))

    one, other = pair()
    both = nn.callbacks.LambdaCallback(on_train_batch_end=lambda *_: other.train_on_batch(X, Y))
    one.fit(X, Y, epochs=5, verbose=0, callbacks=[both], shuffle=False)
    first, second = pair()
    for _ in range(5):
        first.train_on_batch(X, Y)
        second.train_on_batch(X, Y)
    for model, by_hand in ((one, first), (other, second)):
        assert all(map(np.array_equal, model.get_weights(), by_hand.get_weights()))
    assert not np.array_equal(first.get_weights()[2], pair()[0].get_weights()[2])


@pytest.mark.parametrize("value", [True, False])
def test_a_switch_that_changes_nothing_stops_nobody(value):
    model = made(nn.Dense(2), nn.Dense(1))
    model.layers[0].trainable = value
    model.fit(X, Y, verbose=0)
    for layer in model.layers:
        layer.trainable = layer.trainable
    assert learns(model) == [value, True]


def test_what_is_frozen_while_a_model_trains_stays_from_the_next_step():
    model = made(nn.Dense(2), nn.Dense(1), optimizer=nn.optimizers.SGD(0.1, momentum=0.9))
    kept = []

    def freeze(step, logs):
        model.layers[0].trainable = False
        kept.append(model.layers[0].get_weights())

    model.fit(
        X, Y, 2, verbose=0, callbacks=[nn.callbacks.LambdaCallback(on_train_batch_end=freeze)]
    )
    assert all(map(np.array_equal, kept[0], model.layers[0].get_weights()))


def test_a_name_that_two_models_gave_stays_each_ones_own():
    shared, first = nn.Dense(3), nn.Dense(3)
    one = made(nn.Dense(3), shared)
    assert [layer.name for layer in one.layers] == ["dense", "dense_1"]
    made(first)
    other = made(first, nn.Dense(3), shared)
    another = made(nn.Dense(3), first, shared)
    for model in (one, other, another):
        names = [layer.name for layer in model.layers]
        assert len(set(names)) == len(names)
        assert nn.Sequential.from_config(model.get_config()).count_params() == model.count_params()


@pytest.mark.parametrize("again", [copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))])
def test_a_copy_learns_by_itself_and_goes_on_from_where_the_model_stood(again):
    model = nn.Sequential([nn.Input((4, 3)), nn.Bidirectional(nn.LSTM(2)), nn.Dense(1)])
    model.compile("adam", "mse")
    model.fit(STEPS, Y, shuffle=False, verbose=0)
    other, before = again(model), model.get_weights()
    other.fit(STEPS, Y, shuffle=False, verbose=0)
    assert all(map(np.array_equal, before, model.get_weights()))
    model.fit(STEPS, Y, shuffle=False, verbose=0)
    assert all(map(np.array_equal, other.get_weights(), model.get_weights()))
    assert not any(map(np.array_equal, before, model.get_weights()))
