"""Penalties on weights: in the loss and its gradient, in files, and refused where none is."""

import numpy as np
import pytest

from tests.oracle.unchecked import unchecked
from xlrnn import nn
from xlrnn.errors import UsageError
from xlrnn.nn.regularizers import L1, L1L2, L2, Regularizer

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(6, 4, 3)), RNG.normal(size=(6, 2))
WORDS = RNG.integers(9, size=(6, 4))

KINDS = {
    "dense": (lambda **o: nn.Dense(2, **o), ("kernel", "bias")),
    "simple": (lambda **o: nn.SimpleRNN(2, **o), ("kernel", "recurrent", "bias")),
    "tied": (lambda **o: nn.SimpleRNN(2, tied=True, **o), ("kernel", "recurrent", "bias")),
    "lstm": (lambda **o: nn.LSTM(2, **o), ("kernel", "recurrent", "bias")),
    "gru": (lambda **o: nn.GRU(2, **o), ("kernel", "recurrent", "bias")),
    "both ways": (lambda **o: nn.Bidirectional(nn.GRU(1, **o)), ("kernel", "recurrent", "bias")),
    "each step": (lambda **o: nn.TimeDistributed(nn.Dense(2, **o)), ("kernel", "bias")),
    "convolution": (lambda **o: nn.Conv1D(2, 2, **o), ("kernel", "bias")),
    "norm": (lambda **o: nn.LayerNormalization(**o), ("gamma", "beta")),
    "words": (lambda **o: nn.Embedding(9, 2, **o), ("embeddings",)),
}
PENALTY = {"l1": 0.3, "l2": 0.7}


def made(name, what, given):
    layer = KINDS[name][0](**{f"{what}_regularizer": given}, dtype="float64")
    shape = (4,) if name == "words" else (4, 3)
    nn.set_random_seed(2)
    model = nn.Sequential([nn.Input(shape), layer, nn.Flatten(), nn.Dense(2, dtype="float64")])
    model.compile("sgd", "mse")
    model.set_weights([RNG.normal(size=weight.shape) for weight in model.get_weights()])
    return model, WORDS if name == "words" else X


CASES = [(name, what) for name, (_, whats) in KINDS.items() for what in whats]


@pytest.mark.parametrize("name, what", CASES)
def test_the_penalty_of_each_weight_is_in_the_loss_and_its_gradient(name, what):
    model, x = made(name, what, L1L2(**PENALTY))
    plain, _ = made(name, what, None)
    plain.set_weights(model.get_weights())
    weight_name = "recurrent_kernel" if what == "recurrent" else what
    penalized = [each for each in model.layers[0].weights if each.name == weight_name]
    expected = sum(0.3 * np.abs(w.value).sum() + 0.7 * (w.value**2).sum() for w in penalized)
    assert expected > 0
    assert model.evaluate(x, Y) - plain.evaluate(x, Y) == pytest.approx(expected, rel=1e-12)
    with unchecked():
        assert nn.gradcheck(model, x, Y).passed
    for one in (model, plain):
        one.train_on_batch(x, Y)
    for own, other in zip(model.weights, plain.weights, strict=True):
        apart = not np.allclose(own.grad, other.grad)
        assert apart == any(own is each for each in penalized)


def test_a_step_and_an_epoch_report_the_penalty():
    model, x = made("gru", "kernel", "l2")
    before = model.evaluate(x, Y)
    assert model.test_on_batch(x, Y) == pytest.approx(before)
    assert model.fit(x, Y, batch_size=6, verbose=0).history["loss"][0] == pytest.approx(before)
    assert model.train_on_batch(x, Y) < before


def test_a_word_that_does_not_occur_shrinks_all_the_same():
    model, _ = made("words", "embeddings", L2(0.1))
    before = model.layers[0].embeddings.numpy()
    model.train_on_batch(np.zeros((6, 4), int), Y)
    np.testing.assert_allclose(model.layers[0].embeddings.numpy()[1:], before[1:] * (1 - 0.002))


def test_outputs_that_a_step_does_not_look_at_shrink_all_the_same():
    head = nn.Dense(40, activation="softmax", kernel_regularizer=L2(0.1), dtype="float64")
    model = nn.Sequential([nn.Input((3,)), head])
    model.compile(nn.optimizers.SGD(0.01), nn.losses.SampledCrossentropy(10))
    before = head.kernel.numpy()
    for _ in range(2):
        model.train_on_batch(X[:, 0], np.zeros(6, int))
    shrunk = np.isclose(head.kernel.numpy(), before * (1 - 0.002) ** 2, rtol=1e-9, atol=0)
    assert 10 <= shrunk.all(axis=0).sum() < 40


