"""Labelled texts on their way into a model: read, split, cleaned."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.errors import InputError
from xlrnn.tasks.sentiment.settings import ALL_BELOW, SentimentSettings
from xlrnn.tasks.sentiment.split import Split, expect_some, share_of, split
from xlrnn.text.cleaning import cleaner
from xlrnn.text.cleaning.characters import characters_apart, writes_no_spaces
from xlrnn.text.cleaning.cleaner import Cleaner
from xlrnn.text.cleaning.noise import has_breaks
from xlrnn.text.labelled import Labelled

Array = NDArray[Any]


@dataclass(frozen=True)
class Data:
    """The rows that are used, part behind part.

    Args:
        texts: cleaned.
        labels: the class number of each.
        classes: the names of the classes.
        split: the number of each row in the file, by part.
        digest: tells these rows from others.
        notes: what a person should know of them.
        spelled: how the file spells each class.
        column: what it calls the labels.
    """

    texts: list[str]
    labels: Array
    classes: tuple[str, ...]
    split: Split
    digest: str
    notes: tuple[str, ...]
    spelled: tuple[str, ...] = ()
    column: str = ""


def read(place: str, settings: SentimentSettings) -> Data:
    """Return the rows of a data file, or of generated tweets where `place` is ""."""
    return prepared(place, labelled(place, settings), settings)


def labelled(place: str, settings: SentimentSettings) -> Labelled:
    """Return all texts of a data file, or generated ones."""
    if not place:
        from xlrnn.text.generated import generated_tweets

        return generated_tweets(settings.rows, settings.seed)
    from xlrnn.text.readers import read_labelled

    return read_labelled(
        place,
        text=settings.text,
        label=settings.label,
        classes=settings.classes or None,
        encoding=settings.encoding,
    )


def cleaner_of(settings: SentimentSettings) -> Cleaner:
    """Return what texts go through before they are cut into words at spaces."""
    clean = cleaner(settings.clean)
    if settings.words == "spaces":
        return clean
    return lambda texts: characters_apart(clean(texts))


def prepared(place: str, found: Labelled, settings: SentimentSettings) -> Data:
    """Return the rows that are used, split and cleaned.

    Raises:
        InputError: if there is but one class to learn from.
    """
    parts, twice = _divided(found, settings)
    used = found.take(parts.rows.tolist())
    learned = np.unique(used.labels[parts.parts()[0]])
    if len(learned) < 2:
        raise InputError(
            f"{place or 'the data'}: the {len(parts.train):,} rows to learn from are all "
            f"{found.classes[int(learned[0])]!r}: expected at least two classes; give more rows"
        )
    texts = list(cleaner_of(settings)(used.texts))
    notes = (
        *_notes(place, found, parts, settings),
        *twice,
        *_about_texts(used.texts, settings),
    )
    return Data(
        texts,
        used.labels,
        found.classes,
        parts,
        digest_of(used),
        notes,
        found.spelled,
        found.column,
    )


def _divided(found: Labelled, settings: SentimentSettings) -> tuple[Split, list[str]]:
    """Return the parts, and what there is to say of the first row and of rows that are alike."""
    first = int(found.headless and settings.header_always)
    parts = split(len(found) - first, settings).behind(first)
    alike = np.fromiter((hash(text.strip().lower()) for text in found.texts), np.int64, len(found))
    judged = np.concatenate([parts.validation, parts.held_out])
    again = int(np.isin(alike[judged], alike[parts.train]).sum())
    notes = []
    if first:
        notes.append("the first row is left out: the article's read_csv takes it for a header")
    if again and settings.apart:
        parts = parts.apart(alike)
        expect_some(parts, len(found) - first, settings)
        notes.append(
            f"{counted(again, 'row to judge by has', 'rows to judge by have')} a text that is "
            "learned from: moved there"
        )
    elif again:
        notes.append(
            f"{again:,} of {len(judged):,} rows to judge by have a text that is learned from, "
            "too: --apart keeps them apart"
        )
    return parts, notes


def read_to_judge(
    path: Path, classes: tuple[str, ...], settings: SentimentSettings
) -> tuple[list[str], Array, tuple[str, ...]]:
    """Return the cleaned texts and the labels of a file that a model is judged by, and notes.

    Raises:
        InputError: if its labels are not those of the model.
    """
    from xlrnn.text.readers import read_labelled

    own = settings.classes or None
    found = read_labelled(
        path,
        text=settings.text,
        label=settings.label,
        classes=own,
        encoding=settings.encoding,
        one_class=True,
    )
    if not set(found.classes) <= set(classes):
        raise InputError(
            f"{path} has the classes {', '.join(found.classes)}; the model knows "
            f"{', '.join(classes)}: name the column of the labels (--label), or say how its labels "
            f'are the model\'s classes, for instance --classes "good={classes[0]}, …"'
        )
    places = np.array([classes.index(name) for name in found.classes])
    notes = (str(found.skipped),) if found.skipped else ()
    return list(cleaner_of(settings)(found.texts)), places[found.labels], notes


def _notes(place: str, found: Labelled, parts: Split, settings: SentimentSettings) -> list[str]:
    notes = []
    if not place:
        notes.append(f"no data file: learning from {len(found):,} generated tweets")
    if found.skipped:
        notes.append(str(found.skipped))
    share = share_of(len(found), settings)
    if settings.share is None and share == 1:
        notes.append(
            f"all {len(found):,} rows, not the article's 2 %, since they are fewer than "
            f"{ALL_BELOW:,}"
        )
    elif share < 1:
        notes.append(f"{share:.3g} of {len(found):,} rows are used ({len(parts.rows):,})")
    named = [(parts.train, "to learn from"), (parts.validation, "to choose the epoch by"),
             (parts.held_out, "held out")]  # fmt: skip
    counts = ", ".join(f"{len(part):,} {what}" for part, what in named if len(part))
    return [*notes, f"rows: {counts}"]


def _about_texts(texts: list[str], settings: SentimentSettings) -> Iterator[str]:
    """Say what in the texts is no language, and where words are not found."""
    if settings.clean == "none" and (breaks := sum(map(has_breaks, texts))):
        yield (
            f"{counted(breaks, 'text holds', 'texts hold')} line breaks of HTML (<br />), which "
            "make words: --clean builtin takes them out"
        )
    if settings.words == "spaces" and writes_no_spaces(texts):
        yield (
            "the texts are in a script that writes no spaces: what stands between two spaces is "
            "taken for a word and hardly occurs twice; --words characters reads them by characters"
        )


def digest_of(used: Labelled) -> str:
    """Return what tells texts and labels from others; it takes time and next to no memory."""
    digest = hashlib.sha256(np.ascontiguousarray(used.labels, np.int64).tobytes())
    texts = iter(used.texts)
    while some := list(islice(texts, 10_000)):
        digest.update("\0".join([*some, ""]).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
