"""The cells on which it depends whether a changed formula is right: they should show every case."""

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from xlrnn.formula.block import Ref
from xlrnn.shapes import Bool
from xlrnn.verify.prepare import Prepared
from xlrnn.verify.results.cell_verdicts import AS_WRITTEN
from xlrnn.verify.subject.inputs import GIVEN

# Where more formulas than this were changed, every cell is as good as any other.
_MOST = 2_000

Cells = Mapping[str, Bool[np.ndarray, "rows columns"]]


def decisive_cells(prepared: Prepared) -> Cells:
    """Return the cells whose formulas were changed, and what these should read, by block.

    Args:
        prepared: the workbook.
    """
    blocks = {
        b.block.name: b.block
        for b in prepared.subject.blocks
        if b.place is not None and b.block.role not in GIVEN
    }
    changed = {name: prepared.formulas[name] != AS_WRITTEN for name in blocks}
    found = {name: cells.copy() for name, cells in changed.items() if cells.any()}
    reads = prepared.subject.reads
    if reads is None or sum(map(np.count_nonzero, found.values())) > _MOST:
        return found
    read: dict[str, list[Ref]] = defaultdict(list)
    for name in [*found]:
        for i, t in np.argwhere(changed[name]).tolist():
            for ref in reads(blocks[name], i, t):
                read[ref.block.name].append(ref)
    for name in read.keys() & blocks.keys():
        cells = found.setdefault(name, np.zeros(blocks[name].shape, bool))
        for ref in read[name]:
            cells[np.ix_(ref.rows, ref.columns)] = True
    return found
