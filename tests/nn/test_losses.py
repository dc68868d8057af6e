"""Losses as users of Keras call them: as objects, as functions, by name, and at the bounds."""

import numpy as np
import pytest

from tests.oracle.unchecked import unchecked
from xlrnn import nn
from xlrnn.errors import InputError, ShapeError, UsageError
from xlrnn.nn import activations, losses

ONE_WAY = True

KINDS = [
    losses.MeanSquaredError, losses.MeanAbsoluteError, losses.MeanAbsolutePercentageError,
    losses.MeanSquaredLogarithmicError, losses.Huber, losses.LogCosh, losses.CosineSimilarity,
    losses.Hinge, losses.SquaredHinge, losses.CategoricalHinge, losses.KLDivergence,
    losses.Poisson, losses.BinaryCrossentropy, losses.CategoricalCrossentropy,
    losses.SparseCategoricalCrossentropy,
]  # fmt: skip
FUNCTIONS = [name for name in losses.__all__ if name.islower() and name not in (
    "get", "pair", "floats", "aligned", "row_weights", "function_named")]  # fmt: skip
OPTIONS = {
    "Huber": {"delta": 0.3},
    "CosineSimilarity": {"axis": 1},
    "BinaryCrossentropy": {"from_logits": True, "label_smoothing": 0.1, "axis": 1},
    "CategoricalCrossentropy": {"label_smoothing": 0.1, "axis": -2},
    "SparseCategoricalCrossentropy": {"ignore_class": -1, "from_logits": True},
}


def labels_for(name, shape):
    whole = np.arange(shape[0]) % shape[1]
    return whole if "sparse" in name.lower() else np.eye(shape[1])[whole]


@pytest.mark.parametrize("kind", KINDS)
def test_a_loss_comes_back_from_its_configuration_with_all_options(kind):
    options = {**OPTIONS.get(kind.__name__, {}), "reduction": "sum", "name": "mine"}
    loss = kind(**options)
    config = loss.get_config()
    assert {name: config[name] for name in options} == options
    for again in (kind.from_config(config),
                  losses.get({"class_name": kind.__name__, "config": config})):  # fmt: skip
        assert type(again) is kind
        assert again.get_config() == config


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_the_rows_of_the_loss_that_its_name_means(name):
    function = getattr(losses, name)
    y, p = labels_for(function.__name__, (4, 3)), np.random.default_rng(0).random((4, 3))
    rows = function(y, p)
    assert rows.shape == (4,)
    for given in (function, name, name.upper() if len(name) <= 4 else name):
        assert losses.get(given)(y, p) == pytest.approx(rows.mean(), rel=1e-12)


def test_metrics_have_the_same_functions():
    assert nn.metrics.mean_squared_error is losses.mean_squared_error is losses.MSE
    assert nn.metrics.MAE is losses.mean_absolute_error


def test_a_class_and_a_list_of_one_will_do():
    assert type(losses.get(losses.Huber)) is losses.Huber
    model = nn.Sequential([nn.Input((2,)), nn.Dense(1)])
    for given in (losses.mean_squared_error, losses.MeanSquaredError, ["mse"], {"out": "mse"}):
        model.compile("sgd", given)
        assert type(model.loss) is losses.MeanSquaredError


def test_one_row_without_its_sample():
    assert float(losses.mean_squared_error([1.0, 2.0], [3.0, 2.0])) == 2
    assert losses.MeanSquaredError()([1.0, 2.0], [3.0, 2.0], 3.0) == 6


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: losses.Huber(delta=0), "Huber: delta is 0: expected a number above 0"),
        (lambda: losses.MeanSquaredError("average"), "MeanSquaredError: reduction is 'average'"),
        (lambda: losses.BinaryCrossentropy(axis=True), "BinaryCrossentropy: axis is True"),
        (lambda: losses.BinaryCrossentropy(axis="last"), "axis is 'last': expected a whole"),
        (lambda: losses.CategoricalCrossentropy(label_smoothing=1.5),
         "CategoricalCrossentropy: label_smoothing is 1.5: expected a number f"),
        (lambda: losses.MeanSquaredError(dtype="float16"), "dtype is 'float16': expected float32"),
        (lambda: losses.get(3), "loss 3 is unknown"),
        (lambda: losses.get({"class_name": "Mine"}), "loss {'class_name': 'Mine'} is unknown"),
    ],
)  # fmt: skip
def test_options_that_are_no_good(make, message):
    with unchecked(), pytest.raises(UsageError, match=message):
        make()


