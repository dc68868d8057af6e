"""The section "Understanding a Recurrent Neuron in Detail" in the workbook hello-forward."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.article import matrices
from xlrnn.reproduce.evidence import Evidence, Setting
from xlrnn.reproduce.sheets.book import book_of
from xlrnn.reproduce.sheets.relation import Relation, Values, apart, evidence


def neuron(setting: Setting) -> Mapping[str, Evidence]:
    """Return what the cells say of the recurrence, the state and the output."""
    return evidence(_RELATIONS, book_of(setting, "hello-forward"))


def _vocabulary(v: Values) -> bool:
    letters = [str(letter) for letter in v["vocabulary"][:, 0]]
    return sorted(letters) == sorted(set(matrices.WORD)) and len(letters) == 4


def _from_inputs(v: Values) -> NDArray[Any]:
    """Return all states, from the letters and weights alone."""
    h, found = v["h_0"][:, 0], []
    for x in v["x"].T:
        h = np.tanh(v["W_xh"] @ x + v["w_hh"][0, 0] * h + v["b_h"][0, 0])
        found.append(h)
    return np.array(found).T


def _needs_the_bias(v: Values) -> float:
    without = np.tanh(v["a_x"] + v["w_hh"] * v["h_prev"])
    if apart(v["h"], without) < 0.01:
        return np.inf
    return apart(v["h"], np.tanh(v["a_x"] + v["w_hh"] * v["h_prev"] + v["b_h"]))


def _state_is_no_letter(v: Values) -> float:
    if set(np.unique(v["h"][:, 0])) <= {0.0, 1.0}:
        return np.inf
    return apart(v["a_h"][:, 1], (v["w_hh"] * v["h"][:, [0]] + v["b_h"])[:, 0])


def _last_output(v: Values) -> float:
    if v["logits"].shape[1] != v["letter"].shape[1]:
        return np.inf
    return apart(v["logits"][:, -1], v["W_hy"] @ v["h"][:, -1])


_RELATIONS: Final = {
    "vocabulary-of-four": Relation(
        _vocabulary, "The vocabulary in the cells is h, e, l, o: every letter of “hello”, once.",
        ("vocabulary", 0, 0),
    ),
    "nothing-before-h": Relation(
        lambda v: apart(v["a_h"][:, 0], v["b_h"][0, 0]),
        "Before “h” nothing is remembered: its recurrent part is the bias and nothing else.",
        ("a_h", 0, 0),
    ),
    "recurrence-formula": Relation(
        _state_is_no_letter,
        "The recurrent part of “e” is made of the state after “h”, which is no letter: "
        "{first:.6f}, {second:.6f}, {third:.6f}.",
        ("h_prev", 0, 1),
        lambda v: dict(zip(("first", "second", "third"), v["h_prev"][:, 1].tolist(), strict=True)),
    ),
    "same-function-at-each-step": Relation(
        lambda v: apart(v["h"], _from_inputs(v)),
        "One function and one set of weights give the states of all four letters.",
        ("h", 0, 3),
    ),
    "state-equation": Relation(
        _needs_the_bias,
        "With the bias the equation gives every state; without it, states are up to {off:.3f} off.",
        ("h", 0, 0),
        lambda v: {"off": apart(v["h"], np.tanh(v["a_x"] + v["w_hh"] * v["h_prev"]))},
    ),
    "immediate-state-alone": Relation(
        lambda v: apart(v["a_h"], v["w_hh"] * v["h_prev"] + v["b_h"]),
        "Each recurrent part is made of one state, the one before.",
        ("a_h", 0, 2),
    ),
    "output-equation": Relation(
        lambda v: apart(v["logits"], v["W_hy"] @ v["h"]),
        "Every output is W_hy times the state of its step.",
        ("logits", 0, 0),
    ),
    "state-moves-on": Relation(
        lambda v: apart(v["h_prev"][:, 1:], v["h"][:, :-1]),
        "Each state stands again in the next column, as the state before.",
        ("h_prev", 0, 1),
    ),
    "last-state-makes-output": Relation(
        _last_output,
        "The last state gives the last output; the three states before have outputs, too.",
        ("logits", 0, 3),
    ),
}  # fmt: skip
