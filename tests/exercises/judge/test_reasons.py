"""A reason is told only if it is true of the formula; no reason is better than a false one."""

import pytest

from tests.exercises.everywhere import Asked
from tests.exercises.reasons import Bench, told
from xlrnn import lessons
from xlrnn.exercises.judge.judge import _refused
from xlrnn.exercises.judge.rounded import is_rounded
from xlrnn.exercises.judge.verdict import WORDS, CellVerdict, State
from xlrnn.exercises.mistakes.misconceptions import CATALOGUE
from xlrnn.formula.expression import Call, Number, Text
from xlrnn.formula.functions import where
from xlrnn.formula.walk import rule_of

# Of the wrong formulas of the catalogue so many get their reason at least; the others show errors,
# or what another one shows, too.
SHARE = 0.85


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    """Exercises of some blocks, made once."""
    made = {}

    def of(lesson, *blocks):
        if (lesson, blocks) not in made:
            folder = tmp_path_factory.mktemp("exercise") / lesson
            made[lesson, blocks] = Bench(Asked(lesson, 2, blocks).hand_out(folder))
        return made[lesson, blocks]

    return of


@pytest.fixture(scope="module", params=lessons.LESSON_NAMES)
def answers(request, tmp_path_factory):
    """What is told of every wrong formula of the last cell of each block that is asked for."""
    one = Bench(Asked(request.param, 2).hand_out(tmp_path_factory.mktemp("asked") / request.param))
    return [
        answer for name in one.assignment.questions.blanks
        for answer in told(one, name, one.cells(name)[-1])
    ]  # fmt: skip


def test_no_reason_is_untrue(answers):
    """All of them: python -m tests.exercises.reasons"""
    assert [one for one in answers if one.reason and one.reason not in one.true] == []


def test_most_misconceptions_get_their_reason(answers):
    known = [one for one in answers if one.what in CATALOGUE]
    assert sum(bool(one.reason) for one in known) >= SHARE * len(known) > 20


def test_most_foreign_formulas_get_none(answers):
    foreign = [one for one in answers if one.what not in CATALOGUE]
    wrong = [one for one in foreign if one.what in ("times one and a half", "one more", "nearly")]
    assert {one.reason for one in wrong} <= {"", "given-numbers-only"}


@pytest.mark.parametrize("change", ["times", "added"])
def test_what_is_near_because_it_is_small_is_not_rounded(bench, change):
    """A gradient of a hundredth, times 1.5, lies within 0.005 of the right one."""
    one = bench("hello-bptt", "dW_xh")
    for index in one.cells("dW_xh"):
        right = rule_of(one.book["dW_xh"], *index)
        wrong = right * 3 / 2 if change == "times" else right + Number(1) / 1000
        assert one.told("dW_xh", index, wrong) in ("", "given-numbers-only")


@pytest.mark.parametrize("digits", [1, 2, 4, 6])
def test_what_is_rounded_is_called_so(bench, digits):
    one = bench("hello-bptt", "dW_xh")
    right = rule_of(one.book["dW_xh"], 2, 1)
    rounded = Call("ROUND", (right, Number(digits)))
    assert one.told("dW_xh", (2, 1), rounded) == "rounded"


def test_a_misconception_that_is_rounded_is_no_rounded_result(bench):
    one = bench("hello-forward", "h")
    right = rule_of(one.book["h"], 1, 1)
    wrong = Call("ROUND", (right.arguments[0], Number(2)))
    assert one.told("h", (1, 1), wrong) == ""


RIGHT = [0.123456, -0.0345678, 1.5432, 0.0712345]


