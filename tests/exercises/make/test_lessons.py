"""Every lesson at every level: solved it is right, blank it is not, and nothing tells an answer."""

from pathlib import Path

import numpy as np
import openpyxl
import pytest

from tests.exercises.known import Handed
from tests.exercises.make.test_exercise import answers, calculated, numbers_in
from xlrnn import lessons
from xlrnn.errors import UsageError
from xlrnn.exercises.ask import questions as tasks
from xlrnn.exercises.ask.defaults import DEFAULTS, LEVELS, Defaults, defaults
from xlrnn.exercises.ask.key import read_key
from xlrnn.exercises.ask.questions import GUESS, choose_questions
from xlrnn.exercises.ask.trials import trials
from xlrnn.exercises.grade.grade import grade_file, job
from xlrnn.exercises.make.book import exercise_book
from xlrnn.exercises.make.exercise import make
from xlrnn.exercises.make.instructions import HOLDS
from xlrnn.names import Role
from xlrnn.xlsx import manifest
from xlrnn.xlsx.handout import is_exercise
from xlrnn.xlsx.reading.read import read

NEW = [name for name in lessons.LESSON_NAMES if name != "hello-forward"]


def handed_out(name: str, folder: Path, **options) -> tuple[Handed, Path]:
    """An exercise as a student is given it, and its solution."""
    blank, solved, _ = make(name, folder, **options)
    return Handed(blank, read_key(folder).assignments[0], folder), solved


LARGE = ("vanishing-gradient", "sentiment", "translation", "captioning")


def levels(name: str) -> tuple[int, ...]:
    """All for a small lesson; for a large one, which takes its time, blanks and another in turn."""
    return (2, (1, 3, 4, 5)[LARGE.index(name)]) if name in LARGE else LEVELS


@pytest.mark.parametrize(
    ("level", "name"), [(level, name) for name in lessons.LESSON_NAMES for level in levels(name)]
)
def test_solved_it_is_right_and_blank_it_is_not(tmp_path, name, level):
    one, solved = handed_out(name, tmp_path, level=level, seed=7)
    assert is_exercise(manifest.cells_of(read(one.blank)))
    result = grade_file(job(solved, tmp_path))
    assert {cell["block"] for cell in result["cells"] if cell["state"] != "right"} <= {GUESS}
    assert result["score"] == result["max_score"] - (level == 5)
    assert (result["notes"], result["reason"]) == ([], "")
    if level in (2, 4):
        assert grade_file(job(one.blank, tmp_path))["score"] == 0
    if level != 4:
        assert checks_in(solved, one) == {HOLDS}


def checks_in(path: Path, one: Handed) -> set[object]:
    """What the first page of a file says of the blocks."""
    place = exercise_book(one.assignment.make_lesson(), one.assignment.questions)[
        "self_check"
    ].located()
    values = read(path).sheets[place.sheet].values
    return {values[row, place.columns[0]] for row in place.rows}


@pytest.mark.parametrize("name", NEW)
def test_no_answer_is_in_any_part(tmp_path, name):
    one, solved = handed_out(name, tmp_path, level=2, seed=5)
    assert answers(one)
    assert not (answers(one) & numbers_in(one.blank)) - calculated(one.blank)
    assert answers(one) <= numbers_in(solved)  # it would be found
    # p − y is p where y is 0, and W · h_0 + b is b: some answers stand there as other numbers.
    assert len(answers(one) & numbers_in(one.blank)) < len(answers(one)) / 3


@pytest.mark.parametrize("name", lessons.LESSON_NAMES)
@pytest.mark.parametrize("level", LEVELS)
def test_a_lesson_that_declares_nothing_has_exercises_too(monkeypatch, name, level):
    options = defaults(name).options
    monkeypatch.setattr(tasks, "defaults", lambda _: Defaults())
    lesson = lessons.get(name).chosen(options, 3)
    task = choose_questions(lesson, level, number=1)
    assert exercise_book(lesson, task, planted=True)[
        "exercise" if False else next(iter(task.blanks))
    ]


@pytest.mark.parametrize("name", lessons.LESSON_NAMES)
def test_the_pages_do_not_depend_on_the_seed(name):
    """A student's file does not tell its seed, and is checked all the same."""
    one, other = (lessons.get(name).chosen(defaults(name).options, seed) for seed in (1, 2))
    task = choose_questions(one, 4)
    assert [b.name for b in exercise_book(one, task).blocks] == [
        b.name for b in exercise_book(other, task).blocks
    ]


def test_every_entry_names_blocks_that_can_be_blank():
    for name, declared in DEFAULTS.items():
        lesson = lessons.get(name).chosen(declared.options, None)
        able = tasks.askable(lesson.book())
        for level, blocks in declared.blocks.items():
            assert set(blocks) - {"looked_at"} <= set(able), (name, level)
        assert {block for block, _ in declared.planted} <= set(able), name
        assert declared.predict in able
        for block in {block for blocks in declared.blocks.values() for block in blocks} & {*able}:
            assert able[block].notation, (name, block)


