"""A page on which time runs to the right: one column a step, weights on the left.

Blocks stand in bands, one under the other. A weight stands left of the rows that it produces,
so that the eye multiplies; what a column hands on is read by the next column.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, TypeAlias

from xlrnn.names import Role
from xlrnn.sheet.block import Block, Rule
from xlrnn.sheet.page import Chart, Page
from xlrnn.sheet.time_columns import WIDE
from xlrnn.sheet.time_layout import TimeLayout

RowLabels: TypeAlias = Block | tuple[str, ...] | None
"""What names the rows of a block: cells of the book, texts, or nothing but what they count."""

Weights: TypeAlias = Callable[..., Block]
"""How a layer declares a weight: called with its quantity and, if they differ, its dims."""

REFERENCE = "ref_"
"""Stands before the names of blocks that hold NumPy's numbers."""


@dataclass
class Band:
    """Blocks that stand together under one title, and the weights to their left."""

    blocks: list[Block]
    labels: list[RowLabels]
    left: list[Block]
    footer: Callable[[int], str] | None = None
    section: str = ""
    breaks: frozenset[int] = frozenset()

    @property
    def left_rows(self) -> list[list[Block]]:
        """What stands to the left, row by row."""
        ends = sorted({0, *self.breaks, len(self.left)})
        return [self.left[a:b] for a, b in pairwise(ends)]


