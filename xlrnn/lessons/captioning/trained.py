"""The trained model of the lesson: its layers, its words and colours, its pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn import nn
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.files import saving
from xlrnn.nn.models import load_model

Array = NDArray[Any]

MODEL: Final = Path(__file__).with_name("drawings.npz")
"""What docs/captions.py trained."""


@dataclass(frozen=True)
class Trained:
    """What is known of the model.

    Args:
        model: the whole of it: from a picture and the words so far to what comes next.
        tokens: its words, a row of the table and of the answer each, marks included.
        colours: red, green and blue of each letter; the first one is the background.
        pictures: letters by row, by the names of the pictures.
        figures: how good it is, by what is counted.
    """

    model: Any
    tokens: Sequence[str]
    colours: Mapping[str, Sequence[float]]
    pictures: Mapping[str, Sequence[str]]
    figures: Mapping[str, float]

    def layer(self, kind: type[Layer], number: int = 0) -> Any:
        """Return a layer by its kind, of several the first, second and so on from 0."""
        return [layer for layer in self.model.layers if isinstance(layer, kind)][number]

    @property
    def side(self) -> int:
        """How many rows and columns pictures have."""
        return len(next(iter(self.pictures.values())))

    @property
    def edge(self) -> int:
        """How many rows and columns of zeros a convolution sees around them."""
        down, _ = self.layer(nn.Conv2D).windows_of
        before: int = down.before(self.side)
        return before

    @property
    def letters(self) -> tuple[str, ...]:
        """What stands for the colours."""
        return tuple(self.colours)


@cache
def trained() -> Trained:
    """Return the model of the file."""
    known: dict[str, Any] = saving.load_extra(MODEL)
    return Trained(
        load_model(MODEL),
        known["tokens"],
        known["colours"],
        known["pictures"],
        known["figures"],
    )


def as_grid(rows: Sequence[str]) -> Array:
    """Return a picture with a letter in each cell."""
    return np.array([[*row] for row in rows], dtype=object)
