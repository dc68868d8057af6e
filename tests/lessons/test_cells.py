"""The lessons on gated cells: their equations, their gradients by autograd, their options."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.test_agree import as_stored, calculated_by, disagreements
from tests.requirements import need, require
from xlrnn import engines
from xlrnn import lessons as all_lessons
from xlrnn.errors import UsageError
from xlrnn.formula.portable import check_portable
from xlrnn.formula.writing.fill import formulas_of
from xlrnn.lessons.cells.gru_cell import GRUCell
from xlrnn.lessons.cells.lstm_cell import LSTMCell

try:
    import torch
except ImportError:
    torch = None

CELLS = {
    "lstm": LSTMCell(),
    "gru_after": GRUCell(),
    "gru_before": GRUCell(form="reset-before"),
}
SMALL = {
    "lstm": LSTMCell(steps=3, features=1, units=2, seed=4),
    "gru_after": GRUCell(steps=3, features=1, units=2, seed=4),
    "gru_before": GRUCell(steps=3, features=1, units=2, seed=4, form="reset-before"),
}


def busy(lesson):
    """Return a lesson's inputs with no zero among them, and one step that does not count."""
    draw = np.random.default_rng(9).normal
    inputs = {
        name: array if array.any() else draw(size=array.shape).round(3)
        for name, array in lesson.inputs().items()
    }
    inputs["counts"] = inputs["counts"].copy()
    inputs["counts"][0, 1] = 0
    return as_stored(inputs)


# The equations, in PyTorch and once more from the papers; autograd finds the gradients.


def sigma(a):
    return torch.sigmoid(a)


def lstm(w, x, h, c):
    def a(k):
        return w[f"W_x{k}"] @ x + w[f"W_h{k}"] @ h + w[f"b_{k}"]

    i, f, g, o = sigma(a("i")), sigma(a("f")), torch.tanh(a("g")), sigma(a("o"))
    c = f * c + i * g
    return {"h": o * torch.tanh(c), "cell": c, "input": i, "forget": f, "candidate": g, "output": o}


def gru_after(w, x, h):
    z = sigma(w["W_xz"] @ x + w["b_z"] + w["W_hz"] @ h + w["b_hz"])
    r = sigma(w["W_xr"] @ x + w["b_r"] + w["W_hr"] @ h + w["b_hr"])
    q = w["W_hg"] @ h + w["b_hg"]
    g = torch.tanh(w["W_xg"] @ x + w["b_g"] + r * q)
    return {"h": z * h + (1 - z) * g, "update": z, "reset": r, "recalled": q, "candidate": g}


def gru_before(w, x, h):
    z = sigma(w["W_xz"] @ x + w["W_hz"] @ h + w["b_z"])
    r = sigma(w["W_xr"] @ x + w["W_hr"] @ h + w["b_r"])
    q = r * h
    g = torch.tanh(w["W_xg"] @ x + w["W_hg"] @ q + w["b_g"])
    return {"h": z * h + (1 - z) * g, "update": z, "reset": r, "looked_at": q, "candidate": g}


STEPS = {"lstm": lstm, "gru_after": gru_after, "gru_before": gru_before}
NAMED = {"h": "dh", "cell": "dc", "input": "d_input", "forget": "d_forget", "output": "d_output",
         "candidate": "d_candidate", "update": "d_update", "reset": "d_reset",
         "recalled": "d_recalled", "looked_at": "d_looked_at"}  # fmt: skip


def by_autograd(name, inputs):
    """Return every state and gate, and ∂L/∂ of them and of every input and weight."""
    w = {
        key: torch.tensor(array, requires_grad=True)
        for key, array in inputs.items()
        if key not in ("tolerance", "goal", "counts")
    }
    states, seen = [w[f"{key}_0"] for key in ("h", "c") if f"{key}_0" in w], []
    loss = 0
    for t in range(inputs["x"].shape[1]):
        step = STEPS[name](w, w["x"][:, t : t + 1], *states)
        for tensor in step.values():
            tensor.retain_grad()
        seen.append(step)
        states = [step[key] for key in ("h", "cell") if key in step]
        apart = step["h"] - torch.tensor(inputs["goal"][:, t : t + 1])
        loss = loss + inputs["counts"][0, t] * (apart**2).sum() / 2
    late = [w[f"d{key}_last"].detach() for key in ("h", "c") if f"d{key}_last" in w]
    later = sum((own * given).sum() for own, given in zip(states, late, strict=True))
    (loss + later).backward()
    found = {"total_loss": loss.detach().numpy().reshape(1, 1)}
    for key in seen[0]:
        found[key] = np.hstack([step[key].detach().numpy() for step in seen])
        found[NAMED[key]] = np.hstack([step[key].grad.numpy() for step in seen])
    for key, tensor in w.items():
        if tensor.grad is not None and not key.endswith("_0"):
            found[f"d{key}"] = tensor.grad.numpy()
    firsts = {f"d{key}_back": w[f"{key}_0"].grad.numpy() for key in ("h", "c") if f"{key}_0" in w}
    return found, firsts


