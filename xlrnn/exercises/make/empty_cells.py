"""Given formulas over cells that are still empty: MMULT shows #VALUE! there, and sums take 0."""

from collections.abc import Collection
from dataclasses import replace
from functools import partial

from xlrnn.formula.block import Ref, Rule
from xlrnn.formula.expression import Call, Expression, Operand, lift
from xlrnn.formula.walk import changed
from xlrnn.sheet.book import Book


def take_empty_for_zero(book: Book, blanks: Collection[str]) -> None:
    """Let products of matrices over blank blocks take empty cells for 0, as sums do.

    So a sheet shows numbers from the start, in every program, and follows cell by cell.

    Args:
        book: the book of an exercise.
        blanks: the names of the blocks that are blank.
    """
    for block in book.blocks:
        if block.rule is not None:
            block.rule = partial(_rule, block.rule, blanks)


def _rule(rule: Rule, blanks: Collection[str], i: int, t: int) -> Operand:
    return changed(lift(rule(i, t)), partial(_plus_zero, blanks))


def _plus_zero(blanks: Collection[str], part: Expression) -> Expression:
    if not (isinstance(part, Call) and part.function == "MMULT"):
        return part
    return replace(
        part,
        arguments=tuple(
            factor + 0 if isinstance(factor, Ref) and factor.block.name in blanks else factor
            for factor in part.arguments
        ),
    )
