"""Formulas as mathematics: what is written is what the formula says, with numbers put in, too."""

import math
import re

import pytest

from xlrnn import lessons
from xlrnn.formula.expression import Number
from xlrnn.formula.functions import exp, function, max_, sqrt, sum_, tanh
from xlrnn.formula.walk import rule_of
from xlrnn.names import Role
from xlrnn.verify.explained.maths import in_maths, shown, symbol


@pytest.fixture(scope="module")
def book():
    return lessons.get("hello-forward")().book()


def test_symbols(book):
    h, W_xh, w_hh, b_h = (book[name] for name in ("h", "W_xh", "w_hh", "h_0"))
    assert symbol(h, 0, 1) == "h_2[1]"
    assert symbol(W_xh, 1, 2) == "W_xh[2, 3]"
    assert symbol(w_hh, 0, 0) == "w_hh"
    assert symbol(b_h, 2, 0) == "h_0[3]"


def test_parentheses_and_signs(book):
    h, w = book["h"], book["w_hh"][0, 0]
    one, two = h[0, 0], h[1, 0]
    cell = symbol
    assert in_maths((one + two) * w, cell) == "(h_1[1] + h_1[2])·w_hh"
    assert in_maths(one - (two - w), cell) == "h_1[1] − (h_1[2] − w_hh)"
    assert in_maths(one / (two * w), cell) == "h_1[1]/(h_1[2]·w_hh)"
    assert in_maths(-(one + two), cell) == "−(h_1[1] + h_1[2])"
    assert in_maths(1 - tanh(one) * tanh(one), cell) == "1 − tanh(h_1[1])·tanh(h_1[1])"
    minus = lambda *_: "−0.5"  # noqa: E731
    assert in_maths(one * two, minus) == "−0.5·(−0.5)"
    assert in_maths(one + two, minus) == "−0.5 + (−0.5)"
    assert in_maths(sum_(h[:, 0]), minus) == "−0.5 + (−0.5) + (−0.5)"


def test_long_sums_are_cut_in_the_middle(book):
    x = book["x"]
    said = in_maths(sum_(x[:, :]), symbol)
    assert said == (
        "x_1[1] + x_2[1] + x_3[1] + x_4[1] + x_1[2] + x_2[2] + … (16 in all) … + x_4[4]"
    )


@pytest.mark.parametrize(
    "value, said",
    [(0.5, "0.5"), (-0.25, "−0.25"), (1e-9, "1e−09"), (-0.0, "0"), (1 / 3, "0.333333"),
     ("h", "“h”"), (True, "TRUE"), (None, "nothing")],
)  # fmt: skip
def test_what_is_put_in(value, said):
    assert shown(value) == said


WORDS = {
    "tanh": math.tanh, "exp": math.exp, "max": max, "min": min, "ln": math.log, "sqrt": math.sqrt,
}  # fmt: skip
PYTHON = {", else": " else", " = ": " == ", "·": "*", "−": "-", "²": "**2", "“": "'", "”": "'"}


@pytest.mark.parametrize("lesson", ["hello-forward", "hello-bptt", "lstm-cell", "gru-cell"])
def test_python_calculates_from_the_numbers_what_numpy_has(lesson):
    """What stands there is read as Python reads it, so a wrong sign or bracket shows."""
    checked = 0
    for block in lessons.get(lesson)().filled_book().blocks:
        if block.rule is None or block.role is Role.CHECK or block.values.dtype == object:
            continue
        height, width = block.shape
        for i, t in {(0, 0), (height - 1, width - 1)}:
            said = in_maths(rule_of(block, i, t), lambda b, r, c: in_full(b.values[r, c]))
            if set(re.findall(r"[a-zA-Z]+(?=\()", said)) <= WORDS.keys() and "…" not in said:
                for sign, python in PYTHON.items():
                    said = said.replace(sign, python)
                value = eval(
                    re.sub(r"√([\d.]+)", r"sqrt(\1)", said).replace("√", "sqrt"), {}, WORDS
                )
                assert value == pytest.approx(float(block.values[i, t]), rel=1e-9, abs=1e-12), said
                checked += 1
    assert checked >= 15


def in_full(value):
    """A number in full, with the sign that mathematics has."""
    return repr(float(value)).replace("-", "−") if not isinstance(value, str) else f"“{value}”"


@pytest.mark.parametrize("lesson", lessons.LESSON_NAMES)
def test_every_formula_of_every_lesson_is_known(lesson):
    for block in lessons.get(lesson)().book().blocks:
        if block.rule is not None:
            height, width = block.shape
            for i, t in {(0, 0), (height - 1, width - 1)}:
                assert in_maths(rule_of(block, i, t), symbol)


def test_functions_that_have_signs(book):
    one, two = book["h"][0, 0], book["h"][1, 0]
    assert in_maths(sqrt(one), symbol) == "√h_1[1]"
    assert in_maths(sqrt(one + two), symbol) == "√(h_1[1] + h_1[2])"
    assert in_maths(function("SUMSQ")(one, two), symbol) == "h_1[1]² + h_1[2]²"
    assert in_maths(exp(one - max_(book["h"][:, 0])), symbol) == (
        "exp(h_1[1] − max(h_1[1], h_1[2], h_1[3]))"
    )
    assert in_maths(Number(3) * one, symbol) == "3·h_1[1]"
