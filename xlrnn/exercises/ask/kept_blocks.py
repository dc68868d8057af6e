"""Which blocks of a lesson stay in an exercise: those that do not tell what is asked."""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from xlrnn.exercises.ask.calculated_again import calculated_again, shows_results_again
from xlrnn.exercises.ask.defaults import defaults
from xlrnn.exercises.ask.dependencies import BlocksRead, reads_of
from xlrnn.formula.block import Block
from xlrnn.lessons import Lesson
from xlrnn.names import Role
from xlrnn.nn.core.trace import Trace
from xlrnn.sheet.book import Book, shown_by

ASKED = frozenset({Role.CALCULATION, Role.STATE, Role.OUTPUT})


def kept_blocks(lesson: Lesson, book: Book, blank: Collection[str]) -> list[Block]:
    """Return the blocks that stay, in the order of the calculation.

    What calculates a blank quantity a second time goes, and all that reads it. If a blank block
    itself would go with it, only those go that show nearly the same numbers, such as a network
    of which one weight is a little larger: other steps of a network may stay.

    Args:
        lesson: the lesson.
        book: its book.
        blank: the blocks that are blank.
    """
    reads = reads_of(book)
    again = {(name, twin) for name in blank for twin in calculated_again(book, name, reads)}
    telling = {name for name, of in defaults(lesson.name).telling.items() if {*of} & {*blank}}
    kept = _without({twin for _, twin in again} | telling, book, set(blank), reads)
    if set(blank) <= {block.name for block in kept}:
        return kept
    # The same for every seed: a student's file does not tell its own.
    drawn = lesson.remembered(without_seed(lesson.options))
    values = drawn.expected(drawn.inputs())
    near = {twin for name, twin in again if _alike(book[name], book[twin], values)}
    return _without(near | telling, book, set(blank), reads)


def without_seed(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that give the same pages; other weights, if they were drawn."""
    masked = dict(options)
    if masked.get("seed") is not None:
        masked["seed"] = 0
    return masked


def _without(again: set[str], book: Book, blank: set[str], reads: BlocksRead) -> list[Block]:
    blocks = [
        block for page in book.pages if not shows_results_again(page) for block in page.blocks
    ]
    left = {
        block.name: block
        for block in book.blocks
        if block.name in blank
        or (block in blocks and block.name not in again and block.role is not Role.CHECK)
    }
    while True:
        lost = {name for name in left if not reads[name] <= set(left)}
        lost = lost or _of_broken_pages(book, set(left), blank, reads)
        if not lost:
            read = {name for block in left for name in reads[block]}
            return [block for block in left.values() if not block.constant or block.name in read]
        for name in lost:
            del left[name]


def _of_broken_pages(book: Book, left: set[str], blank: set[str], reads: BlocksRead) -> set[str]:
    """Return the blocks of pages of which something went and that nothing else needs."""
    for page in book.pages:
        own = {block.name for block in page.blocks}
        calculated = {block.name for block in page.blocks if block.role in ASKED}
        needed = own & blank or any(reads[name] & own for name in left - own)
        if own & left and not calculated <= left and not needed:
            return own & left
    return set()


def _alike(one: Block, other: Block, values: Trace) -> bool:
    """Tell whether two blocks show nearly the same."""
    a, b = shown_by(one, values), shown_by(other, values)
    if a.shape != b.shape:
        return False
    if a.dtype == object or b.dtype == object:
        return bool((a == b).all())
    return bool(np.allclose(a, b, rtol=0.01, atol=1e-3 * float(np.abs(a).max())))
