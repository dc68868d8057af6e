"""A book: the pages of one workbook, their blocks, and the defined names that hold it together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from xlrnn.errors import ShapeError
from xlrnn.formula.area import Area
from xlrnn.formula.block import Block
from xlrnn.formula.cell import Cell
from xlrnn.sheet.page import Page
from xlrnn.sheet.shared import Shared

PageT = TypeVar("PageT", bound=Page)

WAY_BACK = Cell(3, 2)
"""Where every page leads back to the first: under the title, in what stays in sight."""
MOST_OF_THE_WAY = 32
"""So many characters of it fit into a narrow column of labels: beside it stand the legends."""


@dataclass(frozen=True)
class DefinedName:
    """A name and the cells that it stands for."""

    name: str
    sheet: str
    area: Area


def shown_by(block: Block, values: Mapping[str, np.ndarray[Any, Any]]) -> np.ndarray[Any, Any]:
    """Return what a block shows: the values under its own name, or else under its key.

    A block that shows only the first steps of a quantity, as the diagram does, gets those.
    """
    array = values.get(block.name, values.get(block.key))
    if array is None:
        raise ShapeError(f"no values for block {block.name}, under {block.key}")
    return array[:, : block.shape[1]] if block.dims[1] == "shown" else array


class Book(Shared):
    """A workbook before it is written.

    Args:
        lesson: the lesson that it shows.
        options: the options it was built with, enough to build it again.
        title: its title.
        sizes: how many letters, units and steps there are.
        decimals: how many decimals its cells show at most; they hold all.
    """

    def __init__(
        self,
        lesson: str,
        options: Mapping[str, Any],
        title: str,
        sizes: Mapping[str, int],
        decimals: int = 4,
    ) -> None:
        super().__init__(lesson, sizes, decimals)
        self.options = dict(options)
        self.title = title
        self.pages: list[Page] = []

    def page(self, kind: type[PageT], name: str, title: str, subtitle: str) -> PageT:
        """Add a page of the given kind."""
        page = kind(self, name, title, subtitle)
        self.pages.append(page)
        return page

    def kept(self, pages: Sequence[Page], blocks: Sequence[Block]) -> "Book":
        """Return the book with these pages and blocks only, laid out as they are."""
        book = Book(self.lesson, self.options, self.title, self.sizes, self.decimals)
        book.pages = [*pages]
        for block in blocks:
            book.register(block)
        for page in pages:
            page.blocks = [block for block in page.blocks if block in blocks]
        return book

    def lay_out(self) -> None:
        """Place every block of every page, and lead from each back to the first."""
        for page in self.pages:
            page.lay_out()
        self.lead_back()

    def lead_back(self) -> None:
        """Write the way back to the first page onto all others, and which steps stand there."""
        first = self.pages[0]
        for page in self.pages[1:]:
            steps = in_words([number for block in page.blocks for number in block.numbers])
            back = f"← {first.name}"
            ways = [
                " · ".join(filter(None, [back, *more])) for more in ((self.lesson, steps), (steps,))
            ]
            where = next((way for way in ways if len(way) <= MOST_OF_THE_WAY), back)
            page.write(WAY_BACK.row, WAY_BACK.column, where, "small_link", link=first)

    def fill_values(self, values: Mapping[str, np.ndarray[Any, Any]]) -> None:
        """Give every block the values that are stored in its cells."""
        for block in self.blocks:
            block.fill_values(shown_by(block, values))

    def defined_names(self) -> Iterator[DefinedName]:
        """Yield the name of every block, and those of the columns that have one."""
        for block in self.blocks:
            place = block.located()
            yield DefinedName(block.name, place.sheet, place.area)
            prefix = self.named_columns.get(block.name)
            for t in range(block.shape[1]) if prefix else ():
                area = Area(place.cell(0, t), Cell(place.rows[-1], place.columns[t]))
                yield DefinedName(f"{prefix}_{t + 1}", place.sheet, area)


def in_words(numbers: Sequence[int]) -> str:
    """Return which steps these are.

    Example:
        >>> in_words([3]), in_words([1, 2, 3, 7]), in_words([])
        ('step 3', 'steps 1–3, 7', '')
    """
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
    return f"step{'s' * (len(set(numbers)) > 1)} {told}" if runs else ""
