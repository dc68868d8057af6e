"""What all columns of an epoch share: the weights, and what rows and columns are called."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from xlrnn.formula.block import Block, Rule
from xlrnn.formula.expression import Expression
from xlrnn.sheet.pages.epoch import EpochPage


@dataclass(frozen=True)
class Start:
    """What the first epoch begins with, and what is learned: all of it cells of another page."""

    W_xh: Block
    h_0: Block
    W_hh: Block
    b_h: Block
    W_hy: Block
    x: Block
    y_true: Block


@dataclass
class Weight:
    """A matrix whose rows stand side by side: a block for each row, with its gradient.

    Args:
        name: its name.
        start: its values in the first epoch.
        labels: what its columns are multiplied with.
    """

    name: str
    start: Block
    labels: list[str]
    rows: list[Block] = field(default_factory=list)
    gradients: list[Block] = field(default_factory=list)
    steps: list[Block] = field(default_factory=list)

    def __getitem__(self, row: int) -> Block:
        return self.rows[row]

    @property
    def lies(self) -> bool:
        """Whether it is a bias, a column of numbers that stands here as a row."""
        return self.name == "b_h"

    @property
    def height(self) -> int:
        """How many rows it has here."""
        return 1 if self.lies else self.start.shape[0]

    def row_name(self, row: int, before: str = "") -> str:
        """Return the name of one of its rows, or of what belongs to it."""
        number = f"_{row + 1}" if self.height > 1 else ""
        return f"{before}{self.name}{number}"

    def first(self, row: int, k: int) -> Expression:
        """Return a number of it in the first epoch."""
        return (self.start[k, 0] if self.lies else self.start[row, k]).as_operand()


class EpochNetwork:
    """The network of one epoch: its sizes, its weights, and how a column of it is declared.

    Args:
        page: the page.
        start: what the first epoch begins with.
        letters: the vocabulary, for the labels.
        tied: whether W_hh and b_h are 1×1.
    """

    def __init__(
        self, page: EpochPage, start: Start, letters: Sequence[str], *, tied: bool
    ) -> None:
        self.page, self.start, self.tied = page, start, tied
        self.letters = list(letters)
        self.units = [f"unit {i + 1}" for i in range(start.W_xh.shape[0])]
        self.steps = start.x.shape[1]
        shared = ["all units"] if tied else self.units
        self.W_xh = Weight("W_xh", start.W_xh, self.letters)
        self.W_hh = Weight(start.W_hh.quantity, start.W_hh, shared)
        self.b_h = Weight("b_h", start.b_h, shared)
        self.W_hy = Weight("W_hy", start.W_hy, self.units)

    @property
    def weights(self) -> list[Weight]:
        """All weights, in the order of the page."""
        return [self.W_xh, self.W_hh, self.b_h, self.W_hy]

    def sources(self, i: int) -> Sequence[int]:
        """Return the units whose last state a unit sees: in the article's form itself alone."""
        return [i] if self.tied else range(len(self.units))

    def recurrent(self, e: int, to: int, source: int) -> Expression:
        """Return the weight from one unit to another."""
        return self.W_hh[0][e, 0] if self.tied else self.W_hh[to][e, source]

    def column(
        self, quantity: str, name: str, labels: list[str], rule: Rule, notation: str
    ) -> Block:
        """Declare a block with a row for each epoch."""
        return self.page.column(
            quantity,
            labels,
            title=name,
            name=name,
            key=self.page.prefix + name,
            rule=rule,
            notation=notation,
        )
