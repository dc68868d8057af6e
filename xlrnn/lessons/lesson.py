"""What every lesson is: options, a book of formulas, and the same in NumPy."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from xlrnn.errors import UsageError
from xlrnn.nn.core.trace import Trace
from xlrnn.sheet.book import Book

Arrays = Mapping[str, np.ndarray[Any, Any]]


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


class Lesson(ABC):
    """One lesson with its options chosen.

    The two sides of the mirror meet here and nowhere else: `book` writes formulas with
    `xlrnn.sheet`, `expected` calculates with `xlrnn.nn`, and `verify` holds them together.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    choices: ClassVar[tuple[Option, ...]]

    @classmethod
    @abstractmethod
    def chosen(cls, settings: Mapping[str, str], seed: int | None) -> "Lesson":
        """Return the lesson with the options that a user set.

        Raises:
            UsageError: if an option is unknown or out of range.
        """

    @property
    @abstractmethod
    def options(self) -> dict[str, Any]:
        """The options, as they are kept in the workbook."""

    @classmethod
    @abstractmethod
    def remembered(cls, options: Mapping[str, Any]) -> "Lesson":
        """Return the lesson with the options that a workbook keeps, the inverse of `options`."""

    @abstractmethod
    def inputs(self) -> Arrays:
        """Return the inputs and weights as they are written into the workbook."""

    @abstractmethod
    def book(self) -> Book:
        """Return the pages of formulas, laid out and without values."""

    @abstractmethod
    def expected(self, inputs: Arrays, reference: Arrays | None = None) -> Trace:
        """Calculate in NumPy what every block should show.

        Args:
            inputs: the inputs and weights.
            reference: the stored reference that the check page compares with; by default the
                result itself, as when the workbook is written.

        Returns:
            Arrays by quantity (or by block, where blocks of one quantity differ), oriented as
            on the sheet.
        """

    def filled_book(self) -> Book:
        """Return the book with the stored values in every cell."""
        book = self.book()
        book.fill_values(self.expected(self.inputs()))
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
