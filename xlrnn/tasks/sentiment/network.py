"""The networks that tell classes of texts apart: the article's two, and better ones."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from numpy.typing import NDArray

from xlrnn import nn
from xlrnn.nn.core.layer import Layer
from xlrnn.tasks.sentiment.settings import SentimentSettings

Array = NDArray[Any]
CELLS: Final[dict[str, Callable[..., Layer]]] = {
    "rnn": nn.SimpleRNN,
    "lstm": nn.LSTM,
    "gru": nn.GRU,
}
CLIPPED: Final = 5.0
"""The longest gradient that a better model's step follows."""


def network(
    settings: SentimentSettings, words: int, classes: int, matrix: Array | None
) -> nn.Sequential:
    """Return a model that gives the probability of each class.

    Args:
        settings: its kind and sizes, its seed and learning rate.
        words: how many numbers stand for words, 0 included.
        classes: how many there are.
        matrix: a word vector for each number; None where the model learns its own.
    """
    nn.set_random_seed(settings.seed)
    if settings.model == "as-printed":
        layers = as_printed(settings)
    elif settings.model == "as-intended":
        layers = as_intended(settings, words, matrix)
    elif settings.model == "vectors":
        layers = summed_vectors(settings, words, matrix)
    else:
        layers = better(settings, words, matrix)
    model = nn.Sequential([*layers, nn.Dense(classes, activation="softmax")])
    longest = None if settings.of_the_article else CLIPPED
    optimizer = nn.optimizers.Adam(settings.learning_rate, global_clipnorm=longest)
    model.compile(optimizer, "categorical_crossentropy", metrics=["accuracy"])
    return model


def as_printed(settings: SentimentSettings) -> list[Layer]:
    """Return the article's layers as its listing runs: a word's number is read as an amount.

    The listing makes an embedding, but never adds it to the model.
    """
    return [
        nn.InputLayer((settings.max_length, 1)),
        nn.SimpleRNN(settings.units, "relu"),
        *_head(settings),
    ]


def as_intended(settings: SentimentSettings, words: int, matrix: Array | None) -> list[Layer]:
    """Return the same with the embedding in its place."""
    given = _embedding(settings, words, matrix, mask_zero=False)
    return [nn.InputLayer((settings.max_length,)), given, nn.SimpleRNN(settings.units, "relu"),
            *_head(settings)]  # fmt: skip


def summed_vectors(settings: SentimentSettings, words: int, matrix: Array | None) -> list[Layer]:
    """Return the article's sentence vectors before its dense layers: word vectors, added up.

    The mean over all steps, empty ones as zeros, of vectors times the steps is their sum.
    """
    assert matrix is not None
    given = _embedding(settings, words, matrix * settings.max_length, mask_zero=False)
    return [
        nn.InputLayer((settings.max_length,)),
        given,
        nn.GlobalAveragePooling1D(),
        *_head(settings),
    ]


def _head(settings: SentimentSettings) -> list[Layer]:
    """Return the article's dense layers: a sigmoid, then relu."""
    return [
        nn.Dense(units, activation="relu" if k else "sigmoid")
        for k, units in enumerate(settings.dense)
    ]


def better(settings: SentimentSettings, words: int, matrix: Array | None) -> list[Layer]:
    """Return an embedding, layers that read the sequence, and what learns from their end.

    Steps without a word are left out, and dropout keeps the model from learning texts by heart.
    """
    convolution = settings.model == "conv"
    return [
        nn.InputLayer((settings.max_length,)),
        _embedding(settings, words, matrix, mask_zero=not convolution),
        nn.Dropout(settings.dropout),
        *(_convolution(settings.units) if convolution else _readers(settings)),
        nn.Dropout(settings.dropout),
        *(nn.Dense(units, activation="relu") for units in settings.dense),
    ]


def _readers(settings: SentimentSettings) -> Iterator[Layer]:
    """Yield the recurrent layers; all but the last hand on every step."""
    for k in range(settings.num_layers):
        inner = k < settings.num_layers - 1
        if settings.model == "bidirectional":
            yield nn.Bidirectional(nn.LSTM(settings.units, return_sequences=inner))
        else:
            yield CELLS[settings.model](settings.units, return_sequences=inner)


def _convolution(units: int) -> list[Layer]:
    """Return what looks for telling groups of three words, wherever they stand."""
    return [nn.Conv1D(units, 3, activation="relu", padding="same"), nn.GlobalMaxPooling1D()]


def _embedding(
    settings: SentimentSettings, words: int, matrix: Array | None, *, mask_zero: bool
) -> Layer:
    if matrix is None:
        return nn.Embedding(words, settings.embedding_dim, mask_zero=mask_zero)
    return nn.Embedding(
        words, matrix.shape[1], mask_zero=mask_zero, weights=[matrix], trainable=not settings.frozen
    )
