"""A lesson as a file."""

from xlrnn.lessons.common.lesson import Lesson
from xlrnn.nn.compute import kernels
from xlrnn.xlsx.garbage import without_collection
from xlrnn.xlsx.writing.write import workbook_bytes


def lesson_bytes(lesson: Lesson) -> bytes:
    """Return the .xlsx file of a lesson, with what NumPy calculates as stored results.

    NumPy alone: the bytes must not depend on whether compiled twins are installed.
    """
    with kernels.using(kernels.NUMPY), without_collection():
        return workbook_bytes(lesson.filled_book())
