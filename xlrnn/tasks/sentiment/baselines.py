"""What any model has to beat: the most frequent class, and naive Bayes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.tasks.sentiment.evidence import class_counts, log_likelihoods
from xlrnn.text.tokenizer import Tokenizer

Array = NDArray[Any]


def majority(labels: Array, classes: int, count: int) -> Array:
    """Return the classes' shares in what was learned from, for so many texts alike.

    Example:
        >>> majority(np.array([1, 1, 0, 1]), classes=2, count=1).tolist()
        [[0.25, 0.75]]
    """
    shares = np.bincount(labels, minlength=classes) / len(labels)
    return np.tile(shares, (count, 1))


@dataclass(frozen=True)
class NaiveBayes:
    """Multinomial naive Bayes: a text is a bag of words, each drawn by itself (Maron 1961).

    1. P(word | class) = (its count in the class + 1) / (all words of the class + words known)
    2. log P(class | text) = log P(class) + Σ log P(word | class) + constant

    Args:
        tokenizer: numbers the words.
        log_prior: log P(class), one for each class.
        log_word: log P(word | class), a row for each class, a column for each number.
    """

    tokenizer: Tokenizer
    log_prior: Array
    log_word: Array

    @classmethod
    def fit(cls, texts: Sequence[str], labels: Array, classes: int) -> "NaiveBayes":
        """Count the words of texts."""
        tokenizer = Tokenizer()
        tokenizer.fit_on_texts(texts)
        log_word = log_likelihoods(class_counts(tokenizer, texts, labels, classes))
        texts_of_class = np.maximum(np.bincount(labels, minlength=classes), 1e-12)
        return cls(tokenizer, np.log(texts_of_class / len(labels)), log_word)

    def predict(self, texts: Sequence[str]) -> Array:
        """Return the probability of each class for each text; unknown words count nothing."""
        numbers, owner = _flat(self.tokenizer, texts)
        log_p = np.tile(self.log_prior, (len(texts), 1))
        np.add.at(log_p, owner, self.log_word[:, numbers].T)
        p = np.exp(log_p - log_p.max(axis=1, keepdims=True))
        found: Array = p / p.sum(axis=1, keepdims=True)
        return found


def _flat(tokenizer: Tokenizer, texts: Sequence[str]) -> tuple[Array, Array]:
    """Return the numbers of all words, one behind the other, and which text each is of."""
    sequences = tokenizer.texts_to_sequences(texts)
    lengths = [len(sequence) for sequence in sequences]
    numbers = np.array([number for sequence in sequences for number in sequence], np.intp)
    return numbers, np.repeat(np.arange(len(texts)), lengths)
