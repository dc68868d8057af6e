"""An annotated copy of a student's workbook: a colour, a mark and a note on each judged cell."""

import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from xlrnn.atomic import write_atomically
from xlrnn.clean import clean
from xlrnn.provenance import RELEASE
from xlrnn.report.grades import UNDECIDED, Result
from xlrnn.report.grades.feedback import GREEN, RED, YELLOW, write_feedback
from xlrnn.report.grades.quick_book import Looks, load_workbook, saved
from xlrnn.report.grades.signs import with_sign
from xlrnn.xlsx.planting.reaching_out import why_left_out

_THICK: Final = "C8581E"


def annotate(path: str, result: Result, target: str, writer: str = RELEASE) -> bool:
    """Write the annotated copy; the original stays as it is.

    Formulas that reach out of the workbook are replaced by a text that says so.

    Args:
        path: the submission.
        result: its result.
        target: the file to write.
        writer: what writes it; who marks is kept from asking git.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl cannot keep is no matter of ours
        book = load_workbook(path)
        _disarm_names(book)
        for sheet in book.worksheets:
            _disarm(sheet)
            _disarm_around(sheet)
            sheet.protection.sheet = False
        looks = Looks()
        for address in result["right"]:
            _note(book, looks, address, "✓ right", GREEN)
        for cell in result["cells"]:
            sign, colour = ("✓", YELLOW) if cell["differ"] else ("✗", RED)
            if cell["state"] == UNDECIDED:
                sign, colour = "?", YELLOW
            _note(book, looks, cell["cell"], f"{sign} {cell['words']}", colour)
        write_feedback(book, result, writer)
        data = saved(book)
        book.close()
    write_atomically(Path(target), data)
    return True


def _disarm(sheet: Any) -> None:
    from openpyxl.cell import Cell

    for cell in sheet._cells.values():  # iter_rows would make the cells that are not there
        formula = getattr(cell.value, "text", cell.value)
        if isinstance(formula, str) and formula.startswith("="):
            reason = why_left_out(formula)
            if reason:
                cell.value = f"[left out: {reason}]"
                cell.data_type = "s"
        if isinstance(cell, Cell):  # and no part of a merged one
            cell.hyperlink = None


def _disarm_around(sheet: Any) -> None:
    """Take out names, lists to choose from and conditional formats that reach out."""
    from openpyxl.formatting.formatting import ConditionalFormattingList

    _disarm_names(sheet)
    rules = sheet.data_validations
    rules.dataValidation = [
        one for one in rules.dataValidation if not _reach_out([one.formula1, one.formula2])
    ]
    kept = ConditionalFormattingList()
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            if not _reach_out(rule.formula):
                kept.add(str(area.sqref), rule)
    sheet.conditional_formatting = kept


def _disarm_names(holder: Any) -> None:
    for name, entry in [*holder.defined_names.items()]:
        if _reach_out([entry.attr_text]):
            del holder.defined_names[name]


def _reach_out(formulas: Iterable[str | None]) -> bool:
    return any(why_left_out(formula) for formula in formulas if formula)


def _note(book: Any, looks: Looks, place: str, words: str, colour: str) -> None:
    from openpyxl.comments import Comment

    name, _, address = place.rpartition("!")
    if name not in book.sheetnames or not address:
        return
    cell = book[name][address]
    looks.put(cell, (words[0], colour), lambda cell: _mark(cell, words[0], colour))
    cell.comment = Comment(clean(words), "xlrnn", width=260, height=90)


def _mark(cell: Any, sign: str, colour: str) -> None:
    from openpyxl.styles import Border, PatternFill, Side

    cell.fill = PatternFill("solid", fgColor=colour)
    cell.number_format = with_sign(cell.number_format, sign)
    if colour == RED:
        side = Side("thick", color=_THICK)
        cell.border = Border(left=side, right=side, top=side, bottom=side)
