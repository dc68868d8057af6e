"""The blocks of a workbook as arrays and as a DataFrame, as they are stored in the file."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.tables import FACTS, Table, Tabular, facts
from xlrnn.verify.subject.inputs import is_text, reference_array
from xlrnn.verify.subject.locate import Located
from xlrnn.verify.subject.subject import lesson_subject
from xlrnn.xlsx.reading.read import Workbook, read

if TYPE_CHECKING:
    import pandas as pd


class BlockValues(dict[str, NDArray[Any]], Tabular):
    """Arrays by block, laid out as on the sheet; NaN where a cell holds no number."""

    def to_frame(self) -> "pd.DataFrame":
        """Return one row for each cell: block, row and column (both from 1), value."""
        import pandas as pd

        rows = [
            (name, i + 1, t + 1, array[i, t])
            for name, array in self.items()
            for i, t in np.ndindex(*array.shape)
        ]
        return pd.DataFrame(rows, columns=["block", "row", "column", "value"])

    def tables(self) -> Iterator[Table]:
        """Yield a row for each block: its shape, and between what its numbers lie."""
        yield Table(("block", *FACTS), [(name, *facts(array)) for name, array in self.items()])


def read_blocks(path: Path) -> BlockValues:
    """Read the blocks of a workbook that xlrnn wrote; one that is missing is left out.

    Raises:
        UnreadableError: if the file is no such workbook.
    """
    file = read(path)
    found = [located for located in lesson_subject(file).blocks if located.place is not None]
    return BlockValues({located.block.name: _stored(located, file) for located in found})


def _stored(located: Located, file: Workbook) -> NDArray[Any]:
    place = located.place
    assert place is not None
    values = file.sheets[place.sheet].values
    rows = [[values.get((row, column)) for column in place.columns] for row in place.rows]
    text = is_text(located.block) or any(isinstance(value, str) for row in rows for value in row)
    return np.array(rows, dtype=object) if text else reference_array(located, rows)