def test_what_does_not_learn_has_no_penalty():
    model, x = made("lstm", "kernel", "l1")
    weighed = model.evaluate(x, Y)
    model.layers[0].trainable = False
    assert model.evaluate(x, Y) < weighed - 0.01


def test_a_layer_used_in_two_models_has_one_penalty_in_each():
    shared = nn.Dense(2, kernel_regularizer="l2")
    models = [nn.Sequential([nn.Input((3,)), shared]) for _ in range(2)]
    for model in models:
        model.compile("sgd", "mse")
    zeros = np.zeros((1, 3)), np.zeros((1, 2))
    expected = 0.01 * float((shared.get_weights()[0] ** 2).sum())
    assert [model.evaluate(*zeros) for model in models] == pytest.approx([expected] * 2)


class Square(Regularizer):
    """One of a user's own: it says its gradient."""

    def penalty(self, x):
        return float((x**4).sum())

    def gradient(self, x):
        return 4 * x**3

    def get_config(self):
        return {}


def test_one_of_a_users_own_learns_and_is_not_saved(tmp_path):
    model, x = made("dense", "kernel", Square())
    before = np.abs(model.layers[0].kernel.numpy()).max()
    for _ in range(50):
        model.train_on_batch(x, Y)
    assert np.abs(model.layers[0].kernel.numpy()).max() < before
    with pytest.raises(UsageError, match=r"<Square .* cannot be saved: expected L1, L2 or"):
        model.save(tmp_path / "model.npz")


@pytest.mark.parametrize(
    "name, ending",
    [(name, ending) for name in KINDS for ending in ("npz", "keras")
     if (name, ending) != ("tied", "keras")],
)  # fmt: skip
def test_penalties_are_kept_in_files(name, ending, tmp_path):
    what = KINDS[name][1][0]
    model, x = made(name, what, L1L2(**PENALTY))
    model.save(tmp_path / f"model.{ending}")
    again = nn.load_model(tmp_path / f"model.{ending}")
    again.compile("sgd", "mse")
    assert again.evaluate(x, Y) == pytest.approx(model.evaluate(x, Y), rel=1e-12)
    twin = nn.clone_model(model)
    assert twin.get_config()["layers"][0] == model.get_config()["layers"][0]


@pytest.mark.parametrize(
    "given, expected",
    [
        ("l1", {"l1": 0.01}),
        ("L2", {"l2": 0.01}),
        ("l1_l2", {"l1": 0.01, "l2": 0.01}),
        ("L1L2", {"l1": 0.0, "l2": 0.0}),
        ("l1l2", {"l1": 0.0, "l2": 0.0}),
        (nn.regularizers.l2(0.5), {"l2": 0.5}),
        (L1, {"l1": 0.01}),
        ({"class_name": "L1L2", "config": {"l1": 0.1, "l2": 0.2}}, {"l1": 0.1, "l2": 0.2}),
    ],
)
def test_every_way_of_naming_one(given, expected):
    layer = nn.Dense(2, kernel_regularizer=given)
    assert layer.regularizers["kernel"].get_config() == expected
    assert nn.Dense.from_config(layer.get_config()).regularizers["kernel"].get_config() == expected


def test_no_penalty_leaves_no_trace():
    layer = nn.GRU(2, kernel_regularizer=None, bias_regularizer=None)
    assert not layer.regularizers
    assert not any("regularizer" in key for key in layer.get_config())


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: nn.Dense(2, kernel_regularizer="l3"), "regularizer 'l3' is unknown: expected l1"),
        (lambda: nn.Dense(2, kernel_regularizer=abs), "is unknown: .* which has a gradient"),
        (lambda: nn.Dense(2, kernel_regularizer=0.1), "regularizer 0.1 is unknown"),
        (lambda: nn.Dense(2, recurrent_regularizer="l2"), "recurrent_regularizer is 'l2', and we"),
        (lambda: nn.Dense(2, kernel_regularizr="l2"), "did you mean kernel_regularizer"),
        (lambda: nn.Dense(2, activity_regularizer="l2"), "activity_regularizer is 'l2', and we"),
        (lambda: nn.Dense(2, kernel_constraint="max_norm"), "kernel_constraint is 'max_norm'"),
        (lambda: L2(-1), "L2: l2 is -1: expected a number from 0"),
        (lambda: L1(float("nan")), "L1: l1 is nan"),
        (lambda: L1L2(l2="a"), "L1L2: l2 is 'a'"),
        (lambda: L2.from_config({"l1": 1}), "a regularizer L2 cannot be made"),
    ],
)
def test_what_is_no_penalty(make, message):
    with unchecked(), pytest.raises(UsageError, match=message):
        make()
