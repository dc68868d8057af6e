"""One cell alone: the formula that belongs there, its mathematics, and what it reads."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final, NamedTuple

from xlrnn.formula.block import Block, Ref
from xlrnn.formula.value import Value
from xlrnn.formula.walk import references
from xlrnn.formula.writing.fill import cell_text
from xlrnn.verify.explained.maths import in_maths, shown, symbol
from xlrnn.verify.explained.origin import Numbers, rule_in_numbers
from xlrnn.verify.results.first_cell import WrongCell
from xlrnn.verify.results.result import EngineResult

MOST: Final = 24
"""Of so many cells that a formula reads it is told."""


class Read(NamedTuple):
    """A cell that a formula reads.

    Args:
        cell: where it stands.
        symbol: what it is called.
        label: what its block is, in words.
        expected: what NumPy has for it.
        shown: what the engine shows.
    """

    cell: str
    symbol: str
    label: str
    expected: Value
    shown: Value


class OneCell(NamedTuple):
    """What is to be said of a cell.

    Args:
        symbol: what it is called.
        label: what its block is, in words.
        notation: its equation as a textbook writes it, "" if there is none.
        belongs: the formula that belongs there, "" if nobody knows.
        maths: that formula in symbols, "" where an array formula says it.
        numbers: the same with NumPy's numbers, "" if they are not those of its own inputs.
        reads: the cells that it reads, the first ones of many.
        left_out: how many more it reads.
    """

    symbol: str
    label: str
    notation: str
    belongs: str
    maths: str
    numbers: str
    reads: Sequence[Read]
    left_out: int


def one_cell(engine: EngineResult, wrong: WrongCell) -> OneCell:
    """Return what is to be said of a cell of which an engine showed something else.

    Args:
        engine: what the engine showed.
        wrong: the cell.
    """
    result, i, t = wrong
    block, numbers = result.located.block, Numbers(engine)
    rule = rule_in_numbers(block, i, t)
    tried = numbers.tried(block, i, t)
    refs = () if tried else references(rule) if rule else _read(engine, block, i, t)
    cells = list(dict.fromkeys((r.block, *cell) for r in refs for cell in r.cells()))
    reads = (_told(numbers, *cell) for cell in cells)

    def number(of: Block, row: int, column: int) -> str:
        return shown(numbers.expected(of, row, column))

    return OneCell(
        symbol(block, i, t) if result.located.counts is None else block.name,
        block.meaning.label,
        block.notation,
        _belongs(block, i, t) if result.located.place else "",
        in_maths(rule, symbol) if rule else "",
        in_maths(rule, number) if rule and not tried else "",
        list(islice(reads, MOST)),
        max(len(cells) - MOST, 0),
    )


def _read(engine: EngineResult, block: Block, i: int, t: int) -> Iterable[Ref]:
    return engine.reads(block, i, t) if engine.reads else ()


def _told(numbers: Numbers, block: Block, i: int, t: int) -> Read:
    known = numbers.located(block)
    place = known.located.place if known else None
    where = f"{place.sheet}!{place.cell(i, t)}" if place else f"{block.page}!?"
    if known is None or place is None:
        return Read(where, symbol(block, i, t), block.meaning.label, None, None)
    values = numbers.expected(block, i, t), numbers.shown(block, i, t)
    return Read(where, symbol(block, i, t), block.meaning.label, *values)


def _belongs(block: Block, i: int, t: int) -> str:
    """Return the formula that belongs into a cell."""
    if block.equation is not None:
        return f"={block.equation(t)}"
    return f"={cell_text(block, i, t)}" if block.rule is not None else ""
