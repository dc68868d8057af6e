"""Note which submissions are the same or similar: hints for the teacher, never a verdict.

All of a batch are compared. So of each a few numbers are kept, and no text: digests of whose it is,
of the file and of what is unusual about it.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import combinations
from typing import Any, Final

import numpy as np

Result = dict[str, Any]

# What more students than this share is not unusual; so the work grows with the course alone.
_RARE: Final = 6
# Oddities weigh 1 or 2; one of weight 1 may be chance.
_ENOUGH: Final = 2
_SHOWN: Final = 3
# So many letters of the others' names are told.
_LETTERS: Final = 300

Kind = tuple[int, str]
"""The weight of an oddity, and its words."""


class Similar:
    """What is the same in several submissions.

    Args:
        results: the results of all of them.
        file: returns a submission's file, by its number.
    """

    def __init__(self, results: Iterable[Result], file: Callable[[int], str]) -> None:
        self._file = file
        self._whose, self._content = array("Q"), array("Q")
        students = array("Q")
        oddities = _Oddities()
        for number, result in enumerate(results):
            self._whose.append(_digest(result["student"] or result["file"]))
            self._content.append(_digest(result["fingerprint"]))
            students.append(_digest(result["student"]))
            for weight, words, digest in result.get("traits", ()):
                oddities.add(number, (weight, words), digest)
        self._groups = [
            ("the same file as", _Groups(self._content)),
            ("also handed in:", _Groups(students)),
        ]
        self._hints = self._hints_of(self._pairs(oddities))

    def tell(self, number: int, result: Result) -> None:
        """Add the notes to a result, and take the oddities out of it."""
        notes = [
            f"{words} {self._names(others)}"
            for words, groups in self._groups
            if (others := groups.others(number)) is not None
        ]
        notes += [
            f"similar to {self._file(other)}: {words} (a hint, no proof)"
            for other, words in self._hints.get(number, ())
        ]
        if notes:
            result["notes"] = [*result["notes"], *notes]
        result.pop("traits", None)

    def _names(self, numbers: Iterable[int]) -> str:
        """Return the files of others, as far as there is room for them."""
        names, letters = [], 0
        for number in numbers:
            names.append(self._file(number))
            letters += len(names[-1]) + 2
            if letters >= _LETTERS + 2:
                break
        return ", ".join(names)[:_LETTERS]

    def _pairs(self, oddities: "_Oddities") -> dict[tuple[int, int], list[Kind]]:
        """Return the rare oddities that two students share, by the numbers of their submissions."""
        pairs: dict[tuple[int, int], list[Kind]] = {}
        for kind, numbers in oddities.shared():
            if len({self._whose[number] for number in numbers}) > _RARE:
                continue
            for one, other in combinations(numbers[: 2 * _RARE], 2):
                if self._strangers(one, other):
                    pairs.setdefault((one, other), []).append(kind)
        return pairs

    def _strangers(self, one: int, other: int) -> bool:
        """Tell whether two submissions are of two students, and not the same file."""
        return self._whose[one] != self._whose[other] and self._content[one] != self._content[other]

    def _hints_of(
        self, pairs: dict[tuple[int, int], list[Kind]]
    ) -> dict[int, list[tuple[int, str]]]:
        """Return the hints of each submission: which other one it is similar to, and in what."""
        told: Counter[int] = Counter()
        hints: dict[int, list[tuple[int, str]]] = {}
        for (one, other), kinds in sorted(pairs.items(), key=lambda pair: -_weight(pair[1])):
            if _weight(kinds) < _ENOUGH:
                continue
            words = "; ".join(sorted(words for _, words in kinds))
            for here, there in ((one, other), (other, one)):
                if told[here] < _SHOWN:
                    told[here] += 1
                    hints.setdefault(here, []).append((there, words))
        return hints


class _Groups:
    """The submissions that have the same digest; 0 is none."""

    def __init__(self, digests: "array[int]") -> None:
        self._digests = np.asarray(digests, dtype=np.uint64)
        self._order = np.argsort(self._digests, kind="stable").astype(np.int32)
        self._sorted = self._digests[self._order]

    def others(self, number: int) -> Iterator[int] | None:
        """Return the other ones of a group, in their order; None if there are none."""
        digest = self._digests[number]
        if not digest:
            return None
        first, end = (int(np.searchsorted(self._sorted, digest, side)) for side in _SIDES)
        if end - first < 2:
            return None
        return (int(other) for other in self._order[first:end] if other != number)


_SIDES: Final = ("left", "right")


class _Oddities:
    """The oddities of all submissions."""

    def __init__(self) -> None:
        self._digests, self._numbers, self._kinds = array("Q"), array("l"), array("H")
        self._known: dict[Kind, int] = {}

    def add(self, number: int, kind: Kind, digest: str) -> None:
        """Note an oddity of a submission."""
        self._digests.append(_digest(digest))
        self._numbers.append(number)
        self._kinds.append(self._known.setdefault(kind, len(self._known)))

    def shared(self) -> Iterator[tuple[Kind, Sequence[int]]]:
        """Yield each that there is more than once, and where, in the order of the first ones."""
        digests = np.asarray(self._digests, dtype=np.uint64)
        if not len(digests):
            return
        order = np.argsort(digests, kind="stable")
        starts = np.flatnonzero(np.diff(digests[order], prepend=0))
        ends = np.append(starts[1:], len(order))
        runs = [order[a:b] for a, b in zip(starts, ends, strict=True) if b - a > 1]
        kinds = [*self._known]
        for run in sorted(runs, key=lambda run: int(run[0])):
            yield kinds[self._kinds[run[-1]]], [self._numbers[at] for at in run]


def _digest(text: str) -> int:
    """Return a number by which texts are compared, 0 for no text."""
    if not text:
        return 0
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def _weight(kinds: Sequence[Kind]) -> int:
    return sum(weight for weight, _ in kinds)