@pytest.mark.parametrize(
    ("shown", "rounded"),
    [
        ([0.12, -0.03, 1.54, 0.07], True),  # two decimals
        ([0.123, -0.0346, 1.54, 0.0712], True),  # three digits
        ([0.123, -0.034, 1.543, 0.071], True),  # cut off
        ([0.12, -0.04, 1.55, 0.07], False),  # now so, now so
        ([0.12, -0.03, 1.54, 0.08], False),
        ([0.124, -0.034, 1.544, 0.072], True),  # up
        ([x + 0.001 for x in RIGHT], False),
        ([x * 1.001 for x in RIGHT], False),
        ([0.0, 0.0, 0.0, 0.0], False),
        ([1.0, -1.0, 1.0, 1.0], False),  # the sign
        ([*RIGHT[:3], "x"], False),
        ([*RIGHT[:3], None], False),
    ],
)
def test_digits_of_rounded_numbers(shown, rounded):
    assert is_rounded(RIGHT, shown) is rounded


def test_a_formula_that_rounds_may_round_to_nothing():
    assert is_rounded([0.001, 0.002], [0.0, 0.0], {"ROUND"})
    assert not is_rounded([0.001, 0.002], [0.0, 0.0], {"SUM"})
    assert not is_rounded([0.0, 0.0], [0.1, 0.2])
    assert not is_rounded([1.0, -0.06, -0.02], [1.0, 0.0, 0.0], {"MAX"})


def test_a_forgotten_last_term_is_no_forgotten_state(bench):
    one = bench("hello-forward", "logits", "a_h")
    right = rule_of(one.book["logits"], 1, 2)
    assert one.told("logits", (1, 2), right.left) == "part-left-out"
    bias = rule_of(one.book["a_h"], 1, 2).right
    assert one.told("a_h", (1, 2), bias) == "state-left-out"


def test_a_typed_letter_is_no_missing_dollar(bench):
    one = bench("hello-forward", "x")
    vocabulary, letters = one.book["vocabulary"], one.book["letter"]
    for i, t in ((0, 0), (1, 1), (2, 2)):
        letter = one.readings[0].values["letter"][0][t]
        for asked in (vocabulary[i, 0], letters[0, t]):
            typed = where(Call("EXACT", (Text(letter), asked)), 1, 0)
            reason = one.told("x", (i, t), typed)
            assert reason in ("", "given-numbers-typed")


def test_words_say_that_something_is_typed_only_if_it_is(bench):
    one = bench("vanishing-gradient", "by_norm")
    right = rule_of(one.book["by_norm"], 0, 1)
    shown = [value if number == 0 else 3.0 for number, value in enumerate(one.shows(right))]
    assert one.explained("by_norm", (0, 1), "SUM(arriving)", shown) == "given-numbers-only"
    assert one.explained("by_norm", (0, 1), "0.123456*1", shown) == "given-numbers-typed"
    assert "typ" not in WORDS["given-numbers-only"]


def test_both_words_have_one_name():
    cell = CellVerdict("h", 0, 0, "forward!H35", State.MISSING)
    one, other = (
        _refused(cell, State.WRONG, why) for why in ("given-numbers-only", "given-numbers-typed")
    )
    assert one.misconception == other.misconception == "given-numbers-only"
    assert one.words != other.words


def test_what_is_written_decides_where_results_are_alike(bench):
    """Behind a block of zeros and ones many formulas show the same."""
    one = bench("hello-forward", "a_x")
    a_x = one.book["a_x"]
    right, shown = rule_of(a_x, 1, 1), [0.0] * len(one.readings)
    assert one.explained("a_x", (1, 1), f"0*({one.write(a_x, right)})", shown) == ""
    sizes = Call("ABS", (right,))
    assert one.told("a_x", (1, 1), sizes) in ("", "given-numbers-only")


def test_nothing_is_told_where_two_reasons_explain_the_same(bench):
    """Two numbers exchanged, or a sign turned: with sizes that never change it is both."""
    one = bench("mlp-to-rnn", "mlp_weights")
    layers, output = one.book["per_layer"][0, 0], one.book["per_output"][0, 0]
    assert one.told("mlp_weights", (0, 2), output * 3 + layers) == ""
