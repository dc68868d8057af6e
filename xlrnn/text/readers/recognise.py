"""Which way to label a file has and, where it has none, how its labels could be classes."""

from collections import Counter
from collections.abc import Iterable

from xlrnn.errors import InputError
from xlrnn.text.readers.labels import WAYS, Labels, is_missing, plain

KNOWN_SHARE = 0.9  # below that, a way to label explains the file by chance
MOST_PROPOSED = 12
RARE = 200  # a label that not one row in so many has is most likely a mistake


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


def keeping_neutral(way: Labels, labels: Iterable[str]) -> str:
    """Return the option that keeps neutral rows, too.

    Example:
        >>> keeping_neutral(WAYS[0], ["0", "2", "4"])
        '--classes "0=negative, 2=neutral, 4=positive"'
    """
    known = sorted({plain(label) for label in labels if way.knows(plain(label))})
    sides = [[label for label in known if way.numbers.get(label) == k] for k in (0, 1)]
    neutral = [label for label in known if label in way.neutral]
    names = zip((sides[0], neutral, sides[1]), ("negative", "neutral", "positive"), strict=True)
    return _option([_class(labels, name) for labels, name in names])


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
