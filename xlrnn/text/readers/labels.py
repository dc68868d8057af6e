"""What a file calls positive and negative."""

import shlex
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
MISSING = frozenset(["", "nan", "null", "none", "na", "n/a", "<na>", "?"])
MOST_CLASSES = 127
MOST_PROPOSED = 12
RARE = 200  # a label that not one row in so many has is most likely a mistake
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

    Raises:
        InputError: if these are not at least two different names, or a label is in two.

    Example:
        >>> way = named(["1 2=negative", "4 '5 stars'=positive"])
        >>> way.classes, way.numbers
        (('negative', 'positive'), {'1': 0, '2': 0, '4': 1, '5 stars': 1})
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


def recognise(counts: Counter[str], place: str) -> Labels:
    """Return the way to label that explains nearly all rows that have a label.

    Raises:
        InputError: if there is none; the message lists the labels that were found, and says how
            they can be made classes.
    """
    present = Counter({label: n for label, n in counts.items() if not is_missing(label)})
    best = max(WAYS, key=lambda way: way.share(present))
    if present and best.share(present) >= KNOWN_SHARE:
        return best
    if not present:
        raise InputError(f"{place}: no row has a label: expected labels beside the texts")
    found = ", ".join(f"{label[:30]!r} ({n:,}×)" for label, n in present.most_common(6))
    more = f" and {len(present) - 6:,} more" if len(present) > 6 else ""
    raise InputError(
        f"{place}: the labels are {found}{more}; expected {', '.join(way.name for way in WAYS)}. "
        f"{_advice(present)}"
    )


def _advice(counts: Counter[str]) -> str:
    """Return what to do about labels that are not known."""
    proposed = proposal(counts)
    if not proposed:
        return "Say which column holds the labels (--label), or spell out the classes (--classes)"
    return f"If these are the labels, say how they are classes: {' or '.join(proposed)}"


def proposal(counts: Counter[str]) -> list[str]:
    """Return options that make classes of labels, if there are few enough of them.

    Example:
        >>> proposal(Counter("12345"))
        ['--classes "1 2=negative, 4 5=positive"', \
'--classes "1 2=negative, 3=neutral, 4 5=positive"']
        >>> proposal(Counter(["ham", "spam"]))
        ['--classes "ham, spam"']
    """
    labels = sorted(label for label, n in counts.items() if n * RARE >= counts.total())
    if not 2 <= len(labels) <= MOST_PROPOSED:
        return []
    if all(map(_is_whole, labels)):
        return _sides(sorted(labels, key=int))
    low, high = ([label for label in labels if word in label] for word in ("negative", "positive"))
    rest = [label for label in labels if label not in low + high]
    if low and high:
        two = [_class(low, "negative"), _class(high, "positive")]
        return [
            _option(two),
            *([_option([two[0], _class(rest, "neutral"), two[1]])] if rest else []),
        ]
    return [_option([_quoted(label) for label in labels])]


def _sides(numbers: list[str]) -> list[str]:
    """Return stars as two classes, and as three where there is a middle."""
    half = len(numbers) // 2
    low, middle, high = numbers[:half], numbers[half:-half], numbers[-half:]
    two = [_class(low, "negative"), _class(high, "positive")]
    if not middle:
        return [_option(two)]
    return [_option(two), _option([two[0], _class(middle, "neutral"), two[1]])]


def _class(labels: list[str], name: str) -> str:
    return f"{' '.join(map(_quoted, labels))}={name}"


def _quoted(label: str) -> str:
    return f"'{label}'" if " " in label else label


def _option(classes: list[str]) -> str:
    return f'--classes "{", ".join(classes)}"'


def _is_whole(label: str) -> bool:
    return label.removeprefix("-").isdecimal()
