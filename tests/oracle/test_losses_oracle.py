"""Losses and their gradients against Keras 3: with the activation or not, smoothed, weighted."""

import numpy as np
import pytest

from xlrnn.nn import losses
from xlrnn.nn.activations import sigmoid, softmax

ROWS = [(4, 5), (3, 4, 5), (6, 1), (2, 3, 1)]
NEAR = {"rtol": 1e-9, "atol": 1e-12}


def one_hot(rng, shape):
    return np.eye(shape[-1])[rng.integers(shape[-1], size=shape[:-1])]


def shares(rng, shape):
    """Labels that are probabilities."""
    drawn = rng.random(shape)
    return drawn / drawn.sum(axis=-1, keepdims=True)


def numbers(rng, shape):
    return rng.integers(shape[-1], size=shape[:-1])


def numbers_in_a_column(rng, shape):
    return numbers(rng, shape)[..., None]


def bits(rng, shape):
    return rng.integers(2, size=shape).astype(float)


def any_numbers(rng, shape):
    return rng.normal(size=shape)


def positive(rng, shape):
    return 3 * rng.random(shape)


def sides(rng, shape):
    return 2 * bits(rng, shape) - 1


CASES = [
    ("MeanSquaredError", {}, any_numbers),
    ("MeanAbsoluteError", {}, any_numbers),
    ("MeanAbsolutePercentageError", {}, any_numbers),
    ("MeanSquaredLogarithmicError", {}, any_numbers),
    ("Huber", {}, any_numbers),
    ("Huber", {"delta": 0.3}, any_numbers),
    ("LogCosh", {}, any_numbers),
    ("CosineSimilarity", {}, any_numbers),
    ("Hinge", {}, sides),
    ("Hinge", {}, bits),
    ("SquaredHinge", {}, sides),
    ("SquaredHinge", {}, bits),
    ("CategoricalHinge", {}, one_hot),
    ("KLDivergence", {}, shares),
    ("KLDivergence", {}, one_hot),
    ("Poisson", {}, positive),
    ("CategoricalCrossentropy", {}, one_hot),
    ("CategoricalCrossentropy", {}, shares),
    ("CategoricalCrossentropy", {"label_smoothing": 0.15}, one_hot),
    ("CategoricalCrossentropy", {"from_logits": True}, one_hot),
    ("CategoricalCrossentropy", {"from_logits": True, "label_smoothing": 0.15}, shares),
    ("SparseCategoricalCrossentropy", {}, numbers),
    ("SparseCategoricalCrossentropy", {}, numbers_in_a_column),
    ("SparseCategoricalCrossentropy", {"from_logits": True}, numbers),
    ("SparseCategoricalCrossentropy", {"ignore_class": 1}, numbers),
    ("SparseCategoricalCrossentropy", {"from_logits": True, "ignore_class": 1}, numbers),
    ("BinaryCrossentropy", {}, bits),
    ("BinaryCrossentropy", {}, shares),
    ("BinaryCrossentropy", {"label_smoothing": 0.15}, bits),
    ("BinaryCrossentropy", {"from_logits": True}, bits),
    ("BinaryCrossentropy", {"from_logits": True, "label_smoothing": 0.15}, shares),
]
IDS = ["-".join([name, *options, make.__name__]) for name, options, make in CASES]


ANY = ("Mean", "Huber", "Log", "Cosine", "Hinge", "Squared", "CategoricalHinge")
"""Losses of predictions that may be any numbers."""


def shapes_of(name):
    """Return shapes with one output and with several, unless one class were certain."""
    several = "Categorical" in name or name == "CosineSimilarity"
    return [shape for shape in ROWS if shape[-1] > 1 or not several]


def predicted(name, options, rng, shape):
    """Return predictions as a network would make them: probabilities, or any numbers."""
    if options.get("from_logits") or name.startswith(ANY):
        return 3 * rng.normal(size=shape)
    return 0.02 + 0.96 * rng.random(shape)  # not summing to 1: the loss sees to that


