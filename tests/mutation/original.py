"""A right workbook, and what its lesson says of its blocks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from shlex import quote

from tests.mutation.other_inputs import Offered
from tests.mutation.package import Parts, a1
from xlrnn import api, lessons
from xlrnn.formula.block import Block
from xlrnn.lessons import Lesson
from xlrnn.names import Role
from xlrnn.sheet.book import Book
from xlrnn.verify.results.distance import Tolerance

# The words and sizes are chosen so that no two dimensions are equal but in the article's own;
# from 7 products on, a cell's sum of products is written as SUM(MMULT(…)).
BOOKS: Mapping[str, Mapping[str, str]] = {
    "article": {},
    "textbook": {"form": "textbook", "word": "bananas", "units": "5", "seed": "7"},
    "long": {"word": "sketchbook", "units": "7", "seed": "3"},
}
STEPS, EQUATIONS = "step by step", "equations"
GIVEN = (Role.INPUT, Role.PARAMETER)
CALCULATED = (Role.CALCULATION, Role.STATE, Role.OUTPUT)
# A stored reference is no formula; all other blocks of these roles are constants.
CONSTANT = (Role.INPUT, Role.PARAMETER, Role.REFERENCE)


@dataclass(frozen=True)
class Own:
    """The cells of a block with a tolerance of its own.

    Args:
        places: they, row by row, as reports write them.
        tolerance: how far their numbers may be apart.
    """

    places: tuple[tuple[str, ...], ...]
    tolerance: Tolerance


@dataclass(frozen=True)
class Original:
    """A right workbook.

    Args:
        lesson: the lesson's name.
        settings: its options, where they are not the usual ones.
        parts: the file.
        notations: which notation a sheet is written in, of those that are.
        blocks: its blocks; names of columns are none.
        formulas: those of them that hold formulas.
        calculating: those that calculate, in one of the notations, with their sheets.
        own: those with a tolerance of their own.
        offered: the inputs and weights.
    """

    lesson: str
    settings: Mapping[str, object]
    parts: Parts = field(repr=False)
    notations: Mapping[str, str]
    blocks: frozenset[str]
    formulas: frozenset[str]
    calculating: Mapping[str, str]
    own: tuple[Own, ...] = field(repr=False)
    offered: tuple[Offered, ...] = field(repr=False)

    @property
    def label(self) -> str:
        """What tells it from the other workbooks."""
        return self.parts.label

    @property
    def command(self) -> str:
        """The command that makes it."""
        chosen = "".join(
            f" --set {quote(f'{name}={value}')}" for name, value in self.settings.items()
        )
        return f"xlrnn build {self.lesson}{chosen}"


def original(lesson: Lesson, label: str) -> Original:
    """Write the workbook of a lesson, and take down what the lesson says of it."""
    steps, equations = lesson.pages(
        Book(lesson.name, lesson.options, lesson.title, dict(lesson.sizes))
    )
    notations = {page.name: STEPS for page in steps}
    notations |= {page.name: EQUATIONS for page in equations}
    blocks = lesson.book().blocks
    usual = type(lesson).chosen({}, None).options
    return Original(
        lesson=lesson.name,
        settings={name: value for name, value in lesson.options.items() if value != usual[name]},
        parts=Parts.load(api.workbook(lesson), label),
        notations=notations,
        blocks=frozenset(block.name for block in blocks),
        formulas=frozenset(block.name for block in blocks if block.role not in CONSTANT),
        calculating={
            block.name: block.page
            for block in blocks
            if block.role in CALCULATED and block.page in notations
        },
        own=tuple(_own(blocks)),
        offered=tuple(_offered(lesson)),
    )


def build_books() -> list[Original]:
    """Write the right workbooks of hello-forward."""
    lesson = lessons.get("hello-forward")
    return [original(lesson.chosen(settings, None), label) for label, settings in BOOKS.items()]


def _offered(lesson: Lesson) -> Iterator[Offered]:
    """Yield inputs and weights; what the check page allows is none."""
    for block in lesson.filled_book().blocks:
        if block.role in GIVEN and block.key != "tolerance":
            place, values = block.located(), block.values
            assert values is not None
            cells = {
                (place.sheet, row, column): value if isinstance(value, str) else float(value)
                for row, line in zip(place.rows, values.tolist(), strict=True)
                for column, value in zip(place.columns, line, strict=True)
            }
            whole = block.entry.whole and block.shape == (1, 1)
            column = block.shape[1] == 1
            yield Offered(cells, column, block.choices, whole, block.entry.optional)


def _own(blocks: list[Block]) -> Iterator[Own]:
    for block in blocks:
        usual = Tolerance().of(block) == Tolerance()
        if not usual and not block.entry.text:
            place = block.located()
            yield Own(
                tuple(
                    tuple(f"{place.sheet}!{a1((row, column))}" for column in place.columns)
                    for row in place.rows
                ),
                Tolerance().of(block),
            )
