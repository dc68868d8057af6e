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
                          ("AUC", {"num_thresholds": 3, "curve": "PR"})]
    for shape, labels, predictions in [((1,), bits, drawn), ((1,), rare_bits, stepped),
                                       ((2,), bits, stepped), ((4, 1), rare_bits, drawn),
                                       ((1,), bits, certain)]
]  # fmt: skip
CASES = ACCURACIES + COUNTS


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
        assert ours.result() == float(np.asarray(theirs.result())) == 0


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
