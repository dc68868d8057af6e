"""How far apart two numbers are, on cases that were worked out by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrnn.verify.results.distance import Tolerance, distances, largest, largest_ulp

EPS = 2.0**-52
TINIEST = 5e-324


def measure(expected, actual):
    found = distances(np.array([expected]), np.array([actual]))
    return found.absolute[0], found.relative[0], found.ulp[0]


@pytest.mark.parametrize(
    "expected, actual, absolute, relative, ulp",
    [
        (1.0, 1.0, 0, 0, 0),
        (0.0, 0.0, 0, 0, 0),
        (0.0, -0.0, 0, 0, 0),
        (1.0, 1 + EPS, EPS, EPS, 1),
        (1.0, 1 + 3 * EPS, 3 * EPS, 3 * EPS, 3),
        (8.0, 8 + 8 * EPS, 8 * EPS, EPS, 1),
        # Just below a power of two the numbers lie closer; the wider of the two steps counts.
        (1.0, 1 - EPS / 2, EPS / 2, EPS / 2, 0.5),
        (-2.0, -2 - 2 * EPS, 2 * EPS, EPS, 1),
        # On either side of zero.
        (1.0, -1.0, 2.0, 2.0, 2 / EPS),
        (TINIEST, -TINIEST, 2 * TINIEST, 2.0, 2),
        # The smallest numbers there are.
        (TINIEST, 3 * TINIEST, 2 * TINIEST, 2.0, 2),
        (0.0, TINIEST, TINIEST, math.inf, 1),
        (2.0**-1022, 2.0**-1022 + TINIEST, TINIEST, EPS, 1),
        (0.0, 1.0, 1.0, math.inf, 1 / EPS),
        (2.0, 0.0, 2.0, 1.0, 2 / (2 * EPS)),
        (1e308, -1e308, math.inf, math.inf, math.inf),
        (1.0, math.inf, math.inf, math.inf, math.nan),
        (1.0, math.nan, math.nan, math.nan, math.nan),
        (math.nan, 1.0, math.nan, math.nan, math.nan),
        (math.inf, math.inf, math.nan, math.nan, math.nan),
    ],
)
def test_distances(expected, actual, absolute, relative, ulp):
    assert measure(expected, actual) == pytest.approx((absolute, relative, ulp), nan_ok=True)


@given(st.floats(1e-300, 1e300), st.integers(0, 50))
def test_ulps_are_steps_from_one_double_to_the_next(number, steps):
    further = number
    for _ in range(steps):
        further = math.nextafter(further, math.inf)
    crossed = math.frexp(number)[1] != math.frexp(further)[1]
    ulp = measure(number, further)[2]
    assert ulp == steps or (crossed and steps / 2 <= ulp <= steps)


@pytest.mark.parametrize(
    "expected, actual, agree",
    [
        (1000.0, 1000.0 + 9e-7, True),
        (1000.0, 1000.0 + 2e-6, False),
        (-1000.0, -1000.0 - 9e-7, True),
        (1e-20, 0.0, True),
        (0.0, 1e-12, True),
        (0.0, 1.1e-12, False),
        (1.0, -1.0, False),
        (1.0, math.nan, False),
        (math.nan, math.nan, False),
        (1.0, math.inf, False),
        (1e308, -1e308, False),
    ],
)
def test_agreement_is_relative_or_absolute(expected, actual, agree):
    assert Tolerance().holds(np.array([expected]), np.array([actual])).tolist() == [agree]


def test_a_tolerance_of_ones_own():
    numbers = np.array([1.0, 1.0]), np.array([1.0, 1.0 + EPS])
    assert Tolerance(0.0, 0.0).holds(*numbers).tolist() == [True, False]
    assert Tolerance(0.1, 0.0).holds(np.array([10.0]), np.array([11.0])).tolist() == [True]


def test_the_largest_of_what_is_a_number():
    assert largest(np.array([1.0, np.nan, 3.0])) == 3.0
    assert largest(np.array([1.0, np.nan, 3.0, np.inf])) == np.inf
    assert largest(np.array([])) == 0.0
    assert largest(np.array([np.nan])) == 0.0


def test_ulps_are_counted_above_a_floor_alone():
    expected, actual = np.array([1.0, 1e-16]), np.array([1.0 + 2 * EPS, 2e-16])
    assert largest_ulp(expected, actual, 1e-12) == 2
    assert largest_ulp(expected, actual, 0.0) > 1e15
    assert largest_ulp(np.array([0.0]), np.array([1.0]), 1e-12) == 0
    assert largest_ulp(np.array([1e-12]), np.array([1.0]), 1e-12) == 0
    assert largest_ulp(np.array([-1.0]), np.array([-1.0 - EPS]), 1e-12) == 1


def test_by_column_what_cancels_out_is_measured_by_its_neighbours():
    """Of 1e-40 and what is left of it after cancelling, 1e-52, the latter has few digits."""
    tolerance = Tolerance(1e-9, 0.0, by_column=True)
    expected = np.array([[1e-40, 3.0], [1e-52, 1e-3]])
    close = expected + np.array([[5e-50, 0.0], [5e-50, 2e-9]])
    assert tolerance.holds(expected, close).all()
    far = expected + np.array([[5e-49, 0.0], [5e-49, 5e-9]])
    assert tolerance.holds(expected, far).tolist() == [[False, True], [False, False]]
    assert not tolerance.holds(np.zeros((2, 1)), np.full((2, 1), 1e-300)).any()
    assert not tolerance.holds(expected, np.full((2, 2), np.nan)).any()
