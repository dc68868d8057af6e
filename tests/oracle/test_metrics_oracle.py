"""Metrics against Keras 3, added up over batches, with weights and without."""

import numpy as np
import pytest

from xlrnn.nn import metrics
from xlrnn.nn.metrics import AUC, BinaryAccuracy, Precision, Recall, resolve

SIZES = (7, 1, 12)
"""Of the batches that come one after the other."""


def one_hot(rng, shape):
    return np.eye(shape[-1])[rng.integers(shape[-1], size=shape[:-1])]


def numbers(rng, shape):
    return rng.integers(shape[-1], size=shape[:-1])


def numbers_in_a_column(rng, shape):
    return numbers(rng, shape)[..., None]


def bits(rng, shape):
    return rng.integers(2, size=shape)


def rare_bits(rng, shape):
    return (rng.random(shape) < 0.1).astype(int)


def drawn(rng, shape):
    return rng.random(shape)


def stepped(rng, shape):
    """Predictions that are often equal, and often on a threshold: 0, 1/4, … 1."""
    return rng.integers(5, size=shape) / 4


def certain(rng, shape):
    return rng.integers(2, size=shape).astype(float)


ACCURACIES = [
    ("Accuracy", {}, (4,), bits, certain),
    ("BinaryAccuracy", {}, (1,), bits, drawn),
    ("BinaryAccuracy", {}, (3,), bits, stepped),
    ("BinaryAccuracy", {"threshold": 0.25}, (3,), bits, stepped),
    ("BinaryAccuracy", {}, (4, 1), bits, drawn),
    ("CategoricalAccuracy", {}, (5,), one_hot, drawn),
    ("CategoricalAccuracy", {}, (4, 5), one_hot, stepped),
    ("SparseCategoricalAccuracy", {}, (5,), numbers, drawn),
    ("SparseCategoricalAccuracy", {}, (5,), numbers_in_a_column, drawn),
    ("SparseCategoricalAccuracy", {}, (4, 5), numbers, stepped),
]
COUNTS = [
    (name, options, shape, labels, predictions)
    for name, options in [("Precision", {}), ("Recall", {}), ("Precision", {"thresholds": 0.25}),
                          ("Recall", {"thresholds": 0.75}), ("AUC", {}), ("AUC", {"curve": "PR"}),
                          ("AUC", {"num_thresholds": 5}),
                          ("AUC", {"num_thresholds": 3, "curve": "PR"}),
                          ("AUC", {"summation_method": "minoring"}),
                          ("AUC", {"curve": "PR", "summation_method": "majoring"}),
                          ("AUC", {"thresholds": [0.7, 0.2]}),
                          ]
    for shape, labels, predictions in [((1,), bits, drawn), ((1,), rare_bits, stepped),
                                       ((2,), bits, stepped), ((4, 1), rare_bits, drawn),
                                       ((1,), bits, certain)]
]  # fmt: skip
TOP = [
    ("TopKCategoricalAccuracy", {"k": 2}, (5,), one_hot, stepped),
    ("TopKCategoricalAccuracy", {"k": 2}, (4, 5), one_hot, drawn),
    ("SparseTopKCategoricalAccuracy", {"k": 2}, (5,), numbers, stepped),
    ("SparseTopKCategoricalAccuracy", {"k": 1}, (4, 5), numbers, drawn),
    ("Precision", {"top_k": 2}, (5,), one_hot, drawn),
    ("Recall", {"top_k": 2, "class_id": 1}, (5,), one_hot, drawn),
    ("Precision", {"class_id": 0}, (3,), bits, drawn),
    ("AUC", {"multi_label": True}, (3,), bits, drawn),
    ("AUC", {"multi_label": True, "curve": "PR", "label_weights": [1, 2, 0.5]}, (3,), bits, drawn),
    ("AUC", {"label_weights": [1, 2, 0.5]}, (3,), bits, drawn),
    ("F1Score", {"average": "macro"}, (3,), one_hot, drawn),
    ("F1Score", {"average": "micro", "threshold": 0.5}, (3,), bits, drawn),
    ("F1Score", {"average": "weighted"}, (1,), bits, drawn),
    ("FBetaScore", {"average": "weighted", "beta": 2.0}, (3,), one_hot, drawn),
    ("CosineSimilarity", {}, (3,), drawn, drawn),
    ("RootMeanSquaredError", {}, (3,), drawn, drawn),
    ("MeanSquaredError", {}, (4, 3), drawn, drawn),
    ("MeanAbsoluteError", {}, (3,), drawn, drawn),
    ("LogCoshError", {}, (3,), drawn, drawn),
    ("MeanSquaredLogarithmicError", {}, (3,), drawn, drawn),
    ("Hinge", {}, (3,), bits, drawn),
    ("BinaryCrossentropy", {"label_smoothing": 0.2}, (3,), bits, drawn),
]
CASES = ACCURACIES + COUNTS + TOP


def described(case):
    name, options, shape, labels, predictions = case
    parts = [name, *options.values(), shape, labels.__name__, predictions.__name__]
    return "-".join(map(str, parts))


