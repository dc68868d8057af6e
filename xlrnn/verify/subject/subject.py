"""What is verified: the blocks that must be there, and how NumPy calculates them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeAlias, get_type_hints

from numpy.typing import NDArray

from xlrnn.errors import UnreadableError, UsageError, XlrnnError
from xlrnn.formula.area import Area
from xlrnn.formula.block import Block, Ref
from xlrnn.formula.value import Value
from xlrnn.formula.writing.fill import cell_texts
from xlrnn.lessons import Lesson, of_workbook
from xlrnn.names import Role
from xlrnn.nn.compute import kernels
from xlrnn.nn.core.trace import Trace
from xlrnn.sheet.book import Book
from xlrnn.sheet.reads import reads
from xlrnn.verify.subject.absent import present_blocks
from xlrnn.verify.subject.inputs import GIVEN, reference_array
from xlrnn.verify.subject.locate import Located, locate
from xlrnn.xlsx import handout, manifest
from xlrnn.xlsx.reading.read import Workbook

Arrays: TypeAlias = Mapping[str, NDArray[Any]]
Reads: TypeAlias = Callable[[Block, int, int], Iterable[Ref]]
"""What the formula of a cell reads."""


@dataclass(frozen=True)
class Subject:
    """A workbook's blocks and the calculation that they should show.

    Args:
        blocks: every block that must be there, in the order of the calculation.
        expected: calculates, from inputs and stored references, what the blocks should show.
        reference: what the stored references should be; empty if there are none.
        as_written: the formulas of each block as they should stand, None if that is not known.
        reads: what the formula of a cell reads, None if that is not known.
        names: the defined names that formulas may use, in lower case, and what each stands for.
        notes: what a reader should know of it.
    """

    blocks: list[Located]
    expected: Callable[[Arrays, Arrays | None], Trace]
    reference: Arrays
    as_written: Callable[[Located], list[list[str]]] | None
    reads: Reads | None = None
    names: Mapping[str, tuple[str, Area]] = field(default_factory=dict)
    notes: Sequence[str] = ()


def lesson_subject(file: Workbook) -> Subject:
    """Return the subject of a workbook that xlrnn wrote.

    Which blocks must be there follows from the lesson; the manifest says only which lesson.

    Raises:
        UnreadableError: if the manifest is absent, damaged, or of a lesson unknown here.
    """
    lesson = lesson_of(file)
    book = lesson.book()
    blocks, given, absent = present_blocks(book, locate(book, file), file)
    return Subject(
        blocks=blocks,
        expected=partial(_expected, lesson, given),
        reference=_reference(lesson, blocks, given, file) if lesson.stores else {},
        as_written=_formulas(book),
        reads=partial(reads, book),
        names={name.name.casefold(): (name.sheet, name.area) for name in book.defined_names()},
        notes=absent,
    )


def lesson_of(file: Workbook) -> Lesson:
    """Return the lesson of a workbook that xlrnn wrote, with the options that it was written with.

    Raises:
        UnreadableError: if it is an exercise, or the manifest is absent, damaged, or of a lesson
            unknown here.
    """
    cells = manifest.cells_of(file)
    handout.refuse_exercise(file, cells)
    return _lesson(manifest.parse(cells))


def _reference(lesson: Lesson, blocks: list[Located], given: Arrays, file: Workbook) -> Arrays:
    """Return what the stored references should be, from the numbers that the file was written with.

    A lesson knows those. Of an exported model they stand in the workbook alone, as references.
    """

    def read(roles: Collection[Role]) -> Arrays:
        found = [b for b in blocks if b.block.role in roles and b.place is not None]
        stored = {b.block.key: reference_array(b, stored_values(b, file)) for b in found}
        return {**given, **stored} if GIVEN.issuperset(roles) else stored

    if any(b.place is None and b.block.role in GIVEN for b in blocks):
        return {}  # nothing can be calculated, and verify says what is missing
    return _expected(lesson, given, lesson.written_with(read))


def stored_values(located: Located, file: Workbook) -> list[list[Value]]:
    """Return what the file stores in the cells of a block that was found."""
    place = located.place
    assert place is not None
    values = file.sheets[place.sheet].values
    rows = [[values.get((row, column)) for column in place.columns] for row in place.rows]
    return [list(line) for line in zip(*rows, strict=True)] if located.transposed else rows


def _expected(
    lesson: Lesson, given: Arrays, inputs: Arrays, reference: Arrays | None = None
) -> Trace:
    """Calculate in NumPy alone: compiled twins are for training, and take long to import."""
    with kernels.using(kernels.NUMPY):
        return lesson.expected({**given, **inputs}, reference)


def _lesson(content: manifest.Manifest) -> Lesson:
    """Return the lesson that a manifest names, with its options."""
    try:
        kind = of_workbook(content.lesson)
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
        return cell_texts(book[located.block.name])

    return texts
