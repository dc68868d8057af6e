"""Naive Bayes by hand, and against counting with fractions."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from xlrnn.tasks.sentiment.baselines import NaiveBayes, majority

TEXTS = ["good good film", "bad film", "good", "a bad bad end"]
LABELS = np.array([1, 0, 1, 0])


def by_hand(text):
    """Return P(positive | text), exactly."""
    words = Counter(), Counter()
    for learned, label in zip(TEXTS, LABELS, strict=True):
        words[label].update(learned.split())
    vocabulary = {word for counts in words for word in counts}
    joint = []
    for k in (0, 1):
        p = Fraction(LABELS.tolist().count(k), len(LABELS))
        for word in text.split():
            if word in vocabulary:
                p *= Fraction(words[k][word] + 1, sum(words[k].values()) + len(vocabulary))
        joint.append(p)
    return joint[1] / sum(joint)


@pytest.mark.parametrize("text", ["good", "bad film", "good bad bad end", "unheard of", ""])
def test_the_probability_is_that_of_counting(text):
    model = NaiveBayes.fit(TEXTS, LABELS, 2)
    p = model.predict(["film", text])[1]
    assert p[1] == pytest.approx(float(by_hand(text)), rel=1e-12)
    assert p.sum() == pytest.approx(1)


def test_majority():
    assert majority(np.array([0, 2, 2]), 3, 2).tolist() == [[1 / 3, 0, 2 / 3]] * 2
