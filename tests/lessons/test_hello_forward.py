"""The article's numbers, its two forms, and the options."""

import dataclasses
import json
import re

import numpy as np
import pytest
from hypothesis import given, settings

from tests.lessons.variants import VARIANTS, lessons
from xlrnn import lessons as all_lessons
from xlrnn.errors import UsageError
from xlrnn.formula.parsing.tokens import functions_in
from xlrnn.formula.portable import check_portable
from xlrnn.lessons.hello.forward import HelloForward
from xlrnn.nn.check import AGREES, CHANGED, DIFFERS
from xlrnn.xlsx.reading.read import read
from xlrnn.xlsx.writing.write import workbook_bytes

ARTICLE, TEXTBOOK = VARIANTS["article"], VARIANTS["textbook"]


STEPS = [
    "x",
    "a_x",
    "h_prev",
    "a_h",
    "h",
    "logits",
    "logits_max",
    "exps",
    "exps_sum",
    "p",
    "predicted",
]
EQUATIONS = ("x", "h", "logits", "exps", "p", "predicted")


def calculated(lesson):
    return lesson.expected(lesson.inputs())


# What the article prints (see docs/article.md), typed in again and not imported.


def test_the_printed_numbers_of_step_1():
    now = calculated(ARTICLE)
    np.testing.assert_allclose(now["a_x"][:, 0], [0.287027, 0.902874, 0.537524], atol=1e-6, rtol=0)
    np.testing.assert_allclose(now["a_h"][:, 0], [0.567001] * 3, atol=1e-6, rtol=0)
    np.testing.assert_allclose(now["h"][:, 0], [0.693168, 0.899554, 0.802118], atol=1e-6, rtol=0)


def test_the_numbers_of_step_2_as_we_calculate_them():
    now = calculated(ARTICLE)
    np.testing.assert_allclose(now["h"][:, 1], [0.936534, 0.949104, 0.76234], atol=2e-6, rtol=0)
    np.testing.assert_allclose(
        now["p"][:, 1], [0.41974716, 0.19468236, 0.16242909, 0.22314139], atol=5e-9, rtol=0
    )


def test_claim_1_the_state_before_the_first_letter_is_zero():
    now = calculated(ARTICLE)
    assert now["h_prev"][:, 0].tolist() == [0, 0, 0]
    assert now["h_0"].tolist() == [[0], [0], [0]]


def test_claim_2_w_hh_and_the_bias_are_one_number_each():
    inputs = ARTICLE.inputs()
    assert inputs["w_hh"].tolist() == [[0.427043]]
    assert inputs["b_h"].tolist() == [[0.567001]]
    assert "W_hh" not in inputs
    now = calculated(ARTICLE)
    np.testing.assert_allclose(now["a_h"], 0.427043 * now["h_prev"] + 0.567001, rtol=1e-15)


def test_claim_3_after_e_the_network_expects_h():
    now = calculated(ARTICLE)
    assert "".join(now["letter"][0]) == "hell"
    assert now["predicted"][0, 1] == "h"
    assert now["vocabulary"][int(now["p"][:, 1].argmax()), 0] == "h"


def test_the_weights_are_those_of_the_article():
    inputs = ARTICLE.inputs()
    assert inputs["W_xh"].tolist() == [
        [0.287027, 0.84606, 0.572392, 0.486813],
        [0.902874, 0.871522, 0.691079, 0.18998],
        [0.537524, 0.09224, 0.558159, 0.491528],
    ]
    assert inputs["W_hy"].tolist() == [
        [0.37168, 0.974829459, 0.830034886],
        [0.39141, 0.282585823, 0.659835709],
        [0.64985, 0.09821557, 0.334287084],
        [0.91266, 0.32581642, 0.144630018],
    ]


def test_another_weight_would_be_noticed():
    inputs = {**ARTICLE.inputs(), "w_hh": np.array([[0.427143]])}
    assert abs(ARTICLE.expected(inputs)["h"][0, 1] - 0.936534) > 2e-6


