"""Texts with their classes, and what was left out on the way."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from xlrnn.shapes import Int


@dataclass(frozen=True)
class Reason:
    """Why rows were skipped.

    Args:
        why: as a sentence goes on after "skipped 3 rows:", for instance "without a text".
        count: how many rows.
        first: the line number of the first, from 1.
    """

    why: str
    count: int
    first: int

    def __str__(self) -> str:
        return f"{self.count:,} {self.why} (first in line {self.first:,})"


@dataclass(frozen=True)
class Skipped:
    """The rows that were skipped, by reason, and what else a reader should know.

    Args:
        reasons: the most frequent first.
        notes: remarks on the whole file, for instance that it ends too early.
        what: what a row is called.

    Example:
        >>> print(Skipped((Reason("without a text", 2, 7), Reason("with label '9'", 1, 3))))
        skipped 3 rows: 2 without a text (first in line 7), 1 with label '9' (first in line 3)
        >>> print(Skipped())
        no row skipped
    """

    reasons: tuple[Reason, ...] = ()
    notes: tuple[str, ...] = ()
    what: str = "row"

    @property
    def total(self) -> int:
        """How many rows were skipped."""
        return sum(reason.count for reason in self.reasons)

    def __bool__(self) -> bool:
        """Whether there is anything to report."""
        return bool(self.reasons or self.notes)

    def __str__(self) -> str:
        return "; ".join([self._sentence(), *self.notes])

    def _sentence(self) -> str:
        if not self.reasons:
            return f"no {self.what} skipped"
        rows = self.what if self.total == 1 else f"{self.what}s"
        return f"skipped {self.total:,} {rows}: {', '.join(map(str, self.reasons))}"


class Tally:
    """Counts skipped rows while a file is read.

    Example:
        >>> tally = Tally()
        >>> tally.skip("without a text", line=4)
        >>> str(tally.skipped())
        'skipped 1 row: 1 without a text (first in line 4)'
    """

    def __init__(self, what: str = "row") -> None:
        self._what = what
        self._found: dict[str, tuple[int, int]] = {}
        self._notes: list[str] = []

    def skip(self, why: str, line: int, count: int = 1) -> None:
        """Count rows that are skipped for one reason, the first of them in this line."""
        before, first = self._found.get(why, (0, line))
        self._found[why] = before + count, min(first, line)

    def note(self, remark: str) -> None:
        """Remember a remark on the whole file."""
        if remark not in self._notes:
            self._notes.append(remark)

    def skipped(self) -> Skipped:
        """Return what was counted."""
        reasons = (Reason(why, count, first) for why, (count, first) in self._found.items())
        ranked = sorted(reasons, key=lambda reason: -reason.count)
        return Skipped(tuple(ranked), tuple(self._notes), self._what)


@dataclass(frozen=True)
class Labelled:
    """Texts and the class of each.

    Args:
        texts: the texts.
        labels: the class number of each: 0 negative, 1 positive, or places in `classes`.
        classes: the names of the classes.
        skipped: the rows that were left out.
        headless: whether the first text stands in the first line of a file without a header.
        spelled: how the file spells each class.
        column: what the file calls the labels; "" where it does not say.
    """

    texts: list[str]
    labels: Int[np.ndarray, " texts"]
    classes: tuple[str, ...] = ("negative", "positive")
    skipped: Skipped = field(default_factory=Skipped)
    headless: bool = False
    spelled: tuple[str, ...] = ()
    column: str = ""

    def __len__(self) -> int:
        return len(self.texts)

    def counts(self) -> dict[str, int]:
        """Return how many texts each class has.

        Example:
            >>> Labelled(["a", "b"], np.array([1, 1], np.int8)).counts()
            {'negative': 0, 'positive': 2}
        """
        found = np.bincount(self.labels, minlength=len(self.classes)).tolist()
        return dict(zip(self.classes, found, strict=True))

    def take(self, places: Iterable[int]) -> "Labelled":
        """Return the texts at these places, in this order.

        Example:
            >>> Labelled(["a", "b"], np.array([0, 1], np.int8)).take([1]).texts
            ['b']
        """
        chosen = np.fromiter(places, np.intp)
        texts = [self.texts[place] for place in chosen.tolist()]
        return replace(self, texts=texts, labels=self.labels[chosen])
