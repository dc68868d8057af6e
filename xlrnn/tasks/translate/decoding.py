"""Translations are written: the encoder reads once, the decoder goes on token by token.

Many sentences at a time. What a step of the decoder ends with, its states, the next one begins
with; a token that came out goes in again, until the end mark.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn import nn
from xlrnn.shapes import Float, Int
from xlrnn.tasks.translate.language import END, NONE, START, UNKNOWN, padded
from xlrnn.tasks.translate.network import ANSWER, ATTENTION, DECODER, ENCODER, READ, WRITTEN

Array = NDArray[Any]
NEVER = [NONE, START, UNKNOWN]
"""What is never written."""
AT_ONCE = 256


@dataclass(frozen=True)
class Written:
    """A translation as the decoder wrote it.

    Args:
        numbers: its tokens, without marks.
        attention: how much each of them, and the end mark, looked at each token of the sentence;
            None without attention.
        score: the mean of the logarithms of their probabilities.
        ended: whether the end mark came before the limit.
    """

    numbers: tuple[int, ...]
    attention: Float[np.ndarray, "written read"] | None
    score: float
    ended: bool


@dataclass(frozen=True)
class _Read:
    """What the encoder read of some sentences.

    Args:
        outputs: behind every token.
        mask: which tokens there are.
    """

    outputs: Float[np.ndarray, "rows read units"]
    mask: NDArray[np.bool_]

    def of(self, rows: Array) -> "_Read":
        """Return that of some rows."""
        return _Read(self.outputs[rows], self.mask[rows])


class Decoder:
    """Translates with the layers of a trained model.

    Args:
        model: what `network` returned, trained.
    """

    def __init__(self, model: nn.Model) -> None:
        layers: dict[str, Any] = {layer.name: layer for layer in model.layers}
        self.layers = layers
        self.looks = ATTENTION in layers

    def translate(
        self, sentences: Sequence[Sequence[int]], limit: int, beam: int = 1
    ) -> list[Written]:
        """Translate sentences.

        Args:
            sentences: the numbers of their tokens.
            limit: how many tokens a translation has at most, the end mark included.
            beam: how many beginnings are followed; with 1 the likeliest token is taken always.
        """
        order = sorted(range(len(sentences)), key=lambda k: len(sentences[k]))
        found: dict[int, Written] = {}
        for first in range(0, len(order), AT_ONCE):
            some = order[first : first + AT_ONCE]
            x = padded([sentences[k] for k in some])
            written = self.greedy(x, limit) if beam == 1 else self.beam(x, limit, beam)
            found.update(zip(some, written, strict=True))
        return [found[k] for k in range(len(sentences))]

    def greedy(self, x: Int[np.ndarray, "rows read"], limit: int) -> list[Written]:
        """Take the likeliest token at every step."""
        read, states = self._read(x)
        rows, words = np.arange(len(x)), np.full(len(x), START)
        numbers, scores = np.full((len(x), limit), NONE), np.zeros((len(x), limit))
        looked = np.zeros((len(x), limit, x.shape[1]), np.float32)
        for t in range(limit):
            log_p, states, looked[rows, t] = self._step(words, states, read.of(rows))
            words = log_p.argmax(axis=1)
            numbers[rows, t] = words
            scores[rows, t] = log_p[np.arange(len(rows)), words]
            left = words != END
            rows, words, states = rows[left], words[left], [state[left] for state in states]
            if not len(rows):
                break
        return [self._written(*each, x[k]) for k, each in
                enumerate(zip(numbers, looked, scores.sum(axis=1), strict=True))]  # fmt: skip

    def beam(self, x: Int[np.ndarray, "rows read"], limit: int, beam: int) -> list[Written]:
        """Follow the likeliest beginnings, and take the one whose tokens are the likeliest.

        1. total of a beginning = the sum of the logarithms of the probabilities of its tokens
        2. of all beginnings of a sentence, gone on with by each token, the likeliest are kept;
           what has ended stays as it is
        3. best = the largest total divided by the number of tokens, the end mark included
        """
        count = len(x)
        read, states = self._read(np.repeat(x, beam, axis=0))
        total = np.full((count, beam), -np.inf)
        total[:, 0] = 0.0  # they all begin alike
        words, ended = np.full((count, beam), START), np.zeros((count, beam), bool)
        numbers = np.full((count, beam, limit), NONE)
        looked = np.zeros((count, beam, limit, x.shape[1]), np.float32)
        for t in range(limit):
            log_p, states, at = self._step(words.ravel(), states, read)
            looked[:, :, t] = at.reshape(count, beam, -1)
            log_p = log_p.reshape(count, beam, -1)
            log_p[ended] = -np.inf
            log_p[ended, NONE] = 0.0
            total, parents, words = likeliest(total[..., None] + log_p, beam)  # 1, 2
            rows = (np.arange(count)[:, None], parents)
            numbers, looked, ended = numbers[rows], looked[rows], ended[rows] | (words == END)
            numbers[:, :, t] = words
            flat = (np.arange(count)[:, None] * beam + parents).ravel()
            states = [state[flat] for state in states]
            if (ended | np.isneginf(total)).all():
                break
        lengths = np.maximum((numbers != NONE).sum(axis=2), 1)
        best = (np.arange(count), (total / lengths).argmax(axis=1))  # 3
        chosen = zip(numbers[best], looked[best], total[best], strict=True)
        return [self._written(*each, x[k]) for k, each in enumerate(chosen)]

    def _read(self, x: Array) -> tuple[_Read, list[Array]]:
        """Return what the encoder makes of sentences, and where the decoder begins."""
        mask = x != NONE
        outputs, *states = self.layers[ENCODER](self.layers[READ](x), mask=mask)
        return _Read(np.array(outputs), mask), [np.array(state) for state in states]

    def _step(
        self, words: Array, states: list[Array], read: _Read
    ) -> tuple[Array, list[Array], Array]:
        """Return the logarithms of what may come next, the new states, and the attention."""
        embedded = self.layers[WRITTEN](words[:, None])
        hidden, *after = self.layers[DECODER](embedded, initial_state=states)
        attention = np.zeros(read.mask.shape, np.float32)
        if self.looks:
            context, scores = self.layers[ATTENTION](
                [hidden, read.outputs], mask=[None, read.mask], return_attention_scores=True
            )
            hidden, attention = np.concatenate([hidden, context], axis=-1), np.array(scores[:, 0])
        p = self.layers[ANSWER](hidden)[:, 0].astype(np.float64)
        p[:, NEVER] = 0.0
        with np.errstate(divide="ignore"):
            log_p = np.log(p)
        return log_p, [np.array(state) for state in after], attention

    def _written(self, numbers: Array, looked: Array, total: float, sentence: Array) -> Written:
        length = int((numbers != NONE).sum())
        ended = bool(length and numbers[length - 1] == END)
        read = int((sentence != NONE).sum())
        return Written(
            tuple(numbers[: length - ended].tolist()),
            looked[:length, :read] if self.looks else None,
            float(total) / max(length, 1),
            ended,
        )


def likeliest(
    totals: Float[np.ndarray, "rows beam tokens"], beam: int
) -> tuple[
    Float[np.ndarray, "rows beam"], Int[np.ndarray, "rows beam"], Int[np.ndarray, "rows beam"]
]:
    """Return the largest totals of each row, and by which beginning and token they came about.

    Of equal ones the first is taken, as `argmax` does.

    Example:
        >>> found, parents, words = likeliest(np.array([[[-1.0, -9.0], [-2.0, -0.5]]]), beam=2)
        >>> found.tolist(), parents.tolist(), words.tolist()
        ([[-0.5, -1.0]], [[1, 0]], [[1, 0]])
    """
    flat = totals.reshape(len(totals), -1).copy()
    rows = np.arange(len(flat))
    found, places = np.empty((len(flat), beam)), np.empty((len(flat), beam), int)
    for k in range(beam):
        places[:, k] = flat.argmax(axis=1)
        found[:, k] = flat[rows, places[:, k]]
        flat[rows, places[:, k]] = -np.inf
    return found, *np.divmod(places, totals.shape[2])
