"""What was made of a workbook: a model, what it is given, and where the sheet has its answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.models import Model, Sequential
from xlrnn.verify.subject.locate import Located

Array = NDArray[Any]


@dataclass(frozen=True)
class Part:
    """The weights of a layer, and where they stand.

    Args:
        layer: what the layer is called in the model.
        blocks: their blocks.
        row: the one row of each that was taken, from 0; None for all.
    """

    layer: str
    blocks: Sequence[Located]
    row: int | None = None


@dataclass(frozen=True)
class Answer:
    """An output as the sheet has it.

    Args:
        block: where it stands; of several blocks the first.
        numbers: what the engine shows there: a row for each feature, a column for each step.
        also: which other cells these are, in words.
    """

    block: Located
    numbers: Array
    also: str = ""


@dataclass(frozen=True)
class Found:
    """A model that was made of a workbook.

    Args:
        model: the model, in float64.
        samples: what each input holds on the sheet, with a batch of one in front.
        answers: the outputs, in the model's order.
        parts: the weights, layer by layer.
        notes: what a user should know.
    """

    model: Sequential | Model
    samples: Sequence[Array]
    answers: Sequence[Answer]
    parts: Sequence[Part]
    notes: Sequence[str] = ()


def as_columns(array: Array) -> Array:
    """Return the steps of a sequence, or the places of a picture, as columns; a vector as one."""
    return array.reshape(-1, array.shape[-1]).T


def answers_of(model: Sequential | Model, samples: Sequence[Array]) -> list[Array]:
    """Return what a model says to one sample, as sheets show it."""
    y = model(list(samples) if len(samples) > 1 else samples[0])
    several = y if isinstance(y, list) else [y]
    return [as_columns(np.asarray(each)[0]) for each in several]
