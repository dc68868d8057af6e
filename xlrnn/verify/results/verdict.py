"""Verdicts: of a cell, and of a whole workbook."""

import enum
from collections.abc import Iterable


class Verdict(enum.IntEnum):
    """What is said of one cell."""

    MATCHED = 0
    NOTED = 1  # the value is right, the formula is another one
    MISMATCHED = 2
    CONSTANT = 3  # a value typed where a formula belongs
    MISSING = 4
    ERROR = 5
    WRONG_TYPE = 6
    UNVERIFIED = 7  # nothing can be said: NumPy has no finite number, or nothing was calculated
    BORROWED = 8  # the value is right, and fetched from where it stands already

    @property
    def label(self) -> str:
        """The name as reports write it."""
        return self.name.lower()


WRONG = frozenset(
    {
        Verdict.MISMATCHED,
        Verdict.CONSTANT,
        Verdict.MISSING,
        Verdict.ERROR,
        Verdict.WRONG_TYPE,
        Verdict.BORROWED,
    }
)


class Outcome(enum.StrEnum):
    """What is said of a workbook: wrong is not unknown."""

    AGREE = "agree"
    UNKNOWN = "unknown"
    DIFFER = "differ"

    @property
    def exit_code(self) -> int:
        """The exit code of the command line."""
        return {Outcome.AGREE: 0, Outcome.UNKNOWN: 3, Outcome.DIFFER: 1}[self]

    @property
    def shown(self) -> str:
        """The word with its sign."""
        return f"{_SIGNS[self]} {self.value}"


_SIGNS = {Outcome.AGREE: "✓", Outcome.UNKNOWN: "?", Outcome.DIFFER: "✗"}


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the worst outcome, in the order agree < unknown < differ.

    No outcome at all is unknown: what was not checked does not agree.
    """
    order = list(Outcome)
    return max(outcomes, key=order.index, default=Outcome.UNKNOWN)
