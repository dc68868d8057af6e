"""Losses and metrics of one's own: learned from, reported, kept by name, or refused."""

import numpy as np
import pytest

from tests.oracle.unchecked import unchecked
from xlrnn import nn
from xlrnn.errors import ShapeError, UnreadableError, UsageError
from xlrnn.nn.losses import FunctionLoss, Loss

ONE_WAY = True

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(8, 3)), RNG.normal(size=(8, 2))
STEPS, STEP_LABELS = RNG.normal(size=(5, 4, 3)), RNG.normal(size=(5, 4, 2))
CLASSES = RNG.integers(3, size=8)


def squared(y_true, y_pred):
    return np.mean((y_true - y_pred) ** 2, axis=-1)


def each_squared(y_true, y_pred):
    return (y_true - y_pred) ** 2


def with_gradient(y_true, y_pred):
    return squared(y_true, y_pred)


with_gradient.gradient = lambda y_true, y_pred: (y_pred - y_true) * 2 / y_pred.shape[-1]


class Squared(Loss):
    default_name = "squared"

    def values(self, y_true, y_pred):
        return squared(y_true, y_pred)

    def gradient(self, y_true, y_pred):
        return with_gradient.gradient(y_true, y_pred)


def sparse(y_true, y_pred):
    """A cross-entropy of labels that are numbers, as many programs write it."""
    rows = np.arange(len(y_pred))
    return -np.log(y_pred[rows, y_true.astype(int)])


def as_an_object(y_true, y_pred):
    return squared(y_true, y_pred)


WAYS = {
    "a function": squared,
    "of each output": each_squared,
    "with a gradient": with_gradient,
    "beside each other": FunctionLoss(squared, gradient=with_gradient.gradient),
    "a class": Squared,
    "an object": Squared(),
    "a lambda": lambda y_true, y_pred: squared(y_true, y_pred),
}


def made(loss, metrics=(), dtype="float64", layers=None, shape=(3,), optimizer="adam", **options):
    nn.set_random_seed(1)
    model = nn.Sequential(
        [nn.Input(shape), *(layers or ()), nn.Dense(2, "tanh", dtype=dtype)], name="own"
    )
    model.compile(optimizer, loss, metrics=list(metrics), **options)
    return model


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("way", WAYS)
def test_a_loss_of_ones_own_trains_as_the_same_of_ours(way, dtype):
    options = {"verbose": 0, "epochs": 5, "shuffle": False, "batch_size": 3,
               "sample_weight": np.arange(1.0, 9.0), "validation_data": (X[:4], Y[:4])}  # fmt: skip
    found = made(WAYS[way], dtype=dtype).fit(X, Y, **options).history
    expected = made("mse", dtype=dtype).fit(X, Y, **options).history
    near = 1e-7 if dtype == "float64" else 1e-5
    for name in ("loss", "val_loss"):
        assert found[name] == pytest.approx(expected[name], rel=near)


def test_steps_and_masks_count_as_with_a_loss_of_ours():
    def layers():
        return [nn.Masking(), nn.GRU(3, return_sequences=True, dtype="float64")]

    x = STEPS.copy()
    x[2, 2:] = 0
    told = [
        made(loss, layers=layers(), shape=(4, 3)).fit(x, STEP_LABELS, verbose=0, epochs=3).history
        for loss in (squared, "mse")
    ]
    assert told[0]["loss"] == pytest.approx(told[1]["loss"], rel=1e-7)


def test_labels_are_what_the_function_takes_them_for():
    def model(loss):
        nn.set_random_seed(1)
        model = nn.Sequential([nn.Input((3,)), nn.Dense(3, "softmax", dtype="float64")])
        model.compile("sgd", loss)
        return model

    found = model(sparse).fit(X, CLASSES, verbose=0, epochs=4).history["loss"]
    expected = model("sparse_categorical_crossentropy").fit(X, CLASSES, verbose=0, epochs=4)
    assert found == pytest.approx(expected.history["loss"], rel=1e-7)


