"""The words of an exercise: none is about a page or a block that was left out."""

import re
from functools import lru_cache

import pytest

from xlrnn.exercises.ask.defaults import LEVELS, defaults
from xlrnn.exercises.ask.questions import GUESS, choose_questions
from xlrnn.exercises.make.book import exercise_book
from xlrnn.exercises.make.instructions import LETTER, WIDTHS
from xlrnn.lessons import LESSON_NAMES, get

EVERY = [(name, level) for name in LESSON_NAMES for level in LEVELS]


@lru_cache(maxsize=len(EVERY))
def books(name, level):
    lesson = get(name).chosen(dict(defaults(name).options), 1)
    return exercise_book(lesson, choose_questions(lesson, level, (), 1)), lesson.book()


@pytest.mark.parametrize(("name", "level"), EVERY)
def test_no_page_that_is_not_there_is_mentioned(name, level):
    book, whole = books(name, level)
    there = {page.name for page in book.pages} | {"scratch"}
    for page in book.pages:
        for fixture in page.fixtures:
            quoted = {*re.findall(r"“([^”]*)”", str(fixture.text))}
            quoted |= {*re.findall(r"\(page ([^)]*)\)", str(fixture.text))}
            names = {other.name for other in whole.pages} | {"differences"}
            assert not (quoted & names) - there, (page.name, fixture.text)


@pytest.mark.parametrize(("name", "level"), EVERY)
def test_every_heading_has_its_numbers(name, level):
    """What has a block right below it in the lesson has one in the exercise."""
    book, whole = books(name, level)
    lesson = {page.name: corners(page) for page in whole.pages}
    for page in book.pages:
        here, there = corners(page), lesson.get(page.name, set())
        for fixture in page.fixtures:
            # Between a title and its numbers may stand the names of columns.
            rows = {fixture.cell.row + 1, fixture.cell.row + 2}
            below = {(row, fixture.cell.column) for row in rows}
            if fixture.style == "weights_title" and below & there:
                assert below & here, (page.name, fixture.text)
            if fixture.style == "band_title":
                assert rows & {row for row, _ in here}, (page.name, fixture.text)


def corners(page):
    return {(block.located().rows[0], block.located().columns[0]) for block in page.blocks}


@pytest.mark.parametrize("level", LEVELS)
def test_a_choice_that_is_gone_is_not_offered(level):
    book, _ = books("mlp-to-rnn", level)
    (page,) = [page for page in book.pages if page.name == "compare"]
    offered = any("the yellow cell" in str(fixture.text) for fixture in page.fixtures)
    assert offered == ("sharing" in book)


def test_what_stays_is_a_sentence():
    book, _ = books("hello-training", 2)
    (page,) = [page for page in book.pages if page.name == "epoch"]
    (text,) = [f.text for f in page.fixtures if f.style == "subtitle"]
    assert text.startswith("Pick an epoch: ")
    assert text.endswith("the other lessons.")


@pytest.mark.parametrize(("name", "level"), EVERY)
def test_what_is_to_be_filled_is_printed(name, level):
    book, _ = books(name, level)
    lesson = get(name).chosen(dict(defaults(name).options), 1)
    blanks = choose_questions(lesson, level, (), 1).blanks
    printed = {page.name: page.view.print_area for page in book.pages}
    for block, cells in blanks.items():
        place = book[block].located()
        area = printed[place.sheet]
        for i, t in cells:
            cell = place.cell(i, t)
            assert area is None or cell in area, (block, cell)


@pytest.mark.parametrize("name", LESSON_NAMES)
def test_the_question_has_its_line(name):
    """What is expected is typed below the question, which has the whole line to itself."""
    book, _ = books(name, 5)
    page, guess = book.pages[0], book[GUESS].located()
    (question,) = [f for f in page.fixtures if str(f.text).startswith("What do you expect")]
    assert question.cell.row == guess.rows[0] - 2
    assert [f for f in page.fixtures if f.cell.row == question.cell.row] == [question]
    assert len(str(question.text)) * LETTER < sum(WIDTHS.values())
    assert str(question.text).endswith(
        ("for each step.", "for each letter.", "unit and step.", "for each output.")
    )