def test_both_forms_are_the_same_network():
    article, textbook = calculated(ARTICLE), calculated(TEXTBOOK)
    assert textbook["W_hh"].tolist() == (0.427043 * np.eye(3)).tolist()
    for name in STEPS:
        if name != "predicted":
            np.testing.assert_allclose(textbook[name], article[name], rtol=1e-14, err_msg=name)
    assert textbook["predicted"].tolist() == article["predicted"].tolist()


# What is expected of the check page.


def test_a_fresh_workbook_agrees_with_its_reference():
    now = calculated(ARTICLE)
    assert set(now["numpy_verdict"][:, 0]) == {AGREES}
    marks = {name: now[name].tolist() for name in now if name.startswith("mark_")}
    assert marks == {
        f"mark_{name}": [["✓"]] for name in [*STEPS, *(f"{name}_eq" for name in EQUATIONS)]
    }


def test_a_changed_weight_is_not_a_difference():
    inputs = {**ARTICLE.inputs(), "w_hh": np.array([[0.0]])}
    now = ARTICLE.expected(inputs, calculated(ARTICLE))
    assert set(now["numpy_verdict"][:, 0]) == {CHANGED}
    assert now["mark_h"].tolist() == [["↻"]]
    assert now["inputs_changed"][:, 0].tolist() == [0, 0, 0, 0, 1, 0, 0]


def test_a_damaged_reference_is_a_difference():
    reference = dict(calculated(ARTICLE))
    reference["h"] = reference["h"] + 0.001
    now = ARTICLE.expected(ARTICLE.inputs(), reference)
    assert now["mark_h"].tolist() == [["✗"]]
    assert now["mark_h_eq"].tolist() == [["✗"]]
    assert now["mark_p"].tolist() == [["✓"]]
    assert now["numpy_summary"].tolist() == [[DIFFERS]]


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_block_gets_values(variant):
    for block in VARIANTS[variant].filled_book().blocks:
        assert block.values.shape == block.shape


# Options.

REFUSED = [
    ({"word": "h"}, "word is 1 long: expected 2 to 100"),
    ({"word": "ab" * 51}, "word is 102 long: expected 2 to 100"),
    ({"word": ""}, "word is 0 long"),
    ({"word": "a\tb"}, r"word has the character '\\t' at position 2, which a cell cannot hold"),
    ({"vocabulary": "helo\n"}, r"vocabulary has the character '\\n' at position 5"),
    ({"vocabulary": "h"}, "vocabulary is 1 long: expected 2 to 100"),
    ({"vocabulary": "hellow"}, "vocabulary has 'l' twice: each letter stands for one row"),
    ({"vocabulary": "hel"}, "word has 'o', and the vocabulary 'hel' has not: add it with --set"),
    ({"word": "Hello", "vocabulary": "helo"}, "word has 'H', and the vocabulary"),
    ({"units": "0"}, "units is 0: expected 1 to 64"),
    ({"units": "65"}, "units is 65: expected 1 to 64"),
    ({"units": "-1"}, "units is -1: expected 1 to 64"),
    ({"units": "many"}, "units is 'many': expected a whole number"),
    ({"units": "2.5"}, "units is '2.5': expected a whole number"),
    ({"units": ""}, "units is '': expected a whole number"),
    ({"form": "Keras"}, "form is 'Keras': expected article or textbook"),
    ({"form": ""}, "form is '': expected article or textbook"),
    ({"seed": "-1"}, "seed is -1: expected a whole number from 0"),
    ({"seed": "x"}, "seed is 'x': expected a whole number"),
    (
        {"letters": "3"},
        "has no option 'letters': expected one of form, numbers, seed, units, vocabulary, ",
    ),
]


@pytest.mark.parametrize("chosen, message", REFUSED)
def test_what_is_refused_and_why(chosen, message):
    with pytest.raises(UsageError, match=message):
        HelloForward.chosen(chosen, None)


