"""Student's interval, against values from his table and against what chance does."""

import math

import numpy as np
import pytest

from xlrnn.tasks.study.interval import interval


def test_five_values():
    found = interval([0.70, 0.72, 0.71, 0.74, 0.73])
    assert found.mean == pytest.approx(0.72)
    assert found.half == pytest.approx(2.776 * math.sqrt(0.00025 / 5))
    assert (found.low, found.high) == (found.mean - found.half, found.mean + found.half)


def test_one_value_says_nothing_of_the_width():
    assert interval([0.5]).half == math.inf
    assert str(interval([0.5])) == "0.5000"


@pytest.mark.parametrize("n", [2, 5, 40])
def test_95_of_100_intervals_hold_the_mean(n):
    rng = np.random.default_rng(n)
    found = [interval(rng.normal(3, 2, n).tolist()) for _ in range(2000)]
    held = np.mean([each.low <= 3 <= each.high for each in found])
    assert held == pytest.approx(0.95, abs=0.015)
