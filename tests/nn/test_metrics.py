"""Metrics as users of Keras make them: by name, with options that are no good, saved and loaded."""

import numpy as np
import pytest

from tests.oracle.unchecked import unchecked
from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn import losses, metrics

ONE_WAY = True

OPTIONS = {
    "AUC": [{"num_thresholds": 7, "curve": "PR", "name": "area"},
            {"thresholds": [0.7, 0.2], "summation_method": "majoring"},
            {"multi_label": True, "num_labels": 2, "label_weights": [1.0, 2.0],
             "from_logits": True}],
    "Precision": [{"thresholds": 0.999}, {"thresholds": [0.5, 0.8]}, {"top_k": 2, "class_id": 1}],
    "Recall": [{"thresholds": np.float32(0.25)}, {"class_id": 1}],
    "TruePositives": [{"thresholds": (0.1, 0.9)}],
    "BinaryAccuracy": [{"threshold": 0.7, "dtype": "float64"}],
    "TopKCategoricalAccuracy": [{"k": 2}],
    "SparseTopKCategoricalAccuracy": [{"k": 2, "from_sorted_ids": True}],
    "F1Score": [{"average": "macro", "threshold": 0.4}],
    "FBetaScore": [{"average": "micro", "beta": 2.0}],
    "R2Score": [{"class_aggregation": None, "num_regressors": 1}],
    "CosineSimilarity": [{"axis": 1}],
    "BinaryCrossentropy": [{"from_logits": True, "label_smoothing": 0.1}],
    "CategoricalCrossentropy": [{"label_smoothing": 0.1, "axis": 1}],
    "SparseCategoricalCrossentropy": [{"ignore_class": -1}],
    "SensitivityAtSpecificity": [{"specificity": 0.4, "num_thresholds": 9}],
    "SpecificityAtSensitivity": [{"sensitivity": 0.4}],
    "PrecisionAtRecall": [{"recall": 0.4, "class_id": 0}],
    "RecallAtPrecision": [{"precision": 0.4}],
    "LossMean": [{"loss": "huber"}, {"loss": losses.Huber(0.2), "name": "h"}],
}  # fmt: skip
KINDS = [name for name in metrics.__all__ if name[0].isupper() and not name.isupper()
         and name not in ("Metric", "Confusion")] + ["AUC"]  # fmt: skip
CASES = [(name, options) for name in KINDS for options in OPTIONS.get(name, [{}])]


def told(metric):
    """Return what a metric says of a batch that most of them can judge."""
    rng = np.random.default_rng(0)
    p = rng.random((6, 2))
    p[0] = 1  # above every threshold
    y = np.eye(2)[rng.integers(2, size=6)]
    if isinstance(metric, metrics.Mean) and type(metric) in (metrics.Mean, metrics.LossMean):
        y = y if type(metric) is metrics.LossMean else p
    if "Sparse" in type(metric).__name__:
        y = y.argmax(axis=-1)
    given = (p,) if type(metric) in (metrics.Mean, metrics.Sum) else (y, p)
    return np.asarray(metric(*given))


@pytest.mark.parametrize("name, options", CASES)
def test_a_metric_comes_back_with_all_options_and_nothing_counted(name, options):
    metric = getattr(metrics, name)(**options)
    expected = told(metric)
    config = metric.get_config()
    for option, value in options.items():
        if option != "loss":
            assert np.array_equal(np.sort(np.ravel(config[option])), np.sort(np.ravel(value)))
    import json

    config = json.loads(json.dumps(config))
    for again in (type(metric).from_config(config),
                  metrics.get({"class_name": name, "config": config})):  # fmt: skip
        assert again.get_config() == metric.get_config()
        assert np.array_equal(told(again), expected)
        assert np.shape(again.result()) == np.shape(metric.result())


@pytest.mark.parametrize("name, options", CASES)
def test_a_metric_begins_again(name, options):
    metric = getattr(metrics, name)(**options)
    assert metric.variables
    first = told(metric)
    assert any(np.any(counted) for counted in metric.variables)
    metric.reset_state()
    assert not any(np.any(counted) for counted in metric.variables)
    assert np.array_equal(told(metric), first)


@pytest.mark.parametrize("name", KINDS)
def test_no_sample_changes_nothing(name):
    metric = getattr(metrics, name)(**OPTIONS.get(name, [{}])[0])
    first = told(metric)
    if name not in ("Mean", "Sum"):
        sparse = "Sparse" in name
        metric.expect(np.zeros(3 if sparse else (3, 2)), (3, 2))
        assert np.array_equal(np.asarray(metric.result()), first)