every_metric = pytest.mark.parametrize("case", CASES, ids=described)
SEEDS = range(3)


def batches(case, seed, *, weighted):
    """Yield labels, predictions and weights, if any, of some batches."""
    _, _, shape, labels, predictions = case
    rng = np.random.default_rng(seed)
    for size in SIZES:
        y_true = labels(rng, (size, *shape))
        y_pred = predictions(rng, (size, *shape))
        of_steps = (size, *shape[:-1])
        yield y_true, y_pred, rng.integers(4, size=of_steps) / 2 if weighted else None


@pytest.mark.parametrize("weighted", [False, True], ids=["plain", "weighted"])
@every_metric
def test_a_metric_says_what_keras_says_after_every_batch(keras64, case, weighted):
    name, options, *_ = case
    ours, theirs = getattr(metrics, name)(**options), getattr(keras64.metrics, name)(**options)
    for seed in SEEDS:
        for batch in batches(case, seed, weighted=weighted):
            ours.update_state(*batch)
            theirs.update_state(*batch)
            expected = float(np.asarray(theirs.result()))
            assert ours.result() == pytest.approx(expected, rel=1e-6, abs=1e-9)
        ours.reset_state()
        theirs.reset_state()
        assert ours.result() == pytest.approx(float(np.asarray(theirs.result())), abs=1e-9)


@every_metric
def test_the_data_above_is_neither_all_right_nor_all_wrong(case):
    name, options, *_ = case
    metric = getattr(metrics, name)(**options)
    for seed in SEEDS:
        for batch in batches(case, seed, weighted=False):
            metric.update_state(*batch)
    assert 0 < metric.result() < 1


@pytest.mark.parametrize(
    "labels, shape",
    [(bits, (4, 1)), (one_hot, (4, 5)), (numbers, (4, 5)), (numbers, (4, 3, 5)),
     (one_hot, (4, 3, 5)), (bits, (4, 3, 1)), (numbers_in_a_column, (4, 5))],
)  # fmt: skip
def test_accuracy_means_what_it_means_in_keras(keras64, labels, shape):
    rng = np.random.default_rng(5)
    y_true, y_pred = labels(rng, shape), rng.random(shape)
    chosen = resolve("accuracy", y_true.shape, y_pred.shape)
    chosen.update_state(y_true, y_pred)
    assert chosen.name == "accuracy"
    assert chosen.result() == pytest.approx(of_compiled(keras64, y_true, y_pred), rel=1e-6)


def of_compiled(keras, y_true, y_pred):
    """Return the accuracy that Keras chooses when a model is compiled with this name."""
    from keras.src.trainers.compile_utils import CompileMetrics

    chosen = CompileMetrics(["accuracy"], None)
    chosen.build(y_true, y_pred)
    chosen.update_state(y_true, y_pred)
    return float(np.asarray(chosen.result()["accuracy"]))


@pytest.mark.parametrize("kind", [Precision, Recall, AUC, BinaryAccuracy])
def test_batches_add_up_to_the_whole(kind):
    rng = np.random.default_rng(6)
    y_true, y_pred = bits(rng, (20, 1)), stepped(rng, (20, 1))
    whole, parts = kind(), kind()
    whole.update_state(y_true, y_pred)
    for start in range(0, 20, 6):
        parts.update_state(y_true[start : start + 6], y_pred[start : start + 6])
    assert parts.result() == pytest.approx(whole.result(), rel=1e-12)


# Several numbers, whole rows of labels that are alike, and predictions out of bounds.

SEVERAL = [
    ("SensitivityAtSpecificity", {"specificity": 0.6}, bits, drawn),
    ("SpecificityAtSensitivity", {"sensitivity": 0.6}, bits, stepped),
    ("PrecisionAtRecall", {"recall": 0.3, "num_thresholds": 5}, rare_bits, drawn),
    ("RecallAtPrecision", {"precision": 0.4, "class_id": 1}, bits, stepped),
    ("RecallAtPrecision", {"precision": 0.1, "num_thresholds": 1}, bits, drawn),
    ("Precision", {"thresholds": [0.5, 0.8]}, bits, drawn),
    ("Recall", {"thresholds": [0.0, 0.5, 1.0]}, bits, drawn),
    ("TruePositives", {"thresholds": [0.1, 0.9]}, bits, drawn),
    ("FalsePositives", {}, bits, drawn),
    ("TrueNegatives", {"thresholds": 0.25}, bits, stepped),
    ("FalseNegatives", {"thresholds": 0.25}, bits, stepped),
    ("F1Score", {}, one_hot, drawn),
    ("F1Score", {"threshold": 0.5}, bits, drawn),
    ("R2Score", {"class_aggregation": None}, drawn, drawn),
    ("R2Score", {}, drawn, drawn),
    ("R2Score", {"class_aggregation": "variance_weighted_average"}, drawn, drawn),
    ("R2Score", {"num_regressors": 2}, drawn, drawn),
    ("KLDivergence", {}, drawn, drawn),
    ("Poisson", {}, drawn, drawn),
    ("SquaredHinge", {}, bits, drawn),
    ("CategoricalHinge", {}, one_hot, drawn),
    ("MeanAbsolutePercentageError", {}, drawn, drawn),
]


