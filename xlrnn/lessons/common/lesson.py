"""What every lesson is: options, a book of formulas, and the same in NumPy."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, ClassVar, Self, get_type_hints

import numpy as np

from xlrnn.arguments import check_count
from xlrnn.errors import UsageError
from xlrnn.lessons.common.frame import Frame
from xlrnn.lessons.common.plan import Arrays, Plan
from xlrnn.names import Role
from xlrnn.names.accepted import check_accepted
from xlrnn.nn.core.trace import Trace
from xlrnn.sheet.book import Book
from xlrnn.sheet.maths.there import YES
from xlrnn.sheet.page import Page
from xlrnn.sheet.pages.diagram import Diagram
from xlrnn.sheet.pages.first import FirstPage
from xlrnn.sheet.step import Lead, Step, Try, number_rows

TOLERANCE = 1e-9
"""How far the check page lets a program be off, relative to 1 + the size of a number."""

VERDICTS = {
    "numpy": "this program against NumPy, whose numbers are for the first inputs",
    "notation": "step by step against the equations, whatever you change",
}

MADE_BY = "Made by xlrnn. Whoever has it can check a changed workbook, too: xlrnn verify FILE"


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen when a lesson is built.

    Args:
        name: its name, as in `--set name=value`.
        default: the value if nothing is said, as a user would write it.
        help: what it does.
    """

    name: str
    default: str
    help: str


