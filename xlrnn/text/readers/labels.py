"""What a file calls positive and negative."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlrnn.errors import InputError

NEGATIVE, POSITIVE = 0, 1
_WORDS = {
    NEGATIVE: "negative neg n bad false no -",
    POSITIVE: "positive pos p good true yes +",
}
MISSING = frozenset(["", "nan", "null", "none", "na", "n/a", "<na>", "?"])
MOST_CLASSES = 127
EXAMPLE = "1 2=negative, 4 5=positive"


@dataclass(frozen=True)
class Labels:
    """A way to label texts.

    Args:
        name: for messages, for instance `0 and 4`.
        numbers: the class number of each label.
        neutral: labels of texts that are in neither class.
        classes: the names of the classes.
        own: whether a user spelled them out.
    """

    name: str
    numbers: dict[str, int]
    neutral: frozenset[str] = frozenset()
    classes: tuple[str, ...] = ("negative", "positive")
    own: bool = False

    def share(self, counts: Mapping[str, int]) -> float:
        """Return the share of rows that it explains."""
        known = sum(count for label, count in counts.items() if self.knows(label))
        return known / (sum(counts.values()) or 1)

    def knows(self, label: str) -> bool:
        """Return whether a plain label means something."""
        return label in self.numbers or label in self.neutral


WORDS = Labels(
    "words such as negative and positive",
    {word: number for number, words in _WORDS.items() for word in words.split()},
    frozenset(["neutral", "neu", "irrelevant", "unsup"]),
)
WAYS = (
    Labels("0 and 4", {"0": 0, "4": 1}, frozenset(["2"])),
    Labels("0 and 1", {"0": 0, "1": 1}),
    Labels("-1 and 1", {"-1": 0, "1": 1}, frozenset(["0"])),
    Labels("1 and 2", {"1": 0, "2": 1}),
    WORDS,
)


def plain(label: object) -> str:
    """Return a label as it is looked up: lower case, whole numbers without decimals.

    Example:
        >>> [plain(label) for label in (" Positive ", "4.0", -1, True)]
        ['positive', '4', '-1', 'true']
    """
    text = str(label).strip().lower()
    try:
        return str(int(float(text))) if float(text) == int(float(text)) else text
    except (ValueError, OverflowError):
        return text


def looks_like_label(label: str) -> bool:
    """Return whether some way to label knows it."""
    return any(way.knows(plain(label)) for way in WAYS)


def named(classes: Sequence[str]) -> Labels:
    """Return the way to label that a user spelled out.

    Args:
        classes: the classes, each as `LABELS=NAME`, or as a label that is its own name. Labels
            are as the file spells them, a space between two; quotes hold one with spaces together.
            A class's name is a label of it, too.

    Raises:
        InputError: if these are not at least two different names, or a label is in two.

    Example:
        >>> way = named(["1 2=negative", "4 '5 stars'=positive"])
        >>> way.classes
        ('negative', 'positive')
        >>> way.numbers
        {'1': 0, '2': 0, '4': 1, '5 stars': 1, 'negative': 0, 'positive': 1}
    """
    names: list[str] = []
    numbers: dict[str, int] = {}
    for number, one in enumerate(classes):
        spelled, equals, name = one.rpartition("=")
        names.append((name if equals else one).strip())
        for label in map(plain, _divided(spelled) if equals else [one]):
            if label in numbers:
                raise InputError(f"classes are {list(classes)}: {label!r} is there twice")
            numbers[label] = number
    for number, name in enumerate(names):
        numbers.setdefault(plain(name), number)
    if not 2 <= len(names) <= MOST_CLASSES or len(set(names)) < len(names) or "" in names:
        raise InputError(
            f"classes are {list(classes)}: expected 2 to {MOST_CLASSES} different names, or "
            f"labels and names as in {EXAMPLE!r}"
        )
    return Labels(" and ".join(names), numbers, classes=tuple(names), own=True)


def _divided(labels: str) -> list[str]:
    """Return the labels that stand before a `=`."""
    try:
        found = shlex.split(labels)
    except ValueError:
        found = []
    if not found:
        raise InputError(
            f"classes: {labels!r} before “=” are no labels; expected them with a space between "
            f"two, as in {EXAMPLE!r}"
        )
    return found


def is_missing(label: str) -> bool:
    """Return whether a plain label says that there is none."""
    return label in MISSING
