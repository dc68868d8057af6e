"""A decoder that goes on by itself, in NumPy: what comes out of a step goes into the next."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import InputError
from xlrnn.lessons.common.lesson import texts
from xlrnn.sheet.layers.decoding import CUT, END, ENDED, START

Array = NDArray[Any]


@dataclass(frozen=True)
class Decoded:
    """What went in and what came out, step by step; rows count from 1, and 0 is none.

    Args:
        tokens: the words, a row each.
        fed: the row that went in.
        chosen: the row that came out.
    """

    tokens: Sequence[str]
    fed: Sequence[int]
    chosen: Sequence[int]

    @property
    def writing(self) -> NDArray[np.bool_]:
        """Which steps count."""
        return np.array(self.fed) > 0

    @property
    def words(self) -> list[str]:
        """What came out, the end mark included."""
        return [self.tokens[k - 1] if k else "" for k in self.chosen]

    @property
    def text(self) -> str:
        """All words together."""
        return self._texts()[-1]

    def _texts(self) -> list[str]:
        written = ["" if _same(word, END) else word for word in self.words]
        return [" ".join(filter(None, written[: t + 1])) for t in range(len(written))]

    def shown(self, goes_in: str, comes_out: str) -> Mapping[str, Array]:
        """Return what the sheet shows of it, by key.

        Args:
            goes_in: the prefix of the page that says what goes in.
            comes_out: the prefix of the page that says what comes out.
        """
        into = [self.tokens[k - 1] if k else "" for k in self.fed]
        return {
            "fed_word": texts(into).T,
            f"{goes_in}writing": self.writing[None].astype(float),
            f"{goes_in}fed": np.array([self.fed], float),
            f"{comes_out}chosen": np.array([self.chosen], float),
            f"{comes_out}came_out": texts(self.words).T,
            "came_out": texts(self.words).T,
            f"{comes_out}so_far": texts(self._texts()).T,
            "ended": texts([CUT if self.chosen[-1] and not _same(self.words[-1], END) else ENDED]),
        }


def decode(
    tokens: Sequence[str], steps: int, step: Callable[[int], Array], *, begins: bool = True
) -> Decoded:
    """Let a decoder go on until its end mark, taking the likeliest word always.

    Args:
        tokens: the words, a row each.
        steps: how many steps there are.
        step: returns how likely each word is, given the row that goes in, from 0.
        begins: whether anything is written at all.

    Raises:
        InputError: if the list of words has no start mark.
    """
    start = next((k for k, token in enumerate(tokens) if _same(token, START)), None)
    if start is None:
        raise InputError(f"the list of words has no {START}: expected it in one of its rows")
    fed, chosen = [0] * steps, [0] * steps
    row = start
    for t in range(steps if begins else 0):
        likeliest = int(np.argmax(step(row)))
        fed[t], chosen[t] = row + 1, likeliest + 1
        if _same(tokens[likeliest], END):
            break
        row = likeliest
    return Decoded(tokens, fed, chosen)


def _same(word: str, mark: str) -> bool:
    """Tell whether a word is a mark; a spreadsheet takes no notice of upper and lower case."""
    return word.lower() == mark
