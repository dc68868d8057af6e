"""What is verified: the blocks that must be there, and how NumPy calculates them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from xlrnn.errors import UnreadableError, UsageError, XlrnnError
from xlrnn.lessons import get
from xlrnn.nn.trace import Trace
from xlrnn.sheet.book import Book
from xlrnn.verify.locate import Located, locate
from xlrnn.xlsx import manifest
from xlrnn.xlsx.read import Workbook

Arrays: TypeAlias = Mapping[str, np.ndarray[Any, Any]]


@dataclass(frozen=True)
class Subject:
    """A workbook's blocks and the calculation that they should show.

    Args:
        blocks: every block that must be there, in the order of the calculation.
        expected: calculates, from inputs and stored references, what the blocks should show.
        reference: what the stored references should be; empty if there are none.
        as_written: the formulas of each block as they should stand, None if that is not known.
    """

    blocks: list[Located]
    expected: Callable[[Arrays, Arrays | None], Trace]
    reference: Arrays
    as_written: Callable[[Located], list[list[str]]] | None


def lesson_subject(file: Workbook) -> Subject:
    """Return the subject of a workbook that xlrnn wrote.

    Which blocks must be there follows from the lesson; the manifest says only which lesson.

    Raises:
        UnreadableError: if the manifest is absent, damaged, or of a lesson unknown here.
    """
    sheet = next((s for name, s in file.sheets.items() if name.casefold() == manifest.SHEET), None)
    content = manifest.parse(None if sheet is None else sheet.values)
    try:
        lesson = get(content.lesson).remembered(content.options)
    except UsageError as error:
        raise UnreadableError(f"the manifest asks for what is not there: {error}") from None
    except (TypeError, ValueError, XlrnnError) as error:
        raise UnreadableError(f"the manifest's options are damaged: {error}") from None
    book = lesson.book()
    return Subject(
        blocks=locate(book, file),
        expected=lesson.expected,
        reference=lesson.expected(lesson.inputs()),
        as_written=_formulas(book),
    )


def _formulas(book: Book) -> Callable[[Located], list[list[str]]]:
    def texts(located: Located) -> list[list[str]]:
        return book[located.block.name].texts()

    return texts