def ours(name, options, y_true, y_pred):
    """Return our loss of each row and ∂(sum of the rows · probe)/∂y_pred, and the probe."""
    loss = getattr(losses, name)(**options)
    labels = loss.labels(y_true, y_pred.shape)
    counted = loss.counted(labels)
    labels = loss.targets(labels, y_pred.ndim)
    rows = 1 if counted is None else counted
    values = loss.values(labels, y_pred) * rows
    probe = np.random.default_rng(9).normal(size=values.shape)
    return values, loss.gradient(labels, y_pred) * (probe * rows)[..., None], probe


def theirs(keras, name, options, y_true, y_pred, probe):
    """Return the same of Keras."""
    import torch

    given = torch.tensor(y_pred, requires_grad=True)
    loss = getattr(keras.losses, name)(reduction=None, **options)
    values = loss(torch.tensor(y_true), given)
    (values * torch.tensor(probe)).sum().backward()
    return np.asarray(values), given.grad.numpy()


@pytest.mark.parametrize("name, options, labels", CASES, ids=IDS)
def test_a_loss_and_its_gradient_are_those_of_keras(keras64, name, options, labels):
    for shape in shapes_of(name):
        rng = np.random.default_rng(sum(shape))
        y_true, y_pred = labels(rng, shape), predicted(name, options, rng, shape)
        values, gradient, probe = ours(name, options, y_true, y_pred)
        expected, slope = theirs(keras64, name, options, y_true, y_pred, probe)
        assert np.abs(slope).max() > 0
        np.testing.assert_allclose(values, expected, **NEAR)
        np.testing.assert_allclose(gradient, slope, **NEAR)


# Cross-entropy together with the activation before it.

FUSED = [
    case
    for case in CASES
    if "entropy" in case[0] and not {"from_logits", "ignore_class"} & set(case[1])
]


@pytest.mark.parametrize("spread", [1, 8, 60])
@pytest.mark.parametrize("name, options, labels", FUSED)
def test_loss_and_activation_taken_together_are_keras_from_logits(
    keras64, name, options, labels, spread
):
    shape = (3, 4, 5)
    rng = np.random.default_rng(spread)
    y_true, logits = labels(rng, shape), spread * rng.normal(size=shape)
    loss = getattr(losses, name)(**options)
    activation = {"softmax": softmax, "sigmoid": sigmoid}[loss.fuses_with]
    checked = loss.targets(loss.labels(y_true, shape), len(shape))
    values = loss.fused_values(checked, logits)
    probe = rng.normal(size=values.shape)
    gradient = loss.fused_gradient(checked, activation(logits)) * probe[..., None]
    options = {**options, "from_logits": True}
    expected, slope = theirs(keras64, name, options, y_true, logits, probe)
    np.testing.assert_allclose(values, expected, **NEAR)
    np.testing.assert_allclose(gradient, slope, **NEAR)


SURE = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [1 - 1e-9, 1e-9, 0.0], [2e-8, 0.5, 0.5 - 2e-8],
        [1 - 5e-7, 3e-7, 2e-7]]  # fmt: skip


@pytest.mark.parametrize("label", range(3))
@pytest.mark.parametrize("name", ["CategoricalCrossentropy", "BinaryCrossentropy"])
def test_predictions_that_are_all_too_sure_are_cut_as_in_keras(keras64, name, label):
    y_pred = np.array(SURE)
    y_true = np.eye(3)[[label] * len(SURE)]
    values, gradient, probe = ours(name, {}, y_true, y_pred)
    expected, slope = theirs(keras64, name, {}, y_true, y_pred, probe)
    np.testing.assert_allclose(values, expected, **NEAR)
    np.testing.assert_allclose(gradient, slope, **NEAR)


