"""Early stopping and plateaus end at the same epoch as Keras', whatever is reported."""

import importlib
import importlib.util
import os
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.requirements import need
from xlrnn.nn import callbacks

VALUES = st.lists(st.sampled_from([0.1, 0.2, 0.25, 0.3, 0.5, 1.0]), min_size=1, max_size=12)
MODES = st.sampled_from(["min", "max"])


@pytest.fixture(scope="module")
def theirs():
    need("keras", importlib.util.find_spec("keras") is not None, "pip install keras jax")
    os.environ.setdefault("KERAS_BACKEND", "jax")
    return importlib.import_module("keras.callbacks")


def told(callback, values):
    """Return at which epoch a training ends, its learning rates, and whose weights it keeps."""
    model = SimpleNamespace(stop_training=False, weights=None, metrics=[])
    model.optimizer = SimpleNamespace(learning_rate=1.0, expect_settable=lambda _: None)
    model.get_weights = lambda: [np.array(model.weights)]
    model.set_weights = lambda weights: setattr(model, "weights", int(weights[0]))
    callback.set_model(model)
    callback.on_train_begin()
    rates = []
    for epoch, value in enumerate(values):
        model.weights = epoch
        callback.on_epoch_end(epoch, {"it": value})
        rates.append(round(float(model.optimizer.learning_rate), 9))
        if model.stop_training:
            break
    callback.on_train_end()
    return epoch, rates, model.weights


@settings(max_examples=200, deadline=None)
@given(
    VALUES, MODES, st.integers(0, 3), st.sampled_from([0.0, 0.06]), st.sampled_from([None, 0.2]),
    st.booleans(), st.integers(0, 2),
)  # fmt: skip
def test_early_stopping(theirs, values, mode, patience, min_delta, baseline, restore, start):
    options = {"mode": mode, "patience": patience, "min_delta": min_delta, "baseline": baseline,
               "restore_best_weights": restore, "start_from_epoch": start}  # fmt: skip
    ours = told(callbacks.EarlyStopping("it", **options), values)
    assert ours == told(theirs.EarlyStopping("it", **options), values)


@settings(max_examples=200, deadline=None)
@given(
    VALUES, MODES, st.integers(0, 3), st.sampled_from([0.0, 0.06]), st.integers(0, 2),
    st.sampled_from([0.0, 0.3]),
)  # fmt: skip
def test_plateaus(theirs, values, mode, patience, min_delta, cooldown, min_lr):
    options = {"mode": mode, "patience": patience, "min_delta": min_delta, "cooldown": cooldown,
               "min_lr": min_lr, "factor": 0.5}  # fmt: skip
    ours = told(callbacks.ReduceLROnPlateau("it", **options), values)
    assert ours == told(theirs.ReduceLROnPlateau("it", **options), values)
