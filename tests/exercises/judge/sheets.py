"""A small calculation to judge: y = tanh(w·x + b) and s = Σ y, on a sheet of a few cells."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from xlrnn.exercises.judge.reading import Reading
from xlrnn.exercises.judge.rules import Rules
from xlrnn.exercises.judge.submission import Submission
from xlrnn.formula.block import Block
from xlrnn.formula.cell import Cell
from xlrnn.formula.functions import sum_, tanh
from xlrnn.formula.place import Place
from xlrnn.names import Role
from xlrnn.sheet.book import Book
from xlrnn.xlsx.reading.read import Sheet, Workbook

PAGE = "one"
ROWS = {"x": 1, "w": 2, "b": 3, "y": 4, "s": 5}
RIGHT = {"y": ["TANH($A$2*A1+$A$3)", "TANH($A$2*B1+$A$3)"], "s": ["SUM($A$4:$B$4)"]}
TRIALS = (([1.0, 2.0], 0.5, 0.1), ([0.3, -1.0], 0.7, -0.2), ([-0.4, 0.9], -0.6, 0.3))


def small_book() -> Book:
    """Return the book: inputs in the rows 1 to 3, calculated cells in 4 and 5, from column A on."""
    book = Book("small", {}, "small", {"step": 2})

    def add(name, quantity, width, role, rule=None):
        dims = ("one", "step" if width > 1 else "one")
        block = Block(name, quantity, PAGE, (1, width), dims, role, rule)
        row = ROWS[name]
        block.place = Place(PAGE, (row,), tuple(range(1, width + 1)))
        book.register(block)
        return block

    x = add("x", "x", 2, Role.INPUT)
    w = add("w", "w_hh", 1, Role.PARAMETER)
    b = add("b", "b_h", 1, Role.PARAMETER)
    y = add("y", "h", 2, Role.STATE, lambda _, t: tanh(w[0, 0] * x[0, t] + b[0, 0]))
    add("s", "total_loss", 1, Role.OUTPUT, lambda *_: sum_(y[0, :]))
    return book


def readings(**shown: list[list[float]]) -> list[Reading]:
    """Return what the sheet shows in each trial; right, but for the blocks that are given."""
    found = []
    for number, (x, w, b) in enumerate(TRIALS):
        y = np.tanh(w * np.array(x) + b).tolist()
        values = {"x": [x], "w": [[w]], "b": [[b]], "y": [y], "s": [[sum(y)]]}
        values |= {name: [rows[number]] for name, rows in shown.items()}
        around = [[*values[name][0], None][:2] for name in ROWS]
        found.append(Reading(values, {PAGE: around}))
    return found


def submission(**formulas: list[str | None]) -> Submission:
    """Return a workbook with these formulas, and the right ones where none are given."""
    texts = {**RIGHT, **formulas}
    cells = {
        (ROWS[name], column): text
        for name, line in texts.items()
        for column, text in enumerate(line, 1)
        if text is not None
    }
    (x, w, b), *_ = TRIALS
    values = {(1, 1): x[0], (1, 2): x[1], (2, 1): w, (3, 1): b}
    values |= dict.fromkeys(cells, 0.0)
    sheet = Sheet(PAGE, "visible", lambda: values, cells, {}, ())
    file = Workbook(Path("small.xlsx"), {PAGE: sheet}, {}, "", "")
    places = {block.name: block.located() for block in small_book().blocks}
    blanks = {"y": [(0, 0), (0, 1)], "s": [(0, 0)]}
    return Submission(file, places, {}, blanks)


def rules() -> Rules:
    return Rules(small_book())


def places() -> Mapping[str, Place]:
    return submission().places


def cell(name: str, t: int = 0) -> str:
    return f"{PAGE}!{Cell(ROWS[name], t + 1)}"