def test_labels_weights_and_axes_that_do_not_fit():
    y, p = np.zeros((4, 3)), np.ones((4, 3))
    with pytest.raises(ShapeError, match=r"axis is 2, and the predictions have shape \(4, 3\)"):
        losses.categorical_crossentropy(y, p, axis=2)
    with pytest.raises(ShapeError, match=r"sample_weight has shape \(3,\), expected \(4,\)"):
        losses.MeanSquaredError()(y, p, np.ones(3))
    with pytest.raises(InputError, match="label -1 at"):
        losses.sparse_categorical_crossentropy([0, -1, 0, 0], p, ignore_class=5)


LARGE = (-1e3, -100.0, -1.0, 0.0, 1.0, 100.0, 1e3)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_logit_is_too_large(kind, dtype):
    """Warnings are errors in these tests."""
    p = np.array(np.meshgrid(LARGE, LARGE), dtype).reshape(2, -1).T
    y = labels_for(kind.__name__, p.shape)
    options = [{}, {"from_logits": True}] if "entropy" in kind.__name__ else [{}]
    for given in options:
        if "entropy" in kind.__name__ and not given:
            p = activations.get("softmax" if "Categorical" in kind.__name__ else "sigmoid")(p)
        if kind in (losses.Poisson, losses.KLDivergence):
            p = np.abs(p)
        loss = kind(**given)
        targets = loss.targets(loss.labels(y, p.shape), 2)
        assert np.isfinite(loss.values(targets, p)).all()
        assert np.isfinite(loss.gradient(targets, p)).all()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    "name",
    [
        "linear",
        "tanh",
        "sigmoid",
        "relu",
        "elu",
        "softplus",
        "hard_sigmoid",
        "softmax",
        "relu6",
        "leaky_relu",
        "selu",
        "softsign",
        "gelu",
        "silu",
    ],
)
def test_no_activation_warns(name, dtype):
    a = np.array(np.meshgrid(LARGE, LARGE), dtype).reshape(2, -1).T
    activation = activations.get(name)
    y = activation(a)
    assert np.isfinite(y).all()
    assert np.isfinite(activation.undoing(a)(y, np.ones_like(y))).all()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("kernel", [-1e3, 1e3, 1e30])
@pytest.mark.parametrize("activation, loss", [
    (None, losses.BinaryCrossentropy(from_logits=True)), ("sigmoid", "binary_crossentropy"),
    ("softmax", "categorical_crossentropy"), (None, "mse"), ("elu", "mse"), ("softplus", "mae"),
])  # fmt: skip
def test_a_batch_and_its_judgement_never_warn(activation, loss, kernel, dtype):
    model = nn.Sequential([nn.Input((1,)), nn.Dense(2, activation=activation, dtype=dtype)])
    model.compile("sgd", loss, metrics=["mse"])
    model.layers[0].set_weights([np.array([[kernel, -kernel]]), np.zeros(2)])
    x, y = np.array([[1.0], [-1.0]]), np.eye(2)
    told = model.test_on_batch(x, y), model.evaluate(x, y), model.train_on_batch(x, y)
    assert told[0] == told[1]
    assert abs(kernel) > 1e3 or np.isfinite(told[0] + told[2]).all()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_many_classes_are_judged_by_their_probability_and_the_unlikely_by_their_score(dtype):
    loss = losses.SparseCategoricalCrossentropy()
    logits = np.array([[0.0, 1.0, 2.0], [0.0, 50.0, 200.0], [0.0, -1000.0, 3.0]], dtype)
    logits = np.stack([logits, logits[::-1]])
    labels = np.array([[0, 0, 1], [1, 2, 2]])
    p = activations.softmax(logits)
    with np.errstate(divide="raise", invalid="raise"):
        found = loss.values_of_both(labels, logits, p)
    expected = loss.fused_values(labels, logits)
    np.testing.assert_allclose(found, expected, rtol=1e-6 if dtype == "float32" else 1e-14)
    weights = np.array([[1.0, 0.0, 2.0], [0.5, 3.0, 1.0]], dtype)
    one_hot = np.eye(3)[labels]
    np.testing.assert_allclose(
        loss.weighed_gradient(labels, p, weights), (p - one_hot) * weights[..., None], atol=1e-6
    )
