"""Equations over names, one for each time step."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrnn.formula.writing.equation import at_step


@pytest.mark.parametrize(
    "equation, step, text",
    [
        ("TANH(MMULT(W_xh, x_t) + w_hh*h_(t-1) + b_h)", 1,
         "TANH(MMULT(W_xh, x_1) + w_hh*h_0 + b_h)"),
        ("TANH(MMULT(W_xh, x_t) + w_hh*h_(t-1) + b_h)", 12,
         "TANH(MMULT(W_xh, x_12) + w_hh*h_11 + b_h)"),
        ("exps_t/SUM(exps_t)", 3, "exps_3/SUM(exps_3)"),
        ("W_tt*letter_top + y_t", 2, "W_tt*letter_top + y_2"),
        ("dh_next_t", 2, "dh_next_2"),
        ("dh_out_t + dh_back_(t+1)", 2, "dh_out_2 + dh_back_3"),
        ("tolerance", 5, "tolerance"),
    ],
)  # fmt: skip
def test_names_get_their_step(equation, step, text):
    assert at_step(equation, step) == text


@given(st.integers(1, 100))
def test_steps_appear_nowhere_else(step):
    text = at_step("MMULT(W_hy, h_t) - h_(t-1)", step)
    assert text == f"MMULT(W_hy, h_{step}) - h_{step - 1}"
