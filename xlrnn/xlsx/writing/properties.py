"""What a file says of itself: what it is, what wrote it, and never when."""

from datetime import datetime
from typing import Any, Final

from xlrnn.sheet.book import Book

_CREATED: Final = datetime(2020, 1, 1)


def properties_of(book: Book, writer: str) -> dict[str, Any]:
    """Return the properties of a book's file, as XlsxWriter takes them.

    Args:
        book: the book.
        writer: what writes it.
    """
    return {
        "title": f"{book.lesson}: {book.title}",
        "author": "xlrnn",
        "comments": f"Written by {writer}",
        "created": _CREATED,
    }