@pytest.mark.parametrize("options", [{"units": 4}, {"word": "abc", "vocabulary": "abc"}])
def test_the_articles_weights_fit_only_the_articles_sizes(options):
    with pytest.raises(UsageError, match=r"for 3 units and 4 letters, not for .* --seed N"):
        HelloForward(**options)


def test_weights_that_the_article_has_not_are_drawn():
    assert HelloForward.chosen({}, None) == HelloForward()
    assert HelloForward.chosen({}, None).seed is None
    assert HelloForward.chosen({"units": "4"}, None).seed == 0
    assert HelloForward.chosen({"units": "4"}, 9).seed == 9
    assert HelloForward.chosen({"seed": "5"}, 9).seed == 5
    assert HelloForward.chosen({"word": "world"}, None).vocabulary == "world"
    assert HelloForward.chosen({"word": "hole"}, None).vocabulary == "helo"
    assert HelloForward.chosen({"word": "hole"}, None).seed is None


@pytest.mark.parametrize("variant", VARIANTS)
def test_options_are_remembered(variant):
    lesson = VARIANTS[variant]
    kept = json.loads(json.dumps(lesson.options))
    assert HelloForward.remembered(kept) == lesson


@settings(max_examples=30, deadline=None)
@given(lessons())
def test_any_options_are_remembered(lesson):
    assert HelloForward.remembered(json.loads(json.dumps(lesson.options))) == lesson


def test_every_choice_is_an_option_that_exists():
    names = {field.name for field in dataclasses.fields(HelloForward)}
    assert {choice.name for choice in HelloForward.choices} == names
    assert all(choice.help and choice.default for choice in HelloForward.choices)


def test_lessons_are_found_by_name():
    assert all_lessons.get("hello-forward") is HelloForward
    for name in all_lessons.LESSON_NAMES:
        assert all_lessons.get(name).name == name
    with pytest.raises(UsageError, match="'hello' is unknown: expected one of hello-forward"):
        all_lessons.get("hello")


# Bytes and formulas.


def test_the_same_lesson_gives_the_same_bytes_and_another_seed_others():
    def write(**options):
        return workbook_bytes(HelloForward(**options).filled_book())

    assert write() == write()
    assert write(seed=3) == write(seed=3)
    assert len({write(), write(seed=3), write(seed=4), write(form="textbook")}) == 4


def test_random_weights_are_what_the_cells_show_and_of_both_signs():
    for form in ("article", "textbook"):
        inputs = HelloForward("hello", "helo", 30, form, 11).inputs()
        for name in ("W_xh", "W_hy"):
            weights = inputs[name]
            assert (weights == weights.round(6)).all()
            assert len(np.unique(weights)) == weights.size
            assert weights.min() < -0.5 < 0.5 < weights.max()


USED = {
    "ABS", "COUNTIF", "EXACT", "EXP", "IF", "INDEX", "ISNUMBER", "MATCH", "MAX", "MMULT",
    "SUM", "TANH",
}  # fmt: skip


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_formula_in_the_file_is_portable(variant, tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook_bytes(VARIANTS[variant].filled_book()))
    formulas = [text for sheet in read(path).sheets.values() for text in sheet.formulas.values()]
    assert len(formulas) > 100
    for formula in formulas:
        check_portable(formula)
        assert not re.search(r"@|_xl|[{}#]", re.sub(r'"[^"]*"', "", formula)), formula
    used = set().union(*map(functions_in, formulas))
    assert used == USED


def test_no_number_but_whole_ones_stands_in_a_formula(tmp_path):
    """Engines cut longer literals to 15 digits, so numbers live in cells."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook_bytes(TEXTBOOK.filled_book()))
    for sheet in read(path).sheets.values():
        for formula in sheet.formulas.values():
            assert not re.search(r"\d\.\d|\dE[+-]?\d", formula), formula
