"""Full marks without the right answer: tried, and refused; each once earned them."""

import re

import pytest
from openpyxl.workbook.defined_name import DefinedName

from tests.exercises.answers import Sheet
from tests.exercises.submissions import Pupil
from xlrnn.exercises.ask.trials import trials
from xlrnn.exercises.grade.grade import grade_file, job
from xlrnn.exercises.judge.expect import NOTHING, Expectation
from xlrnn.exercises.judge.reading import Reading
from xlrnn.exercises.judge.rules import Rules
from xlrnn.exercises.make.book import exercise_book
from xlrnn.exercises.mistakes.same_value import same_value
from xlrnn.formula.value import CellError


def marked(pupil: Pupil, one, path):
    result = grade_file(job(pupil.save(path), one.key))
    assert result["status"] == "graded", result["reason"]
    return {line["id"]: line["score"] for line in result["criteria"]}, result


def only_tanh(s: Sheet, i: int, t: int) -> str:
    return f"TANH({s.at('a_x', i, t)})"


@pytest.mark.parametrize("content", [None, 0, "=0", "a_x"])
def test_what_is_left_out_is_not_right_behind_an_empty_block(levels, tmp_path, content):
    """The recurrent part is empty, or a copy: then it need not be added to show the sum."""
    pupil = Pupil(levels[2].blank, levels[2].assignment)
    pupil.fill(h=only_tanh)
    if content == "a_x":
        pupil.fill(h=lambda s, i, t: f"TANH(2*{s.at('a_x', i, t)})")
    for i, t in pupil.cells("a_h"):
        pupil.type("a_h", i, t, f"={pupil.sheet.at('a_x', i, t)}" if content == "a_x" else content)
    scores, result = marked(pupil, levels[2], tmp_path / "x.xlsx")
    assert scores == {"a_h": 0, "h": 0, "logits": 2}
    told = {cell["misconception"] for cell in result["cells"] if cell["block"] == "h"}
    assert content == "a_x" or told == {"state-left-out"}


def test_the_recurrent_part_is_not_needed_to_get_the_others_right(levels, tmp_path):
    pupil = Pupil(levels[2].blank, levels[2].assignment).fill()
    for i, t in pupil.cells("a_h"):
        pupil.type("a_h", i, t, None)
    scores, _ = marked(pupil, levels[2], tmp_path / "x.xlsx")
    assert scores == {"a_h": 0, "h": 2, "logits": 2}


def test_a_table_of_the_trials_does_not_help(levels, tmp_path):
    """Who knows xlrnn, and not the key, cannot tell with which inputs a sheet is tried."""
    assignment = levels[2].assignment
    lesson = assignment.make_lesson()
    book = exercise_book(lesson, assignment.questions)
    rules = Rules(book)
    places = {block.name: block.located() for block in book.blocks}
    tried = [
        Expectation(rules, Reading({n: a.tolist() for n, a in inputs.items()}), places)
        for inputs in trials(book.blocks, lesson.inputs())
    ]
    pupil = Pupil(levels[2].blank, assignment)
    weight = pupil.sheet.at("W_xh", 0, 0)
    for name in pupil.asked:
        for i, t in pupil.cells(name):
            formula = "0"
            for one in tried:
                (first, *_), *_ = one.reading.values["W_xh"]
                value = one.of(book[name], i, t, NOTHING)
                formula = f"IF(ABS({weight}-({first}))<1E-9,{value},{formula})"
            pupil.put(name, i, t, formula)
    scores, _ = marked(pupil, levels[2], tmp_path / "x.xlsx")
    assert set(scores.values()) == {0}


def test_an_input_cannot_be_moved_onto_an_answer(levels, tmp_path):
    pupil = Pupil(levels[3].blank, levels[3].assignment).fill()
    for i in range(3):
        pupil.put("h_prev", i, 0, "1")
    names = pupil.workbook.defined_names
    column = re.sub(
        r"(?<=[A-Z])(?=\d)|(?=[A-Z])", "$", pupil.sheet.column("h_prev", 0).replace("$", "")
    )
    names["h_0"] = DefinedName("h_0", attr_text=f"forward!{column}")
    del names["h_prev"]
    scores, _ = marked(pupil, levels[3], tmp_path / "x.xlsx")
    assert min(scores.values()) < 2


def test_a_truth_value_is_no_letter():
    assert not same_value(["o"], [True])
    assert not same_value([True], ["o"])
    assert same_value([1.0], [True])
    assert not same_value([1.0], [CellError("#N/A")])


@pytest.mark.parametrize("value", [True, "=TRUE"])
def test_a_truth_value_where_a_letter_stood_is_graded(levels, tmp_path, value):
    pupil = Pupil(levels[2].blank, levels[2].assignment).fill()
    pupil.type("predicted", 0, 0, value)
    scores, _ = marked(pupil, levels[2], tmp_path / "x.xlsx")
    assert set(scores.values()) == {2}


def test_a_formula_that_is_a_text_is_told_so(levels, tmp_path):
    pupil = Pupil(levels[2].blank, levels[2].assignment).fill()
    cell = pupil.page[pupil.sheet.at("h", 0, 0)]
    cell.data_type = "s"
    _, result = marked(pupil, levels[2], tmp_path / "x.xlsx")
    assert "General" in result["first_wrong"]["words"]


@pytest.mark.parametrize("formula", ["1/0", "5", '"x"'])
def test_what_reads_nothing_is_refused_without_a_long_search(
    levels, tmp_path, monkeypatch, formula
):
    """In hello-training such a search took most of a minute."""

    def through(*_):
        raise AssertionError("steps were looked through")

    monkeypatch.setattr(Expectation, "through", through)
    pupil = Pupil(levels[2].blank, levels[2].assignment).fill()
    pupil.put("h", 0, 0, formula)
    scores, _ = marked(pupil, levels[2], tmp_path / "x.xlsx")
    assert scores["h"] < 2
