"""How the cells of a block are filled: one formula for all of them, wherever that is possible."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from xlrnn.formula.area import Area
from xlrnn.formula.block import Block, Rule
from xlrnn.formula.cell import Cell
from xlrnn.formula.expression import Expression, Matrix, lift
from xlrnn.formula.portable import check_portable
from xlrnn.formula.walk import references, rule_of
from xlrnn.formula.writing.carried import carried_on
from xlrnn.formula.writing.template import Template, fill, fill_block, render
from xlrnn.formula.writing.watched import Watched, telling_cells


class Fill(NamedTuple):
    """A formula, and the rows and columns of a block that it fills."""

    template: Template
    rows: range
    columns: range


@dataclass(frozen=True)
class Formula:
    """A formula as it is written into the workbook: its text, and the cells that it fills."""

    text: str
    area: Area
    array: bool


def cell_texts(block: Block) -> list[list[str]]:
    """Return the formula of each cell; each cell of an array formula shows that formula."""
    height, width = block.shape
    if block.equation is not None:
        line = [check_portable(block.equation(t)) for t in range(width)]
        return [line] * height
    found = fill_of(block) if block.shape != (1, 1) else None
    if found is None:
        return [[cell_text(block, i, t) for t in range(width)] for i in range(height)]
    place, (template, rows, columns) = block.located(), found
    across = [place.columns[t] for t in columns]
    inside = fill_block(template, [place.rows[i] for i in rows], across)
    texts: list[list[str]] = []
    for i in range(height):
        line = inside[i - rows.start] if i in rows else [cell_text(block, i, t) for t in columns]
        before = [cell_text(block, i, t) for t in range(columns.start)]
        texts.append(
            [*before, *line, *(cell_text(block, i, t) for t in range(columns.stop, width))]
        )
    return texts


def fill_of(block: Block) -> Fill | None:
    """Return the formula that fills the block, and which rows and columns it fills.

    A first column may be different: it reads the state before the first step; so may a last
    one, on the way back, and a first row, of training. None if it is no fill of one formula.
    """
    assert block.rule is not None, f"{block.name} holds no formulas of its own"
    if block.enters_arrays and not block.array:
        return None  # each cell has an equation of its own
    height, width = block.shape
    for rows, columns in (
        (range(height), range(width)),
        (range(height), range(1, width)),
        (range(height), range(width - 1)),
        (range(1, height), range(width)),
    ):
        template = _pattern(block, block.rule, rows, columns) if rows and columns else None
        if template is not None:
            return Fill(template, rows, columns)
    return None


def formulas_of(block: Block) -> Iterator[Formula]:
    """Yield its formulas in A1 notation, row by row (an array formula once)."""
    if block.constant:
        return
    place = block.located()
    if block.equation is not None and block.at_once:
        yield Formula(cell_texts(block)[0][0], place.area, array=True)
        return
    if block.equation is not None:
        for text, column in zip(cell_texts(block)[0], place.columns, strict=True):
            area = Area(Cell(place.rows[0], column), Cell(place.rows[-1], column))
            yield Formula(text, area, array=True)
        return
    for row, texts in zip(place.rows, cell_texts(block), strict=True):
        for column, text in zip(place.columns, texts, strict=True):
            yield Formula(text, Area.at(row, column, 1, 1), block.enters_arrays)


def cell_text(block: Block, i: int, t: int) -> str:
    """Return the formula of one cell."""
    expression = rule_of(block, i, t)
    if isinstance(expression, Matrix):
        return expression.formula
    cell = block.located().cell(i, t)
    return fill(render(expression, cell, block.located().sheet), cell)


def _pattern(block: Block, rule: Rule, rows: range, columns: range) -> Template | None:
    """Return the formula of the first cell if filling it gives all the others.

    That is how a person writes a block: one formula, filled down and to the right.

    Args:
        block: the block.
        rule: the formula of each of its cells.
        rows: the rows to look at.
        columns: the columns to look at.
    """
    place = block.located()
    if not place.whole:
        return None
    row, column = Watched(rows[0], rows), Watched(columns[0], columns)
    expression = lift(rule(row, column))  # type: ignore[arg-type]
    if row.uneven or column.uneven:
        return _pattern_of_cells(block, rule, rows, columns)
    if isinstance(expression, Matrix) or not carried_on(expression, row, column):
        return None
    return render(expression, place.cell(rows[0], columns[0]), place.sheet)


def _pattern_of_cells(block: Block, rule: Rule, rows: range, columns: range) -> Template | None:
    """Return the formula of the first cell if it is that of every cell that may be a case.

    A rule that asks where it is may have an exception anywhere. It is one formula if those of the
    four corners are the same but for the shift, and so are those of every cell that may be a case
    of its own.
    """
    place = block.located()
    (top, bottom), (left, right) = ((side[0], side[-1]) for side in (rows, columns))
    pattern: Template | None = None
    # Corners across from each other first: they are the likeliest to differ.
    corners = dict.fromkeys([(top, left), (bottom, right), (top, right), (bottom, left)])
    for i, t in chain(corners, telling_cells(rule, rows, columns)):
        expression = lift(rule(i, t))
        if isinstance(expression, Matrix) or not _without_gaps(expression):
            return None
        template = render(expression, place.cell(i, t), place.sheet)
        if template != (pattern or template):
            return None
        pattern = template
    return pattern


def _without_gaps(expression: Expression) -> bool:
    """Tell whether every block in an expression stands in one piece, as filling requires."""
    return all(ref.block.located().whole for ref in references(expression))
