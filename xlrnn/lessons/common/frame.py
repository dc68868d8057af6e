"""What every workbook has around its own pages: first page, glossary, checks, NumPy's numbers."""

from collections.abc import Sequence

from xlrnn.formula.block import Block
from xlrnn.lessons.common.plan import Plan
from xlrnn.names import Role
from xlrnn.nn.check import Judged
from xlrnn.sheet.book import Book
from xlrnn.sheet.page import Page
from xlrnn.sheet.pages.first import FirstPage
from xlrnn.sheet.pages.glossary import glossary_page
from xlrnn.sheet.pages.time.page import TimePage
from xlrnn.sheet.proof.check import Compared, check_page, mark_blocks
from xlrnn.sheet.proof.reference import reference_pages

GIVEN = (Role.INPUT, Role.PARAMETER)


class Frame:
    """The pages that a lesson wrote, and around them what compares their blocks.

    Args:
        book: the workbook, in which the pages stand already.
        first: its first page.
        steps: the pages on which every number is calculated step by step.
        equations: the pages that calculate some of them again, as matrices.
        stored: whether the workbook carries NumPy's numbers to compare with.
    """

    def __init__(
        self,
        book: Book,
        first: FirstPage,
        steps: Sequence[Page],
        equations: Sequence[Page],
        *,
        stored: bool = True,
    ) -> None:
        self.book, self.first, self.stored = book, first, stored
        self.steps, self.equations = steps, equations
        self.summaries = self._add_checks()

    @property
    def inputs(self) -> list[Block]:
        """The inputs and weights, in the order of the pages."""
        pages = (*self.steps, *self.equations)
        blocks = (block for page in pages for block in page.blocks)
        return [block for block in blocks if block.constant and block.role in GIVEN]

    @property
    def calculated(self) -> list[Block]:
        """The blocks that are held against NumPy."""
        return [block for page in (*self.steps, *self.equations) for block in page.calculated()]

    @property
    def pairs(self) -> list[tuple[Block, Block]]:
        """Blocks that stand in both notations: step by step, and as matrices."""
        by_key = {block.key: block for page in self.steps for block in page.calculated()}
        second = [block for page in self.equations for block in page.calculated()]
        return [(by_key[block.key], block) for block in second if block.key in by_key]

    def _add_checks(self) -> dict[str, Block]:
        """Declare glossary, checks, NumPy's numbers and marks; return the summaries by name."""
        calculated = self.calculated
        glossary_page(self.book, (*self.steps, *self.equations))
        before = len(self.book.pages)
        references = reference_pages(self.book, self.steps) if self.stored else {}
        summaries = check_page(self.book, Compared(self.inputs, calculated, self.pairs, references))
        # The check page stands before NumPy's numbers, which it compares with.
        self.book.pages.insert(before, self.book.pages.pop())
        for page in (*self.steps, *self.equations) if self.stored else ():
            mark_blocks(page, calculated, summaries["verdicts"])
        return summaries

    def plan(self) -> Plan:
        """Return what the checks compare, by key."""
        pages = (page for page in self.book.pages if isinstance(page, TimePage))
        vocabularies = {page.vocabulary for page in pages if page.vocabulary is not None}
        return Plan(
            inputs=tuple(block.key for block in self.inputs),
            calculated={
                block.name: Judged(
                    block.key,
                    block.slack,
                    block.vanishing,
                    block.measure.key if block.measure is not None else "",
                )
                for block in self.calculated
            },
            paired=len(self.pairs),
            quantities={block.key: block.quantity for block in self.inputs},
            labels={
                block.name: block.key for block in vocabularies if block.role is Role.REFERENCE
            },
            lying={
                label.name: label.key
                for page in self.book.pages
                for label in page.blocks
                if label.name in page.labelled and label.shape[0] < label.shape[1]
            },
        )
