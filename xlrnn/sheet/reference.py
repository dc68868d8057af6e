"""NumPy's own results, stored as plain numbers in the same places as on the steps page."""

from xlrnn.names import Role
from xlrnn.sheet.block import Block
from xlrnn.sheet.book import Book
from xlrnn.sheet.time_page import TimePage

PREFIX = "ref_"


def reference_page(book: Book, steps: TimePage) -> dict[str, Block]:
    """Write the page and return its blocks by quantity."""
    page = book.page(
        TimePage,
        "numpy",
        "What NumPy calculated",
        "Plain numbers, stored when this workbook was written. The check page compares with them.",
    )
    found = {"letter": page.letters_in_header(f"{PREFIX}letter", role=Role.REFERENCE)}
    page.vocabulary = page.add("vocabulary", name=f"{PREFIX}vocabulary", role=Role.REFERENCE)
    found["vocabulary"] = page.vocabulary
    for band in steps.bands:
        for block in band.left:
            found[block.quantity] = page.weights(
                block.quantity, block.dims, f"{PREFIX}{block.name}", Role.REFERENCE
            )
        for number, block in enumerate(band.blocks):
            found[block.quantity] = page.band(
                block.quantity,
                notation=block.notation,
                name=f"{PREFIX}{block.name}",
                role=Role.REFERENCE,
                labels=page.vocabulary if block.quantity == "x" else None,
                below=number > 0,
            )
    return found