@pytest.mark.parametrize("name", CELLS)
def test_every_number_and_gradient_is_pytorchs(name):
    need("torch", torch is not None, "pip install torch")
    lesson = CELLS[name]
    inputs = busy(lesson)
    now = lesson.calculate(inputs)
    expected, firsts = by_autograd(name, inputs)
    gradients = {key for key in expected if key.startswith("d")}
    assert len(gradients) >= 15
    for key, array in expected.items():
        assert np.abs(array).max() > 1e-4, key
        np.testing.assert_allclose(now[key], array, rtol=1e-10, atol=1e-13, err_msg=key)
    for key, array in firsts.items():
        np.testing.assert_allclose(now[key][:, :1], array, rtol=1e-10, err_msg=key)


@pytest.mark.parametrize("name", CELLS)
def test_every_gradient_is_a_finite_difference(name):
    lesson, nudge = SMALL[name], 1e-5
    inputs = busy(lesson) | {"dh_last": np.zeros((2, 1)), "dc_last": np.zeros((2, 1))}
    now, checked = lesson.calculate(inputs), 0
    for key in (name for name in inputs if f"d{name}" in now and name not in ("h", "c")):
        for place in np.ndindex(*inputs[key].shape):
            losses = []
            for step in (nudge, -nudge):
                nudged = inputs | {key: inputs[key].copy()}
                nudged[key][place] += step
                losses.append(lesson.calculate(nudged)["total_loss"][0, 0])
            slope = (losses[0] - losses[1]) / (2 * nudge)
            np.testing.assert_allclose(now[f"d{key}"][place], slope, rtol=1e-6, atol=1e-9)
            checked += 1
    assert checked > 20


# What the lessons claim.


def test_along_the_memory_a_gradient_passes_the_forget_gates_alone():
    """∂c_T/∂c_(t−1) with the gates held still is the product of the forget gates."""
    lesson = LSTMCell()
    now = lesson.expected(lesson.inputs())
    forget = now["forget"]
    for t in range(4):
        np.testing.assert_allclose(now["kept"][:, t], forget[:, t:].prod(axis=1), rtol=1e-14)
    np.testing.assert_allclose(now["dc"], now["dc_out"] + now["dc_next"], rtol=1e-14)
    np.testing.assert_allclose(now["dc_next"][:, :-1], (now["dc"] * forget)[:, 1:], rtol=1e-12)
    assert now["dc_next"][:, -1].tolist() == [0, 0, 0]


def test_open_forget_gates_keep_all_and_shut_ones_nothing():
    lesson = LSTMCell()
    opened = lesson.inputs() | {"b_f": np.full((3, 1), 5.0)}
    assert lesson.calculate(opened)["kept"][:, 0].min() > 0.9
    shut = lesson.inputs() | {"b_f": np.full((3, 1), -5.0)}
    assert lesson.calculate(shut)["kept"][:, 0].max() < 1e-5


def test_with_nothing_written_the_candidates_weights_get_no_gradient():
    lesson = LSTMCell()
    inputs = lesson.inputs() | {"b_i": np.full((3, 1), -9.0)}
    now = lesson.calculate(inputs)
    assert np.abs(now["dW_xg"]).max() < 1e-3
    assert (
        np.abs(now["dW_xo"]).max() < 1e-3 < np.abs(lesson.calculate(lesson.inputs())["dW_xg"]).max()
    )


def test_open_update_gates_keep_the_state():
    lesson = GRUCell()
    inputs = lesson.inputs() | {"b_z": np.full((3, 1), 5.0)}
    now = lesson.calculate(inputs)
    assert now["kept"][:, 0].min() > 0.9
    assert lesson.calculate(inputs | {"b_z": np.full((3, 1), -5.0)})["kept"][:, 0].max() < 1e-4


def test_a_shut_reset_gate_hides_the_state_from_the_candidate():
    lesson = GRUCell()
    inputs = lesson.inputs() | {"b_r": np.full((3, 1), -9.0)}
    assert np.abs(lesson.calculate(inputs)["dW_hg"]).max() < 1e-3
    assert np.abs(lesson.calculate(lesson.inputs())["dW_hg"]).max() > 1e-2


