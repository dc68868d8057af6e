"""Write submissions with known marks into a student's file."""

import json
import pickle
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.worksheet.formula import ArrayFormula

from tests.exercises.answers import PLAIN, Formula, Sheet
from tests.exercises.hands import CUT, HELPER, TABLED
from tests.exercises.newer import TABLE, define_near_names, write_table
from xlrnn.exercises.ask.key import Assignment
from xlrnn.exercises.ask.questions import GUESS
from xlrnn.exercises.make.book import exercise_book
from xlrnn.formula.cell import Cell
from xlrnn.xlsx.handout import Index


def sheet_of(assignment: Assignment) -> Sheet:
    return _sheet(json.dumps(assignment.as_dict(), sort_keys=True))


@lru_cache(maxsize=16)
def _sheet(asked: str) -> Sheet:
    assignment = Assignment.of(json.loads(asked))
    lesson = assignment.make_lesson()
    book = exercise_book(lesson, assignment.questions)
    return Sheet(book, lesson.options.get("form", "article") == "article")


@lru_cache(maxsize=4)
def _opened(blank: bytes) -> bytes:
    """Open a workbook once: openpyxl takes every formula apart, which is most of the time."""
    return pickle.dumps(openpyxl.load_workbook(BytesIO(blank)))


class Pupil:
    """Fills a student's file.

    Args:
        blank: the file that was handed out.
        assignment: what was asked.
    """

    def __init__(self, blank: Path, assignment: Assignment) -> None:
        self.assignment, self.sheet = assignment, sheet_of(assignment)
        self.workbook = pickle.loads(_opened(blank.read_bytes()))
        self.asked = [name for name in assignment.questions.blanks if name != GUESS]
        self.page = self.workbook[self.sheet.book[self.asked[0]].page]
        self._helpers = 0
        self._tabled: list[str] = []

    def fill(self, formulas: Mapping[str, Formula] = PLAIN, **others: Formula) -> "Pupil":
        """Fill all blanks, with some blocks written in another way."""
        for name in self.asked:
            formula = {**PLAIN, **formulas, **others}[name]
            for i, t in self.cells(name):
                self.put(name, i, t, formula(self.sheet, i, t))
        return self

    def cells(self, name: str) -> Sequence[Index]:
        """The cells of a block that are to be filled."""
        return self.assignment.questions.blanks.get(name, ())

    def put(self, name: str, i: int, t: int, text: str) -> None:
        """Put a formula into a cell: {…} is an array formula, […] one for the block, <…> helps.

        One that begins with a tab stands in a table, and the cell reads it there.
        """
        place = self.sheet.book[name].located()
        page, cell = self.workbook[place.sheet], str(place.cell(i, t))
        if text.startswith("{"):
            page[cell] = ArrayFormula(cell, f"={text[1:-1]}")
        elif text.startswith("["):
            if (i, t) == (0, 0):
                page[cell] = ArrayFormula(str(place.area), f"={text[1:-1]}")
        elif text.startswith("<"):
            helper, outer = text[1:-1].split(CUT)
            self._helpers += 1
            beside = str(Cell(self._helpers, self._beside(place.sheet)))
            page[beside] = f"={helper}"
            page[cell] = f"={outer.replace(HELPER, beside)}"
        elif text.startswith(TABLED):
            self._tabled.append(text[1:])
            page[cell] = f"=INDEX({TABLE}[y],{len(self._tabled)})"
        else:
            define_near_names(self.workbook, text)
            page[cell] = f"={text}"

    def type(self, name: str, i: int, t: int, value: object) -> None:
        """Type a number or a text into a cell; None empties it."""
        place = self.sheet.book[name].located()
        self.workbook[place.sheet][str(place.cell(i, t))].value = value

    def put_beside(self, name: str, i: int, t: int, text: str) -> None:
        """Put a formula where nothing stands, far to the right of its cell."""
        place = self.sheet.book[name].located()
        cell = place.cell(i, t)
        column = self._beside(place.sheet) + cell.column
        self.workbook[place.sheet].cell(cell.row, column).value = f"={text}"

    def _beside(self, sheet: str) -> int:
        """A column to the right of all blocks of a page."""
        places = (block.located() for block in self.sheet.book.blocks)
        return 10 + max(place.columns[-1] for place in places if place.sheet == sheet)

    def save(self, path: Path) -> Path:
        if self._tabled:
            write_table(self.workbook, self._tabled)
        self.workbook.save(path)
        self.workbook.close()
        return path


def forge(path: Path, results: Mapping[str, float]) -> Path:
    """Store results beside formulas that do not give them."""
    from tests.cli.workbooks import pack, parts_of

    parts = parts_of(path)
    for part in [name for name in parts if "worksheets/sheet" in name]:
        text = parts[part].decode()
        for cell, value in results.items():
            text = re.sub(
                rf'(<c r="{cell}"[^>]*>)(<f[^>]*>[^<]*</f>)<v ?/?>(</v>)?',
                rf"\g<1>\g<2><v>{value}</v>",
                text,
            )
        parts[part] = text.encode()
    return pack(path, parts)
