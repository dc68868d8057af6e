"""NumPy's own results, stored as plain numbers in the same places as on the pages they are of."""

from collections.abc import Sequence

from xlrnn.formula.block import Block
from xlrnn.sheet.book import Book
from xlrnn.sheet.page import Page

PREFIX = "numpy"


def reference_pages(book: Book, pages: Sequence[Page]) -> dict[str, Block]:
    """Write a page of references for each page; return all blocks by their key."""
    found: dict[str, Block] = {}
    for page in pages:
        into = book.page(
            type(page),
            PREFIX if len(pages) == 1 else f"{PREFIX} {page.name}",
            "What NumPy calculated",
            "Plain numbers, stored when this workbook was written. The check page compares with "
            "them.",
        )
        into.about = "the numbers it compares with"
        into.sizes, into.small, into.plain = page.sizes, page.small, True
        found = {**page.mirrored(into), **found}
    return found
