"""Write submissions with known marks into a student's file."""

import re
from collections.abc import Mapping
from pathlib import Path

import openpyxl
from openpyxl.worksheet.formula import ArrayFormula

from tests.exercises.answers import PLAIN, Formula, Sheet
from xlrnn.exercises.book import exercise_book
from xlrnn.exercises.key import Assignment
from xlrnn.sheet.cell import Cell

# Beside the page, where nothing stands.
HELPERS = 40


def sheet_of(assignment: Assignment) -> Sheet:
    lesson = assignment.make_lesson()
    book = exercise_book(lesson, assignment.task)
    return Sheet(book, lesson.options.get("form", "article") == "article")


class Pupil:
    """Fills a student's file.

    Args:
        blank: the file that was handed out.
        assignment: what was asked.
    """

    def __init__(self, blank: Path, assignment: Assignment) -> None:
        self.assignment, self.sheet = assignment, sheet_of(assignment)
        self.workbook = openpyxl.load_workbook(blank)
        self.page = self.workbook["forward"]
        self._helpers = 0

    def fill(self, formulas: Mapping[str, Formula] = PLAIN, **others: Formula) -> "Pupil":
        """Fill all blanks, with some blocks written in another way."""
        for name, cells in self.assignment.task.blanks.items():
            formula = {**PLAIN, **formulas, **others}[name]
            for i, t in cells:
                self.put(name, i, t, formula(self.sheet, i, t))
        return self

    def put(self, name: str, i: int, t: int, text: str) -> None:
        """Put a formula into a cell: {…} is an array formula, […] one for the block, <…> helps."""
        place = self.sheet.book[name].located()
        cell = str(place.cell(i, t))
        if text.startswith("{"):
            self.page[cell] = ArrayFormula(cell, f"={text[1:-1]}")
        elif text.startswith("["):
            if (i, t) == (0, 0):
                self.page[cell] = ArrayFormula(str(place.area), f"={text[1:-1]}")
        elif text.startswith("<"):
            helper, outer = text[1:-1].split("|")
            self._helpers += 1
            beside = str(Cell(self._helpers, HELPERS))
            self.page[beside] = f"={helper}"
            self.page[cell] = f"={outer.replace('@', beside)}"
        else:
            self.page[cell] = f"={text}"

    def save(self, path: Path) -> Path:
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
                rf'(<c r="{cell}"[^>]*>)<f>([^<]*)</f><v ?/?>(</v>)?',
                rf"\g<1><f>\g<2></f><v>{value}</v>",
                text,
            )
        parts[part] = text.encode()
    return pack(path, parts)