@pytest.mark.parametrize("given, kind, name", [
    ("mse", "LossMean", "mse"), ("MeanSquaredError", "MeanSquaredError", "MeanSquaredError"),
    ("AUC", "AUC", "AUC"), ("auc", "AUC", "auc"), ("precision", "Precision", "precision"),
    ("f1_score", "F1Score", "f1_score"), (metrics.Recall, "Recall", "recall"),
    (metrics.binary_accuracy, "BinaryAccuracy", "binary_accuracy"),
    (losses.huber, "LossMean", "huber"), ("kl_divergence", "KLDivergence", "kl_divergence"),
])  # fmt: skip
def test_what_a_name_a_function_or_a_class_means(given, kind, name):
    found = metrics.get(given)
    assert (type(found).__name__, found.name) == (kind, name)
    assert told(metrics.get(metrics.as_config(given))).shape == told(found).shape


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: metrics.AUC(num_thresholds=1), "num_thresholds is 1: expected a whole number fr"),
        (lambda: metrics.AUC(num_thresholds=0), "AUC: num_thresholds is 0: expected a whole numbe"),
        (lambda: metrics.AUC(curve="ROCK"), "AUC: curve is 'ROCK': expected one of ROC, PR"),
        (lambda: metrics.AUC(summation_method="all"), "AUC: summation_method is 'all': expected"),
        (lambda: metrics.AUC(num_labels=2), "AUC: num_labels goes with multi_label=True alone"),
        (lambda: metrics.AUC(thresholds=[0.5, 2]), r"AUC: thresholds is \[0.5, 2\]: expected a nu"),
        (lambda: metrics.Precision(thresholds=-0.1), "Precision: thresholds is -0.1: expected a n"),
        (lambda: metrics.Recall(thresholds="half"), "Recall: thresholds is 'half'"),
        (lambda: metrics.Recall(thresholds=[]), r"Recall: thresholds is \[\]"),
        (lambda: metrics.Precision(top_k=0), "Precision: top_k is 0: expected a whole number fro"),
        (lambda: metrics.Precision(class_id=-1), "Precision: class_id is -1: expected a whole num"),
        (lambda: metrics.TopKCategoricalAccuracy(k=1.5), "k is 1.5: expected a whole number from"),
        (lambda: metrics.F1Score(average="mean"), "F1Score: average is 'mean': expected one of"),
        (
            lambda: metrics.F1Score(threshold=2.0),
            "F1Score: threshold is 2.0: expected a number above 0",
        ),
        (lambda: metrics.FBetaScore(beta=0.0), "FBetaScore: beta is 0.0: expected a number above"),
        (lambda: metrics.PrecisionAtRecall(1.5), "PrecisionAtRecall: recall is 1.5: expected a nu"),
        (lambda: metrics.R2Score("mean"), "R2Score: class_aggregation is 'mean': expected one of"),
        (lambda: metrics.R2Score(num_regressors=-1), "R2Score: num_regressors is -1"),
        (lambda: metrics.Mean(dtype="float16"), "dtype is 'float16': expected float32 or float64"),
        (lambda: metrics.get(len), "metric <built-in function len> is unknown: expected one of"),
        (lambda: metrics.get({"class_name": "Mine"}), "is unknown: expected one of"),
    ],
)
def test_options_that_are_no_good(make, message):
    with unchecked(), pytest.raises(UsageError, match=message):
        make()


@pytest.mark.parametrize("kind, y_shape, p_shape", [
    (metrics.AUC, (3, 4), (4, 3)), (metrics.BinaryAccuracy, (4,), (4, 3)),
    (metrics.CategoricalAccuracy, (4,), (4, 3)),
    (metrics.SparseCategoricalAccuracy, (4, 3), (4, 3)),
    (metrics.F1Score, (4,), (4, 3)), (metrics.F1Score, (4, 2, 3), (4, 2, 3)),
    (metrics.MeanSquaredError, (4,), (4, 3)), (metrics.R2Score, (4, 1, 1), (4, 1, 1)),
])  # fmt: skip
def test_labels_of_another_shape(kind, y_shape, p_shape):
    with pytest.raises(ShapeError, match=r"\(\d, .*\)|2 dimensions|\(4,\)"):
        kind().update_state(np.zeros(y_shape), np.zeros(p_shape))


@pytest.mark.parametrize("name", [name for name in KINDS if name not in ("Mean", "Sum")])
def test_lists_will_do(name):
    options = OPTIONS.get(name, [{}])[0]
    y, p, weight = [[0, 1], [1, 0], [0, 1]], [[0.2, 0.8], [0.6, 0.4], [0.7, 0.3]], [1, 2, 0.5]
    y = [1, 0, 1] if "Sparse" in name else y
    ours, other = (getattr(metrics, name)(**options) for _ in range(2))
    expected = other(np.array(y), np.array(p), np.array(weight))
    assert np.array_equal(ours(y, p, sample_weight=weight), expected)


def test_a_threshold_is_met_in_the_format_of_the_predictions():
    """0.1 in float32 is above 0.1 in float64, and not above itself."""
    p = np.array([0.1], "float32")
    assert metrics.Precision(thresholds=0.1)([1], p) == 0
    assert metrics.BinaryAccuracy(threshold=0.1)([1], p) == 0
    assert metrics.BinaryAccuracy(threshold=1.0)([[1.0]], [[0.9]]) == 0
