"""Which blocks and pages calculate or show a second time what a block asks for."""

from itertools import product

from xlrnn.exercises.ask.dependencies import (
    BlocksRead,
    reachable_from,
    readers_of_each,
    sampled_lines,
)
from xlrnn.formula.block import Block
from xlrnn.formula.expression import Matrix
from xlrnn.formula.walk import rule_of
from xlrnn.formula.writing.template import render
from xlrnn.names import Role
from xlrnn.sheet.book import Book
from xlrnn.sheet.page import Page
from xlrnn.sheet.pages.first import FirstPage


def calculated_again(book: Book, name: str, read: BlocksRead) -> set[str]:
    """Return the blocks that show the quantity of a block, calculated a second time.

    One that the block reads, or that follows from it, is another step of the calculation.
    """
    other_steps = reachable_from(name, read) | reachable_from(name, readers_of_each(read))
    same = {block.name for block in book.blocks if block.quantity == book[name].quantity}
    return same - other_steps


def same_when_pasted(book: Book, name: str) -> list[str]:
    """Return the blocks whose formulas, copied and pasted over a block, are its own."""
    block = book[name]
    cells = [*product(*map(sampled_lines, block.shape))]
    return [
        other.name
        for other in book.blocks
        if other.rule is not None
        and other is not block
        and other.shape == block.shape
        and all(_pasted(other, *cell) == _pasted(block, *cell) for cell in cells)
    ]


def shows_results_again(page: Page) -> bool:
    """Tell whether a page shows results in another way: the first page, NumPy's, equations."""
    return isinstance(page, FirstPage) or any(
        block.role is Role.REFERENCE or block.equation is not None for block in page.blocks
    )


def _pasted(block: Block, i: int, t: int) -> object:
    """Return a formula as it is pasted: its references are as far from its cell anywhere."""
    rule = rule_of(block, i, t)
    if isinstance(rule, Matrix):
        return rule.formula
    place = block.located()
    return render(rule, place.cell(i, t), place.sheet)
