"""The network unrolled over time, drawn with cells: a column a step, live letters and states."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from xlrnn.formula.block import Block

SHOWN = 10
"""Of longer sequences the diagram shows so many steps."""


@dataclass(frozen=True)
class DiagramRow:
    """One row of the diagram.

    Args:
        side: what stands to the left of it.
        cells: a block with a column for each step shown, or the text of step t, from 1.
        style: how texts look: `arrow` or `diagram_state`.
    """

    side: str
    cells: Block | Callable[[int], str]
    style: str = "arrow"


def arrows(side: str, sign: str = "↑") -> DiagramRow:
    """Return a row of arrows, one a step."""
    return DiagramRow(side, lambda _: sign)


def states(side: str, symbol: str, steps: int, sign: str = "→") -> DiagramRow:
    """Return a row of states, each of which leads to the next."""
    return DiagramRow(
        side, lambda t: f"{symbol}_{t}" + (f"  {sign}" if t < steps else ""), "diagram_state"
    )


@dataclass(frozen=True)
class Diagram:
    """A diagram of the network, from the output at the top to the input at the bottom.

    Args:
        rows: its rows.
        steps: how many columns they have.
        title: its heading.
        head: what stands over column t, from 1.
    """

    rows: Sequence[DiagramRow]
    steps: int
    title: str = "The network, unrolled over time"
    head: Callable[[int], str] = "t = {}".format

    @property
    def shown(self) -> int:
        """How many steps it shows."""
        return min(self.steps, SHOWN)
