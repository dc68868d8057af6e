"""The guided tour of a lesson: what its first page says, with the cells that each line is about.

What the page lights up and does stands in the lesson; the script of the page knows no lesson.
"""

from collections.abc import Iterator
from typing import Any

from xlrnn.formula.block import Block, Ref
from xlrnn.formula.cell import Cell
from xlrnn.lessons.common.lesson import Lesson
from xlrnn.sheet.step import Lead, Step, Try


def tour_of(lesson: Lesson) -> dict[str, Any]:
    """Return a lesson's title, its steps, what to try and where things stand, as JSON takes it."""
    book = lesson.book()
    heading, steps = lesson.reading(book)
    return {
        "title": lesson.title,
        "about": lesson.subtitle(),
        "heading": heading,
        "steps": [_step(step) for step in steps],
        "tries": [
            {**_lead(tried), "puts": [*_puts(tried)]} for tried in lesson.things_to_try(book)
        ],
        "places": [_lead(lead) for lead in lesson.places(book)],
    }


def _lead(lead: Lead) -> dict[str, Any]:
    return {"text": lead.text, "lit": [_area(lead.to)]}


def _step(step: Step) -> dict[str, Any]:
    return {"text": step.text, "lit": [_area(to) for to in (step.to, *step.rows)]}


def _try(tried: Try) -> dict[str, Any]:
    return {**_lead(tried), "puts": [*_puts(tried)]}


def _puts(tried: Try) -> Iterator[dict[str, Any]]:
    """Yield each cell that gets a value; what is said later holds."""
    found: dict[tuple[str, Cell], float | str] = {}
    for to, value in tried.puts:
        ref = _ref(to)
        place = ref.block.located()
        for row, column in ref.cells():
            found[place.sheet, place.cell(row, column)] = value
    for (sheet, cell), value in found.items():
        yield {"sheet": sheet, "row": cell.row, "column": cell.column, "input": value}


def _area(to: Block | Ref) -> dict[str, Any]:
    """Return the sheet and the corners of what a line leads to."""
    ref = _ref(to)
    place = ref.block.located()
    first, last = place.cell(ref.rows[0], ref.columns[0]), place.cell(ref.rows[-1], ref.columns[-1])
    return {
        "sheet": place.sheet,
        "top": first.row, "left": first.column, "bottom": last.row, "right": last.column,
    }  # fmt: skip


def _ref(to: Block | Ref) -> Ref:
    return to if isinstance(to, Ref) else Ref(to, None, None)
