"""Losses and metrics of one's own train and report as the same functions do in Keras."""

import numpy as np
import pytest

from tests.oracle.test_fit_oracle import CLASSES, OF_SAMPLES, assert_same, both
from xlrnn import nn

X = CLASSES.x(14)
Y = np.eye(3)[np.random.default_rng(2).integers(3, size=14)]


def functions(of):
    """Return the functions, written with NumPy or with Keras' `ops`."""

    def focal(y_true, y_pred):
        return -of.sum(y_true * (1 - y_pred) ** 2 * of.log(y_pred), axis=-1)

    def apart(y_true, y_pred):
        return (y_true - y_pred) ** 2

    def largest(y_true, y_pred):
        return of.max(of.abs(y_true - y_pred), axis=-1)

    def one(y_true, y_pred):
        return of.mean(y_pred[:, 0])

    return focal, apart, [largest, one, apart]


@pytest.mark.parametrize("which, weight", [(0, None), (1, None), (0, OF_SAMPLES)])
def test_they_report_what_keras_reports(keras64, which, weight):
    models = both(keras64, CLASSES)
    histories = []
    for model, of, module in zip(models, (np, keras64.ops), (nn, keras64), strict=True):
        own = functions(of)
        model.compile(module.optimizers.SGD(0.2), own[which], metrics=own[2],
                      weighted_metrics=[own[2][0]])  # fmt: skip
        told = {"batch_size": 4, "epochs": 3, "shuffle": False, "verbose": 0,
                "sample_weight": weight, "validation_data": (X[:6], Y[:6])}  # fmt: skip
        histories.append(model.fit(X, Y, **told).history)
    assert_same(*histories)
    for own, other in zip(models[0].weights, models[1].weights, strict=True):
        np.testing.assert_allclose(own.value, np.asarray(other.value), rtol=1e-6, atol=1e-9)