@pytest.mark.parametrize("function", [squared, with_gradient])
def test_gradients_are_right(function):
    with unchecked():
        assert nn.gradcheck(made(function), X, Y).passed


def test_a_wrong_gradient_is_found():
    wrong = FunctionLoss(squared, gradient=lambda y_true, y_pred: y_true - y_pred)
    with unchecked():
        assert not nn.gradcheck(made(wrong), X, Y).passed


@pytest.mark.parametrize("p", [1e-9, 1e-3, 0.5, 1 - 1e-9, 40.0, -3.0])
def test_differences_are_near_the_slope_wherever_a_number_lies(p):
    def log(_, y_pred):
        return -np.log(y_pred[..., 0]) if p > 0 else y_pred[..., 0] ** 3

    slope = FunctionLoss(log).gradient(np.zeros((1, 1)), np.array([[p]]))
    assert slope[0, 0] == pytest.approx(-1 / p if p > 0 else 3 * p**2, rel=1e-6)


def test_one_unit_one_sample_one_step():
    model = nn.Sequential([nn.Input((1, 1)), nn.SimpleRNN(1)])
    model.compile("sgd", squared, metrics=[squared])
    told = model.fit(np.ones((1, 1, 1)), np.zeros((1, 1)), verbose=0).history
    assert told["loss"] == pytest.approx(told["squared"])


def test_metrics_are_reported_by_their_names():
    def wide(y_true, y_pred):
        return np.abs(y_pred).max(axis=-1)

    def one(y_true, y_pred):
        return np.mean(y_pred - y_true)

    model = made("mse", [wide, one, "mae", squared], weighted_metrics=[squared])
    p, weights = model.predict(X), np.arange(8.0)
    told = model.evaluate(X, Y, sample_weight=weights, return_dict=True)
    assert list(told) == ["loss", "wide", "one", "mae", "squared", "weighted_squared"]
    assert told["wide"] == pytest.approx(np.abs(p).max(axis=-1).mean())
    assert told["one"] == pytest.approx(np.mean(p - Y))
    assert told["squared"] == pytest.approx(squared(Y, p).mean())
    assert told["weighted_squared"] == pytest.approx(np.average(squared(Y, p), weights=weights))


OWN = {"squared": squared, "Squared": Squared, "each_squared": each_squared}


@pytest.mark.parametrize("ending", ["npz", "keras"])
@pytest.mark.parametrize("loss, metric", [(squared, each_squared), (Squared(), squared)])
def test_they_are_kept_by_their_names(loss, metric, ending, tmp_path):
    model, path = made(loss, [metric]), tmp_path / f"m.{ending}"
    model.fit(X, Y, verbose=0, epochs=2)
    model.save(path)
    again = nn.load_model(path, custom_objects=OWN)
    assert again.evaluate(X, Y) == pytest.approx(model.evaluate(X, Y), rel=1e-12)
    histories = [each.fit(X, Y, verbose=0, shuffle=False).history for each in (model, again)]
    assert histories[0]["loss"] == pytest.approx(histories[1]["loss"], rel=1e-12)
    with nn.utils.custom_object_scope(OWN):
        assert nn.load_model(path).evaluate(X, Y) == pytest.approx(again.evaluate(X, Y), rel=0.1)
    with pytest.raises(UnreadableError, match=r"compiled with what is not here .*compile=False"):
        nn.load_model(path)
    np.testing.assert_array_equal(
        nn.load_model(path, compile=False).predict(X), nn.load_model(path, OWN).predict(X)
    )


class Within(nn.metrics.Metric):
    """A metric with an option and a state of its own."""

    options, state = ("bound",), ("inside", "seen")

    def __init__(self, bound=1.0, name="within", dtype=None):
        self.bound = bound
        super().__init__(name, dtype)

    def update_state(self, y_true, y_pred, sample_weight=None):  # noqa: ARG002
        self.inside += float((np.abs(y_true - y_pred) < self.bound).sum())
        self.seen += np.size(y_pred)

    def result(self):
        return self.inside / max(1, self.seen)


