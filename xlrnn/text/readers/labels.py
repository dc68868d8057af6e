"""What a file calls positive and negative."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlrnn.errors import InputError

NEGATIVE, POSITIVE = 0, 1
_WORDS = {
    NEGATIVE: "negative neg n bad false no -",
    POSITIVE: "positive pos p good true yes +",
}
KNOWN_SHARE = 0.9  # below that, a way to label explains the file by chance


@dataclass(frozen=True)
class Labels:
    """A way to label texts.

    Args:
        name: for messages, for instance `0 and 4`.
        numbers: the class number of each label.
        neutral: labels of texts that are in neither class.
        classes: the names of the classes.
    """

    name: str
    numbers: dict[str, int]
    neutral: frozenset[str] = frozenset()
    classes: tuple[str, ...] = ("negative", "positive")

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

    Raises:
        InputError: if these are not at least two different names.
    """
    numbers = {plain(name): number for number, name in enumerate(classes)}
    if len(numbers) < 2 or len(numbers) < len(classes) or len(numbers) > 127:
        raise InputError(f"classes are {list(classes)}: expected 2 to 127 different names")
    return Labels(" and ".join(classes), numbers, classes=tuple(classes))


def recognise(counts: Counter[str], place: str) -> Labels:
    """Return the way to label that explains nearly all rows.

    Raises:
        InputError: if there is none; the message lists the labels that were found.
    """
    best = max(WAYS, key=lambda way: way.share(counts))
    if best.share(counts) >= KNOWN_SHARE:
        return best
    found = ", ".join(f"{label[:30]!r} ({n:,}×)" for label, n in counts.most_common(6))
    more = f" and {len(counts) - 6:,} more" if len(counts) > 6 else ""
    raise InputError(
        f"{place}: the labels are {found}{more}; expected {', '.join(way.name for way in WAYS)}. "
        "Say which column holds the labels, or spell out the classes"
    )
