"""The cell that switches the colours for size on and off: it changes looks, and no number."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from xlrnn.formula.block import Block
from xlrnn.formula.cell import Cell
from xlrnn.names import Kind, Role

NAME: Final = "colours"
OFF, ON = "off", "on"
ABOUT: Final = "colours for size: choose “on”; blue is above 0, orange below, white nearly 0"
_SHADED: Final = (Kind.STATE, Kind.GATE, Kind.GRADIENT)
_ROLES: Final = (Role.CALCULATION, Role.STATE, Role.OUTPUT)


@dataclass(frozen=True)
class Switch:
    """A cell with a list of texts and a defined name, which no calculation reads.

    Args:
        cell: where it stands.
        name: its defined name.
        choices: what it may say, first what it says at first.
    """

    cell: Cell
    name: str = NAME
    choices: tuple[str, ...] = (OFF, ON)


def shaded(blocks: Iterable[Block]) -> dict[Kind, list[Block]]:
    """Return the blocks whose sizes a colour can tell, by what they are."""
    found: dict[Kind, list[Block]] = {}
    for block in blocks:
        kind = block.entry.kind
        if kind in _SHADED and block.role in _ROLES:
            found.setdefault(kind, []).append(block)
    return found
