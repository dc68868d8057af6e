"""The page on which the loss is calculated once more for each gradient that is asked for."""

from collections.abc import Collection, Sequence

from xlrnn.exercises.make.finite_differences import Difference, aim_of, loss_of, nudge, read_by
from xlrnn.formula.area import Area
from xlrnn.formula.block import Block
from xlrnn.formula.cell import Cell
from xlrnn.sheet.book import Book
from xlrnn.sheet.page import Page

_NAME, _TITLE = "differences", "The loss once more, with something moved a little"
_SUBTITLE = "Does a gradient say beforehand how far the loss will move? The first page compares."
_ABOUT = "Each part moves the cells of one quantity by small amounts and follows them to the loss."


class DifferencesPage(Page):
    """A part for each gradient that is checked: the amounts, and the way to the loss."""

    differences: Sequence[Difference] = ()

    def lay_out(self) -> None:
        """Give every block its place and draw the words around it."""
        self.write(1, 2, self.title, "title")
        self.write(2, 2, self.subtitle, "subtitle")
        self.write(3, 2, _ABOUT, "note")
        row = 5
        for difference in self.differences:
            self.write(row, 2, f"To check {difference.gradient.name}", "section")
            row += 1
            for called, block in difference.parts():
                self.write(row, 2, called, "row_label")
                row = self.place(block, row, 3).last.row + 2
            row += 1
        widest = max((block.shape[1] for block in self.blocks), default=1)
        self.view.one_page, self.view.one_wide, self.view.portrait = False, True, True
        self.view.widths = {1: 2, 2: 40, **dict.fromkeys(range(3, 3 + widest), 12)}
        self.view.freeze = Cell(5, 3)
        self.view.print_area = Area(Cell(1, 1), Cell(row, 2 + widest))


def differences_page(
    book: Book, asked: Sequence[Block], blank: Collection[str]
) -> dict[str, Difference]:
    """Add the page to a book if there is anything to check so.

    Args:
        book: the book of the exercise.
        asked: the blocks that are asked for.
        blank: the names of all blocks with blank cells.

    Returns:
        What is checked so, by the name of the gradient.
    """
    gradients = [block for block in asked if aim_of(block, book)]
    loss = loss_of(book)
    if loss is None or not gradients:
        return {}
    page = DifferencesPage(book, _NAME, _TITLE, _SUBTITLE)
    reads = {block.name: set(read_by(block)) for block in book.blocks}
    found = {block.name: nudge(page, block, loss, blank, reads) for block in gradients}
    checked = {name: one for name, one in found.items() if one is not None}
    page.differences = list(checked.values())
    if checked:
        page.lay_out()
        book.pages.append(page)
    return checked
