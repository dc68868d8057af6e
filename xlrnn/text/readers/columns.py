"""Which column of a table holds the texts and which the labels."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xlrnn.errors import InputError
from xlrnn.text.readers.labels import looks_like_label

# As `plain_name` writes them: the likelier stand first. What says how people feel comes before
# what says how many stars they gave.
TEXT_NAMES = (
    "text", "tweet", "sentence", "review", "cleantext", "content", "message", "comment", "body",
    "sentimenttext", "tweettext", "reviewtext", "reviewstext", "reviewbody", "verifiedreviews",
    "originaltweet", "phrase", "texta", "text1", "v2", "document", "texts", "reviews",
    "commenttext", "cleantweet", "cleanedtext", "cleanreview", "reviewcontent", "feedbacktext",
    "utterance", "headline", "sms", "post", "description", "summary", "title",
)  # fmt: skip
LABEL_NAMES = (
    "label", "sentiment", "target", "polarity", "class", "airlinesentiment", "labels", "liked",
    "feedback", "sentimentlabel", "overallsentiment", "v1", "isspam", "category", "rating",
    "score", "stars", "starrating", "overall", "reviewsrating", "reviewrating", "reviewscore",
    "emotion", "emotions", "sentiments", "recommended", "recommendedind", "y",
)  # fmt: skip
ID_NAMES = ("id", "textid", "tweetid", "reviewid", "phraseid", "itemid", "testid", "uid", "idx",
            "index", "rowid", "unnamed:0", "")  # fmt: skip
OBVIOUS = ("text", "label")
SENTIMENT140 = ("target", "id", "date", "flag", "user", "text")


@dataclass(frozen=True)
class Columns:
    """Where texts and labels stand.

    Args:
        text: the place of the column of the texts, from 0.
        label: the same of the labels; None where there are none.
        width: how many columns there are.
        header: whether the first row names them.
        names: their names, where there is a header.
        id: the place of the column that tells rows apart, where there is one.
    """

    text: int
    label: int | None
    width: int
    header: bool
    names: tuple[str, ...] = ()
    id: int | None = None

    def said(self) -> str:
        """Return which columns were taken, where somebody may wonder."""
        if not self.header or self.label is None:
            return ""
        taken = self.names[self.text], self.names[self.label]
        if tuple(map(plain_name, taken)) == OBVIOUS:
            return ""
        return f"texts are in column {taken[0]!r}, labels in {taken[1]!r}"


def columns_of(
    first: Sequence[Sequence[str]],
    text: str | None,
    label: str | None,
    place: str,
    *,
    named: bool = False,
    labelled: bool = True,
) -> Columns:
    """Return where texts and labels stand in a table.

    Args:
        first: the first rows of the table.
        text: the name or number of the column of the texts, if the user says it.
        label: the same of the labels.
        place: the file, for messages.
        named: whether the first row is known to be a header.
        labelled: whether there must be labels.

    Raises:
        InputError: if they are not found; the message shows the columns.
    """
    found = _by_header(first, text, label, named, labelled)
    if found is None and text is None and label is None and not named:
        found = _without_header(first, labelled)
    if found is not None:
        return found
    shown = ", ".join(repr(name[:30]) for name in first[0][:12])
    columns = f"{len(first[0])} columns" if len(first[0]) != 1 else "column"
    wanted = _expected(text, TEXT_NAMES)
    if labelled:
        wanted += f" and {_expected(label, LABEL_NAMES)}, or Sentiment140's six columns without a "
        wanted += f"header ({', '.join(SENTIMENT140)})"
    raise InputError(
        f"{place}: found the {columns} {shown}; expected a header with {wanted}. Say which columns "
        "hold the texts and the labels (--text, --label), by name or by number from 0"
    )


def _by_header(
    first: Sequence[Sequence[str]], text: str | None, label: str | None, named: bool, labelled: bool
) -> Columns | None:
    """Return the columns by their names, or by the numbers that the user gives."""
    names = [name.strip() for name in first[0]]
    texts, labels = _chosen(names, text, TEXT_NAMES), _chosen(names, label, LABEL_NAMES)
    if texts is None or (labels is None and (labelled or label)) or texts == labels:
        return None
    numbers = [wanted for wanted in (text, label) if wanted is not None]
    only_numbers = all(wanted.strip().isdecimal() for wanted in numbers) and numbers
    header = True
    if only_numbers and not named:
        header = not _looks_like_a_row(first[0], labels, label)
    ids = _chosen(names, None, ID_NAMES) if header else None
    if ids in (texts, labels):
        ids = None
    return Columns(texts, labels, len(names), header, tuple(names) if header else (), ids)


def _looks_like_a_row(row: Sequence[str], labels: int | None, label: str | None) -> bool:
    """Return whether the first row is none of names, where the user gave numbers."""
    if labels is not None and label is not None:
        return looks_like_label(row[labels])
    return False


def _without_header(first: Sequence[Sequence[str]], labelled: bool) -> Columns | None:
    """Return the columns of a table that has no header, by what stands in them."""
    if _is_sentiment140(first):
        return Columns(5, 0, 6, header=False, id=1)
    width = len(first[0])
    if width == 1 and not labelled:
        return Columns(0, None, 1, header=False)
    rows = [row for row in first if len(row) == width]
    if width < 2 or len(rows) < 1:
        return None
    labels = [k for k in range(width) if all(looks_like_label(row[k]) for row in rows)]
    if len(labels) == 1:
        rest = [k for k in range(width) if k != labels[0]]
        return Columns(_longest(rows, rest), labels[0], width, header=False)
    if not labelled and not labels:
        # Where even the first row has a number, it is no header.
        numbers = [k for k in range(width) if all(row[k].strip().isdecimal() for row in rows)]
        rest = [k for k in range(width) if k not in numbers]
        if numbers and rest:
            return Columns(_longest(rows, rest), None, width, header=False, id=numbers[0])
    return None


def _longest(rows: Sequence[Sequence[str]], places: list[int]) -> int:
    return max(places, key=lambda k: sum(len(row[k]) for row in rows))


def _chosen(names: list[str], wanted: str | None, usual: tuple[str, ...]) -> int | None:
    """Return the place of the column that the user wants, or of the one usually named so."""
    if wanted is not None:
        lower, name = [name.lower() for name in names], wanted.strip().lower()
        if name.isdecimal() and int(name) < len(names):
            return int(name)
        return lower.index(name) if name in lower else None
    plain = [plain_name(name) for name in names]
    return next((plain.index(name) for name in usual if name in plain), None)


def plain_name(name: str) -> str:
    """Return a name without what people put between its words.

    Example:
        >>> plain_name("Review Text"), plain_name("verified_reviews"), plain_name("reviews.text")
        ('reviewtext', 'verifiedreviews', 'reviewstext')
    """
    return re.sub(r"[\s_.\-]+", "", name.lower())


def looks_like_sentiment140(head: str) -> bool:
    """Return whether a file that begins so has Sentiment140's form.

    Example:
        >>> looks_like_sentiment140('"0","1","Mon","NO_QUERY","ann","so"')
        True
    """
    start = head[:2000].replace('"', "")
    return re.match(r"[024],\d+,[^,]*,[^,]*,[^,]*,", start) is not None


def _is_sentiment140(first: Sequence[Sequence[str]]) -> bool:
    """Return whether most of the first rows look like those of Sentiment140."""
    fitting = [len(row) == 6 and row[0] in ("0", "2", "4") for row in first]
    return sum(fitting) * 2 > len(fitting)


def _expected(wanted: str | None, usual: tuple[str, ...]) -> str:
    return f"a column {wanted!r}" if wanted is not None else f"one of {'/'.join(usual[:6])}"
