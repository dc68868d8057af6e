"""What is known of the words before the training: their numbers, their classes, their vectors."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn import nn
from xlrnn.counted import counted
from xlrnn.errors import InputError
from xlrnn.tasks.sentiment.data import Data
from xlrnn.tasks.sentiment.evidence import class_counts, evidence
from xlrnn.tasks.sentiment.settings import SentimentSettings
from xlrnn.text.encode import encode
from xlrnn.text.tokenizer import Tokenizer
from xlrnn.text.vectors import Vectors, embedding_matrix, read_vectors

Array = NDArray[Any]


@dataclass(frozen=True)
class KnownWords:
    """The words that a model knows, and the classes that it tells apart.

    Args:
        words: the most frequent first; the first has number 1, and 0 is no word.
        classes: the names of the classes.
        notes: what a person should know of words and data.
        spelled: how the data spell each class; empty where that is not known.
        column: what they call the labels.
        evidence: what each number says for the classes, as naive Bayes counts it; needed to make
            the model and not kept, since it is then in the model.
    """

    words: tuple[str, ...]
    classes: tuple[str, ...]
    notes: tuple[str, ...] = ()
    spelled: tuple[str, ...] = ()
    column: str = ""
    evidence: Array | None = field(default=None, compare=False, repr=False)

    def __len__(self) -> int:
        """Return how many numbers there are, 0 included."""
        return len(self.words) + 1

    @property
    def word_index(self) -> dict[str, int]:
        """The number of each word."""
        return {word: k for k, word in enumerate(self.words, start=1)}

    def tokenizer(self) -> Tokenizer:
        """Return a tokenizer that knows these words and no others."""
        made = Tokenizer()
        made.word_index = self.word_index
        made.index_word = dict(enumerate(self.words, start=1))
        return made

    def encode(self, texts: Sequence[str], steps: int) -> Array:
        """Return the numbers of the last words of each (cleaned) text; 0 behind short ones."""
        rows: Array = encode(
            texts, self.tokenizer(), maxlen=steps, padding="post", truncating="pre"
        )
        return rows

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {
            "words": list(self.words),
            "classes": list(self.classes),
            "notes": list(self.notes),
            "spelled": list(self.spelled),
            "column": self.column,
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "KnownWords":
        """Return what `to_json` wrote."""
        words, classes, notes = (
            tuple(map(str, content[name])) for name in ("words", "classes", "notes")
        )
        spelled = tuple(map(str, content.get("spelled", ())))  # runs of before have none
        return cls(words, classes, notes, spelled, str(content.get("column", "")))


def fit_words(data: Data, settings: SentimentSettings) -> KnownWords:
    """Return the words of the rows that are learned from; in the article's models, of all rows.

    Raises:
        InputError: if there is no word.
    """
    seen = data.texts if settings.of_the_article else data.texts[data.split.parts()[0]]
    tokenizer = Tokenizer()
    tokenizer.fit_on_texts(seen)
    words = tuple(tokenizer.word_index)[: settings.vocabulary_size - 1]
    if not words:
        raise InputError("the texts hold no words: look at the column of the texts")
    known = KnownWords(words, data.classes)
    rarer = len(tokenizer.word_index) - len(words)
    notes = [
        counted(len(words), "word is known", "words are known")
        + (f", {counted(rarer, 'rarer one is', 'rarer ones are')} not" if rarer else ""),
        *_seen(known.encode(data.texts, settings.max_length + 1), settings.max_length),
        *_described(words, settings),
        *_read_as(settings),
    ]
    found = _evidence(known, data) if settings.bayes else None
    return replace(
        known,
        notes=(*data.notes, *notes),
        spelled=data.spelled,
        column=data.column,
        evidence=found,
    )


def _evidence(known: KnownWords, data: Data) -> Array:
    """Return what the words say for the classes, by the rows that are learned from."""
    part = data.split.parts()[0]
    return evidence(
        class_counts(known.tokenizer(), data.texts[part], data.labels[part], len(known.classes))
    )


def word_matrix(known: KnownWords, settings: SentimentSettings) -> Array | None:
    """Return the embedding's first weights, a row for each number.

    First what the word says for the classes, then its vector, or small numbers drawn as the
    layer would draw them; None where all of them are the layer's to draw.
    """
    if settings.model == "as-printed":
        return None
    vectors = _vectors(known, settings) if settings.vectors else None
    if known.evidence is None:
        return vectors
    if vectors is None:
        nn.set_random_seed(settings.seed)
        vectors = nn.initializers.get("uniform")((len(known), settings.embedding_dim))
    return np.concatenate([known.evidence, vectors], axis=1)


def _vectors(known: KnownWords, settings: SentimentSettings) -> Array:
    """Return the vector of each number, zeros for words that have none."""
    vectors: Vectors = read_vectors(settings.vectors, known.words)
    matrix: Array = embedding_matrix(known.word_index, vectors)
    if not settings.vectors_stddev:
        return matrix
    scaled: Array = matrix * (settings.vectors_stddev / max(float(vectors.matrix.std()), 1e-12))
    return scaled


def _seen(rows: Array, steps: int) -> Iterator[str]:
    """Say how much of the texts is seen; the rows are one word longer than what is seen."""
    longer, empty = int((rows[:, -1] != 0).sum()), int(without_words(rows).sum())
    if longer:
        share = longer / len(rows)
        part = f"{share:.0%}" if share >= 0.01 else "less than 1%"
        yield f"{part} of the texts have more than {steps} known words: their last {steps} are seen"
    if empty:
        yield (
            f"{counted(empty, 'text holds', 'texts hold')} no known word: to the model all such "
            "texts are alike"
        )


def _described(words: tuple[str, ...], settings: SentimentSettings) -> Iterator[str]:
    """Say how many words have vectors.

    Raises:
        InputError: if there are vectors, but for none of the words.
    """
    if settings.model == "as-printed":
        return
    if settings.vectors:
        vectors = read_vectors(settings.vectors, words)
        if not vectors.words:
            raise InputError(
                f"{settings.vectors}: none of the {counted(len(words), 'word')} has a vector "
                f"({words[0]!r} "
                "is the most frequent); expected vectors of the language of the texts, of words "
                f"in lower case ({vectors.skipped})"
            )
        yield (
            f"{settings.vectors}: {len(vectors.words):,} of {counted(len(words), 'word')} have "
            "vectors "
            f"({vectors.coverage:.0%}), {vectors.dim} numbers each"
        )
        if vectors.skipped:
            yield f"{settings.vectors}: {vectors.skipped}"
    elif settings.model == "as-intended":
        yield f"no vectors: {settings.embedding_dim} numbers for each word are learned instead"


def _read_as(settings: SentimentSettings) -> Iterator[str]:
    """Say with which sizes the texts are read, since they were chosen where nobody said them."""
    if settings.of_the_article:
        return
    units = "" if settings.model == "vectors" else f"{counted(settings.units, 'unit')}, "
    yield (
        f"the last {settings.max_length} words of a text are read, at most "
        f"{settings.vocabulary_size:,} words, {units}dropout {settings.dropout:g}, batches of "
        f"{settings.batch_size}, at most {counted(settings.epochs, 'epoch')}"
    )


def without_words(rows: Array) -> Array:
    """Tell which rows hold no known word.

    Example:
        >>> import numpy as np
        >>> without_words(np.array([[0, 0], [3, 0]])).tolist()
        [True, False]
    """
    none: Array = (rows == 0).all(axis=1)
    return none