@pytest.mark.parametrize("weighted", [False, True], ids=["plain", "weighted"])
@pytest.mark.parametrize("name, options, labels, predictions", SEVERAL)
def test_what_is_several_numbers_or_no_share(keras64, name, options, labels, predictions, weighted):
    ours, theirs = getattr(metrics, name)(**options), getattr(keras64.metrics, name)(**options)
    for batch in batches((name, options, (3,), labels, predictions), 1, weighted=weighted):
        ours.update_state(*batch)
        theirs.update_state(*batch)
    expected = np.asarray(theirs.result())
    assert np.shape(ours.result()) == expected.shape
    np.testing.assert_allclose(ours.result(), expected, rtol=1e-6)


def all_of(value):
    return lambda _, shape: np.full(shape, value)


def out_of_bounds(rng, shape):
    return rng.normal(size=shape) * 2


@pytest.mark.parametrize("predictions", [all_of(0.0), all_of(1.0), all_of(0.5), out_of_bounds])
@pytest.mark.parametrize("labels", [all_of(0), all_of(1), bits])
@pytest.mark.parametrize("name, options", [
    ("AUC", {}), ("AUC", {"curve": "PR"}), ("AUC", {"curve": "PRGAIN"}),
    ("AUC", {"num_thresholds": 2}), ("AUC", {"thresholds": [0.3, 0.4]}),
    ("AUC", {"from_logits": True}),
    ("Precision", {}), ("Recall", {}), ("Precision", {"thresholds": [0.0, 0.5, 1.0]}),
    ("RecallAtPrecision", {"precision": 0.5}), ("F1Score", {"average": "macro"}),
    ("BinaryAccuracy", {"threshold": 1.0}),
])  # fmt: skip
def test_degenerate_labels_and_predictions(keras64, name, options, labels, predictions):
    case = (name, options, (1,), labels, predictions)
    for weight in (None, 0.0):
        ours, theirs = getattr(metrics, name)(**options), getattr(keras64.metrics, name)(**options)
        for y_true, y_pred, _ in batches(case, 2, weighted=False):
            given = None if weight is None else np.zeros(len(y_true))
            ours.update_state(y_true, y_pred, given)
            theirs.update_state(y_true, y_pred, given)
        np.testing.assert_allclose(ours.result(), np.asarray(theirs.result()), rtol=1e-6, atol=1e-9)


RANKS = [
    (name, y_shape, p_shape, w_shape)
    for name in ("BinaryAccuracy", "Accuracy", "RootMeanSquaredError", "AUC")
    for y_shape, p_shape in [((5,), (5,)), ((5,), (5, 1)), ((5, 1), (5, 1))]
    for w_shape in [(5,), (5, 1)]
    if (name, p_shape, w_shape) != ("AUC", (5,), (5, 1))  # Keras refuses it
]


@pytest.mark.parametrize("name, y_shape, p_shape, w_shape", RANKS)
def test_weights_and_labels_of_either_rank(keras64, name, y_shape, p_shape, w_shape):
    rng = np.random.default_rng(8)
    batch = bits(rng, y_shape), stepped(rng, p_shape), rng.integers(1, 4, size=w_shape) / 2
    ours, theirs = getattr(metrics, name)(), getattr(keras64.metrics, name)()
    ours.update_state(*batch)
    theirs.update_state(*batch)
    assert ours.result() == pytest.approx(float(np.asarray(theirs.result())), rel=1e-6)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("kind", ["Mean", "Sum"])
def test_means_and_sums_of_values(keras64, kind, weighted):
    rng = np.random.default_rng(7)
    ours, theirs = getattr(metrics, kind)(), getattr(keras64.metrics, kind)()
    for shape, of in [
        ((4,), (4,)),
        ((3, 2), (3, 2)),
        ((2, 5), (2,)),
        ((), ()),
        ((6,), ()),
        ((1, 3), (1, 1)),
    ]:
        values, weight = rng.normal(size=shape), rng.random(of) if weighted else None
        ours.update_state(values, weight)
        theirs.update_state(values, weight)
        assert ours.result() == pytest.approx(float(np.asarray(theirs.result())), rel=1e-6)


@pytest.mark.parametrize("weighted", [False, True])
def test_an_ignored_class_in_a_metric(keras64, weighted):
    rng = np.random.default_rng(7)
    y_true, y_pred = numbers(rng, (9, 3)), drawn(rng, (9, 3))
    weight = rng.random(9) if weighted else None
    name, options = "SparseCategoricalCrossentropy", {"ignore_class": 1}
    ours, theirs = getattr(metrics, name)(**options), getattr(keras64.metrics, name)(**options)
    ours.update_state(y_true, y_pred, weight)
    theirs.update_state(y_true, y_pred, weight)
    assert ours.result() == pytest.approx(float(np.asarray(theirs.result())), rel=1e-6)
