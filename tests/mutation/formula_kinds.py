"""Mistakes in a formula: another operand, operator, reference or function."""

import re
from collections.abc import Iterator
from itertools import pairwise

from tests.mutation.package import Content, a1, parse
from tests.mutation.target import Edit, Target, references
from tests.mutation.tokens import cut, each, filled, join, put, resized, shifted, split_sheet


def operands_swapped(target: Target) -> Iterator[Edit]:
    """Exchange two operands that stand next to each other."""
    found = list(each(target.formula, "ref", "name", "number", "text"))
    for (i, left), (j, right) in pairwise(found):
        if {left.kind, right.kind} == {"ref", "number"} and (left.is_range or right.is_range):
            continue  # MATCH(x, 0, range): nonsense, about which programs differ
        tokens = cut(target.formula)
        tokens[i], tokens[j] = right, left
        yield from target.rewrite(join(tokens), "operands swapped")


def sign(target: Target) -> Iterator[Edit]:
    """Turn a plus into a minus, a minus into a plus, or negate one operand or everything."""
    if target.text:
        return
    for at, token in each(target.formula, "operator"):
        if token.text in "+-":
            yield from target.rewrite(put(target.formula, at, "-+"["+-".index(token.text)]), "sign")
    for at, token in each(target.formula, "ref", "name"):
        if target.array or not token.is_range:
            yield from target.rewrite(put(target.formula, at, f"(-{token.text})"), "negated")
    yield from target.rewrite(f"-({target.formula})", "negated")


def operator(target: Target) -> Iterator[Edit]:
    """Take another operator."""
    others = {
        "*": "+",
        "+": "*",
        "/": "*",
        "-": "*",
        ">": "<",
        "<=": ">",
        "=": "<>",
        ">=": "<",
        "<": ">=",
        "<>": "=",
    }
    for at, token in each(target.formula, "operator"):
        if token.text in others:
            yield from target.rewrite(put(target.formula, at, others[token.text]), "operator")


def dollar_lost(target: Target) -> Iterator[Edit]:
    """Lose a `$`, and fill the formula on from there; by itself the loss changes nothing."""
    for rows, columns in ((0, -1), (-1, 0), (0, -2), (-2, 0)):
        source = target.sibling(rows, columns)
        if source is None or source.formula is None or target.array:
            continue
        if filled(source.formula, -rows, -columns) != target.formula:
            continue
        for lost in _without_dollars(source.formula):
            moved = filled(lost, -rows, -columns)
            if moved is None or moved.replace("$", "") == target.formula.replace("$", ""):
                continue
            yield from target.rewrite(moved, "$ lost at the neighbour, then filled")
            yield from _filled_on(target, rows, columns, source, lost)
    if sum(target.cell) % 25 == 0:  # a few of those that change nothing are enough
        yield from target.rewrite(
            next(_without_dollars(target.formula), None), "$ lost, not filled"
        )


def _without_dollars(formula: str) -> Iterator[str]:
    for at, token in each(formula, "ref"):
        lost = (
            token.text.replace("$", ""),
            re.sub(r"\$([A-Z])", r"\1", token.text),
            re.sub(r"([A-Z])\$", r"\1", token.text),
        )
        for text in dict.fromkeys(lost):
            if text != token.text:
                yield put(formula, at, text)


def _filled_on(
    target: Target, rows: int, columns: int, source: Content, lost: str
) -> Iterator[Edit]:
    """Fill from the neighbour to the end of the block, as Excel saves it: one shared formula."""
    if (rows, columns) not in ((0, -1), (-1, 0)):
        return
    _, _, bottom, right = target.block.area
    row, column = target.cell
    across = columns != 0
    cells = (
        [(row, c) for c in range(column, right + 1)]
        if across
        else [(r, column) for r in range(row, bottom + 1)]
    )
    cells = [cell for cell in cells if cell in target.parts.cells[target.sheet]]
    start = (row + rows, column + columns)
    reference = f"{a1(start)}:{a1(cells[-1])}"
    first = f' t="shared" ref="{reference}" si="99999"'
    contents = target.parts.cells[target.sheet]
    edits = {start: Content(source.style, source.type, lost, first, source.value)}
    for cell in cells:
        old = contents[cell]
        edits[cell] = Content(old.style, old.type, "", ' t="shared" si="99999"', old.value)
    yield Edit(f"$ lost in ={lost}, filled over {reference}", edits, mutated=tuple(cells))


def row_off_by_one(target: Target) -> Iterator[Edit]:
    """Read one row above or below."""
    for at, reference in references(target):
        for rows in (1, -1):
            moved = shifted(reference, rows, 0)
            yield from target.rewrite(moved and put(target.formula, at, moved), "row off by one")


def column_off_by_one(target: Target) -> Iterator[Edit]:
    """Read one column to the left or right."""
    for at, reference in references(target):
        for columns in (1, -1):
            moved = shifted(reference, 0, columns)
            yield from target.rewrite(moved and put(target.formula, at, moved), "column off by one")


def range_resized(target: Target) -> Iterator[Edit]:
    """Make a range one cell longer or shorter."""
    for at, reference in references(target):
        if ":" not in reference:
            continue
        top, left, bottom, right = parse(split_sheet(reference)[1])
        rows, columns = (1, 0) if bottom - top >= right - left else (0, 1)
        for by, first in ((1, False), (-1, False), (1, True), (-1, True)):
            other = resized(reference, by * rows, by * columns, first=first)
            yield from target.rewrite(other and put(target.formula, at, other), "range resized")


def copied_unmoved(target: Target) -> Iterator[Edit]:
    """Hold the neighbour's formula, copied as text so that it did not move along."""
    for rows, columns in ((0, -1), (-1, 0), (0, 1), (1, 0)):
        other = target.sibling(rows, columns)
        if other is not None and other.formula is not None:
            yield from target.rewrite(other.formula, "the neighbour's formula")


def function_changed(target: Target) -> Iterator[Edit]:
    """Take another function."""
    others = {
        "MAX": ("MIN", "SUM"),
        "SUM": ("MAX", "PRODUCT", "AVERAGE"),
        "EXP": ("LN", "SIN"),
        "TANH": ("TAN", "SINH", "ATAN"),
        "ABS": ("SQRT", "SIGN"),
        "EXACT": ("OR",),
        "ISNUMBER": ("ISTEXT",),
    }
    for at, token in each(target.formula, "function"):
        for other in others.get(token.text, ()):
            yield from target.rewrite(put(target.formula, at, other), "function changed")
