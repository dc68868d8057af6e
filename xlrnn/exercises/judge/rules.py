"""The expressions of an exercise's cells, right and wrong ones, and what follows from them."""

from collections import OrderedDict
from itertools import product
from typing import Any, Final, TypeAlias

from xlrnn.exercises.judge.reading import Reading
from xlrnn.exercises.mistakes.misconceptions import CATALOGUE, variants
from xlrnn.formula.block import Block
from xlrnn.formula.evaluating.evaluate import Evaluated, evaluated
from xlrnn.formula.expression import Call, Expression
from xlrnn.formula.value import Value
from xlrnn.formula.walk import cells_of, everything, read_by, rule_of
from xlrnn.sheet.book import Book
from xlrnn.xlsx.handout import Index

# A cell of a block.
BlockCell: TypeAlias = tuple[str, Index]
# The values of cells that were calculated by rule.
CellValues: TypeAlias = dict[tuple[str, int, int], Value]

_LOOKING: Final = frozenset({"COUNTIF", "MATCH"})
# The true values of so many different inputs are kept, and so many cells with all before them.
_KEPT_TRUTHS: Final = 64
_KEPT_CHAINS: Final = 1_024
# What so many blocks showed is kept, with which of their cells were right.
_KEPT_BLOCKS: Final = 256


class Rules:
    """The expressions of an exercise's cells, each made once; the book itself is never changed.

    Args:
        book: the book of the exercise, laid out as it was handed out.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self.blocks = {block.name: block for block in book.blocks}
        self._right: dict[tuple[str, int, int], Expression] = {}
        self._looks_for: dict[tuple[str, int, int], bool] = {}
        self._read: dict[tuple[str, int, int], frozenset[str]] = {}
        self._wrong: dict[tuple[str, int, int], list[tuple[str, Expression]]] = {}
        self._evaluated: dict[Expression, Evaluated] = {}
        self._truths: dict[tuple[Any, ...], CellValues] = {}
        self._directly_before: dict[BlockCell, frozenset[BlockCell]] = {}
        self._before: dict[BlockCell, frozenset[BlockCell]] = {}
        self._depths: dict[BlockCell, int] = {}
        self._read_by_block: dict[str, tuple[str, ...]] = {}
        self._seen: OrderedDict[tuple[str, bytes], dict[Index, bool]] = OrderedDict()

    def right(self, block: Block, i: int, t: int) -> Expression:
        """Return the right expression of a cell."""
        key = block.name, i, t
        if key not in self._right:
            self._right[key] = rule_of(block, i, t)
        return self._right[key]

    def looks_for(self, block: Block, i: int, t: int) -> bool:
        """Tell whether the right expression of a cell looks for a value among others."""
        key = block.name, i, t
        if key not in self._looks_for:
            self._looks_for[key] = any(
                isinstance(part, Call) and part.function in _LOOKING
                for part in everything(self.right(block, i, t))
            )
        return self._looks_for[key]

    def read(self, block: Block, i: int, t: int) -> frozenset[str]:
        """Return the names of the blocks that the right expression of a cell reads."""
        key = block.name, i, t
        if key not in self._read:
            self._read[key] = read_by(self.right(block, i, t))
        return self._read[key]

    def read_by_block(self, block: Block) -> tuple[str, ...]:
        """Return the names of the blocks that the right expressions of a block read."""
        if block.name not in self._read_by_block:
            height, width = block.shape
            cells = product(range(height), range(width))
            found = {name for i, t in cells for name in self.read(block, i, t)}
            self._read_by_block[block.name] = tuple(sorted(found))
        return self._read_by_block[block.name]

    def seen(self, name: str, shown: bytes) -> dict[Index, bool]:
        """Return where is kept what holds for a block's cells in all that show the same.

        Args:
            name: the block.
            shown: what it shows, and all that its rule reads, in every trial.
        """
        key = name, shown
        if key not in self._seen:
            if len(self._seen) >= _KEPT_BLOCKS:
                self._seen.popitem(last=False)
            self._seen[key] = {}
        self._seen.move_to_end(key)
        return self._seen[key]

    def evaluated(self, expression: Expression) -> Evaluated:
        """Return what evaluates an expression of a cell."""
        if expression not in self._evaluated:
            self._evaluated[expression] = evaluated(expression)
        return self._evaluated[expression]

    def truth(self, reading: Reading) -> CellValues:
        """Return where the true values are kept that follow from the inputs of a reading.

        They are the same for every workbook and every engine.
        """
        inputs = tuple(
            tuple(map(tuple, reading.values[block.name]))
            for block in self.book.blocks
            if block.constant and block.name in reading.values
        )
        if len(self._truths) >= _KEPT_TRUTHS and inputs not in self._truths:
            self._truths.clear()
        return self._truths.setdefault(inputs, {})

    def wrong(self, block: Block, i: int, t: int) -> list[tuple[str, Expression]]:
        """Return the wrong expressions of a cell with the misconception of each."""
        key = block.name, i, t
        if key not in self._wrong:
            right = self.right(block, i, t)
            self._wrong[key] = [
                (name, wrong) for name in CATALOGUE for wrong in variants(name, right, block, i, t)
            ]
        return self._wrong[key]

    def before(self, cell: BlockCell) -> frozenset[BlockCell]:
        """Return the cells from which a cell follows, near and far."""
        if cell not in self._before:
            if len(self._before) >= _KEPT_CHAINS:
                self._before.clear()
            found: set[BlockCell] = set()
            waiting = [cell]
            while waiting:
                new = self.directly_before(waiting.pop()) - found
                found |= new
                waiting += new
            self._before[cell] = frozenset(found)
        return self._before[cell]

    def depth(self, cell: BlockCell) -> int:
        """Return how many formulas lie on the longest way from the inputs to that of a cell."""
        waiting = [] if cell in self._depths else [cell]
        while waiting:
            before = self.directly_before(waiting[-1])
            if new := [one for one in before if one not in self._depths]:
                waiting += new
            else:
                deepest = max((self._depths[one] for one in before), default=-1)
                self._depths[waiting.pop()] = 1 + deepest
        return self._depths[cell]

    def directly_before(self, cell: BlockCell) -> frozenset[BlockCell]:
        """Return the cells that the right formula of a cell reads.

        They are kept: the long chains of a training run are walked for each of its cells.
        """
        if cell not in self._directly_before:
            name, index = cell
            block = self.blocks[name]
            read = () if block.rule is None else cells_of(self.right(block, *index))
            self._directly_before[cell] = frozenset((other.name, at) for other, at in read)
        return self._directly_before[cell]
