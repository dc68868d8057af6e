"""Which column of a table holds the texts and which the labels."""

from collections.abc import Sequence
from dataclasses import dataclass

from xlrnn.errors import InputError
from xlrnn.text.readers.labels import looks_like_label

TEXT_NAMES = ("text", "tweet", "sentence", "review", "content", "message", "comment", "body",
              "sentimenttext", "tweet_text", "review_text", "document", "texts")  # fmt: skip
LABEL_NAMES = ("label", "sentiment", "target", "polarity", "class", "airline_sentiment", "labels",
               "category", "rating", "score", "y")  # fmt: skip
SENTIMENT140 = ("target", "id", "date", "flag", "user", "text")


@dataclass(frozen=True)
class Columns:
    """Where texts and labels stand.

    Args:
        text: the place of the column of the texts, from 0.
        label: the same of the labels.
        width: how many columns there are.
        header: whether the first row names them.
    """

    text: int
    label: int
    width: int
    header: bool


def columns_of(
    first: Sequence[Sequence[str]], text: str | None, label: str | None, place: str
) -> Columns:
    """Return where texts and labels stand in a table.

    Args:
        first: the first rows of the table.
        text: the name or number of the column of the texts, if the user says it.
        label: the same of the labels.
        place: the file, for messages.

    Raises:
        InputError: if they are not found; the message shows the columns.
    """
    head = [name.strip().lower() for name in first[0]]
    chosen = [_chosen(head, text, TEXT_NAMES), _chosen(head, label, LABEL_NAMES)]
    if None not in chosen and chosen[0] != chosen[1]:
        by_number = (text or "").isdecimal() and (label or "").isdecimal()
        header = not (by_number and looks_like_label(first[0][int(label or 0)]))
        return Columns(*_both(chosen), len(head), header)
    if text is None and label is None:
        if _is_sentiment140(first):
            return Columns(5, 0, 6, header=False)
        if len(head) == 2 and (place_of_label := _label_of_two(first)) is not None:
            return Columns(1 - place_of_label, place_of_label, 2, header=False)
    shown = ", ".join(repr(name[:30]) for name in first[0][:12])
    raise InputError(
        f"{place}: found the {len(head)} columns {shown}; expected a header with "
        f"{_expected(text, TEXT_NAMES)} and {_expected(label, LABEL_NAMES)}, or Sentiment140's six "
        f"columns without a header ({', '.join(SENTIMENT140)}). Say which columns hold the texts "
        "and the labels, by name or by number from 0"
    )


def _both(chosen: list[int | None]) -> tuple[int, int]:
    text, label = (place or 0 for place in chosen)
    return text, label


def _chosen(head: list[str], wanted: str | None, usual: tuple[str, ...]) -> int | None:
    """Return the place of the column that the user wants, or of the one usually named so."""
    if wanted is not None and wanted.strip().isdecimal():
        return int(wanted) if int(wanted) < len(head) else None
    names = usual if wanted is None else (wanted.strip().lower(),)
    return next((head.index(name) for name in names if name in head), None)


def _is_sentiment140(first: Sequence[Sequence[str]]) -> bool:
    """Return whether most of the first rows look like those of Sentiment140."""
    fitting = [len(row) == 6 and row[0] in ("0", "2", "4") for row in first]
    return sum(fitting) * 2 > len(fitting)


def _label_of_two(first: Sequence[Sequence[str]]) -> int | None:
    """Return which of two columns holds labels, if only one of them does."""
    pairs = [row for row in first if len(row) == 2]
    labels = [all(looks_like_label(row[place]) for row in pairs) for place in (0, 1)]
    return labels.index(True) if sum(labels) == 1 else None


def _expected(wanted: str | None, usual: tuple[str, ...]) -> str:
    return f"a column {wanted!r}" if wanted is not None else f"one of {'/'.join(usual[:6])}"
