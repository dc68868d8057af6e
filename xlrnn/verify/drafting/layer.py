"""A layer that was found: its kind, and the cells of each of its quantities."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from xlrnn.verify.drafting.table import Cells


@dataclass
class Found:
    """A layer that was found.

    Attributes:
        kind: `dense`, `rnn`, `lstm`, `gru`, `bidirectional`.
        activation: its function.
        outputs: what others read of it, units × steps.
        given: weights, biases and first states.
        calculated: what the sheet calculates.
        inputs: what it reads, features × steps; each row stays together with its weights.
        recurrent: whether it has steps that follow from each other.
        samples: how many samples its columns show; all first steps stand first.
        options: those of its kind in a map.
        gradients: ∂L/∂ of any of them.
        updated: weights after a step of training.
        directions: of a bidirectional layer what goes `forward` and what goes `backward`.
        odd: cells that are written unlike their neighbours.
        remarks: what a reader should look at.
        name: what the map calls it.
        reads: the names of what it reads.
    """

    kind: str
    activation: str
    outputs: Cells
    given: dict[str, Cells] = field(default_factory=dict)
    calculated: dict[str, Cells] = field(default_factory=dict)
    inputs: Cells = field(default_factory=list)
    recurrent: bool = False
    samples: int = 1
    options: dict[str, Any] = field(default_factory=dict)
    gradients: dict[str, Cells] = field(default_factory=dict)
    updated: dict[str, Cells] = field(default_factory=dict)
    directions: dict[str, "Found"] = field(default_factory=dict)
    odd: set[int] = field(default_factory=set)
    remarks: list[str] = field(default_factory=list)
    name: str = ""
    reads: Sequence[str] = ()

    @property
    def units(self) -> int:
        """How many units it has."""
        return len(self.outputs)

    @property
    def steps(self) -> int:
        """How many steps or samples it has."""
        return len(self.outputs[0]) if self.outputs else 0

    @property
    def parts(self) -> list["Found"]:
        """What has weights of its own: its directions, or itself."""
        return [*self.directions.values()] or [self]

    def last_steps(self, unit: int) -> list[int]:
        """Return where the last state of a unit stands, of every sample."""
        if self.directions and unit >= self.units // 2:
            return [0]
        return [*range(self.steps - self.samples, self.steps)]


def column(cells: Sequence[int | None]) -> Cells:
    """Return a column of cells as a quantity."""
    return [[cell] for cell in cells]


def picked(cells: Cells, order: Sequence[int]) -> Cells:
    """Return the columns of a quantity in another order."""
    return [[row[j] for j in order] for row in cells]
