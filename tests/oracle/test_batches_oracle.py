"""Batches, steps and windows: what a training from them reports is what Keras reports."""

import itertools

import numpy as np
import pytest

from tests.oracle.test_fit_oracle import CLASSES, LABELS, OF_SAMPLES, assert_same, both
from xlrnn.nn.batches.timeseries_generator import TimeseriesGenerator
from xlrnn.nn.utils import PyDataset

X, Y = CLASSES.x(14), LABELS["classes"]
PARTS = [slice(k, k + 4) for k in range(0, 14, 4)]


def numbered(base, weights=True):
    class Numbered(base):
        def __len__(self):
            return len(PARTS)

        def __getitem__(self, index):
            part = PARTS[index]
            return (X[part], Y[part], OF_SAMPLES[part])[: 3 if weights else 2]

    return Numbered()


def endless(_):
    return (batch for batch in itertools.cycle([(X[part], Y[part]) for part in PARTS]))


def trained(model, make, base, **options):
    told = {"epochs": 4, "shuffle": False, "verbose": 0, **options}
    return model.fit(make(base), **told).history


CASES = {
    "a PyDataset": (numbered, {}),
    "its classes weighted": (lambda base: numbered(base, False), {"class_weight": {0: 2.0}}),
    "steps of a PyDataset": (numbered, {"steps_per_epoch": 2}),
    "a generator": (lambda base: (batch for batch in list(numbered(base))), {"epochs": 1}),
    "an endless one": (endless, {"steps_per_epoch": 3}),
}


@pytest.mark.parametrize("name", CASES)
def test_training_from_batches_reports_what_keras_reports(keras64, name):
    make, options = CASES[name]
    ours, theirs = both(keras64, CLASSES)
    if name == "a generator":
        with pytest.warns(UserWarning, match="ran out of data"):
            expected = trained(theirs, make, keras64.utils.PyDataset, **options)
    else:
        expected = trained(theirs, make, keras64.utils.PyDataset, **options)
    assert_same(trained(ours, make, PyDataset, **options), expected)
    for own, other in zip(ours.weights, theirs.weights, strict=True):
        np.testing.assert_allclose(own.value, np.asarray(other.value), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("steps", [1, 2, 3, 4])
def test_steps_of_arrays(keras64, steps):
    """The second epoch goes on where the first ended, and the validation begins anew."""
    ours, theirs = both(keras64, CLASSES)
    told = {"steps_per_epoch": steps, "batch_size": 4, "epochs": 4, "shuffle": False, "verbose": 0,
            "validation_data": (X, Y), "validation_steps": 2, "validation_freq": 2}  # fmt: skip
    if steps == 3:
        with pytest.warns(UserWarning, match="ran out of data"):
            expected = theirs.fit(X, Y, **told).history
        with pytest.warns(UserWarning, match="the data ran out"):
            found = ours.fit(X, Y, **told).history
    else:
        found, expected = ours.fit(X, Y, **told).history, theirs.fit(X, Y, **told).history
    assert_same(found, expected)


def test_steps_of_arrays_without_a_batch_size(keras64):
    ours, theirs = both(keras64, CLASSES)
    told = {"steps_per_epoch": 3, "epochs": 2, "shuffle": False, "verbose": 0}
    assert_same(ours.fit(X, Y, **told).history, theirs.fit(X, Y, **told).history)
    judged = {"steps": 2, "verbose": 0, "return_dict": True}
    assert_same(ours.evaluate(X, Y, **judged), theirs.evaluate(X, Y, **judged))
    found, expected = (model.predict(X, 3, verbose=0, steps=2) for model in (ours, theirs))
    np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_validation_from_a_pydataset(keras64):
    ours, theirs = both(keras64, CLASSES)
    told = {"epochs": 3, "shuffle": False, "verbose": 0, "batch_size": 4, "validation_steps": 2}
    expected = theirs.fit(X, Y, validation_data=numbered(keras64.utils.PyDataset), **told)
    found = ours.fit(X, Y, validation_data=numbered(PyDataset), **told)
    assert_same(found.history, expected.history)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"sampling_rate": 2},
        {"stride": 3, "batch_size": 4},
        {"start_index": 5, "end_index": 20, "reverse": True, "batch_size": 3},
        {"sampling_rate": 3, "stride": 2, "end_index": 4},
    ],
)
def test_the_windows_of_older_keras(keras, options):
    from keras.src.legacy.preprocessing.sequence import TimeseriesGenerator as Theirs

    series, targets = np.arange(60).reshape(30, 2), np.arange(30)
    ours = TimeseriesGenerator(series, targets, 4, **options)
    theirs = Theirs(series, targets, 4, **options)
    assert len(ours) == len(theirs)
    for found, expected in zip(ours, theirs, strict=True):
        for own, other in zip(found, expected, strict=True):
            np.testing.assert_array_equal(own, other)
