"""Precision, recall, F1 and calibration: worked examples, and what must hold of any."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from xlrnn.tasks.classification import classification

NAMES = ("bad", "good")
P = np.array([[0.9, 0.1], [0.8, 0.2], [0.3, 0.7], [0.25, 0.75], [0.6, 0.4]])
TRUTH = np.array([0, 1, 1, 0, 0])


def test_a_worked_example():
    found = classification(P, TRUTH, NAMES)
    assert found.confusion == ((2, 1), (1, 1))
    bad, good = found.scores
    assert (bad.precision, bad.recall, bad.support) == (2 / 3, 2 / 3, 3)
    assert (good.precision, good.recall, good.f1) == (0.5, 0.5, 0.5)
    bins = {(round(b.low, 1), b.count): (b.confidence, b.accuracy) for b in found.calibration}
    # 0.7 and 0.8 lie on an edge and belong below it; 0.75 joins 0.8.
    assert bins == {
        (0.5, 1): (pytest.approx(0.6), 1.0),
        (0.6, 1): (pytest.approx(0.7), 1.0),
        (0.7, 2): (pytest.approx(0.775), 0.0),
        (0.8, 1): (pytest.approx(0.9), 1.0),
    }
    gaps = 0.4 + 0.3 + 2 * 0.775 + 0.1
    assert found.expected_calibration_error == pytest.approx(gaps / 5)


def test_a_class_that_is_never_called_and_one_that_never_occurs():
    found = classification(np.array([[0.9, 0.1, 0.0]] * 2), np.array([1, 1]), ("a", "b", "c"))
    assert [(s.precision, s.recall, s.f1) for s in found.scores] == [(0, 0, 0)] * 3


@given(
    arrays(float, (12, 3), elements=st.floats(0.01, 1)),
    st.lists(st.integers(0, 2), min_size=12, max_size=12),
)
def test_whatever_the_predictions(weights, labels):
    p, truth = weights / weights.sum(axis=1, keepdims=True), np.array(labels)
    found = classification(p, truth, ("a", "b", "c"))
    confusion = np.array(found.confusion)
    assert confusion.sum() == 12
    assert np.trace(confusion) == (p.argmax(axis=1) == truth).sum()
    assert confusion.sum(axis=1).tolist() == [score.support for score in found.scores]
    assert sum(each.count for each in found.calibration) == 12
    assert 0 <= found.expected_calibration_error <= 1
    assert all(each.low < each.confidence <= each.high + 1e-9 for each in found.calibration)


def test_json_names():
    found = classification(P, TRUTH, NAMES).to_json()
    assert set(found) == {"classes", "confusion", "expected_calibration_error", "calibration"}
    assert set(found["classes"][0]) == {"name", "precision", "recall", "f1", "support"}
