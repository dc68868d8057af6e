"""Pages of a lesson that may be absent, since nothing that is calculated depends on them.

Readers delete the first page, or the one with the proof. What reads such a page and only says how
the proof went shows an error from then on, and is left out together with it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from xlrnn.counted import counted, noun
from xlrnn.formula.block import Block
from xlrnn.lessons.common.lesson import TOLERANCE
from xlrnn.names import Role
from xlrnn.shapes import Float
from xlrnn.sheet.book import Book
from xlrnn.sheet.reads import reads
from xlrnn.verify.subject.locate import Located
from xlrnn.xlsx.reading.read import Workbook

# What the check page allows stands on that page, and says nothing about the network.
_ALLOWED: Final = "tolerance"
_OF_THE_NETWORK: Final = frozenset({Role.INPUT, Role.PARAMETER, Role.CALCULATION, Role.STATE})


class Present(NamedTuple):
    """What there is to verify.

    Args:
        blocks: every block that must be there.
        given: what stood on absent pages, and is as it was written.
        notes: what is absent.
    """

    blocks: list[Located]
    given: Mapping[str, Float[np.ndarray, "1 1"]]
    notes: list[str]


def present_blocks(book: Book, found: list[Located], file: Workbook) -> Present:
    """Leave out the pages that are absent and that nothing depends on.

    Args:
        book: the lesson's book.
        found: its blocks as they were looked for.
        file: the workbook.
    """
    absent = _absent_pages(book, found, file)
    if not absent:
        return Present(found, {}, [])
    gone = {b.block.name for b in found if b.block.page in absent}
    silent = _that_follow(book, [b.block for b in found if b.block.name not in gone], gone)
    are = f"{noun(len(absent), 'page')} {', '.join(absent)} {'is' if len(absent) == 1 else 'are'}"
    note = f"{are} absent, and nothing that is calculated depends on that"
    if silent:
        note += f"; what only says how the proof went was left out, too: {_listed(silent)}"
    given = {_ALLOWED: np.array([[TOLERANCE]])} if _ALLOWED in gone else {}
    return Present([b for b in found if b.block.name not in gone | {*silent}], given, [note])


def _absent_pages(book: Book, found: Sequence[Located], file: Workbook) -> list[str]:
    """Return the pages without a sheet that hold nothing of the network, and give it nothing."""
    there = {name.casefold() for name in file.sheets}
    absent = {}
    for page in dict.fromkeys(b.block.page for b in found):
        blocks = [b for b in found if b.block.page == page]
        sheets = {b.home.sheet.casefold() for b in blocks if b.home is not None}
        if not any(b.place for b in blocks) and not sheets & there:
            absent[page] = {b.block.name for b in blocks}
    for page in [*absent]:
        if any(_is_of_the_network(b.block) for b in found if b.block.page == page):
            del absent[page]
    if absent:
        others = (b.block for b in found if b.block.page not in absent)
        for block in (block for block in others if block.role is not Role.CHECK):
            read = {*_read_by(book, block)}
            absent = {page: names for page, names in absent.items() if not names & read}
    return [*absent]


def _is_of_the_network(block: Block) -> bool:
    return block.role in _OF_THE_NETWORK and block.name != _ALLOWED


def _that_follow(book: Book, blocks: Sequence[Block], gone: set[str]) -> list[str]:
    """Return the checks that read what is gone, or other such checks."""
    reading = {b.name: {*_read_by(book, b)} for b in blocks if b.role is Role.CHECK}
    found: dict[str, None] = {}
    while more := [
        name for name, read in reading.items() if name not in found and read & {*gone, *found}
    ]:
        found |= dict.fromkeys(more)
    return [*found]


def _read_by(book: Book, block: Block) -> Iterator[str]:
    """Yield the names of the blocks that the formulas of a block read."""
    for i, t in np.ndindex(*block.shape):
        yield from (ref.block.name for ref in reads(book, block, i, t))


def _listed(names: Sequence[str]) -> str:
    most = 3
    more = f" and {counted(len(names) - most, 'other block')}" if len(names) > most else ""
    return ", ".join(names[:most]) + more
