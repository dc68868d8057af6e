"""Training in cells: against PyTorch's optimizers, the epochs that it takes, silly settings."""

from importlib.util import find_spec
from itertools import pairwise

import numpy as np
import pytest

from tests.lessons.every import EVERY
from tests.requirements import need
from xlrnn.errors import InputError, UsageError
from xlrnn.lessons.common.lesson import texts
from xlrnn.lessons.hello.training import HelloTraining

TRAINING = {name: lesson for name, lesson in EVERY.items() if name.startswith("hello-training")}


def calculated(lesson, **changes):
    return lesson.expected({**lesson.inputs(), **changes})


def number(value):
    return np.array([[float(value)]])


# How many epochs it takes from the article's weights: typed in, not imported.


def test_sgd_has_all_letters_right_after_75_epochs():
    now = calculated(HelloTraining())
    assert now["all_right"].tolist() == [[75]]
    assert now["e_hits"][73:75, 0].tolist() == [3, 4]
    assert "".join(now["predicted_end"][0]) == "ello"


def test_adam_has_them_after_16():
    now = calculated(HelloTraining(optimizer="Adam"))
    assert now["all_right"].tolist() == [[16]]
    assert now["p_end"][3, 3] > 0.9  # "hell" gives "o"


def test_the_sheets_list_changes_the_optimizer():
    listed = calculated(HelloTraining(), optimizer=texts(["Adam"]))
    assert listed["all_right"].tolist() == [[16]]
    assert listed["rate"].tolist() == [[0.05]]


def test_a_silly_rate_makes_the_loss_explode_and_clipping_tames_it():
    silly = calculated(HelloTraining(), rate_sgd=number(5))
    tamed = calculated(HelloTraining(), rate_sgd=number(5), clip=number(0.5))
    first = silly["e_word_loss"][0, 0]
    assert np.isfinite(silly["e_word_loss"]).all()
    assert silly["e_word_loss"].max() > 5 * first
    assert tamed["e_word_loss"].max() < silly["e_word_loss"].max() / 2
    assert (tamed["e_gradient_scale"] < 1).any()


# Against PyTorch.


@pytest.fixture
def torch():
    need("torch", find_spec("torch") is not None, "pip install torch")
    import torch

    return torch


def losses_of_torch(torch, lesson):
    """Return the loss of each epoch, trained once more with tensors and their optimizer."""
    inputs = lesson.inputs()
    names = ("W_xh", lesson.recurrent, "b_h", "W_hy")
    W_xh, W_hh, b_h, W_hy = weights = [
        torch.tensor(inputs[f"start_{name}"], requires_grad=True) for name in names
    ]
    rate = float(inputs["rate_adam" if lesson.optimizer == "Adam" else "rate_sgd"][0, 0])
    kind = {"SGD": torch.optim.SGD, "Adam": torch.optim.Adam}[lesson.optimizer]
    optimizer = kind(weights, lr=rate)
    letters = [*inputs["letter"][0], inputs["last_letter"][0, 0]]
    numbers = [lesson.vocabulary.index(letter) for letter in letters]
    found = []
    for _ in range(lesson.epochs):
        h, loss = torch.tensor(inputs["h_0"]), torch.zeros((), dtype=torch.float64)
        for now, following in pairwise(numbers):
            h = torch.tanh(W_xh[:, now : now + 1] + (W_hh * h if lesson.tied else W_hh @ h) + b_h)
            logits, right = (W_hy @ h).T, torch.tensor([following])
            loss = loss + torch.nn.functional.cross_entropy(logits, right)
        found.append(float(loss.detach()))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, float(inputs["clip"][0, 0]))
        optimizer.step()
    return found


@pytest.mark.parametrize("name", TRAINING)
def test_the_losses_are_pytorchs(torch, name):
    lesson = TRAINING[name]
    # Keras adds ε to √v before the correction and PyTorch after: it is 1e-7 and counts little.
    close = 1e-4 if lesson.optimizer == "Adam" else 1e-9
    expected = losses_of_torch(torch, lesson)
    np.testing.assert_allclose(
        calculated(lesson)["e_word_loss"][:, 0], expected, rtol=close, atol=1e-7
    )
    assert expected[-1] < expected[0]


# What each row is.


def test_each_row_begins_with_the_weights_less_the_step_of_the_row_above():
    now = calculated(HelloTraining(epochs=12, optimizer="Adam"))
    for weight in ("W_xh_2", "w_hh", "b_h", "W_hy_4"):
        table, step = now[f"e_{weight}"], now[f"e_step_{weight}"]
        np.testing.assert_allclose(table[1:], table[:-1] - step[:-1], rtol=0, atol=1e-15)
        assert (step != 0).any()


def test_the_epoch_that_is_shown_is_its_row():
    now = calculated(HelloTraining(epochs=12), epoch_shown=number(7))
    np.testing.assert_array_equal(now["W_xh"], [now[f"e_W_xh_{i}"][6] for i in (1, 2, 3)])
    np.testing.assert_array_equal(now["h"].T, [now[f"e_h_{t}"][6] for t in (1, 2, 3, 4)])


@pytest.mark.parametrize("epoch", [0, 13, -1, 1.5])
def test_an_epoch_that_is_not_there_cannot_be_shown(epoch):
    with pytest.raises(
        InputError, match=f"epoch_shown is {epoch}: expected a whole number from 1 to 12"
    ):
        calculated(HelloTraining(epochs=12), epoch_shown=number(epoch))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"epochs": "1"}, "epochs is 1: expected 2 to 500"),
        ({"epochs": "501"}, "epochs is 501: expected 2 to 500"),
        ({"epochs": "few"}, "epochs is 'few': expected a whole number"),
        ({"optimizer": "adam"}, "optimizer is 'adam': expected SGD or Adam"),
        ({"units": "9"}, "units is 9: expected 1 to 8"),
    ],
)
def test_what_is_refused_and_why(settings, message):
    with pytest.raises(UsageError, match=message):
        HelloTraining.chosen(settings, None)
