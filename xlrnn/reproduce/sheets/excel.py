"""The section "Forward Propagation in a Recurrent Neuron in Excel", step by step."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from xlrnn.article import matrices
from xlrnn.reproduce.evidence import Evidence, Number, Setting, Table
from xlrnn.reproduce.sheets.book import LessonBook, book_of
from xlrnn.reproduce.sheets.relation import Relation, Values, apart, evidence

PRINTED: Final = 1e-6
"""How far a calculated number may be from one that the article prints with six digits."""


# Calculated from the article's numbers when they were first read; its own digits are not known.
STATE_AFTER_E: Final = (0.936534, 0.949104, 0.762341)
CHANCES_AFTER_E: Final = (0.419747, 0.194682, 0.162429, 0.223141)


def excel(setting: Setting) -> Mapping[str, Evidence]:
    """Return what the cells say of the article's steps 1 to 7."""
    book = book_of(setting, "hello-forward")
    found = evidence(_RELATIONS, book)
    for name, table in (("step-3-printed-state", _printed(book)), ("h-after-e", _chances(book))):
        found[name] = replace(found[name], tables=(table,))
    return found


def _printed(book: LessonBook) -> Table:
    rows = (
        ("W_xh · x_1", "a_x", matrices.STEP_1_INPUT_PART),
        ("w_hh · h_0 + b_h", "a_h", matrices.STEP_1_RECURRENT_PART),
        ("h_1", "h", matrices.STEP_1_STATE),
    )
    return Table(
        "The letter “h”: what the article prints, and what the cells show",
        ("quantity", "unit", "printed", "cell"),
        tuple(
            (label, unit + 1, number, float(book.cells[block][unit, 0]))
            for label, block, printed in rows
            for unit, number in enumerate(printed)
        ),
    )


def _chances(book: LessonBook) -> Table:
    p, letters = book.cells["p"], book.cells["letter"][0]
    vocabulary = book.cells["vocabulary"][:, 0]
    return Table(
        "What the untrained network expects",
        ("after", *map(str, vocabulary)),
        tuple((f"{letter}, letter {t + 1}", *p[:, t].tolist()) for t, letter in enumerate(letters)),
    )


def _one_hot(v: Values) -> float:
    order = [str(letter) for letter in v["vocabulary"][:, 0]]
    if order != [*matrices.VOCABULARY]:
        return np.inf
    return apart(v["x"], [[float(one == letter) for one in v["letter"][0]] for letter in order])


def _one_recurrent_weight(v: Values) -> float:
    if v["w_hh"].shape != (1, 1):
        return np.inf
    textbook = matrices.W_HH * np.eye(len(v["h_prev"]))
    return apart(v["a_h"] - v["b_h"], textbook @ v["h_prev"])


def _one_bias(v: Values) -> float:
    if v["b_h"].shape != (1, 1):
        return np.inf
    return apart(v["a_h"] - v["w_hh"] * v["h_prev"], matrices.B_H)


def _printed_state(v: Values) -> float:
    """Return how far the printed state is, if its last number was cut and not rounded."""
    h, printed = v["h"][:, 0], np.array(matrices.STEP_1_STATE)
    cut = np.floor(h[-1] * 1e6) / 1e6
    rounded_otherwise = round(float(h[-1]), 6) != printed[-1]
    return apart(h, printed) if rounded_otherwise and apart(cut, printed[-1]) < 1e-9 else np.inf


def _second_state(v: Values) -> float:
    known = apart(v["h"][:, 1], STATE_AFTER_E)
    return max(
        apart(v["h"][:, 1], np.tanh(v["a_x"][:, 1] + v["a_h"][:, 1])),
        apart(v["h_prev"][:, 2], v["h"][:, 1]),
        0.0 if known < PRINTED else known,
    )


def _softmax(v: Values) -> float:
    exps = np.exp(v["logits"])
    return max(apart(v["p"], exps / exps.sum(axis=0)), apart(v["p"].sum(axis=0), 1))


def _expects_h(v: Values) -> float:
    right = str(v["predicted"][0, 1]) == "h" and int(np.argmax(v["p"][:, 1])) == 0
    return apart(v["p"][:, 1], CHANCES_AFTER_E) if right else np.inf


