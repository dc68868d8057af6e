"""The verdict of a cell: what is wrong with it, and how a student is told."""

import enum
from dataclasses import dataclass
from typing import Final


class State(enum.StrEnum):
    """What was found in a cell that a student had to fill."""

    RIGHT = "right"
    WRONG = "wrong"
    ERROR = "error"
    TYPED = "typed"
    EMPTY = "empty"
    MISSING = "missing"
    UNDECIDED = "not decided"


WORDS: Final = {
    "given-numbers-only": "it is right for these inputs alone, and wrong when they change",
    "given-numbers-typed": "it is right for these inputs alone and does not follow when they "
    "change: refer to the cells instead of typing what they show",
    "rounded": "it is rounded: leave all digits, the cell shows as many as its format says",
    "wrong-place": "the right formula stands in another cell",
    "reaches-out": "it asks another workbook, program or the network, and that is never followed",
    "too-deep": "it is longer or nested more deeply than spreadsheet programs take",
    "typed": "a number is typed in where a formula belongs",
    "typed-text": "a text is typed in where a formula belongs",
    "formula-as-text": "the formula is stored as a text: give the cell the format General (in "
    "LibreOffice: Number) and type it once more, with = as its first sign",
    "empty": "nothing is filled in",
    "not-predicted": "a formula calculates and predicts nothing: type what you expect",
    "missing": "the cells are gone from the workbook",
    "circular": "it goes round in a circle: the cell follows from itself; a state follows from the "
    "step before, on the way back from the step after",
    "unending": "programs break down at it, or do not come to an end with it",
    "entered-plainly": "it was entered as an ordinary formula, which takes one cell of each range "
    "and shows #VALUE! where there is none: enter it as an array formula, with Ctrl+Shift+Enter "
    "(only the newest Excel does so by itself)",
    "error": "the formula shows an error",
    "wrong": "it does not show what the equation makes of the cells before it, as they stand in "
    "your sheet",
    "differ": "engines differ about this cell; it was given the mark",
    "not-decided": "not decided: a refusal needs two programs that calculate it, and there are not "
    "two; it has its points, and your teacher may look at it",
}

# What engines show in cells that go round in a circle.
CIRCULAR: Final = frozenset({"#CIRC!", "Err:522", "Err:523"})


@dataclass(frozen=True)
class CellVerdict:
    """The verdict of one cell.

    Args:
        block: its block.
        row: its row in the block, from 0.
        column: its column in the block, from 0.
        cell: where it stands, with the sheet.
        state: what was found.
        misconception: the name of what explains it, "" if nothing does.
        words: what a student is told, "" if it is right.
        formula: the student's formula, without `=`.
        shows: the error that it shows, "" if it shows none.
        differ: whether engines differ about it.
        inherits: whether it reads a text or an error, which makes an error in every program.
    """

    block: str
    row: int
    column: int
    cell: str
    state: State
    misconception: str = ""
    words: str = ""
    formula: str = ""
    shows: str = ""
    differ: bool = False
    inherits: bool = False

    @property
    def right(self) -> bool:
        """Whether it earns its mark; what could not be decided does, too."""
        return self.state in (State.RIGHT, State.UNDECIDED)

    @property
    def sure(self) -> bool:
        """Whether it is right beyond doubt."""
        return self.state is State.RIGHT and not self.differ
