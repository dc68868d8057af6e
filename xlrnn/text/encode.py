"""From texts to the rows of one array: clean, cut into words, number, pad."""

from collections.abc import Iterable

import numpy as np

from xlrnn.shapes import Int
from xlrnn.text.cleaning import cleaner
from xlrnn.text.padding import pad_sequences
from xlrnn.text.tokenizer import Tokenizer


def encode(
    texts: Iterable[str],
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
    other.

    Args:
        texts: the texts.
        tokenizer: numbers the words.
        maxlen: the length of a row.
        padding: whether a shorter text is filled up with 0 before (`pre`) or behind (`post`).
        truncating: whether a longer one is cut before (`pre`) or behind (`post`).
        clean: the name of a cleaner.
        fit: whether the tokenizer counts the words of these texts first.

    Example:
        >>> encode(["a b", "b"], Tokenizer(), maxlen=3, fit=True).tolist()
        [[0, 2, 1], [0, 0, 1]]
    """
    cleaned = list(cleaner(clean)(texts))
    if fit:
        tokenizer.fit_on_texts(cleaned)
    sequences = tokenizer.texts_to_sequences(cleaned)
    return pad_sequences(sequences, maxlen, padding=padding, truncating=truncating)
