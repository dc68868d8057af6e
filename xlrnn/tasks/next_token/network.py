"""The network that predicts the next token."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn import nn
from xlrnn.tasks.next_token.settings import TokenSettings

# Up to so many tokens are given one-hot, as in the article; more are embedded.
ONE_HOT = 256
EMBEDDING = 64
PLAIN = "sparse_categorical_crossentropy"

_CELLS = {"rnn": nn.SimpleRNN, "lstm": nn.LSTM, "gru": nn.GRU}


def network(
    settings: TokenSettings, tokens: int, counts: NDArray[Any] | None = None
) -> nn.Sequential:
    """Return a model that gives, after every token, the probability of each token to be next.

    Args:
        settings: its size, its seed and its learning rate.
        tokens: how many tokens there are.
        counts: how often each stands in what is learned from, if that is known.
    """
    nn.set_random_seed(settings.seed)
    if tokens <= ONE_HOT:
        # The row of the identity matrix with a token's number is the token, one-hot.
        given = nn.Embedding(tokens, tokens, weights=[np.eye(tokens)], trainable=False)
    else:
        given = nn.Embedding(tokens, EMBEDDING)
    model = nn.Sequential(
        [
            nn.Input((None,)),
            given,
            _CELLS[settings.model](settings.units, return_sequences=True),
            nn.TimeDistributed(nn.Dense(tokens, activation="softmax")),
        ]
    )
    if tokens > ONE_HOT and counts is not None:
        # Else the first passes would learn little more than how rare most words are.
        shares = (counts + 1) / (counts + 1).sum()
        model.layers[-1].layer.bias.assign(np.log(shares))
    optimizer = nn.optimizers.Adam(settings.learning_rate, global_clipnorm=5.0)
    loss = nn.losses.SampledCrossentropy(settings.num_sampled) if settings.num_sampled else PLAIN
    model.compile(optimizer, loss, metrics=["accuracy"])
    return model


def sample_count(tokens: int, steps: int) -> int:
    """Return how many samples a text of so many tokens is cut into."""
    return (tokens - 1) // min(steps, tokens - 1)


def samples(numbers: NDArray[Any], steps: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Cut a text into samples: so many tokens, and for each of them the one that follows.

    Example:
        >>> x, y = samples(np.arange(8), steps=3)
        >>> x.tolist(), y.tolist()
        ([[0, 1, 2], [3, 4, 5]], [[1, 2, 3], [4, 5, 6]])
    """
    count = sample_count(len(numbers), steps)
    steps = min(steps, len(numbers) - 1)
    x = numbers[: count * steps].reshape(count, steps)
    y = numbers[1 : count * steps + 1].reshape(count, steps)
    return x, y
