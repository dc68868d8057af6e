"""A page on which time runs to the right: one column a step, weights on the left.

Blocks stand in bands, one under the other. A weight stands left of the rows that it produces,
so that the eye multiplies; what a column hands on is read by the next column.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from xlrnn.names import Role
from xlrnn.sheet.block import Block, Rule
from xlrnn.sheet.expression import Expression
from xlrnn.sheet.page import Page
from xlrnn.sheet.time_layout import TimeLayout


@dataclass
class Band:
    """Blocks that stand together under one title, and the weights to their left."""

    blocks: list[Block]
    labels: list[Block | None]
    left: list[Block]
    footer: Callable[[int], str] | None = None


class TimePage(Page):
    """A page of bands over a common time axis."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.bands: list[Band] = []
        self.letters: Block | None = None
        self.vocabulary: Block | None = None
        self.hints: Sequence[str] = ()
        self.notes_heading = "what happens"
        self._waiting: list[Block] = []
        self.marks: list[tuple[Block, Block]] = []
        self.charted: tuple[Block, str] | None = None

    @property
    def steps(self) -> int:
        """How many time steps the page shows."""
        return self.book.sizes["step"]

    def weights(
        self,
        quantity: str,
        dims: tuple[str, str] | None = None,
        name: str = "",
        role: Role | None = None,
    ) -> Block:
        """Declare constants that stand to the left of the next band."""
        block = self.add(quantity, name=name, dims=dims, role=role)
        self._waiting.append(block)
        return block

    def letters_in_header(
        self, name: str = "", rule: Rule | None = None, role: Role | None = None
    ) -> Block:
        """Declare the letters, which stand in the header over the steps."""
        self.letters = self.add("letter", name=name, rule=rule, role=role)
        return self.letters

    def band(
        self,
        quantity: str,
        *,
        rule: Rule | None = None,
        equation: str = "",
        notation: str = "",
        name: str = "",
        role: Role | None = None,
        array: bool = False,
        labels: Block | None = None,
        below: bool = False,
        footer: Callable[[int], str] | None = None,
    ) -> Block:
        """Declare a block with a column for each time step.

        Args:
            quantity: the quantity it shows.
            rule: the formula of each cell; or
            equation: the array formula of each column.
            notation: its equation in words, if it is not that of the table of names.
            name: its defined name, if it is not that of the quantity.
            role: what it is for.
            array: whether each formula of the rule is entered as an array formula.
            labels: a block to its left that names its rows; by default one is made.
            below: whether it continues the band above, without a title of its own.
            footer: a text under each column.
        """
        block = self.add(
            quantity,
            name=name,
            role=role,
            rule=rule,
            equation=equation,
            notation=notation,
            array=array,
        )
        labels = labels or self._label(block)
        if below:
            self.bands[-1].blocks.append(block)
            self.bands[-1].labels.append(labels)
        else:
            self.bands.append(Band([block], [labels], self._waiting, footer))
            self._waiting = []
        return block

    def mark(self, block: Block, sign: Expression) -> None:
        """Put a check mark beside a block."""
        mark = self.add("mark", name=f"mark_{block.name}", rule=lambda _, __: sign)
        self.marks.append((block, mark))

    def chart(self, block: Block, title: str) -> None:
        """Draw a block as a chart."""
        self.charted = block, title

    def _label(self, block: Block) -> Block | None:
        """Name the rows after the letters in the vocabulary, whatever a reader puts there."""
        vocabulary = self.vocabulary
        if block.dims[0] != "letter" or vocabulary is None:
            return None
        return self.add(
            "vocabulary",
            name=f"label_{block.name}",
            role=Role.LABEL,
            rule=lambda k, _: vocabulary[k, 0],
        )

    def lay_out(self) -> None:
        """Give every block its place and draw the words around it."""
        TimeLayout(self).draw()
