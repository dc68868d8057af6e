"""A student's file: what is blank, what is locked, and that no answer is in it."""

import json
import re
import zipfile

import numpy as np
import openpyxl
import pytest

from tests.requirements import require
from xlrnn import api, engines, lessons
from xlrnn.errors import UsageError
from xlrnn.exercises.ask.defaults import DEFAULTS
from xlrnn.exercises.ask.questions import GUESS, askable
from xlrnn.exercises.make.book import exercise_book
from xlrnn.exercises.make.exercise import make
from xlrnn.exercises.make.workbooks import student_workbook
from xlrnn.formula.value import CellError
from xlrnn.formula.writing.fill import cell_texts
from xlrnn.sheet.book import shown_by
from xlrnn.xlsx import manifest
from xlrnn.xlsx.handout import SCRATCH, is_exercise, parse_record, states_of
from xlrnn.xlsx.reading.read import read

NUMBER = re.compile(r"-?\d+\.\d+(?:[eE][-+]?\d+)?")


def answers(handed):
    """The numbers that a student has to find."""
    lesson = handed.assignment.make_lesson()
    values = lesson.expected(lesson.inputs())
    book = exercise_book(lesson, handed.assignment.questions)
    found = set()
    for name, cells in handed.assignment.questions.blanks.items():
        if name != GUESS:
            array = shown_by(book[name], values)
            if array.dtype != object:
                found |= {float(array[cell]) for cell in cells}
    return {round(value, 10) for value in found} - {0.0, 1.0}


def numbers_in(path):
    """Every number in every part of a file."""
    with zipfile.ZipFile(path) as archive:
        texts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    return {round(float(number), 10) for text in texts for number in NUMBER.findall(text)}


def calculated(path):
    """Every number that an engine gets from the blank sheet, and those that are typed in."""
    file = read(path)
    found = set()
    with engines.get("ironcalc").load(path) as sheets:
        sheets.calculate()
        for name, sheet in file.sheets.items():
            for row, column in sheet.values.keys() | sheet.formulas.keys():
                ((value,),) = sheets.read(name, row, column, 1, 1)
                if isinstance(value, float):
                    found.add(round(value, 10))
    return found


@pytest.mark.parametrize("level", [1, 2, 3, 5])
def test_no_answer_is_in_any_part(levels, level):
    """What stands there is what the blank sheet itself shows, and nothing more."""
    handed = levels[level]
    assert answers(handed)
    assert not (answers(handed) & numbers_in(handed.blank)) - calculated(handed.blank)


def test_most_answers_do_not_even_appear_by_chance(levels):
    for level in (2, 5):
        own = answers(levels[level])
        assert len(own & numbers_in(levels[level].blank)) < len(own) / 10


def test_the_search_finds_answers_where_they_are(levels, solution):
    """The test above can fail: in the solution every answer is found."""
    for level in (1, 2, 3, 5):
        assert answers(levels[level]) <= numbers_in(solution[level])


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_the_stored_results_are_those_of_the_blank_sheet(levels, level):
    path = levels[level].blank
    file = read(path)
    with engines.get("ironcalc").load(path) as sheets:
        sheets.calculate()
        for name, sheet in file.sheets.items():
            for row, column in sheet.formulas:
                ((now,),) = sheets.read(name, row, column, 1, 1)
                stored = sheet.values.get((row, column))
                assert now == stored or (now in (None, "") and stored in (None, ""))


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_what_a_student_may_change_is_open_and_the_rest_is_locked(levels, level):
    handed = levels[level]
    workbook = openpyxl.load_workbook(handed.blank)
    book = exercise_book(handed.assignment.make_lesson(), handed.assignment.questions)
    open_cells = set()
    for name, cells in handed.assignment.questions.blanks.items():
        open_cells |= {(book[name].page, str(book[name].located().cell(*c))) for c in cells}
    for block in book.blocks:
        if block.constant and block.name != GUESS:
            area = block.located().area
            open_cells |= {(block.page, str(cell)) for cell in area.cells()}
    for sheet in workbook.worksheets:
        if sheet.title in (manifest.SHEET, SCRATCH):
            continue
        assert sheet.protection.sheet
        assert not sheet.protection.password
        for row in sheet.iter_rows():
            for cell in row:
                here = (sheet.title, cell.coordinate)
                assert cell.protection.locked == (here not in open_cells), here
    workbook.close()


@pytest.mark.parametrize("level", [1, 2, 3, 5])
def test_the_blank_cells_are_blank(levels, level):
    handed = levels[level]
    file = read(handed.blank)
    record = parse_record(manifest.cells_of(file))
    states = [state for row in states_of(file, record).values() for state in row]
    assert set(states) == {"empty"}
    assert len(states) == sum(map(len, handed.assignment.questions.blanks.values()))


