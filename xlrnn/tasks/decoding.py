"""Sentences are written token by token, greedy or by beam, many at a time.

What a step ends with, its states, the next one begins with; a token that came out goes in again,
until the end mark.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.shapes import Float, Int, Shaped
from xlrnn.tasks.language import END, NONE, START, UNKNOWN

Array = NDArray[Any]
NEVER: Final = [NONE, START, UNKNOWN]
"""What is never written."""
AT_ONCE: Final = 256


@dataclass(frozen=True)
class Written:
    """A sentence as it was written.

    Args:
        numbers: its tokens, without marks.
        attention: how much each of them, and the end mark, looked at each place of what was read;
            None without attention.
        score: the mean of the logarithms of their probabilities.
        ended: whether the end mark came before the limit.
    """

    numbers: tuple[int, ...]
    attention: Float[np.ndarray, "written read"] | None
    score: float
    ended: bool


@dataclass(frozen=True)
class Begun:
    """Where some sentences stand: one row of each array for each of them.

    Args:
        states: what the last step ended with.
        read: what every step may look back at.
    """

    states: Sequence[Array]
    read: Sequence[Array] = ()

    def of(self, rows: Array) -> "Begun":
        """Return that of some rows."""
        return Begun([one[rows] for one in self.states], [one[rows] for one in self.read])

    def after(self, states: Sequence[Any]) -> "Begun":
        """Return where they stand behind a step."""
        return Begun([np.array(state) for state in states], self.read)


Step = tuple[Float[np.ndarray, "rows tokens"], Begun, Float[np.ndarray, "rows read"] | None]
"""How likely each token is to come next, where that leads, and what was looked at for it."""


class Decoder(ABC):
    """Writes a sentence for each of some inputs."""

    @abstractmethod
    def begin(self, x: Array) -> Begun:
        """Return where sentences for inputs begin."""

    @abstractmethod
    def step(self, words: Int[np.ndarray, " rows"], begun: Begun) -> Step:
        """Return what may come behind the last word of each sentence."""

    def write(self, x: Shaped[np.ndarray, "rows ..."], limit: int, beam: int = 1) -> list[Written]:
        """Write a sentence for each input.

        Args:
            x: the inputs.
            limit: how many tokens a sentence has at most, the end mark included.
            beam: how many beginnings are followed; with 1 the likeliest token is taken always.
        """
        found: list[Written] = []
        for first in range(0, len(x), AT_ONCE):
            some = x[first : first + AT_ONCE]
            found += self.greedy(some, limit) if beam == 1 else self.beam(some, limit, beam)
        return found

    def greedy(self, x: Shaped[np.ndarray, "rows ..."], limit: int) -> list[Written]:
        """Take the likeliest token at every step."""
        begun = self.begin(x)
        rows, words = np.arange(len(x)), np.full(len(x), START)
        numbers, scores = np.full((len(x), limit), NONE), np.zeros((len(x), limit))
        looked = _Looked((len(x), limit))
        for t in range(limit):
            p, begun, seen = self.step(words, begun)
            log_p = _logarithms(p)
            looked.put((rows, t), seen)
            words = log_p.argmax(axis=1)
            numbers[rows, t] = words
            scores[rows, t] = log_p[np.arange(len(rows)), words]
            left = words != END
            rows, words, begun = rows[left], words[left], begun.of(left)
            if not len(rows):
                break
        return [_written(*each) for each in
                zip(numbers, looked.by_row(), scores.sum(axis=1), strict=True)]  # fmt: skip

    def beam(self, x: Shaped[np.ndarray, "rows ..."], limit: int, beam: int) -> list[Written]:
        """Follow the likeliest beginnings, and take the one whose tokens are the likeliest.

        1. total of a beginning = the sum of the logarithms of the probabilities of its tokens
        2. of all beginnings of a sentence, gone on with by each token, the likeliest are kept;
           what has ended stays as it is
        3. best = the largest total divided by the number of tokens, the end mark included
        """
        count = len(x)
        begun = self.begin(x).of(np.repeat(np.arange(count), beam))
        total = np.full((count, beam), -np.inf)
        total[:, 0] = 0.0  # they all begin alike
        words, ended = np.full((count, beam), START), np.zeros((count, beam), bool)
        numbers, looked = np.full((count, beam, limit), NONE), _Looked((count, beam, limit))
        for t in range(limit):
            p, begun, seen = self.step(words.ravel(), begun)
            looked.put((slice(None), slice(None), t), seen)
            log_p = _logarithms(p).reshape(count, beam, -1)
            log_p[ended] = -np.inf
            log_p[ended, NONE] = 0.0
            total, parents, words = likeliest(total[..., None] + log_p, beam)  # 1, 2
            rows = (np.arange(count)[:, None], parents)
            numbers, ended = numbers[rows], ended[rows] | (words == END)
            looked = looked.of(rows)
            numbers[:, :, t] = words
            flat = (np.arange(count)[:, None] * beam + parents).ravel()
            # All beginnings of a sentence look back at the same.
            begun = begun.after([state[flat] for state in begun.states])
            if (ended | np.isneginf(total)).all():
                break
        lengths = np.maximum((numbers != NONE).sum(axis=2), 1)
        best = (np.arange(count), (total / lengths).argmax(axis=1))  # 3
        chosen = zip(numbers[best], looked.of(best).by_row(), total[best], strict=True)
        return [_written(*each) for each in chosen]


class _Looked:
    """What was looked at for every token of many sentences, if anything was.

    Args:
        shape: of the tokens.
        found: what is known of it.
    """

    def __init__(self, shape: tuple[int, ...], found: Array | None = None) -> None:
        self.shape, self.found = shape, found

    def put(self, place: Any, seen: Array | None) -> None:
        """Keep what was looked at for some tokens."""
        if seen is None:
            return
        if self.found is None:
            self.found = np.zeros((*self.shape, seen.shape[-1]), np.float32)
        self.found[place] = seen.reshape(self.found[place].shape)

    def of(self, rows: Any) -> "_Looked":
        """Return that of some sentences."""
        return self if self.found is None else _Looked(self.shape, self.found[rows])

    def by_row(self) -> Sequence[Array | None]:
        """Return it sentence by sentence."""
        return [None] * self.shape[0] if self.found is None else list(self.found)


def _logarithms(p: Float[np.ndarray, "rows tokens"]) -> Float[np.ndarray, "rows tokens"]:
    """Return the logarithms of probabilities, without what is never written."""
    p = p.astype(np.float64)
    p[:, NEVER] = 0.0
    with np.errstate(divide="ignore"):
        found: Array = np.log(p)
    return found


def _written(numbers: Array, looked: Array | None, total: float) -> Written:
    length = int((numbers != NONE).sum())
    ended = bool(length and numbers[length - 1] == END)
    return Written(
        tuple(numbers[: length - ended].tolist()),
        None if looked is None else looked[:length],
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
