"""Words as numbers without a vocabulary: Keras' `hashing_trick` and `one_hot`."""

from collections.abc import Callable
from hashlib import md5
from typing import Any

import numpy as np

from xlrnn.errors import UsageError
from xlrnn.text.splitting import FILTERS, text_to_word_sequence


def hashing_trick(
    text: str,
    n: int,
    hash_function: "Callable[[str], int] | str | None" = None,
    filters: str = FILTERS,
    lower: bool = True,
    split: str = " ",
) -> list[int]:
    """Return a number from 1 to n − 1 for each word; different words may have the same one.

    Args:
        text: the text.
        n: one more than the largest number.
        hash_function: `md5`, which always gives the same numbers; a function of the word; by
            default Python's `hash`, which gives others in each process.
        filters: the characters that stand for a gap between words.
        lower: whether upper and lower case are alike.
        split: the gap.

    Raises:
        UsageError: if there is no room for a number, or no such function.

    Example:
        >>> hashing_trick("The cat and the dog", 100, "md5")
        [51, 3, 69, 51, 33]
    """
    if not isinstance(n, int | np.integer) or n < 2:
        raise UsageError(f"n is {n!r:.60}: expected a whole number from 2")
    number = _function(hash_function)
    return [
        number(word) % (n - 1) + 1 for word in text_to_word_sequence(text, filters, lower, split)
    ]


def one_hot(
    text: str, n: int, filters: str = FILTERS, lower: bool = True, split: str = " "
) -> list[int]:
    """Return a number for each word by Python's `hash`, which differs from process to process.

    Its name is Keras'; see `hashing_trick`.
    """
    return hashing_trick(text, n, hash, filters, lower, split)


def _function(given: Any) -> Callable[[str], int]:
    if given is None:
        return hash
    if given == "md5":
        return lambda word: int(md5(word.encode(), usedforsecurity=False).hexdigest(), 16)
    if callable(given):
        return given  # type: ignore[no-any-return]
    raise UsageError(f"hash_function is {given!r:.60}: expected 'md5', a function or None")
