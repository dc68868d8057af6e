"""What is verified: the blocks that must be there, and how NumPy calculates them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias, get_type_hints

from numpy.typing import NDArray

from xlrnn.errors import UnreadableError, UsageError, XlrnnError
from xlrnn.lessons import Lesson, get
from xlrnn.nn.core import kernels
from xlrnn.nn.core.trace import Trace
from xlrnn.sheet.book import Book
from xlrnn.sheet.reads import reads
from xlrnn.verify.first import Reads
from xlrnn.verify.locate import Located, locate
from xlrnn.xlsx import manifest
from xlrnn.xlsx.read import Workbook

Arrays: TypeAlias = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class Subject:
    """A workbook's blocks and the calculation that they should show.

    Args:
        blocks: every block that must be there, in the order of the calculation.
        expected: calculates, from inputs and stored references, what the blocks should show.
        reference: what the stored references should be; empty if there are none.
        as_written: the formulas of each block as they should stand, None if that is not known.
        reads: what the formula of a cell reads, None if that is not known.
    """

    blocks: list[Located]
    expected: Callable[[Arrays, Arrays | None], Trace]
    reference: Arrays
    as_written: Callable[[Located], list[list[str]]] | None
    reads: Reads | None = None


def lesson_subject(file: Workbook) -> Subject:
    """Return the subject of a workbook that xlrnn wrote.

    Which blocks must be there follows from the lesson; the manifest says only which lesson.

    Raises:
        UnreadableError: if the manifest is absent, damaged, or of a lesson unknown here.
    """
    sheet = next((s for name, s in file.sheets.items() if name.casefold() == manifest.SHEET), None)
    content = manifest.parse(None if sheet is None else sheet.values)
    lesson = _lesson(content)
    book = lesson.book()
    return Subject(
        blocks=locate(book, file),
        expected=partial(_expected, lesson),
        reference=_expected(lesson, lesson.inputs()),
        as_written=_formulas(book),
        reads=partial(reads, book),
    )


def _expected(lesson: Lesson, inputs: Arrays, reference: Arrays | None = None) -> Trace:
    """Calculate in NumPy alone: compiled twins are for training, and take long to import."""
    with kernels.using(kernels.NUMPY):
        return lesson.expected(inputs, reference)


def _lesson(content: manifest.Manifest) -> Lesson:
    """Return the lesson that a manifest names, with its options."""
    try:
        kind = get(content.lesson)
    except UsageError as error:
        raise UnreadableError(f"the manifest asks for what is not there: {error}") from None
    try:
        _check_types(kind, content.options)
        return kind.remembered(content.options)
    except (TypeError, ValueError, XlrnnError) as error:
        raise UnreadableError(f"the manifest's options are damaged: {error}") from None


def _check_types(kind: type[Lesson], options: Mapping[str, Any]) -> None:
    """Refuse options whose types the lesson does not expect, such as a number for the word."""
    expected = get_type_hints(kind)
    for name, value in options.items():
        if isinstance(value, bool) or not isinstance(value, expected.get(name, object)):
            raise TypeError(f"{name} is of type {type(value).__name__}")


def _formulas(book: Book) -> Callable[[Located], list[list[str]]]:
    def texts(located: Located) -> list[list[str]]:
        return book[located.block.name].texts()

    return texts
