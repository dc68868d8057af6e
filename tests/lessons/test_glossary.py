"""The glossary of every lesson: every quantity is in it, each symbol means one thing."""

from collections import defaultdict

import pytest

from tests.lessons.every import EVERY
from xlrnn.exercises.ask.defaults import defaults
from xlrnn.exercises.ask.questions import choose_questions
from xlrnn.exercises.make.book import exercise_book
from xlrnn.lessons import LESSON_NAMES, get
from xlrnn.lessons.cells.gru_cell import GRUCell
from xlrnn.names import NAMES, Role
from xlrnn.sheet.pages.glossary import NAME, WIDTHS, alike, symbol_of, what_it_is
from xlrnn.sheet.pages.table import Link

EXPLAINED = {Role.INPUT, Role.PARAMETER, Role.CALCULATION, Role.STATE, Role.OUTPUT}
LESSONS = {**EVERY, "gru-cell reset-before": GRUCell(form="reset-before")}
# Of a column LibreOffice shows so many characters for each that its width counts.
SHOWN = 1.3

# What a symbol may stand for in different lessons: the same thing, of another kind.
KIN = {
    "x_t": "what goes in",
    "h_t": "a state", "h_(t−1)": "the state before",
    "L_t": "a loss", "L": "their sum",
    "g_t": "a candidate",
    "kept": "a product of gates",
}  # fmt: skip
# Block names and the article's own letter: they stand in workbooks and keys that are out already.
STAYS = {"E", "apart"}


def table(name):
    (page,) = [page for page in LESSONS[name].book().pages if page.name == NAME]
    return page


@pytest.mark.parametrize("name", LESSONS)
def test_every_quantity_is_explained_and_every_name_leads_to_its_cells(name):
    page = table(name)
    cells = [[c.text if isinstance(c, Link) else c for c in column.cells]
             for column in page.tables[0].columns]  # fmt: skip
    links = page.tables[0].columns[1].cells
    for symbol, called, what, size, _, where in zip(*cells, strict=True):
        assert called and what and size and where, symbol
    sheets = {page.name: page for page in page.book.pages}
    explained = {what_it_is(link.to) for link in links}
    for block in page.book.blocks:
        if block.role in EXPLAINED and block.page not in ("start", "check"):
            assert what_it_is(block) in explained, block.name
            assert block.page in sheets


@pytest.mark.parametrize("name", LESSONS)
def test_it_fits_its_columns_and_an_upright_page(name):
    page = table(name)
    assert page.view.portrait
    assert sum(WIDTHS) <= 94
    for width, column in zip(WIDTHS[1:], page.tables[0].columns, strict=True):
        for cell in column.cells:
            text = cell.text if isinstance(cell, Link) else cell
            assert len(text) <= SHOWN * width, text


def test_sizes_and_places_are_those_of_the_blocks():
    page = table("hello-forward")
    rows = {row[0]: row[2:] for row in zip(*(c.cells for c in page.tables[0].columns), strict=True)}
    assert rows["W_xh"] == ("input weights (Keras: kernel)", "3 × 4", "unit × letter", "forward")
    assert rows["h_t"] == ("hidden state", "3 × 4", "unit × step", "forward")
    assert rows["p_t"][0] == "probabilities (softmax)"
    signs = page.tables[1].columns[0].cells
    assert "tanh(" in signs
    assert "ᵀ" not in signs  # nothing is transposed on the way forward


def test_a_symbol_means_one_thing_in_all_lessons():
    meanings = defaultdict(set)
    for lesson in LESSONS.values():
        book = lesson.book()
        pages = [page for page in book.pages if page.name not in ("start", "check", NAME)]
        for blocks in alike(pages):
            meanings[symbol_of(blocks[0])].add(what_it_is(blocks[0]))
    several = {symbol for symbol, found in meanings.items() if symbol and len(found) > 1}
    assert several == {*KIN, *STAYS}


@pytest.mark.parametrize("name", LESSON_NAMES)
def test_an_exercise_has_none(name):
    lesson = get(name).chosen(dict(defaults(name).options), 1)
    book = exercise_book(lesson, choose_questions(lesson, 2, (), 1))
    assert NAME not in {page.name for page in book.pages}
    first, *others = book.pages
    assert all(any(f.link is first for f in page.fixtures) for page in others)


def test_notes_are_short():
    assert max(len(entry.note) for entry in NAMES.values()) <= 120
