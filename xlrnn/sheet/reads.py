"""What a formula reads: the cells of blocks that stand in it, or that its names stand for."""

import re
from collections.abc import Iterator

from xlrnn.sheet.block import Block
from xlrnn.sheet.book import Book
from xlrnn.sheet.expression import Binary, Call, Expression, Matrix, Negative, Ref, lift

_WORD = re.compile(r"[A-Za-z_]\w*")


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
        yield from _inside(book, lift(block.rule(i, t)))


def _inside(book: Book, expression: Expression) -> Iterator[Ref]:
    match expression:
        case Ref():
            yield expression
        case Binary():
            yield from _inside(book, expression.left)
            yield from _inside(book, expression.right)
        case Call():
            for argument in expression.arguments:
                yield from _inside(book, argument)
        case Negative():
            yield from _inside(book, expression.operand)
        case Matrix():
            yield from _named(book, expression.formula)


def _named(book: Book, formula: str) -> Iterator[Ref]:
    for word in _WORD.findall(formula):
        ref = book.named(word)
        if ref is not None:
            yield ref