@dataclass(frozen=True)
class Lesson(ABC):
    """One lesson with its options chosen, which are its fields.

    The two sides of the mirror meet here and nowhere else: `pages` writes formulas with
    `xlrnn.sheet`, `calculate` computes with `xlrnn.nn`, and `verify` holds them together. What
    is the same for all, first page, checks and NumPy's numbers, stands in `Frame`.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    choices: ClassVar[tuple[Option, ...]]

    # What each lesson says.

    @property
    @abstractmethod
    def sizes(self) -> dict[str, int]:
        """How many there are of each thing that rows and columns count: letters, units, steps."""

    @abstractmethod
    def given(self) -> Arrays:
        """Return the inputs and weights as they are written into the workbook, by key."""

    @abstractmethod
    def pages(self, book: Book) -> tuple[Sequence[Page], Sequence[Page]]:
        """Write the pages; return those step by step and those that repeat it as matrices."""

    @abstractmethod
    def calculate(self, inputs: Arrays) -> Arrays:
        """Calculate in NumPy what every block of these pages should show, oriented as there."""

    @abstractmethod
    def subtitle(self) -> str:
        """Return what this is and what there is to see, in two or three short sentences."""

    @abstractmethod
    def reading(self, book: Book) -> tuple[str, Sequence[Step]]:
        """Return a heading and the steps of the lesson, in the order in which they are read."""

    @abstractmethod
    def things_to_try(self, book: Book) -> Sequence[Try]:
        """Return three things worth changing, each with its cells, and what to watch."""

    def places(self, book: Book) -> Sequence[Lead]:  # noqa: ARG002
        """Return what a reader looks for first, and where it stands."""
        return ()

    @abstractmethod
    def sources(self) -> Sequence[str]:
        """Return where the numbers come from."""

    def diagram(self, first: FirstPage, book: Book) -> Diagram | None:  # noqa: ARG002
        """Return the picture of the network, whose live parts are declared on the first page."""
        return None

    @property
    def stores(self) -> bool:
        """Whether the workbook carries NumPy's numbers to compare with."""
        return True

    @property
    def decimals(self) -> int:
        """How many decimals its cells show at most."""
        return 4

    def written_with(self, read: Callable[[Collection[Role]], Arrays]) -> Arrays:  # noqa: ARG002
        """Return the inputs and weights that a workbook was written with.

        Args:
            read: reads what the workbook stores in the blocks of some roles, by key.
        """
        return self.inputs()

    # What is the same for all.

    @classmethod
    def chosen(cls, settings: Mapping[str, str], seed: int | None) -> Self:
        """Return the lesson with the options that a user set.

        Raises:
            UsageError: if an option is unknown or out of range.
        """
        cls.check_settings(settings)
        check_count("seed", seed, 0)
        hints = get_type_hints(cls)
        options: dict[str, Any] = {
            name: text if hints[name] is str else whole_number(name, text)
            for name, text in settings.items()
        }
        if seed is not None and "seed" in hints:
            options.setdefault("seed", seed)
        return cls(**options)

    @property
    def options(self) -> dict[str, Any]:
        """The options, as they are kept in the workbook."""
        return asdict(self)

    @classmethod
    def remembered(cls, options: Mapping[str, Any]) -> Self:
        """Return the lesson with the options that a workbook keeps, the inverse of `options`."""
        return cls(**options)

    @property
    def told(self) -> str:
        """What it shows, in one sentence, with these options."""
        return self.summary

    def inputs(self) -> Arrays:
        """Return the inputs and weights, and the tolerance of the check page."""
        return {**self.given(), "tolerance": np.array([[TOLERANCE]])}

    def book(self) -> Book:
        """Return the pages of formulas, laid out and without values."""
        frame = self._frame()
        self.__dict__.setdefault("plan", frame.plan())  # it need not be declared once more
        self._write_first_page(frame)
        frame.book.lay_out()
        return frame.book

    @cached_property
    def plan(self) -> Plan:
        """What the checks compare."""
        return self._frame().plan()

    def _frame(self) -> Frame:
        """Declare the blocks of all pages."""
        book = Book(self.name, self.options, self.title, self.sizes, self.decimals)
        first = book.page(FirstPage, "start", self.title, self.subtitle())
        return Frame(book, first, *self.pages(book), stored=self.stores)

    def _write_first_page(self, frame: Frame) -> None:
        page, book = frame.first, frame.book
        page.draw(self.diagram(page, book))
        self._write_leads(page, "Try this", self.things_to_try(book))
        self._write_leads(page, "Find it", self.places(book))
        heading, steps = self.reading(book)
        number_rows(book, steps)
        page.heading(heading)
        for number, step in enumerate(steps, start=1):
            page.paragraph(step.text, step.to, sign=str(number))
        page.heading("The pages")
        for other in book.pages[1:]:
            if not other.plain:
                page.paragraph(f"{other.name}: {other.about}", other)
        plain = [other for other in book.pages if other.plain]
        if plain:
            names = plain[0].name if len(plain) == 1 else f"{plain[0].name} and those after it"
            page.paragraph(f"{names}: {plain[0].about}", plain[0])
        for summary, text in VERDICTS.items():
            if summary in frame.summaries:
                page.verdict(text, frame.summaries[summary])
        page.heading("Where the numbers come from")
        for text in (*self.sources(), MADE_BY):
            page.paragraph(text)

    @staticmethod
    def _write_leads(page: FirstPage, heading: str, leads: Sequence[Lead]) -> None:
        if leads:
            page.heading(heading)
        for lead in leads:
            page.paragraph(lead.text, lead.to, sign="•")

    def expected(
        self, inputs: Arrays, reference: Arrays | None = None, *, calculated: bool = True
    ) -> Trace:
        """Calculate in NumPy what every block of the workbook should show.

        Args:
            inputs: the inputs and weights.
            reference: the stored reference that the check page compares with; by default the
                result itself, as when the workbook is written.
            calculated: whether a program has calculated the workbook since it was written.

        Returns:
            Arrays by key (or by block, where blocks of one key differ), oriented as on the sheet.

        Raises:
            InputError: if there is no such epoch or weight, or no such rate, step or bound.
        """
        check_accepted(self.plan.quantities, inputs, self.sizes)
        now = {**inputs, "fits": texts([YES]), **self.calculate(inputs)}
        return self.plan.judged(now, reference, calculated=calculated)

    def filled_book(self, *, calculated: bool = False) -> Book:
        """Return the book with a value in every cell: as written, or as calculated afterwards."""
        book = self.book()
        book.fill_values(self.expected(self.inputs(), calculated=calculated))
        return book

    @classmethod
    def check_settings(cls, settings: Mapping[str, str]) -> None:
        """Refuse options that the lesson does not have.

        Raises:
            UsageError: for the first one that is unknown; the message lists those there are.
        """
        known = {option.name for option in cls.choices}
        for name in settings:
            if name not in known:
                raise UsageError(
                    f"lesson {cls.name} has no option {name!r}: expected one of "
                    f"{', '.join(sorted(known))}"
                )


def whole_number(name: str, text: str) -> int:
    """Return the whole number in a user's text.

    Raises:
        UsageError: if it is none.
    """
    try:
        return int(text)
    except ValueError:
        raise UsageError(f"{name} is {text!r}: expected a whole number") from None


def texts(column: Sequence[str]) -> np.ndarray[Any, Any]:
    """Return a column of texts."""
    array = np.empty((len(column), 1), dtype=object)
    array[:, 0] = column
    return array
