"""From texts to the rows of one array: clean, cut into words, number, pad."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.shapes import Int
from xlrnn.text.cleaning import cleaner
from xlrnn.text.numbering import at_any_gap
from xlrnn.text.padding import SIDES, fill_rows
from xlrnn.text.splitting import Splitter
from xlrnn.text.tokenizer import Tokenizer
from xlrnn.text.word_numbers import Cut, number_words, word_numbers


def encode(
    texts: Sequence[str],
    tokenizer: Tokenizer,
    *,
    maxlen: int,
    padding: str = "pre",
    truncating: str = "pre",
    clean: str = "none",
    fit: bool = False,
) -> Int[np.ndarray, "texts maxlen"]:
    """Return the numbers of the words of each text as a row.

    The same as `cleaner`, `fit_on_texts`, `texts_to_sequences` and `pad_sequences` one after the
    other, number for number, many times faster.

    Args:
        texts: the texts.
        tokenizer: numbers the words.
        maxlen: the length of a row.
        padding: whether a shorter text is filled up with 0 before (`pre`) or behind (`post`).
        truncating: whether a longer one is cut before (`pre`) or behind (`post`).
        clean: the name of a cleaner.
        fit: whether the tokenizer counts the words of these texts first.

    Raises:
        UsageError: if maxlen, a side or the cleaner is none.

    Example:
        >>> encode(["a b", "b"], Tokenizer(), maxlen=3, fit=True).tolist()
        [[0, 2, 1], [0, 0, 1]]
    """
    _check(maxlen, padding=padding, truncating=truncating)
    rows = np.zeros((len(texts), maxlen), np.int32)
    done = 0
    for numbers, lengths in _numbers(texts, tokenizer, clean, fit):
        block = rows[done : done + len(lengths)]
        fill_rows(block, numbers, lengths, padding=padding, truncating=truncating)
        done += len(lengths)
    return rows


def _check(maxlen: int, **sides: str) -> None:
    if maxlen < 1:
        raise UsageError(f"maxlen is {maxlen}: expected at least 1")
    for name, side in sides.items():
        if side not in SIDES:
            raise UsageError(f"{name} is {side!r}: expected pre or post")


def _numbers(
    texts: Sequence[str], tokenizer: Tokenizer, clean: str, fit: bool
) -> Iterable[tuple[NDArray[Any], NDArray[Any]]]:
    """Yield the numbers of the texts' words and how many each text has, many at a time."""
    splitter = tokenizer.splitter
    cut = _cleaning_cut(splitter) if clean == "builtin" and splitter.at_spaces else None
    cleaned = texts if cut or clean == "none" else cleaner(clean)(texts)
    if not fit:
        yield from word_numbers(cleaned, splitter, tokenizer.number_of(), cut)
        return
    found = number_words(cleaned, splitter, cut)
    tokenizer.fit_on_numbered(found)
    number = tokenizer.number_of()
    final = np.array([number(word) or 0 for word in found.words], np.int32)
    for places, lengths in found.chunks():
        numbers = final[places.astype(np.intp)]  # by which NumPy looks up fastest
        kept = numbers > 0
        before = np.concatenate([[0], np.cumsum(kept)])
        ends = np.concatenate([[0], np.cumsum(lengths)])
        yield numbers[kept], np.diff(before[ends])


def _cleaning_cut(splitter: Splitter) -> Cut:
    """Return the built-in cleaner and the splitter as one: each different piece is cleaned once."""
    from xlrnn.text.cleaning.builtin import clean_piece, joined

    whole = splitter.keeps_letters

    def words(piece: str) -> Iterable[str]:
        cleaned = clean_piece(piece)
        if whole and cleaned.isascii() and cleaned.isalnum():
            return (cleaned,)
        return splitter.words(cleaned)

    return Cut(lambda texts: at_any_gap(joined(texts)), words)