def test_the_record_has_no_seed(levels):
    for handed in levels.values():
        cells = manifest.cells_of(read(handed.blank))
        assert is_exercise(cells)
        assert parse_record(cells).options["seed"] == 0
        assert handed.assignment.options["seed"] == 5
        assert "planted" not in json.dumps([*map(str, cells.values())])


def test_verify_tells_states_and_no_values(levels):
    (book,) = api.verify([levels[2].blank]).books
    assert book.outcome == "unknown"
    assert "of 40 blank cells 0 hold a formula, 0 a typed value and 40 nothing" in book.reason
    assert not book.engines


def test_the_hidden_mistake_is_in_the_formulas(levels):
    handed = levels[4]
    ((name, wrong),) = handed.assignment.questions.planted.items()
    right = exercise_book(handed.assignment.make_lesson(), handed.assignment.questions)
    file = read(handed.blank)
    place = right[name].located()
    formulas = file.sheets[place.sheet].formulas
    written = [[formulas[row, column] for column in place.columns] for row in place.rows]
    assert written != cell_texts(right[name])
    assert wrong in {wrong for _, wrong in DEFAULTS["hello-forward"].planted}


def test_the_same_call_gives_the_same_bytes(levels):
    handed = levels[2]
    again = student_workbook(handed.assignment.make_lesson(), handed.assignment)
    assert again == handed.blank.read_bytes()


def test_single_cells_have_answers_that_stand_nowhere_else(levels):
    handed = levels[1]
    assert all(len(cells) == 2 for cells in handed.assignment.questions.blanks.values())
    lesson = handed.assignment.make_lesson()
    values = lesson.expected(lesson.inputs())
    for name in ("h", "p", "logits"):
        for cell in handed.assignment.questions.blanks[name]:
            assert np.sum(values[name] == values[name][cell]) == 1


def test_usage(tmp_path):
    with pytest.raises(UsageError, match="block 'W_xh' cannot be blank: expected one of x, a_x"):
        make("hello-forward", tmp_path, blanks=["W_xh"])
    with pytest.raises(UsageError, match="there is no level 9"):
        make("hello-forward", tmp_path, level=9)
    with pytest.raises(UsageError, match="tells is 'all'"):
        make("hello-forward", tmp_path, tells="all")


def test_a_file_that_somebody_worked_on_is_not_overwritten(tmp_path):
    blank, solved, _ = make("hello-forward", tmp_path)
    make("hello-forward", tmp_path)
    workbook = openpyxl.load_workbook(blank)
    workbook["scratch"]["A2"] = "mine"
    workbook.save(blank)
    workbook.close()
    with pytest.raises(UsageError, match="was changed since xlrnn wrote it"):
        make("hello-forward", tmp_path)
    make("hello-forward", tmp_path, force=True)
    assert read(blank).sheets["scratch"].values.keys() == {(1, 1)}
    blank.write_bytes(b"")
    with pytest.raises(UsageError, match="was changed since xlrnn wrote it"):
        make("hello-forward", tmp_path)
    assert solved.is_file()


def test_references_and_the_second_notation_cannot_be_asked_for():
    able = askable(lessons.get("hello-forward").chosen({}, None).book())
    assert list(able) == (
        [
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
    )


def test_libreoffice_shows_the_same(levels):
    require("libreoffice")
    with engines.get("libreoffice") as office:
        for level in (2, 5):
            path = levels[level].blank
            file = read(path)
            with office.load(path) as sheets:
                sheets.calculate()
                for (row, column), formula in file.sheets["exercise"].formulas.items():
                    ((now,),) = sheets.read("exercise", row, column, 1, 1)
                    assert now == file.sheets["exercise"].values[row, column], formula


@pytest.mark.parametrize("level", [2, 3])
def test_a_product_of_matrices_takes_empty_cells_for_zero(tmp_path, level):
    """MMULT by itself shows #VALUE! for them; so would every cell behind the blank ones."""
    blank, *_ = make("sentiment", tmp_path, level=level)
    file = read(blank)
    shown = {v for sheet in file.sheets.values() for v in sheet.values.values()}
    assert not [value for value in shown if isinstance(value, CellError)]
    formulas = file.sheets["dense"].formulas.values()
    assert any("MMULT" in formula and "+0)" in formula for formula in formulas)


def test_the_first_page_says_what_is_true_of_its_level(levels):
    said = {
        level: "\n".join(map(str, read(one.blank).sheets["exercise"].values.values()))
        for level, one in levels.items()
    }
    for level, text in said.items():
        assert f"xlrnn check hello-forward-level-{level}.xlsx" in text
        assert ("a typed number is not marked" in text) == (level < 4)
        assert ("What you expect counts if it is there" in text) == (level == 5)
        assert ("is not any more may cost points" in text) == (level == 4)
    question = (
        "What do you expect in the block predicted (predicted next)? Type a guess for each step."
    )
    assert question in said[5]
    assert all(f"step {t}" in said[5] for t in range(1, 5))
