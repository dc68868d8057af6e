"""When two formulas show the same."""

import pytest

from xlrnn.exercises.mistakes.same_value import all_alike, differ_plainly, same_value
from xlrnn.formula.value import CellError

ERROR = CellError("#DIV/0!")


@pytest.mark.parametrize(
    ("expected", "actual", "same"),
    [
        ([1.0, 2.0], [1.0, 2.0], True),
        ([1.0, 2.0], [1.0, 2.0 + 1e-8], True),  # to seven digits
        ([1.0, 2.0], [1.0, 2.0 + 1e-6], False),
        ([1.0, 0.0], [1.0, 1e-13], True),  # it vanishes beside the other
        ([1e-9, 0.0], [1e-9, 1e-13], False),
        ([ERROR], [ERROR], False),  # an error is never what was expected
        (["7"], [7.0], True),  # a letter that looks like a number
        (["a"], ["b"], False),
        ([True], [1.0], True),
        ([None], [0.0], True),
        ([None], [""], True),
        ([1.0], [None], False),
        ([], [], True),
    ],
)
def test_what_is_the_same(expected, actual, same):
    assert same_value(expected, actual) is same


def test_in_one_trial_alone_only_a_plain_difference_counts():
    assert not differ_plainly(0.0, 1e-9)  # beside a large number of another trial
    assert differ_plainly(1.0, 1.1)
    assert differ_plainly(1.0, ERROR)


def test_what_never_changes():
    assert all_alike([1.0, 1.0 + 1e-9])
    assert all_alike([None, None])
    assert not all_alike([1.0, 2.0])
    assert not all_alike([ERROR, ERROR])
