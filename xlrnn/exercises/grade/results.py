"""The results of a batch, read when they are asked for: on disk there may be any number of them.

What is known of a result only beside all the others (whose it is, who handed in the same) is put
into it as it is read, by changes; what grading itself came to stays as it was.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol, overload

from xlrnn.exercises.grade.journal import Journal

Result = dict[str, Any]
Change = Callable[[int, Result], None]
"""Changes a result that was just read, by its number."""


class Store(Protocol):
    """Keeps results as grading came to them, by the numbers of the submissions."""

    @property
    def notes(self) -> Sequence[str]:
        """What has to be said of where they are kept."""

    def find(self, number: int, mark: str, /) -> bool:
        """Tell whether the result of a mark is there already; then it is this submission's."""

    def add(self, number: int, mark: str, result: Result, /) -> None:
        """Keep a result."""

    def read(self, numbers: Iterable[int]) -> Iterator[Result]:
        """Yield the results of some submissions."""


class InMemory:
    """Keeps results in memory, where there is no folder for them."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self._results: dict[int, Result] = {}

    def find(self, _number: int, _mark: str) -> bool:
        """Return False: nothing was kept of an earlier run."""
        return False

    def add(self, number: int, _mark: str, result: Result) -> None:
        """Keep a result."""
        self._results[number] = result

    def read(self, numbers: Iterable[int]) -> Iterator[Result]:
        """Yield the results of some submissions."""
        return (dict(self._results[number]) for number in numbers)


class OnDisk:
    """Keeps results in a journal: of each, its place there is all that is in memory.

    Args:
        journal: the journal.
        count: how many submissions there are.
    """

    def __init__(self, journal: Journal, count: int) -> None:
        self.notes = journal.notes
        self._journal, self._at = journal, array("q", [-1]) * count

    def find(self, number: int, mark: str) -> bool:
        """Tell whether an earlier run found the result of a mark."""
        at = self._journal.find(mark)
        if at is not None:
            self._at[number] = at
        return at is not None

    def add(self, number: int, mark: str, result: Result) -> None:
        """Write a result down."""
        self._at[number] = self._journal.add(mark, result)

    def read(self, numbers: Iterable[int]) -> Iterator[Result]:
        """Yield the results of some submissions."""
        return self._journal.results(self._at[number] for number in numbers)


class Results(Sequence[Result]):
    """The results of all submissions, in their order; each is read anew when it is asked for.

    Args:
        store: where they are.
        count: how many.
    """

    def __init__(self, store: Store, count: int) -> None:
        self._store, self._count = store, count
        self._changes: list[Change] = []

    @classmethod
    def of(cls, *results: Result) -> "Results":
        """Return results that are known already, in memory."""
        store = InMemory()
        for number, result in enumerate(results):
            store.add(number, "", result)
        return cls(store, len(results))

    def change(self, change: Change) -> None:
        """Have each result changed as it is read, after the changes that were told before."""
        self._changes.append(change)

    def at(self, numbers: Iterable[int]) -> Iterator[Result]:
        """Yield the results of some submissions."""
        kept = [*numbers] if not isinstance(numbers, Sequence) else numbers
        for number, result in zip(kept, self._store.read(kept), strict=True):
            for change in self._changes:
                change(number, result)
            yield result

    def __iter__(self) -> Iterator[Result]:
        """Yield all of them."""
        return self.at(range(self._count))

    def __len__(self) -> int:
        """Return how many there are."""
        return self._count

    @overload
    def __getitem__(self, index: int) -> Result: ...
    @overload
    def __getitem__(self, index: slice) -> list[Result]: ...
    def __getitem__(self, index: int | slice) -> Result | list[Result]:
        """Return one of them, or some."""
        chosen = range(self._count)[index]
        if isinstance(chosen, range):
            return [*self.at(chosen)]
        (result,) = self.at([chosen])
        return result

    def __eq__(self, other: object) -> bool:
        """Tell whether another sequence has the same results."""
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(map(dict.__eq__, self, other))

    __hash__ = None  # type: ignore[assignment]
