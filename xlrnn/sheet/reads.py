"""What a formula reads: the cells of blocks that stand in it, or that its names stand for."""

from collections.abc import Iterator

from xlrnn.formula.block import Block, Ref
from xlrnn.formula.expression import Expression, Matrix
from xlrnn.formula.parsing.tokens import names_in
from xlrnn.formula.walk import everything, rule_of
from xlrnn.sheet.book import Book


def reads(book: Book, block: Block, i: int, t: int) -> Iterator[Ref]:
    """Yield what the formula of one cell reads, as it was written, in the order it stands there.

    Args:
        book: the book, whose names an array formula may use.
        block: the block; one of constants reads nothing.
        i: the row of the cell, from 0.
        t: its column, from 0.
    """
    if block.equation is not None:
        yield from _named(book, block.equation(t))
    elif block.rule is not None:
        yield from read_in(book, rule_of(block, i, t))


def read_in(book: Book, expression: Expression) -> Iterator[Ref]:
    """Yield what an expression reads."""
    for part in everything(expression):
        if isinstance(part, Ref):
            yield part
        elif isinstance(part, Matrix):
            yield from _named(book, part.formula)


def _named(book: Book, formula: str) -> Iterator[Ref]:
    return (ref for name in names_in(formula) if (ref := book.named(name)) is not None)
