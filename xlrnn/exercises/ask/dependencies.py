"""Which blocks a block's formulas read, and which blocks calculate the same a second time."""

from collections.abc import Collection, Iterable, Mapping
from itertools import product
from typing import TypeAlias

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Matrix
from xlrnn.formula.walk import rule_of
from xlrnn.formula.writing.template import render
from xlrnn.names import Role
from xlrnn.sheet.book import Book
from xlrnn.sheet.page import Page
from xlrnn.sheet.pages.first import FirstPage
from xlrnn.sheet.reads import reads

Reads: TypeAlias = Mapping[str, set[str]]

# Of longer blocks not every row and column is looked at.
_ALL = 16


def reads_of(book: Book) -> dict[str, set[str]]:
    """Return the names of the blocks that each block's formulas read."""
    return {block.name: set(_read_by(block, book)) for block in book.blocks}


def twins(book: Book, name: str, read: Reads) -> set[str]:
    """Return the blocks that show the quantity of a block, calculated a second time.

    One that the block reads, or that follows from it, is another step of the calculation.
    """
    kin = reached(name, read) | reached(name, turned(read))
    same = {block.name for block in book.blocks if block.quantity == book[name].quantity}
    return same - kin


def copies(book: Book, name: str) -> list[str]:
    """Return the blocks whose formulas, copied and pasted over a block, are its own."""
    block = book[name]
    cells = [*product(*map(sampled, block.shape))]
    return [
        other.name
        for other in book.blocks
        if other.rule is not None
        and other is not block
        and other.shape == block.shape
        and all(_pasted(other, *cell) == _pasted(block, *cell) for cell in cells)
    ]


def _pasted(block: Block, i: int, t: int) -> object:
    """Return a formula as it is pasted: its references are as far from its cell anywhere."""
    rule = rule_of(block, i, t)
    if isinstance(rule, Matrix):
        return rule.formula
    place = block.located()
    return render(rule, place.cell(i, t), place.sheet)


def tells(page: Page) -> bool:
    """Tell whether a page shows results in another way: the first page, NumPy's, equations."""
    return isinstance(page, FirstPage) or any(
        block.role is Role.REFERENCE or block.equation is not None for block in page.blocks
    )


def reached(name: str, ways: Reads) -> set[str]:
    """Return the block and all that is reached from it."""
    found, waiting = {name}, [name]
    while waiting:
        new = ways.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def turned(ways: Reads) -> Reads:
    """Return who reads each block, of which blocks each reads."""
    readers: dict[str, set[str]] = {}
    for name, others in ways.items():
        for other in others:
            readers.setdefault(other, set()).add(name)
    return readers


def _read_by(block: Block, book: Book) -> Iterable[str]:
    if block.rule is not None:
        for cell in product(*map(sampled, block.shape)):
            yield from (ref.block.name for ref in reads(book, block, *cell))


def sampled(size: int) -> Collection[int]:
    """Return rows or columns enough to meet each formula: all, unless there are very many."""
    return range(size) if size <= _ALL else (0, 1, size // 2, size - 2, size - 1)
