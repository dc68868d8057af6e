"""Gates: counted, tried, and trained; what does not forget has no forget gate."""

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.nn.compute import kernels
from xlrnn.reproduce.trained import gate_roles, gates
from xlrnn.reproduce.trained.memory_tasks import ADDING, AGREEMENT


def test_gates_are_counted_and_tried():
    for check in (gates._three, gates._two, gates._simpler):
        assert check(0).confirmed


@pytest.mark.parametrize("seed", [1, 2])
def test_gates_are_found_whatever_the_weights(seed):
    assert gates._three(seed).confirmed
    assert gates._two(seed).confirmed


def test_an_lstm_that_never_forgets_has_no_forget_gate(monkeypatch):
    step = nn.LSTM._step

    def keeps_all(layer, a, a_h, c_prev, c, tanh_c, h):
        a_h[:, layer.units : 2 * layer.units] = np.inf
        step(layer, a, a_h, c_prev, c, tanh_c, h)

    monkeypatch.setattr(nn.LSTM, "_step", keeps_all)
    with kernels.using("numpy"):
        assert not gate_roles.lstm_roles(0)["forget"]
        assert not gates._three(0).confirmed


def test_a_gru_whose_reset_gate_hides_nothing_has_none(monkeypatch):
    mixed = nn.GRU._open_gates

    def shows_all(layer, a, a_h, zrg):
        mixed(layer, a, a_h, zrg)
        zrg[1] = 1

    monkeypatch.setattr(nn.GRU, "_open_gates", shows_all)
    with kernels.using("numpy"):
        assert not gates._two(0).confirmed


def of(opened, usual):
    """Return updates of both kinds, LSTM first: with open gates for both tasks, and as usual."""
    found = {}
    for kind, many, few in zip(gates.KINDS, opened, usual, strict=True):
        found |= {(task, True, kind): [many] for task in (AGREEMENT, ADDING)}
        found[AGREEMENT, False, kind] = [few]
    return found


def test_the_gru_is_cheaper_with_open_gates_and_not_with_the_usual_ones():
    assert gates._easier(of((300.0, 290.0), (50.0, 250.0))).confirmed
    assert not gates._easier(of((300.0, 500.0), (50.0, 250.0))).confirmed
    assert not gates._easier(of((300.0, 290.0), (50.0, 50.0))).confirmed