@pytest.mark.parametrize("label", range(3))
def test_a_label_that_got_no_probability_costs_what_it_costs_in_keras(keras64, label):
    y_pred, y_true = np.array([*SURE, [2.0, 3.0, 0.5]]), np.full(len(SURE) + 1, label)
    values, gradient, probe = ours("SparseCategoricalCrossentropy", {}, y_true, y_pred)
    expected, slope = theirs(keras64, "SparseCategoricalCrossentropy", {}, y_true, y_pred, probe)
    np.testing.assert_allclose(values, expected, **NEAR)
    np.testing.assert_allclose(gradient, slope, **NEAR)
    assert values.max() > 15


@pytest.mark.parametrize("name, options, labels", CASES, ids=IDS)
def test_float32_stays_float32_and_is_near(name, options, labels):
    rng = np.random.default_rng(4)
    shape = (3, 4, 5)
    y_true, y_pred = labels(rng, shape), predicted(name, options, rng, shape)
    exact, slope, _ = ours(name, options, y_true, y_pred)
    y_true = y_true.astype(np.float32 if y_true.dtype.kind == "f" else int)
    loss = getattr(losses, name)(**options)
    labels = loss.targets(loss.labels(y_true, shape), len(shape))
    values = loss.values(labels, y_pred.astype(np.float32))
    gradient = loss.gradient(labels, y_pred.astype(np.float32))
    assert values.dtype == gradient.dtype == np.float32
    counted = loss.counted(loss.labels(y_true, shape))
    if counted is not None:
        values, gradient = values * counted, gradient * counted[..., None]
    np.testing.assert_allclose(values, exact, rtol=1e-5, atol=1e-6)
    probe = np.random.default_rng(9).normal(size=values.shape)
    np.testing.assert_allclose(gradient * probe[..., None], slope, rtol=1e-4, atol=1e-6)


# Classes that do not lie in the last dimension.

ALONG = [
    ("CategoricalCrossentropy", {}, one_hot),
    ("CategoricalCrossentropy", {"from_logits": True}, one_hot),
    ("BinaryCrossentropy", {}, bits),
    ("BinaryCrossentropy", {"from_logits": True}, bits),
    ("CosineSimilarity", {}, any_numbers),
]


@pytest.mark.parametrize("axis", [0, 1, -2, 2])
@pytest.mark.parametrize("name, options, labels", ALONG)
def test_an_axis_is_that_of_keras(keras64, name, options, labels, axis):
    rng = np.random.default_rng(3)
    y_true = np.moveaxis(labels(rng, (3, 4, 5)), -1, axis)
    y_pred = np.moveaxis(predicted(name, options, rng, (3, 4, 5)), -1, axis)
    options = {**options, "axis": axis, "reduction": None}
    expected = getattr(keras64.losses, name)(**options)(y_true, y_pred)
    found = getattr(losses, name)(**options)(y_true, y_pred)
    np.testing.assert_allclose(found, np.asarray(expected), **NEAR)


# What becomes of the rows: one number.

MASK = np.array([[1, 1, 0, 0], [1, 0, 1, 1], [0, 1, 1, 0]], bool)
WEIGHTS = {
    "of samples": np.array([0.5, 0.0, 2.5]),
    "of steps": np.arange(12).reshape(3, 4) / 5,
    "none": None,
}


@pytest.mark.parametrize("mask", [None, MASK, ~MASK, np.zeros_like(MASK)],
                         ids=["no mask", "mask", "other mask", "nothing counts"])  # fmt: skip