# What students write in the new lessons: by hand, not with the catalogue that is under test.
MISTAKES = {
    "future-left-out": ("hello-bptt", "dh", "{dh_out}"),
    "slope-left-out": ("hello-bptt", "da", "{dh}"),
    "tanh-not-sigmoid": ("lstm-cell", "forget", "TANH({a_forget})"),
    "blocks-exchanged": ("lstm-cell", "cell", "{input}*{c_prev}+{forget}*{candidate}"),
    "gate-turned": ("gru-cell", "h", "(1-{update})*{h_prev}+{update}*{candidate}"),
}
RIGHT = {
    "slope by a power": ("hello-bptt", "da", "{dh}*(1-forward!{h}^2)"),
    "σ by tanh": ("lstm-cell", "forget", "0.5+0.5*TANH({a_forget}/2)"),
    "σ by a power": ("gru-cell", "update", "1/(1+EXP(1)^-{a_update})"),
    "mix": ("gru-cell", "h", "{candidate}+{update}*({h_prev}-{candidate})"),
    "memory": ("lstm-cell", "cell", "SUM({forget}*{c_prev},{input}*{candidate})"),
    "minus": ("hello-bptt", "loss", "-LN(SUMPRODUCT({p:column},{y_true:column}))"),
}


class Cells(dict):
    """The address of the cell of each block at one row and column."""

    def __init__(self, book, i, t):
        self.book, self.i, self.t = book, i, t

    def __missing__(self, name):
        return Address(self.book[name].located(), self.i, self.t)


class Address:
    def __init__(self, place, i, t):
        self.place, self.i, self.t = place, i, t

    def __format__(self, what):
        if what != "column":
            return str(self.place.cell(self.i, self.t))
        return f"{self.place.cell(0, self.t)}:{self.place.cell(len(self.place.rows) - 1, self.t)}"


def written(folder, lesson, block, formula):
    """What is said of the cells of a block that a student fills, and how many there are.

    Blocks from which its formulas could be copied are blank, too, and stay so.
    """
    one, _ = handed_out(lesson, folder, blanks=[block], seed=3)
    book = exercise_book(one.assignment.make_lesson(), one.assignment.questions)
    workbook = openpyxl.load_workbook(one.blank)
    page, place = workbook[book[block].page], book[block].located()
    for i, t in one.assignment.questions.blanks[block]:
        page[str(place.cell(i, t))] = "=" + formula.format_map(Cells(book, i, t))
    workbook.save(folder / "x.xlsx")
    workbook.close()
    result = grade_file(job(folder / "x.xlsx", folder))
    asked = len(one.assignment.questions.blanks[block])
    return [cell for cell in result["cells"] if cell["block"] == block], asked


@pytest.mark.parametrize("says", MISTAKES)
def test_what_is_wrong_is_said(tmp_path, says):
    cells, asked = written(tmp_path, *MISTAKES[says])
    named = [cell["misconception"] for cell in cells if cell["state"] != "right"]
    assert len(named) > asked / 2
    assert max(set(named), key=named.count) == says


@pytest.mark.parametrize("style", RIGHT)
def test_right_formulas_are_right_however_they_are_written(tmp_path, style):
    cells, asked = written(tmp_path, *RIGHT[style])
    assert asked
    assert all(cell["state"] == "right" for cell in cells)


@pytest.mark.parametrize("name", lessons.LESSON_NAMES)
def test_trials_hold_what_the_lesson_can_calculate(name):
    lesson = lessons.get(name).chosen(defaults(name).options, 3)
    book = lesson.book()
    tried = trials(book.blocks, lesson.inputs())
    for block in book.blocks:
        if not block.constant or block.role is Role.REFERENCE or block.name == "tolerance":
            continue
        if block.entry.text and block.role is Role.PARAMETER:
            continue  # the list of words of a decoder, whose order its weights stand in
        shown = [one[block.name] for one in tried]
        if block.choices and block.entry.optional:
            painted = {text for array in shown for text in array.ravel()}
            assert {""} < painted <= {"", *block.choices}
        elif block.choices:
            assert {str(array[0, 0]) for array in shown} == set(block.choices)
        elif block.entry.whole and block.shape == (1, 1):
            assert all((array == shown[0]).all() for array in shown)
        else:
            assert any((array != shown[0]).any() for array in shown), block.name
        if block.name in ("beta_1", "beta_2"):
            assert all(0 < array[0, 0] < 1 for array in shown)
    for one in tried:
        for array in lesson.expected({**lesson.inputs(), **one}).values():
            assert array.dtype == object or np.isfinite(np.asarray(array, float)).all()


def test_blocks_that_hide_each_other_are_refused_in_one_sentence(tmp_path):
    with pytest.raises(UsageError, match="slope cannot be blank together with the others"):
        make("hello-bptt", tmp_path, blanks=["h", "slope"])
