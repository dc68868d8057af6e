"""Penalties: ten steps of training, and what is reported of them, are Keras' and PyTorch's."""

import numpy as np
import pytest

from tests.oracle.test_fit_oracle import assert_same
from xlrnn import nn

RNG = np.random.default_rng(3)
WORDS, LABELS = RNG.integers(1, 9, size=(20, 4)), RNG.integers(3, size=20)


def model_of(L, regularizers, d="float64"):
    r = regularizers
    return [
        L.Embedding(9, 3, embeddings_regularizer=r.L2(0.02), dtype=d),
        L.Bidirectional(
            L.GRU(2, return_sequences=True, kernel_regularizer="l1", recurrent_regularizer="l2",
                  bias_regularizer=r.L1L2(0.01, 0.03), dtype=d),
            dtype=d,
        ),
        L.LayerNormalization(gamma_regularizer="l2", beta_regularizer="l1", dtype=d),
        L.Reshape((2, 2, 4), dtype=d),
        L.Conv2D(3, (1, 2), kernel_regularizer="l2", bias_regularizer=r.L1(0.02), dtype=d),
        L.Reshape((2, 3), dtype=d),
        L.LSTM(3, recurrent_regularizer=r.L1(0.005), dtype=d),
        L.Dense(3, activation="softmax", kernel_regularizer="l2", bias_regularizer="l2", dtype=d),
    ]  # fmt: skip


def made(module, given=None):
    layers = model_of(module.layers, module.regularizers)
    model = module.Sequential([module.Input((4,), dtype="int32"), *layers])
    if given is not None:
        model.set_weights(given)
    model.compile(module.optimizers.Adam(0.05), "sparse_categorical_crossentropy")
    return model


@pytest.fixture
def both(keras64):
    ours = made(nn)
    ours.set_weights([RNG.normal(size=w.shape, scale=0.5) for w in ours.get_weights()])
    return ours, made(keras64, ours.get_weights())


def test_ten_steps_report_and_learn_what_keras_does(both):
    ours, theirs = both
    told = {"batch_size": 4, "epochs": 2, "shuffle": False, "verbose": 0,
            "validation_data": (WORDS[:7], LABELS[:7])}  # fmt: skip
    found = ours.fit(WORDS, LABELS, **told).history
    assert_same(found, theirs.fit(WORDS, LABELS, **told).history)
    for own, other in zip(ours.weights, theirs.weights, strict=True):
        np.testing.assert_allclose(own.value, np.asarray(other.value), rtol=1e-7, atol=1e-10)
    assert ours.evaluate(WORDS, LABELS) == pytest.approx(
        theirs.evaluate(WORDS, LABELS, verbose=0), rel=1e-6
    )
    assert ours.train_on_batch(WORDS, LABELS) == pytest.approx(
        theirs.train_on_batch(WORDS, LABELS), rel=1e-6
    )


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_files_go_both_ways(both, keras64, tmp_path):
    ours, theirs = both
    theirs.save(tmp_path / "theirs.keras")
    again = nn.load_model(tmp_path / "theirs.keras")
    again.compile("sgd", "sparse_categorical_crossentropy")
    expected = ours.evaluate(WORDS, LABELS)
    assert again.evaluate(WORDS, LABELS) == pytest.approx(expected, rel=1e-9)
    ours.save(tmp_path / "ours.keras")
    back = keras64.models.load_model(tmp_path / "ours.keras")
    back.compile("sgd", "sparse_categorical_crossentropy")
    assert back.evaluate(WORDS, LABELS, verbose=0) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("name", ["L1", "L2", "L1L2"])
def test_called_they_give_what_keras_gives(keras64, name):
    own, other = (getattr(module.regularizers, name)(0.3) for module in (nn, keras64))
    x = RNG.normal(size=(3, 4))
    assert own(x) == pytest.approx(float(other(x)), rel=1e-12)
    assert own.get_config() == pytest.approx(other.get_config())


def test_l2_is_pytorchs_weight_decay_of_sgd(torch):
    """weight_decay = 2 · l2 of plain SGD."""
    x, y = RNG.normal(size=(8, 3)), RNG.normal(size=(8, 2))
    model = nn.Sequential(
        [nn.Input((3,)), nn.Dense(2, kernel_regularizer=nn.regularizers.L2(0.05), dtype="float64")]
    )
    model.compile(nn.optimizers.SGD(0.1), "mse")
    linear = torch.nn.Linear(3, 2).double()
    with torch.no_grad():
        linear.weight.copy_(torch.tensor(model.get_weights()[0].T))
        linear.bias.zero_()
    groups = [{"params": [linear.weight], "weight_decay": 0.1}, {"params": [linear.bias]}]
    optimizer = torch.optim.SGD(groups, lr=0.1)
    for _ in range(10):
        model.train_on_batch(x, y)
        optimizer.zero_grad()
        ((linear(torch.tensor(x)) - torch.tensor(y)) ** 2).mean().backward()
        optimizer.step()
    np.testing.assert_allclose(
        model.get_weights()[0], linear.weight.detach().numpy().T, rtol=1e-9, atol=1e-12
    )