@pytest.mark.parametrize("weights", WEIGHTS)
def test_rows_are_averaged_weighted_and_left_out_as_in_keras(keras64, weights, mask):
    import torch

    rng = np.random.default_rng(3)
    y_true, y_pred = rng.normal(size=(2, 3, 4, 5))
    given = torch.tensor(y_pred)
    if mask is not None:
        keras64.src.backend.set_keras_mask(given, torch.tensor(mask))
    weight = WEIGHTS[weights]
    of_rows = weight  # Keras wants one for each row
    if weights == "of samples":
        of_rows = np.repeat(weight, 4).reshape(3, 4)
    expected = keras64.losses.MeanSquaredError()(torch.tensor(y_true), given, of_rows)
    rows = losses.MeanSquaredError().values(y_true, y_pred)
    counted = losses.row_weights(rows.shape, weight, mask, rows.dtype)
    np.testing.assert_allclose(np.vdot(counted, rows), np.asarray(expected), **NEAR)
    assert (np.vdot(counted, rows) > 0) == (mask is None or mask.any())


@pytest.mark.parametrize("mask", [None, MASK, np.zeros_like(MASK)], ids=["no mask", "mask", "none"])
@pytest.mark.parametrize("weights", ["of steps", "none"])
@pytest.mark.parametrize(
    "reduction", ["sum_over_batch_size", "mean", "sum", "mean_with_sample_weight", "none", None]
)
def test_reductions_are_those_of_keras(keras64, reduction, weights, mask):
    import torch

    rng = np.random.default_rng(3)
    y_true, y_pred = rng.normal(size=(2, 3, 4, 5))
    given = torch.tensor(y_pred)
    if mask is not None:
        keras64.src.backend.set_keras_mask(given, torch.tensor(mask))
    options = {"reduction": reduction}
    expected = keras64.losses.MeanSquaredError(**options)(
        torch.tensor(y_true), given, WEIGHTS[weights]
    )
    rows = losses.mean_squared_error(y_true, y_pred)
    found = losses.row_weights(rows.shape, WEIGHTS[weights], mask, rows.dtype, reduction) * rows
    if reduction not in ("none", None):
        found = found.sum()
    np.testing.assert_allclose(found, np.asarray(expected), **NEAR)
    if mask is None:
        called = losses.MeanSquaredError(**options)(y_true, y_pred, WEIGHTS[weights])
        np.testing.assert_allclose(called, found, **NEAR)


@pytest.mark.parametrize("weighted", [False, True])
def test_a_class_that_is_ignored_leaves_the_mean_of_the_others(keras64, weighted):
    rng = np.random.default_rng(3)
    y_true, y_pred = numbers(rng, (3, 4, 5)), rng.random((3, 4, 5))
    weight = WEIGHTS["of steps"] if weighted else None
    for label in (-1, 2):
        y_true[0, :3] = label
        expected = keras64.losses.SparseCategoricalCrossentropy(ignore_class=label)(
            y_true, y_pred, weight
        )
        found = losses.SparseCategoricalCrossentropy(ignore_class=label)(y_true, y_pred, weight)
        assert found == pytest.approx(float(np.asarray(expected)), rel=1e-9)


@pytest.mark.parametrize("y_shape, p_shape, w_shape", [
    ((4,), (4, 1), None), ((4, 1), (4,), None), ((4,), (4, 1), (4,)), ((4,), (4, 1), (4, 1)),
    ((4, 3), (4, 3), (4, 1)), ((4, 3), (4, 3), ()), ((4, 2, 3), (4, 2, 3), (4, 2, 1)),
    ((4, 2, 3), (4, 2, 3), (4, 1)), ((1, 1), (1, 1), (1,)),
])  # fmt: skip
def test_labels_and_weights_may_have_a_dimension_of_one_more_or_less(
    keras64, y_shape, p_shape, w_shape
):
    rng = np.random.default_rng(3)
    y_true, y_pred = rng.normal(size=y_shape), rng.normal(size=p_shape)
    weight = None if w_shape is None else rng.random(w_shape)
    expected = keras64.losses.MeanSquaredError()(y_true, y_pred, weight)
    found = losses.MeanSquaredError()(y_true, y_pred, weight)
    assert found == pytest.approx(float(np.asarray(expected)), rel=1e-7)
