"""The way back: against PyTorch's autograd, against nudging, and its own errors."""

import dataclasses
from itertools import pairwise

import numpy as np
import pytest

from tests.lessons.every import EVERY
from tests.requirements import need
from xlrnn.errors import InputError, UsageError
from xlrnn.lessons.common.lesson import texts
from xlrnn.lessons.hello.bptt import HelloBptt

BPTT = {name: lesson for name, lesson in EVERY.items() if name.startswith("hello-bptt")}


def calculated(lesson, **changes):
    return lesson.expected({**lesson.inputs(), **changes})


@pytest.fixture
def torch():
    from importlib.util import find_spec

    need("torch", find_spec("torch") is not None, "pip install torch")
    import torch

    return torch


def gradients_of_torch(torch, lesson):
    """Return the loss and its gradients, written down once more with tensors."""
    inputs = lesson.inputs()
    weights = {
        name: torch.tensor(inputs[name], requires_grad=True)
        for name in ("W_xh", lesson.recurrent, "b_h", "W_hy")
    }
    letters = [*inputs["letter"][0], inputs["last_letter"][0, 0]]
    numbers = [lesson.vocabulary.index(letter) for letter in letters]
    h = torch.tensor(inputs["h_0"])
    loss = torch.zeros((), dtype=torch.float64)
    for now, following in pairwise(numbers):
        recurrent = weights[lesson.recurrent]
        remembered = recurrent * h if lesson.tied else recurrent @ h
        h = torch.tanh(weights["W_xh"][:, now : now + 1] + remembered + weights["b_h"])
        logits = (weights["W_hy"] @ h).T
        loss = loss + torch.nn.functional.cross_entropy(logits, torch.tensor([following]))
    loss.backward()
    return float(loss.detach()), {name: w.grad.numpy() for name, w in weights.items()}


@pytest.mark.parametrize("name", BPTT)
def test_loss_and_gradients_are_pytorchs(torch, name):
    lesson = BPTT[name]
    now = calculated(lesson)
    loss, gradients = gradients_of_torch(torch, lesson)
    assert now["total_loss"][0, 0] == pytest.approx(loss, rel=1e-12)
    for weight, expected in gradients.items():
        np.testing.assert_allclose(now[f"d{weight}"], expected, rtol=1e-9, atol=1e-13)
        # A single step begins with the state 0, so its recurrent weight has no say.
        assert np.any(expected != 0) or (weight == lesson.recurrent and len(lesson.letters) == 1)


@pytest.mark.parametrize("name", BPTT)
def test_the_steps_add_up_to_the_whole(name):
    now = calculated(BPTT[name])
    assert now["loss"].sum() == pytest.approx(now["total_loss"][0, 0], rel=1e-14)
    for weight in ("W_xh", "W_hy", BPTT[name].recurrent):
        summed = now[f"d{weight}_step"].sum(axis=1).reshape(now[f"d{weight}"].shape)
        np.testing.assert_allclose(summed, now[f"d{weight}"], rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("weight", ["W_xh", "w_hh", "b_h", "W_hy"])
def test_nudging_any_weight_gives_its_gradient(weight):
    row = 1.0 if weight in ("w_hh", "b_h") else 2.0
    now = calculated(HelloBptt(), nudge_matrix=texts([weight]), nudge_row=np.array([[row]]))
    assert now["slope"][0, 0] == pytest.approx(now[f"d{weight}"][int(row) - 1, 0], abs=1e-8)
    assert abs(now["slope_error"][0, 0]) < 1e-8
    assert now["analytic"][0, 0] == now[f"d{weight}"][int(row) - 1, 0]


def test_the_last_step_hears_nothing_from_the_future():
    now = calculated(HelloBptt())
    assert (now["dh_next"][:, -1] == 0).all()
    assert (now["dh_next"][:, 0] != 0).all()
    np.testing.assert_allclose(now["dlogits"].sum(axis=0), 0, atol=1e-15)


def test_the_targets_are_the_next_letters():
    assert "".join(calculated(HelloBptt())["target"][0]) == "ello"
    assert "".join(calculated(HelloBptt(), last_letter=texts(["h"]))["target"][0]) == "ellh"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"nudge_matrix": texts(["W_zz"])}, "nudge_matrix is 'W_zz': expected one of W_xh, w_hh"),
        ({"nudge_row": np.array([[2.0]])}, "are 2 and 1: w_hh has 1 rows and 1 columns"),
        ({"nudge_column": np.array([[0.0]])}, "nudge_column is 0: expected a whole number from 1"),
        ({"nudge_row": np.array([[1.5]])}, "nudge_row is 1.5: expected a whole number from 1 to 4"),
        ({"epsilon": np.array([[0.0]])}, "epsilon is 0: expected a number above 0"),
    ],
)
def test_a_weight_that_is_not_there_cannot_be_nudged(changes, message):
    with pytest.raises(InputError, match=message):
        calculated(HelloBptt(), **changes)


def test_its_sizes_have_limits():
    with pytest.raises(UsageError, match="units is 13: expected 1 to 12"):
        dataclasses.replace(HelloBptt(), units=13)
    with pytest.raises(UsageError, match="word is 41 long: expected 2 to 40"):
        HelloBptt.chosen({"word": "ab" * 20 + "a"}, None)