class TimePage(Page):
    """A page of bands over a common time axis.

    Attributes:
        hints: texts over the first steps.
        axis: what the columns are.
        letters_called: what stands in the header over the steps.
        row_names: the names of rows by what they count, instead of `unit 1`, `unit 2`.
        notes: what is said about a quantity, where that is not as in the table of names.
        left_heading: what stands over the weights, if not that they are weights.
        charts_below: whether charts stand side by side under the bands, and not beside them.
        widest: how many columns of weights are shown; more are folded away.
    """

    axis = "time step t"

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.bands: list[Band] = []
        self.letters: Block | None = None
        self.letters_called = "letter"
        self.vocabulary: Block | None = None
        self.hints: Sequence[str] = ()
        self.notes_heading = "what happens"
        self.row_names: dict[str, Sequence[str]] = {}
        self.notes: dict[str, str] = {}
        self.left_heading = "weights (blue: change them)"
        self.charts_below = False
        self.widest = WIDE
        self._waiting: list[Block] = []
        self._section = ""
        self._breaks: set[int] = set()
        self.charted: list[Chart] = []

    @property
    def steps(self) -> int:
        """How many time steps the page shows."""
        return self.sizes.get("step") or self.book.sizes["step"]

    def heading_of(self, t: int) -> str | int:
        """Return what stands over a column."""
        return t + 1

    def weights(
        self,
        quantity: str,
        dims: tuple[str, str] | None = None,
        name: str = "",
        role: Role | None = None,
        **options: Any,
    ) -> Block:
        """Declare a block that stands to the left of the next band: weights, or what they sum to.

        Args:
            quantity: the quantity it shows.
            dims: what its rows and columns count.
            name: its defined name, if it is not that of the quantity.
            role: what it is for.
            **options: as of `Page.add`.
        """
        block = self.add(quantity, name=name, dims=dims, role=role, **options)
        self._waiting.append(block)
        return block

    def next_row_of_weights(self) -> None:
        """Put what is declared to the left from here on under what stands there already."""
        self._breaks.add(len(self._waiting))

    def section(self, text: str) -> None:
        """Put a heading over the next band."""
        self._section = text

    def letters_in_header(
        self,
        name: str = "",
        rule: Rule | None = None,
        role: Role | None = None,
        *,
        quantity: str = "letter",
        key: str = "",
    ) -> Block:
        """Declare the letters, or words, which stand in the header over the steps."""
        self.letters = self.add(quantity, name=name, rule=rule, role=role, key=key)
        return self.letters

    def band(
        self,
        quantity: str,
        *,
        labels: RowLabels = None,
        below: bool = False,
        footer: Callable[[int], str] | None = None,
        **options: Any,
    ) -> Block:
        """Declare a block with a column for each time step.

        Args:
            quantity: the quantity it shows.
            labels: a block to its left that names its rows, or their names; by default one is
                made.
            below: whether it continues the band above, if there is one, without a title of its own.
            footer: a text under each column.
            **options: as of `Page.add`: its rule or equation and whatever else is special.
        """
        block = self.add(quantity, **options)
        labels = labels or self._label(block)
        if below and self.bands:
            self.bands[-1].blocks.append(block)
            self.bands[-1].labels.append(labels)
        else:
            breaks = frozenset(self._breaks)
            self.bands.append(Band([block], [labels], self._waiting, footer, self._section, breaks))
            self._waiting, self._section, self._breaks = [], "", set()
        return block

    def chart(self, chart: Chart) -> None:
        """Draw a chart, over the letters in the header unless it names other categories."""
        self.charted.append(replace(chart, categories=chart.categories or self.letters))

    def _label(self, block: Block) -> Block | None:
        """Name the rows after the letters in the vocabulary, whatever a reader puts there."""
        vocabulary = self.vocabulary
        if block.dims[0] != "letter" or vocabulary is None:
            return None
        return self.add(
            "vocabulary",
            name=f"label_{block.name}",
            role=Role.LABEL,
            key=vocabulary.name,
            rule=lambda k, _: vocabulary[k, 0],
        )

    def calculated(self) -> list[Block]:
        """Return the blocks that are held against NumPy, in the order of the page."""
        found: list[Block] = []
        for band in self.bands:
            found += [block for block in band.left if not block.constant]
            found += [block for block in band.blocks if not block.constant]
        return found

    def lay_out(self) -> None:
        """Give every block its place and draw the words around it."""
        assert not self._waiting, f"{self.name}: no band follows {self._waiting[0].name}"
        TimeLayout(self).draw()

    def mirrored(self, into: Page) -> dict[str, Block]:
        """Write the same blocks as plain numbers, in the same places."""
        assert isinstance(into, TimePage)
        found: dict[str, Block] = {}
        into.widest, into.left_heading = self.widest, self.left_heading.partition(" (")[0]
        if self.letters is not None:
            letters = self.letters
            found[letters.key] = into.letters_in_header(
                f"{REFERENCE}{letters.name}",
                role=Role.REFERENCE,
                quantity=letters.quantity,
                key=letters.key,
            )
        if self.vocabulary is not None and self.vocabulary.page == self.name:
            into.vocabulary = reference_block(into.add, self.vocabulary)
            found[self.vocabulary.key] = into.vocabulary
        elif self.vocabulary is not None:
            into.vocabulary = self.book[f"{REFERENCE}{self.vocabulary.name}"]
        for band in self.bands:
            for number, block in enumerate(band.left):
                if number in band.breaks:
                    into.next_row_of_weights()
                found[block.key] = reference_block(into.weights, block)
            into.section(band.section)
            for number, (block, labels) in enumerate(zip(band.blocks, band.labels, strict=True)):
                own: RowLabels = labels if isinstance(labels, tuple) else None
                if labels is not None and labels is self.vocabulary:
                    own = into.vocabulary
                found[block.key] = reference_block(into.band, block, labels=own, below=number > 0)
        return found


def reference_block(declare: Callable[..., Block], block: Block, **options: Any) -> Block:
    """Declare a block of NumPy's numbers for another one."""
    return declare(
        block.quantity,
        name=f"{REFERENCE}{block.name}",
        dims=block.dims,
        sizes=dict(zip(block.dims, block.shape, strict=True)),
        role=Role.REFERENCE,
        notation=block.notation,
        key=block.key,
        slack=block.slack,
        vanishing=block.vanishing,
        **options,
    )
