"""Texts and labels as they are read; what the labels mean is known when all are seen."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.errors import InputError
from xlrnn.text.labelled import Labelled, Tally
from xlrnn.text.readers.labels import Labels, is_missing, plain
from xlrnn.text.readers.recognise import keeping_neutral, recognise

Array = NDArray[Any]
SOME = 20  # of so many rows one is worth a word


class LabelledRows:
    """Collects the rows of a file.

    Example:
        >>> rows = LabelledRows()
        >>> for line, label in enumerate(["pos", "neg", "neutral"], start=1):
        ...     rows.add("a text", label, line)
        >>> found = rows.labelled(None, "here")
        >>> print(found.labels.tolist(), found.skipped.reasons[0])
        [1, 0] 1 with the neutral label 'neutral' (first in line 3)
    """

    def __init__(self, what: str = "row") -> None:
        self.texts: list[str] = []
        self.tally = Tally(what)
        self.headless = False
        self._codes, self._lines = array("i"), array("i")
        self._labels: defaultdict[str, int] = defaultdict(count().__next__)
        self._nul = 0
        self.column = ""  # what the labels are called

    def add(self, text: str, label: str, line: int) -> None:
        """Take a row, unless there is no text in it."""
        if "\0" in text:
            self._nul += 1
            text = text.replace("\0", "")
        if not text or text.isspace():
            self.tally.skip("without a text", line)
            return
        self.texts.append(text)
        self._codes.append(self._labels[label])
        self._lines.append(line)

    def add_all(self, texts: Sequence[str], labels: Sequence[str], lines: Sequence[int]) -> None:
        """Take many rows: at once, unless there is something wrong with one."""
        if all(map(str.strip, texts)) and "\0" not in "".join(texts):
            self.texts += texts
            self._codes.extend(map(self._labels.__getitem__, labels))
            self._lines.extend(lines)
        else:
            for text, label, line in zip(texts, labels, lines, strict=True):
                self.add(text, label, line)

    def labelled(self, way: Labels | None, place: str) -> Labelled:
        """Return the texts whose label is known.

        Args:
            way: what the labels mean; None recognises it.
            place: the file, for messages.

        Raises:
            InputError: if no way to label is recognised.
        """
        if self._nul:
            self.tally.note(f"removed NUL characters from {counted(self._nul, 'text')}")
        codes = np.frombuffer(self._codes, np.int32) if self._codes else np.empty(0, np.int32)
        if not codes.size:
            raise InputError(f"{place}: there are no texts in it: {self.tally.skipped()}")
        rows_of_each = np.bincount(codes, minlength=len(self._labels)).tolist()
        spelled = list(self._labels)
        counts: Counter[str] = Counter()
        for label, rows in zip(spelled, rows_of_each, strict=True):
            counts[plain(label)] += rows
        way = way or recognise(counts, place)
        numbers = np.array([way.numbers.get(plain(label), -1) for label in spelled], np.int8)
        self._report(way, spelled, rows_of_each, codes, numbers)
        labels = numbers[codes]
        headless = self.headless and self._lines[0] == 1 and bool(labels[0] >= 0)
        if (labels < 0).any():
            self.texts = [t for t, k in zip(self.texts, labels.tolist(), strict=True) if k >= 0]
            labels = labels[labels >= 0]
        return Labelled(
            self.texts, labels, way.classes, self.tally.skipped(), headless,
            _spelled(way, spelled, rows_of_each), self.column,
        )  # fmt: skip

    def _report(
        self, way: Labels, spelled: list[str], rows_of_each: list[int], codes: Array, numbers: Array
    ) -> None:
        """Count the rows whose label says nothing, the rarest together."""
        first = np.frombuffer(self._lines, np.int32)[np.unique(codes, return_index=True)[1]]
        useless = [code for code, number in enumerate(numbers.tolist()) if number < 0]
        shown = sorted(useless, key=lambda code: -rows_of_each[code])[:4]
        neutral = sum(rows_of_each[code] for code in useless if plain(spelled[code]) in way.neutral)
        if neutral * SOME > len(codes):
            self.tally.note(f"neutral ones are kept with {keeping_neutral(way, spelled)}")
        unknown = "label of no class" if way.own else "unknown label"
        for code in useless:
            label = spelled[code]
            if is_missing(plain(label)):
                why = "without a label"
            elif plain(label) in way.neutral:
                why = f"with the neutral label {label!r}"
            elif code in shown:
                why = f"with the {unknown} {label[:30]!r}"
            else:
                why = f"with other {unknown.replace('label', 'labels')}"
            self.tally.skip(why, int(first[code]), rows_of_each[code])


def _spelled(way: Labels, spelled: list[str], rows_of_each: list[int]) -> tuple[str, ...]:
    """Return how the file spells each class: by its most frequent label, else by its name."""
    most: dict[int, tuple[int, str]] = {}
    for label, rows in zip(spelled, rows_of_each, strict=True):
        number = way.numbers.get(plain(label), -1)
        most[number] = max(most.get(number, (0, "")), (rows, label.strip()))
    return tuple(most[k][1] if k in most else name for k, name in enumerate(way.classes))