def test_both_forms_are_the_same_where_the_reset_gate_is_open_and_the_second_bias_0():
    after, before = GRUCell(), GRUCell(form="reset-before")
    inputs = before.inputs() | {"b_r": np.full((3, 1), 60.0)}
    more = {f"b_h{gate}": np.zeros((3, 1)) for gate in "zrg"}
    one, other = before.calculate(inputs), after.calculate(inputs | more)
    np.testing.assert_allclose(one["h"], other["h"], rtol=1e-13)
    closed = inputs | {"b_r": np.zeros((3, 1))}
    assert np.abs(before.calculate(closed)["h"] - after.calculate(closed | more)["h"]).max() > 1e-3


def test_only_steps_that_count_have_a_loss():
    lesson = LSTMCell()
    inputs = lesson.inputs() | {"counts": np.array([[0.0, 0, 0, 1]])}
    now = lesson.calculate(inputs)
    assert now["loss"][0, :3].tolist() == [0, 0, 0]
    assert now["total_loss"][0, 0] == now["loss"][0, 3] > 0
    assert not now["dh_out"][:, :3].any()
    assert now["dh"][:, 0].all()


# Options.

REFUSED = [
    (LSTMCell, {"steps": "0"}, "steps is 0: expected 1 to 50"),
    (LSTMCell, {"steps": "51"}, "steps is 51: expected 1 to 50"),
    (LSTMCell, {"features": "33"}, "features is 33: expected 1 to 32"),
    (GRUCell, {"units": "0"}, "units is 0: expected 1 to 32"),
    (GRUCell, {"units": "x"}, "units is 'x': expected a whole number"),
    (GRUCell, {"seed": "-1"}, "seed is -1: expected a whole number from 0"),
    (GRUCell, {"form": "after"}, "form is 'after': expected reset-after or reset-before"),
    (
        LSTMCell,
        {"form": "reset-after"},
        "has no option 'form': expected one of features, numbers, seed",
    ),
]


@pytest.mark.parametrize("kind, chosen, message", REFUSED)
def test_what_is_refused_and_why(kind, chosen, message):
    with pytest.raises(UsageError, match=message):
        kind.chosen(chosen, None)


@pytest.mark.parametrize("name", CELLS)
def test_options_are_remembered_and_lessons_found(name):
    lesson = CELLS[name]
    assert type(lesson).remembered(json.loads(json.dumps(lesson.options))) == lesson
    assert all_lessons.get(lesson.name) is type(lesson)
    assert {option.name for option in lesson.choices} == set(lesson.options)
    assert type(lesson).chosen({}, 7).seed == 7


def test_weights_are_all_different_and_what_the_cells_show():
    for lesson in CELLS.values():
        for key, array in lesson.inputs().items():
            if key.startswith(("W_", "b_")):
                assert len(np.unique(array)) == array.size
                assert (array == array.round(4)).all()
    assert LSTMCell().inputs()["b_f"].min() > 0


# The workbook.


@pytest.mark.parametrize("name", CELLS)
def test_formulas_are_portable_and_every_matrix_gradient_is_one_of_them(name):
    book = CELLS[name].book()
    whole = [block for block in book.blocks if block.at_once]
    assert len(whole) == len([key for key in CELLS[name].inputs() if key.startswith(("W_", "b_"))])
    for block in book.blocks:
        for formula in formulas_of(block):
            check_portable(formula.text)
            assert (formula.area.shape == block.shape) or not block.at_once


@pytest.fixture(scope="module", params=["ironcalc", "cellrune", "formulon", "libreoffice"])
def engine(request):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XLRNN_CACHE", str(request.config.cache.mkdir("xlrnn")))
        require(request.param)
        with engines.get(request.param) as engine:
            yield engine


@pytest.mark.parametrize("name", SMALL)
def test_every_engine_agrees(name, engine):
    lesson = SMALL[name]
    book, shown = calculated_by(engine, lesson, busy(lesson))
    wrong, compared = disagreements(book, shown)
    assert wrong == []
    assert compared > 250
    assert shown["numpy_summary"] == shown["notation_summary"] == [["agrees"]]


sizes = st.integers(1, 9)


@settings(max_examples=6, deadline=None)
@given(sizes, sizes, sizes, st.integers(0, 999), st.sampled_from(sorted(CELLS)))
def test_any_size_agrees(steps, features, units, seed, name):
    options = CELLS[name].options | {
        "steps": steps, "features": features, "units": units, "seed": seed,
    }  # fmt: skip
    lesson = type(CELLS[name])(**options)
    with engines.get("ironcalc") as program:
        wrong, compared = disagreements(*calculated_by(program, lesson, as_stored(lesson.inputs())))
    assert wrong == []
    assert compared > 50
