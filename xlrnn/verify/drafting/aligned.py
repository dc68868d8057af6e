"""A gate's units in the order of the layer's, since each gate may be laid out in its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from xlrnn.verify.drafting.table import Cells, Table


@dataclass
class Aligned:
    """A gate's table, with rows and steps in the order of the candidate's."""

    table: Table
    rows: list[int | None]
    steps: list[int | None]

    def of(self, cells: Sequence[Sequence[int | None]]) -> Cells:
        """Return a quantity of units × steps in that order."""
        return [
            [None if u is None or s is None else cells[u][s] for s in self.steps] for u in self.rows
        ]

    def data(self) -> Cells:
        """Return the inputs in that order."""
        return [[None if s is None else line[s] for s in self.steps] for line in self.table.data]


def in_rows(aligned: Aligned, data: Cells) -> Table:
    """Return a gate's weights and biases with its rows in the order of the layer's units."""
    table, rows = aligned.table, aligned.rows
    empty: list[int | None] = [None] * len(table.data)
    return Table(
        table.rows,
        table.steps,
        table.activation,
        table.units,
        data,
        [empty if u is None else table.weights[u] for u in rows],
        [[] if u is None else table.biases[u] for u in rows],
        [[] if u is None else table.gated_biases[u] for u in rows],
        table.gated,
    )
