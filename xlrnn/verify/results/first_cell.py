"""Which of many wrong cells to name: one that is wrong though all that it reads is right."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from xlrnn.names import Role
from xlrnn.shapes import Bool
from xlrnn.verify.results.block_result import BlockResult
from xlrnn.verify.results.verdict import Verdict
from xlrnn.verify.subject.subject import Reads

Bad: TypeAlias = Mapping[str, Bool[np.ndarray, "rows columns"]]


class WrongCell(NamedTuple):
    """A cell of a block, counted from 0."""

    result: BlockResult
    i: int
    t: int

    @property
    def key(self) -> tuple[str, int, int]:
        """What tells it from others."""
        return self.result.name, self.i, self.t


def first_cell(
    blocks: Sequence[BlockResult], verdicts: Iterable[Verdict], reads: Reads | None
) -> WrongCell | None:
    """Return the first cell with one of the verdicts, in the order of the calculation.

    Args:
        blocks: what is said of every block.
        verdicts: those to look for.
        reads: what the formula of a cell reads; None if that is not known, and the order of the
            pages has to do.

    Returns:
        The block, row and column; None if no cell has such a verdict.
    """
    bad = {result.name: np.isin(result.codes, [int(v) for v in verdicts]) for result in blocks}
    first = _uppermost(blocks, bad)
    return first if first is None or reads is None else _cause(first, blocks, bad, reads)


def _uppermost(blocks: Sequence[BlockResult], bad: Bad) -> WrongCell | None:
    """Return the first cell page by page; on a page step by step; in a step block by block.

    Checks come last: they only repeat what is wrong before them.
    """
    pages = list(dict.fromkeys(result.located.block.page for result in blocks))
    found = []
    for order, result in enumerate(blocks):
        block = result.located.block
        check = block.role is Role.CHECK
        page = 0 if check else pages.index(block.page)
        for i, t in np.argwhere(bad[result.name]).tolist():
            found.append(((check, *result.rank(i, t, page), order, i), WrongCell(result, i, t)))
    return min(found, key=lambda item: item[0])[1] if found else None


def _cause(start: WrongCell, blocks: Sequence[BlockResult], bad: Bad, reads: Reads) -> WrongCell:
    """Go back from a bad cell to a bad one that it reads, until there is none.

    Pages and steps alone do not tell: on the way back through time the last step is the first,
    and a page may show results of pages behind it. Right cells are passed on the way: a small
    mistake may be within the tolerance there, and beyond it where a difference makes it large.
    """
    results = {result.name: result for result in blocks}
    here, passed = start, {start.key}
    while True:
        before = (found for found in _before(here, results, reads) if bad[found.key[0]][found[1:]])
        there = next((found for found in before if found.key not in passed), None)
        if there is None:
            return here
        here = there
        passed.add(here.key)


def _before(
    start: WrongCell, results: Mapping[str, BlockResult], reads: Reads
) -> Iterator[WrongCell]:
    """Yield what a cell reads, then what those cells read, and so on; each once."""
    waiting, seen = deque([start]), {start.key}
    while waiting:
        result, i, t = waiting.popleft()
        for ref in reads(result.located.block, i, t):
            for cell in ref.cells() if ref.block.name in results else ():
                found = WrongCell(results[ref.block.name], *cell)
                if found.key not in seen:
                    seen.add(found.key)
                    waiting.append(found)
                    yield found
