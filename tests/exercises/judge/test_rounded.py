"""Is a number the right one, rounded?"""

import pytest

from xlrnn.exercises.judge.rounded import is_rounded

RIGHT = [0.123456789, 2.3456789, -0.987654321, 12.3456]


@pytest.mark.parametrize("digits", [0, 1, 3, 6])
def test_rounded_in_every_trial(digits):
    assert is_rounded(RIGHT, [round(x, digits) for x in RIGHT], ["ROUND"])


def test_cut_off_and_significant_digits():
    assert is_rounded(RIGHT, [0.12, 2.34, -0.98, 12.34], ["TRUNC"])
    assert is_rounded(RIGHT, [0.123, 2.35, -0.988, 12.3], ["TEXT"])


@pytest.mark.parametrize(
    "shown",
    [
        RIGHT,  # it is not rounded
        [0.12, 2.35, -0.99, "12.35"],  # a text is none
        [0.12, 2.35, 0.99, 12.35],  # another sign
        [0.12, 2.345, -0.9876, 12.0],  # in several ways
        [0.0, 0.0, 0.0, 0.0],
    ],
)
def test_not_rounded(shown):
    assert not is_rounded(RIGHT, shown)


def test_without_a_function_that_rounds_it_must_be_near():
    right = [0.4, 0.3, 0.2]
    assert is_rounded(right, [0.0, 0.0, 0.0], ["ROUND"])
    assert not is_rounded(right, [0.0, 0.0, 0.0], [])