def test_a_class_of_ones_own_as_a_metric(tmp_path):
    model = made("mse", [Within(0.5)])
    expected = model.evaluate(X, Y)
    assert expected[1] == pytest.approx((np.abs(Y - model.predict(X)) < 0.5).mean())
    model.save(tmp_path / "m.npz")
    assert nn.load_model(tmp_path / "m.npz", {"Within": Within}).evaluate(X, Y) == expected


def test_a_gradient_beside_the_function_comes_back_with_the_loss(tmp_path):
    loss = FunctionLoss(squared, gradient=with_gradient.gradient)
    made(loss).save(tmp_path / "m.npz")
    assert nn.load_model(tmp_path / "m.npz", {"squared": loss}).loss is loss


def test_the_error_says_what_is_wanted(tmp_path):
    made(squared).save(tmp_path / "m.npz")
    with pytest.raises(UnreadableError, match=r"custom_objects={'squared': …}"):
        nn.load_model(tmp_path / "m.npz")
    with pytest.raises(UsageError, match=r"loss 'mine' is unknown: .*custom_objects={'mine': …}"):
        nn.losses.get("mine")
    with pytest.raises(UsageError, match=r"metric 'mine' is unknown: .*custom_objects={'mine': …}"):
        nn.metrics.get("mine")


def centred(y_true, y_pred):
    return squared(y_true, y_pred - y_pred.mean(axis=0))


def centred_in_time(y_true, y_pred):
    return squared(y_true, y_pred - y_pred.mean(axis=1, keepdims=True))


@pytest.mark.parametrize("loss", [centred, centred_in_time])
@pytest.mark.parametrize("steps", [1, 2, 3, 4])
def test_rows_that_depend_on_each_other_are_found_among_steps(loss, steps):
    if steps == 1 and loss is centred_in_time:
        return
    y, p = STEP_LABELS[:, :steps], STEPS[:, :steps, :2]
    with pytest.raises(UsageError, match="depends on other rows"):
        FunctionLoss(loss).gradient(y, p)


def test_one_row_alone_proves_nothing():
    loss = FunctionLoss(centred)
    loss.gradient(Y[:1], X[:1, :2])
    with pytest.raises(UsageError, match="depends on other rows"):
        loss.gradient(Y, X[:, :2])


def alone(y_true, y_pred):
    return np.mean((y_true - y_pred) ** 2)


def texts(y_true, y_pred):
    return np.full(len(y_pred), "a")


@pytest.mark.parametrize(
    "loss, error, message",
    [
        (centred, UsageError, r"centred: the loss of a row depends on other.*centred.gradient"),
        (alone, ShapeError, r"alone returned float64 of shape \(\): .* row, \(8,\), as"),
        (texts, ShapeError, "texts returned <U1"),
        (FunctionLoss(squared, gradient=lambda _, p: p[..., :1]), ShapeError,
         r"squared: its gradient has shape \(8, 1\), expected \(8, 2\)"),
    ],
)  # fmt: skip
def test_what_cannot_be_learned_from(loss, error, message):
    model = made(loss)
    before = model.get_weights()
    with pytest.raises(error, match=message):
        model.fit(X, Y, verbose=0)
    assert all(map(np.array_equal, before, model.get_weights()))


def test_rows_that_depend_on_each_other_learn_with_a_gradient():
    def mixed(y_true, y_pred):
        return centred(y_true, y_pred)

    mixed.gradient = lambda y_true, y_pred: y_pred - y_true
    assert np.isfinite(made(mixed).fit(X, Y, verbose=0).history["loss"][0])


def test_many_outputs_need_a_gradient():
    model = nn.Sequential([nn.Input((3,)), nn.Dense(65)])
    model.compile("sgd", squared)
    with pytest.raises(UsageError, match="squared has no gradient, and differences of 65 outputs"):
        model.fit(X, np.ones((8, 65)), verbose=0)
    assert model.evaluate(X, np.ones((8, 65))) > 0


def test_labels_of_other_samples():
    with pytest.raises(ShapeError, match="x has 8 samples and y has 7"):
        made(squared).fit(X, Y[:7], verbose=0)
