"""A lesson as a file."""

from xlrnn.lessons import LESSON_NAMES
from xlrnn.lessons.common.lesson import Lesson
from xlrnn.lessons.common.plan import Arrays
from xlrnn.names import Role
from xlrnn.nn.compute import kernels
from xlrnn.provenance import RELEASE, written_by
from xlrnn.sheet.book import Book, shown_by
from xlrnn.xlsx.garbage import without_collection
from xlrnn.xlsx.writing.write import workbook_bytes


def lesson_bytes(lesson: Lesson, changed: Arrays | None = None) -> bytes:
    """Return the .xlsx file of a lesson, with what NumPy calculates as stored results.

    NumPy alone: the bytes must not depend on whether compiled twins are installed. A lesson of ours
    says which version wrote it and not which commit, as it is the same for all of them.

    Args:
        lesson: the lesson.
        changed: other inputs, by key, as if a reader had typed them into the finished workbook.
    """
    writer = RELEASE if lesson.name in LESSON_NAMES else written_by()
    with kernels.using(kernels.NUMPY), without_collection():
        book = _changed_book(lesson, changed) if changed else lesson.filled_book()
        return workbook_bytes(book, writer=writer)


def _changed_book(lesson: Lesson, changed: Arrays) -> Book:
    """Return the book with other inputs; the numbers that its checks compare with stay."""
    first = lesson.expected(lesson.inputs())
    now = lesson.expected({**lesson.inputs(), **changed}, first)
    book = lesson.book()
    for block in book.blocks:
        block.fill_values(shown_by(block, first if block.role is Role.REFERENCE else now))
    return book
