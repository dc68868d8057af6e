"""What the check page should say: agrees, differs, inputs changed; NaN never agrees."""

import numpy as np
import pytest

from xlrnn.nn.check import (
    AGREES,
    CHANGED,
    DIFFERS,
    NOT_CALCULATED,
    WHERE_TO_LOOK,
    Judged,
    check,
    difference,
)

ONE_WAY = True


def texts(*letters):
    return np.array([letters], dtype=object)


REFERENCE = {
    "w": np.array([[1.0, 2.0, 3.0]]),
    "letter": texts("h", "e"),
    "h": np.array([[0.5, -0.25], [0.125, 0.75]]),
    "p": np.array([[10.0, 20.0]]),
    "predicted": texts("h", "o"),
}


def judged(calculated=True, **changes):
    return check(
        {**REFERENCE, **changes},
        REFERENCE,
        inputs=["w", "letter"],
        compared=[Judged("h"), Judged("p"), Judged("predicted")],
        paired=2,
        tolerance=1e-9,
        calculated=calculated,
    )


def column(trace, name):
    return trace[name][:, 0].tolist()


def test_the_same_agrees():
    trace = judged()
    assert column(trace, "inputs_changed") == [0, 0]
    assert column(trace, "numpy_difference") == [0, 0, 0]
    assert column(trace, "numpy_verdict") == [AGREES] * 3
    assert column(trace, "numpy_summary") == [AGREES]
    assert column(trace, "notation_difference") == [0, 0]
    assert column(trace, "notation_verdict") == [AGREES] * 2
    assert column(trace, "notation_summary") == [AGREES]


def test_nothing_agrees_before_a_program_has_calculated():
    trace = judged(calculated=False)
    assert column(judged(), "calculated") == [1] and column(trace, "calculated") == [0]
    assert column(trace, "numpy_verdict") == [NOT_CALCULATED] * 3
    assert column(trace, "notation_verdict") == [NOT_CALCULATED] * 2
    assert column(trace, "numpy_summary") == column(trace, "notation_summary") == [WHERE_TO_LOOK]
    # What is seen to differ differs all the same, and a stale reference is stale.
    wrong = judged(calculated=False, p=np.array([[10.0, 20.5]]))
    assert column(wrong, "numpy_verdict") == [NOT_CALCULATED, DIFFERS, NOT_CALCULATED]
    assert column(wrong, "numpy_summary") == [DIFFERS]
    other = judged(calculated=False, w=np.array([[1.0, 2.0, 4.0]]))
    assert column(other, "numpy_summary") == [CHANGED]


def test_a_number_that_differs():
    trace = judged(p=np.array([[10.0, 20.5]]))
    assert column(trace, "numpy_difference") == [0, 0.5 / 21, 0]
    assert column(trace, "numpy_verdict") == [AGREES, DIFFERS, AGREES]
    assert column(trace, "numpy_summary") == [DIFFERS]


def test_differences_up_to_the_tolerance_agree():
    assert column(judged(p=np.array([[10.0, 20.0 + 2e-8]])), "numpy_verdict")[1] == AGREES
    assert column(judged(p=np.array([[10.0, 20.0 + 3e-8]])), "numpy_verdict")[1] == DIFFERS
    assert column(judged(p=np.array([[10.0, 20.0 - 3e-8]])), "numpy_verdict")[1] == DIFFERS


def test_a_letter_that_differs():
    trace = judged(predicted=texts("h", "e"))
    assert column(trace, "numpy_difference") == [0, 0, 1]
    assert column(trace, "numpy_verdict") == [AGREES, AGREES, DIFFERS]


@pytest.mark.parametrize(
    "change, counts",
    [
        ({"w": np.array([[1.0, 2.5, 2.0]])}, [2, 0]),
        ({"letter": texts("h", "H")}, [0, 1]),
        ({"w": np.array([[1.0, 2.0, 3.0 + 1e-15 * 3]])}, [1, 0]),
    ],
)
def test_changed_inputs_make_the_reference_stale(change, counts):
    trace = judged(**change, p=np.array([[99.0, 99.0]]))
    assert column(trace, "inputs_changed") == counts
    assert column(trace, "numpy_verdict") == [CHANGED] * 3
    assert column(trace, "numpy_summary") == [CHANGED]
    assert column(trace, "numpy_difference")[1] > 1
    assert column(trace, "notation_summary") == [AGREES]


def test_what_is_no_number_never_agrees():
    trace = judged(h=np.array([[0.5, np.nan], [0.125, 0.75]]))
    assert np.isnan(column(trace, "numpy_difference")[0])
    assert column(trace, "numpy_verdict") == [DIFFERS, AGREES, AGREES]
    assert column(trace, "numpy_summary") == [DIFFERS]
    assert column(judged(p=np.array([[np.inf, 20.0]])), "numpy_verdict")[1] == DIFFERS


def test_an_input_that_is_no_number_is_a_changed_one():
    assert column(judged(w=np.array([[np.nan, 2.0, 3.0]])), "numpy_summary") == [CHANGED]


def test_difference_by_hand():
    now, reference = np.array([[1.0, -8.0, 0.0]]), np.array([[1.5, -9.0, 0.0]])
    assert difference(now, reference) == max(0.5 / 2.5, 1 / 10)
    assert difference(texts("a", "b", "c"), texts("a", "c", "b")) == 2


def test_slack_widens_the_tolerance_of_one_quantity_alone():
    now = {name: REFERENCE[name] + 1e-8 for name in ("h", "p")}
    trace = check(
        {**REFERENCE, **now},
        REFERENCE,
        inputs=["w"],
        compared=[Judged("h", slack=1000), Judged("p")],
        paired=0,
        tolerance=1e-10,
    )
    assert column(trace, "numpy_verdict") == [AGREES, DIFFERS]


def test_what_vanishes_is_measured_by_itself_or_by_a_row():
    reference = np.array([[1e-40, 2.0], [1e-50, 0.0]])
    now = reference + np.array([[0.0, 0.0], [1e-50, 0.0]])
    assert difference(now, reference) < 1e-49
    assert difference(now, reference, vanishing=True) == 1
    row = np.array([[1e-40, 0.0]])
    assert difference(now, reference, vanishing=True, measure=row) == pytest.approx(1e-10)
    assert difference(np.zeros((1, 1)), np.zeros((1, 1)), vanishing=True) == 0
