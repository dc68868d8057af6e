"""A page on which time runs to the right: one column a step, weights on the left.

Blocks stand in bands, one under the other. A weight stands left of the rows that it produces,
so that the eye multiplies; what a column hands on is read by the next column. What the columns
add up to stands after the last one.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from xlrnn.formula.block import Block
from xlrnn.names import Role
from xlrnn.sheet.page import Page
from xlrnn.sheet.pages.time.band import RowLabels
from xlrnn.sheet.pages.time.declared import BandPage
from xlrnn.sheet.pages.time.layout import TimeLayout

Weights: TypeAlias = Callable[..., Block]
"""How a layer declares a weight: called with its quantity and, if they differ, its dims."""

REFERENCE = "ref_"
"""Stands before the names of blocks that hold NumPy's numbers."""


class TimePage(BandPage):
    """A page of bands over a common time axis, drawn by `TimeLayout`."""

    def lay_out(self) -> None:
        """Give every block its place and draw the words around it."""
        self.check_complete()
        TimeLayout(self).draw()

    def mirrored(self, into: Page) -> dict[str, Block]:
        """Write the same blocks as plain numbers, in the same places."""
        assert isinstance(into, TimePage)
        found: dict[str, Block] = {}
        into.widest, into.right_heading = self.widest, self.right_heading
        into.left_heading = self.left_heading.partition(" (")[0]
        into.mirrored_from, into.powers = self, self.powers
        if self.across:
            into.show_places(self.across)
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
            for number, block in enumerate(band.right):
                if number in band.right_breaks:
                    into.next_row_after()
                found[block.key] = reference_block(into.after, block)
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
