"""How often words stand in the texts of each class, and what that says of the class."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.text.tokenizer import Tokenizer
from xlrnn.text.word_numbers import word_numbers

Array = NDArray[Any]


def class_counts(tokenizer: Tokenizer, texts: Sequence[str], labels: Array, classes: int) -> Array:
    """Return how often each word occurs in each class.

    Args:
        tokenizer: numbers the words.
        texts: the texts.
        labels: the class number of each.
        classes: how many there are.

    Returns:
        A row for each class, a column for each number.

    Example:
        >>> tokenizer = Tokenizer()
        >>> tokenizer.fit_on_texts(["so good", "so bad"])
        >>> class_counts(tokenizer, ["so good", "so bad"], np.array([1, 0]), 2).tolist()
        [[0.0, 1.0, 0.0, 1.0], [0.0, 1.0, 1.0, 0.0]]
    """
    width, done = len(tokenizer.word_index) + 1, 0
    counts = np.zeros(classes * width)
    for numbers, lengths in word_numbers(texts, tokenizer.splitter, tokenizer.number_of()):
        of_texts = labels[done : done + len(lengths)].astype(np.intp)
        cells = np.repeat(of_texts, lengths) * width + numbers
        counts += np.bincount(cells, minlength=len(counts))
        done += len(lengths)
    return counts.reshape(classes, width)


def log_likelihoods(counts: Array) -> Array:
    """Return log P(word | class), every word counted once more than it occurs (Laplace).

    P(word | class) = (its count in the class + 1) / (all words of the class + words known);
    number 0, which is no word, says nothing.
    """
    smooth = counts[:, 1:] + 1
    found = np.zeros_like(counts)
    found[:, 1:] = np.log(smooth / smooth.sum(axis=1, keepdims=True))
    return found


def evidence(counts: Array) -> Array:
    """Return what each word says for every class but the first, against the first.

    log P(word | class k) − log P(word | class 0), a row for each number: what naive Bayes adds
    up over a text.
    """
    likelihoods = log_likelihoods(counts)
    against_first: Array = (likelihoods[1:] - likelihoods[:1]).T
    return against_first
