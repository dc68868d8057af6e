"""Words become numbers: the behaviour of Keras' `Tokenizer`, to the last corner."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import InputError, UsageError
from xlrnn.text.splitting import FILTERS, Splitter, Text, text_to_word_sequence
from xlrnn.text.word_numbers import Numbered, number_words, word_numbers

Array = NDArray[Any]
__all__ = ["Tokenizer", "text_to_word_sequence", "tokenizer_from_json"]
MODES = ("binary", "count", "freq", "tfidf")


class Tokenizer:
    """Numbers words by how often they occur, the most frequent being 1; 0 is no word.

    Args:
        num_words: numbers from here on are left out; None and 0 keep all words.
        filters: the characters that stand for a gap between words.
        lower: whether upper and lower case are alike.
        split: the gap between words.
        char_level: whether every character is a word.
        oov_token: what unknown words become; it gets number 1. None leaves them out.
        document_count: how many texts there have been before.

    Attributes:
        word_counts: how often each word occurred, in order of appearance.
        word_docs: in how many texts.
        word_index: the number of each word.
        index_word: the word of each number.
        index_docs: in how many texts the word of each number occurred.

    Example:
        >>> tokenizer = Tokenizer(num_words=3)
        >>> tokenizer.fit_on_texts(["the cat", "the dog and the cat"])
        >>> tokenizer.texts_to_sequences(["the cat and a dog"])
        [[1, 2]]
    """

    def __init__(
        self,
        num_words: int | None = None,
        filters: str = FILTERS,
        lower: bool = True,
        split: str = " ",
        char_level: bool = False,
        oov_token: str | None = None,
        document_count: int = 0,
    ) -> None:
        Splitter(filters, lower, split, char_level)  # refuses what cannot be
        if num_words is not None and (not isinstance(num_words, int | np.integer) or num_words < 0):
            raise UsageError(f"num_words is {num_words!r:.60}: expected a whole number, or None")
        self.num_words, self.filters, self.lower, self.split = num_words, filters, lower, split
        self.char_level, self.oov_token = char_level, oov_token
        self.document_count = document_count
        self.word_counts: Counter[str] = Counter()
        self.word_docs: Counter[str] = Counter()
        self.index_docs: Counter[int] = Counter()
        self.word_index: dict[str, int] = {}
        self.index_word: dict[int, str] = {}

    def fit_on_texts(self, texts: Iterable[Text]) -> None:
        """Count the words of texts, each a text or a list of words, and number them anew."""
        self.fit_on_numbered(number_words(texts, self.splitter))

    def fit_on_numbered(self, found: Numbered) -> None:
        """Do the same for texts whose words have been numbered in order of appearance."""
        self.document_count += len(found.lengths)
        self.word_counts.update(dict(zip(found.words, found.counts(), strict=True)))
        self.word_docs.update(dict(zip(found.words, found.texts_with(), strict=True)))
        ranked = sorted(self.word_counts, key=self.word_counts.__getitem__, reverse=True)
        numbered = ranked if self.oov_token is None else [self.oov_token, *ranked]
        self.word_index = {word: k for k, word in enumerate(numbered, start=1)}
        self.index_word = {k: word for word, k in self.word_index.items()}
        places = map(self.word_index.__getitem__, self.word_docs)
        dict.update(self.index_docs, zip(places, self.word_docs.values(), strict=True))

    def fit_on_sequences(self, sequences: Sequence[Sequence[int]]) -> None:
        """Count in how many sequences each number occurs, for `sequences_to_matrix`."""
        self.document_count += len(sequences)
        for sequence in sequences:
            self.index_docs.update(set(sequence))

    def texts_to_sequences(self, texts: Iterable[Text]) -> list[list[int]]:
        """Return the numbers of the words of each text."""
        return list(self.texts_to_sequences_generator(texts))

    def texts_to_sequences_generator(self, texts: Iterable[Text]) -> Iterator[list[int]]:
        """Yield the numbers of the words of each text."""
        for numbers, lengths in word_numbers(texts, self.splitter, self.number_of()):
            flat, end = numbers.tolist(), 0
            for length in lengths.tolist():
                yield flat[end : end + length]
                end += length

    @property
    def splitter(self) -> Splitter:
        """What cuts texts into words."""
        return Splitter(self.filters, self.lower, self.split, self.char_level)

    def number_of(self) -> Callable[[str], int | None]:
        """Return what gives the number of a word, or None if the word is left out."""
        known, unknown = self._known_words(), self.word_index.get(self.oov_token or "")
        if self.oov_token is None or unknown is None:
            return known.get
        return lambda word: known.get(word, unknown)

    def _known_words(self) -> dict[str, int]:
        """Return the words whose number is below `num_words`."""
        if not self.num_words:
            return self.word_index
        return {word: k for word, k in self.word_index.items() if k < self.num_words}

    def sequences_to_texts(self, sequences: Iterable[Iterable[int]]) -> list[str]:
        """Return the words of each sequence, a space between them."""
        return list(self.sequences_to_texts_generator(sequences))

    def sequences_to_texts_generator(self, sequences: Iterable[Iterable[int]]) -> Iterator[str]:
        """Yield the words of each sequence, a space between them."""
        known = {k: word for word, k in self._known_words().items()}
        for sequence in sequences:
            if self.oov_token is None:
                yield " ".join(known[k] for k in sequence if k in known)
            else:
                yield " ".join(known.get(k, self.oov_token) for k in sequence)

    def texts_to_matrix(self, texts: Iterable[Text], mode: str = "binary") -> Array:
        """Return a row for each text and a column for each number; see `sequences_to_matrix`."""
        return self.sequences_to_matrix(self.texts_to_sequences(texts), mode)

    def sequences_to_matrix(
        self, sequences: Sequence[Sequence[int]], mode: str = "binary"
    ) -> Array:
        """Return a row for each sequence and a column for each number.

        Args:
            sequences: the numbers of each text's words.
            mode: `binary` (is it there), `count`, `freq` (share of the text) or `tfidf`.

        Raises:
            UsageError: if the mode is unknown, or the tokenizer has seen no text.
        """
        if mode not in MODES:
            raise UsageError(f"mode is {mode!r}: expected one of {', '.join(MODES)}")
        columns = self.num_words or (len(self.word_index) + 1 if self.word_index else 0)
        if not columns or (mode == "tfidf" and not self.document_count):
            raise UsageError("the tokenizer has seen no texts: call fit_on_texts first")
        matrix = np.zeros((len(sequences), columns))
        for row, sequence in zip(matrix, sequences, strict=True):
            counts = Counter(k for k in _word_numbers(sequence) if k < columns)
            for k, count in counts.items():
                row[k] = self._weight(mode, k, count, len(sequence))
        return matrix

    def _weight(self, mode: str, number: int, count: int, length: int) -> float:
        if mode == "count":
            return count
        if mode == "freq":
            return count / length
        if mode == "binary":
            return 1
        rare = np.log(1 + self.document_count / (1 + self.index_docs.get(number, 0)))
        return float((1 + np.log(count)) * rare)

    def get_config(self) -> dict[str, Any]:
        """Return everything, the counts as JSON texts, as Keras keeps them."""
        options = ("num_words", "filters", "lower", "split", "char_level", "oov_token",
                   "document_count")  # fmt: skip
        counts = ("word_counts", "word_docs", "index_docs", "index_word", "word_index")
        return {name: getattr(self, name) for name in options} | {
            name: json.dumps(getattr(self, name)) for name in counts
        }

    def to_json(self, **options: Any) -> str:
        """Return everything as JSON, which Keras reads, too."""
        return json.dumps({"class_name": "Tokenizer", "config": self.get_config()}, **options)


def _word_numbers(sequence: Sequence[int]) -> Sequence[int]:
    """Return a sequence if it holds nothing but whole numbers from 0.

    Raises:
        InputError: if there is something else.
    """
    for k in sequence:
        if not isinstance(k, int | np.integer) or k < 0:
            raise InputError(f"{k!r:.60} is no word's number: expected a whole number from 0")
    return sequence


def tokenizer_from_json(text: str) -> Tokenizer:
    """Return the tokenizer that `to_json` wrote, here or in Keras.

    Raises:
        InputError: if it is something else.
    """
    try:
        config = dict(json.loads(text)["config"])
        counts = {
            name: json.loads(config.pop(name))
            for name in ("word_counts", "word_docs", "index_docs", "index_word", "word_index")
        }
        tokenizer = Tokenizer(**config)
        tokenizer.word_counts = Counter(counts["word_counts"])
        tokenizer.word_docs = Counter(counts["word_docs"])
        tokenizer.index_docs = Counter({int(k): n for k, n in counts["index_docs"].items()})
        tokenizer.index_word = {int(k): word for k, word in counts["index_word"].items()}
        tokenizer.word_index = counts["word_index"]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"this is no tokenizer that Keras or xlrnn wrote: {error}") from None
    return tokenizer