def _of(block: str, column: int) -> Callable[[Values], Mapping[str, Number]]:
    """Return what reads the numbers of a column, for words that name them."""

    def numbers(v: Values) -> Mapping[str, Number]:
        return {f"unit_{i + 1}": float(one) for i, one in enumerate(v[block][:, column])}

    return numbers


_UNITS: Final = "{unit_1:.6f}, {unit_2:.6f}, {unit_3:.6f}"

_RELATIONS: Final = {
    "one-hot-inputs": Relation(
        _one_hot, "Each letter is a column with a single 1, in the row of that letter.",
        ("x", 0, 0),
    ),
    "w-xh-3-by-4": Relation(
        lambda v: apart(v["W_xh"], matrices.W_XH) if v["W_xh"].shape == (3, 4) else np.inf,
        "W_xh has a row for each of three units and a column for each of four letters.",
        ("W_xh", 0, 0),
    ),
    "step-1-input-part": Relation(
        lambda v: max(
            apart(v["a_x"][:, 0], matrices.STEP_1_INPUT_PART),
            apart(v["a_x"][:, 0], v["W_xh"] @ v["x"][:, 0]),
        ),
        f"The cells show {_UNITS}, as printed.", ("a_x", 0, 0), _of("a_x", 0), PRINTED,
    ),
    "w-hh-1-by-1": Relation(
        _one_recurrent_weight,
        "One number serves all three units: the same as 0.427043 times the identity matrix.",
        ("w_hh", 0, 0),
    ),
    "bias-1-by-1": Relation(
        _one_bias, "One bias, 0.567001, is added in all three units at every step.", ("b_h", 0, 0)
    ),
    "state-before-h-is-zero": Relation(
        lambda v: apart(v["h_prev"][:, 0], 0), "The state before “h” is 0, 0, 0.", ("h_prev", 0, 0)
    ),
    "step-2-recurrent-part": Relation(
        lambda v: apart(v["a_h"][:, 0], matrices.STEP_1_RECURRENT_PART),
        f"The cells show {_UNITS}, as printed.", ("a_h", 0, 0), _of("a_h", 0), PRINTED,
    ),
    "step-3-printed-state": Relation(
        _printed_state,
        "The cells show {unit_1:.7f}, {unit_2:.7f}, {unit_3:.7f}: the last printed number is cut.",
        ("h", 0, 0), _of("h", 0), PRINTED,
    ),
    "step-3-without-a-past": Relation(
        lambda v: apart(v["h"], np.tanh(v["a_x"] + v["a_h"])),
        "tanh of the sum of both parts gives the state at every step, not at the first alone.",
        ("h", 0, 1),
    ),
    "step-4-recurrent-part": Relation(
        lambda v: apart(v["a_h"][:, 1], v["w_hh"][0, 0] * v["h"][:, 0] + v["b_h"][0, 0]),
        f"The cells show {_UNITS}.", ("a_h", 0, 1), _of("a_h", 1),
    ),
    "step-4-input-part": Relation(
        lambda v: apart(v["a_x"][:, 1], v["W_xh"][:, 1]),
        f"The cells show {_UNITS}: the column of “e”.", ("a_x", 0, 1), _of("a_x", 1),
    ),
    "step-5-state": Relation(
        _second_state,
        f"The state of “e” is {_UNITS}, and “l” finds it.", ("h", 0, 1), _of("h", 1),
    ),
    "step-6-output": Relation(
        lambda v: apart(v["logits"][:, 1], v["W_hy"] @ v["h"][:, 1]),
        "The output of “e” is {unit_1:.6f}, {unit_2:.6f}, {unit_3:.6f}, {unit_4:.6f}.",
        ("logits", 0, 1), _of("logits", 1),
    ),
    "step-7-softmax": Relation(
        _softmax,
        "After “e” the probabilities are {unit_1:.6f}, {unit_2:.6f}, {unit_3:.6f}, {unit_4:.6f}, "
        "and 1 together.",
        ("p", 0, 1), _of("p", 1),
    ),
    "h-after-e": Relation(
        _expects_h, "After “e” the likeliest letter is “h”, with probability {h:.6f}.",
        ("predicted", 0, 1), lambda v: {"h": float(v["p"][0, 1])}, PRINTED,
    ),
}  # fmt: skip
