"""What is broken turns the claims red that are about it, and leaves all others as they are."""

import pytest

from tests.reproduce import broken
from xlrnn.nn import GRU, LSTM, SimpleRNN
from xlrnn.reproduce.checks import run_step
from xlrnn.reproduce.evidence import Setting

FORWARD = ("sheets.neuron", "sheets.excel")
# What follows from every number before it, down to what is known of it.
KNOWN = {"step-5-state", "h-after-e"}
BY_NUDGING = {"gradient-is-right", "like-a-regular-network"}

# Each way: what it breaks, the checks that look, and the claims that must be found wrong.
WAYS = {
    "formula of the input part": (
        broken.formula, ("a_x",), FORWARD,
        {"step-1-input-part", "step-3-printed-state", "step-4-input-part",
         "same-function-at-each-step", *KNOWN}),
    "formula of the recurrent part": (
        broken.formula, ("a_h",), FORWARD,
        {"nothing-before-h", "recurrence-formula", "same-function-at-each-step", "state-equation",
         "immediate-state-alone", "w-hh-1-by-1", "bias-1-by-1", "step-2-recurrent-part",
         "step-3-printed-state", "step-4-recurrent-part", *KNOWN}),
    "formula of the state": (
        broken.formula, ("h",), FORWARD,
        {"same-function-at-each-step", "state-equation", "step-3-printed-state",
         "step-3-without-a-past", *KNOWN}),
    "formula of the output": (
        broken.formula, ("logits",), FORWARD,
        {"output-equation", "last-state-makes-output", "step-6-output", "h-after-e"}),
    "formula of the probability": (
        broken.formula, ("p",), FORWARD, {"step-7-softmax", "h-after-e"}),
    "formula of the loss": (
        broken.formula, ("loss",), ("sheets.backward",), {"cross-entropy"}),
    "formula of the error at the output": (
        broken.formula, ("dlogits",), ("sheets.backward",), {"bptt-1-error", *BY_NUDGING}),
    "formula of what comes from the future": (
        broken.formula, ("dh_next",), ("sheets.backward",), {"back-in-time", *BY_NUDGING}),
    "formula of the way through tanh": (
        broken.formula, ("da",), ("sheets.backward",), BY_NUDGING),
    "formula of a gradient of each step": (
        broken.formula, ("dW_xh_step",), ("sheets.backward",), {"bptt-3-each-step", *BY_NUDGING}),
    "formula of the cell state": (
        broken.formula, ("cell",), ("sheets.lstm",), {"lstm-gates-in-cells"}),
    "formula of the forget gate": (
        broken.formula, ("a_forget",), ("sheets.lstm",), {"lstm-several-layers"}),
    "formula of the update gate": (
        broken.formula, ("a_update",), ("sheets.gru",),
        {"gru-gates-in-cells", "gates-own-weights"}),
    "gradient of the SimpleRNN": (
        broken.gradient, (SimpleRNN,), ("sheets.backward",), {"back-in-time", *BY_NUDGING}),
    "gradient of the GRU": (
        broken.gradient, (GRU,), ("sheets.gru",), {"gates-own-weights"}),
    "gradient of another layer": (broken.gradient, (LSTM,), ("sheets.gru",), set()),
    "a number of W_xh": (
        broken.number, ("W_XH", 0, 0), FORWARD,
        {"step-1-input-part", "step-3-printed-state", *KNOWN}),
    "w_hh": (broken.number, ("W_HH",), FORWARD, KNOWN),
    "b_h": (
        broken.number, ("B_H",), FORWARD,
        {"step-2-recurrent-part", "step-3-printed-state", *KNOWN}),
    "a number of W_hy": (broken.number, ("W_HY", 1, 2), FORWARD, {"h-after-e"}),
    "a printed number": (
        broken.number, ("STEP_1_STATE", 1), FORWARD, {"step-3-printed-state"}),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_the_right_claims_turn_red(way, tmp_path, monkeypatch):
    breaks, what, checks, red = WAYS[way]
    breaks(monkeypatch, *what)
    found = {}
    for check in checks:
        result = run_step(check, Setting(tmp_path, quick=True))
        assert not result["reason"]
        found |= {name: one["confirmed"] for name, one in result["evidence"].items()}
    assert {name for name, confirmed in found.items() if not confirmed} == red


def test_they_are_enough():
    assert len(WAYS) >= 12
