"""The sample that a model and its source are compared with: given, or drawn."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import InputError, ShapeError, UsageError
from xlrnn.nn.interop.onnx.reading.file import MOST_SIDES
from xlrnn.nn.interop.onnx.reading.folding import expect_small
from xlrnn.nn.interop.onnx.reading.graph import ForeignGraph
from xlrnn.nn.interop.wiring.attempts import Declared
from xlrnn.nn.interop.wiring.made import Made

Array = NDArray[Any]

OPEN_BATCH: Final = 3
OPEN_SIDE: Final = 7
"""How long sides are in a sample that is drawn, where they are open."""
FEW_WORDS: Final = 2
LONGEST: Final = 1000
MOST_TRIED: Final = 8
"""Of lengths that a file's shapes may stand for."""


def given_arrays(inputs: Sequence[Declared], sample: Any) -> dict[str, Array]:
    """Return a sample as the source takes it, checked.

    Args:
        inputs: of the source.
        sample: an array, a list of them, or a dict by name.

    Raises:
        UsageError: if there are more or fewer.
        ShapeError: if one has another shape than is declared.
        InputError: if one holds no numbers.
    """
    names = [own.name for own in inputs]
    if isinstance(sample, Mapping):
        arrays = dict(sample)
    else:
        listed = isinstance(sample, list | tuple) and len(names) > 1
        arrays = dict(zip(names, sample if listed else [sample], strict=False))
        if listed and len(sample) != len(names):
            arrays = {}
    if set(arrays) != set(names):
        raise UsageError(f"the sample: expected an array for each of {', '.join(names)}")
    return {own.name: _fitting(own, arrays[own.name]) for own in inputs}


def _fitting(own: Declared, given: Any) -> Array:
    try:
        array = np.asarray(given.detach() if hasattr(given, "detach") else given)
    except (TypeError, ValueError):
        raise InputError(f"the sample of {own.name} is no array of numbers") from None
    if array.dtype.kind not in "fiub":
        raise InputError(f"the sample of {own.name} holds {array.dtype}: expected numbers")
    fits = array.ndim == len(own.sides) and all(
        not side.known or side.number == n for side, n in zip(own.sides, array.shape, strict=True)
    )
    if not fits or not array.size:
        wanted = ", ".join(map(str, own.sides))
        raise ShapeError(
            f"the sample of {own.name} has shape {array.shape}, expected ({wanted}), as the source "
            "takes it"
        )
    return array.astype(own.dtype)


def possible_lengths(
    graph: ForeignGraph, arrays: Mapping[str, Array] | None
) -> Iterator[dict[str, int]]:
    """Yield how long open sides may be: as in a sample, or else as the file's shapes say.

    Some exporters leave a side open and write the length of their example into a reshape.

    Args:
        graph: the source.
        arrays: a sample, if one is given.
    """
    sides = [(own, k, name) for own in graph.inputs for k, side in enumerate(own.sides)
             for name in side.names]  # fmt: skip
    if arrays is not None:
        yield {name: arrays[own.name].shape[k] for own, k, name in sides}
        return
    shapes = [
        array
        for array in graph.constants.values()
        if array.dtype == np.int64 and array.ndim == 1 and array.size <= MOST_SIDES
    ]
    said = {int(side) for shape in shapes for side in shape if 1 < side <= LONGEST}
    for length in [OPEN_SIDE, *sorted(said - {OPEN_SIDE})[:MOST_TRIED]]:
        yield {name: length for _, _, name in sides}


def drawn_arrays(
    inputs: Sequence[Declared], made: Made, lengths: Mapping[str, int]
) -> dict[str, Array]:
    """Return a sample of random numbers; of words, rows that the tables have.

    Args:
        inputs: of the source.
        made: the model.
        lengths: how long open sides are taken to be, by name.
    """
    random = np.random.default_rng(zlib.crc32(b"xlrnn"))
    found = {}
    for own in inputs:
        batch = made.wiring.batch.size
        shape = [
            side.number if side.known else OPEN_BATCH if side == batch
            else lengths.get(side.names[0], OPEN_SIDE)
            for side in own.sides
        ]  # fmt: skip
        expect_small(shape)
        if own.dtype.startswith("int"):
            value = made.inputs.get(own.name)
            most = (
                FEW_WORDS if value is None else made.wiring.words.get(id(value.symbol), FEW_WORDS)
            )
            found[own.name] = random.integers(0, most, shape).astype(own.dtype)
        else:
            found[own.name] = random.normal(size=shape).astype(own.dtype)
    return found
