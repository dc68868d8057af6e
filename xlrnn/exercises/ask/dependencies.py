"""Which blocks the formulas of a block read, directly and through others."""

from collections.abc import Collection, Iterable, Mapping
from itertools import product
from typing import TypeAlias

from xlrnn.formula.block import Block
from xlrnn.sheet.book import Book
from xlrnn.sheet.reads import reads

BlocksRead: TypeAlias = Mapping[str, set[str]]

# Of longer blocks not every row and column is looked at.
_ALL = 16


def reads_of(book: Book) -> dict[str, set[str]]:
    """Return the names of the blocks that each block's formulas read."""
    return {block.name: set(_read_by(block, book)) for block in book.blocks}


def reachable_from(name: str, ways: BlocksRead) -> set[str]:
    """Return the block and all that is reached from it."""
    found, waiting = {name}, [name]
    while waiting:
        new = ways.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def readers_of_each(ways: BlocksRead) -> BlocksRead:
    """Return who reads each block, of which blocks each reads."""
    readers: dict[str, set[str]] = {}
    for name, others in ways.items():
        for other in others:
            readers.setdefault(other, set()).add(name)
    return readers


def _read_by(block: Block, book: Book) -> Iterable[str]:
    if block.rule is not None:
        for cell in product(*map(sampled_lines, block.shape)):
            yield from (ref.block.name for ref in reads(book, block, *cell))


def sampled_lines(size: int) -> Collection[int]:
    """Return rows or columns enough to meet each formula: all, unless there are very many."""
    return range(size) if size <= _ALL else (0, 1, size // 2, size - 2, size - 1)
