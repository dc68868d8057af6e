"""The sample that a model and its source are compared with: given, or drawn."""

import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import InputError, ShapeError, UsageError
from xlrnn.nn.interop.wiring.attempts import Declared
from xlrnn.nn.interop.wiring.limits import expect_small
from xlrnn.nn.interop.wiring.made import Made

Array = NDArray[Any]

OPEN_BATCH: Final = 3
OPEN_SIDE: Final = 7
"""How long sides are in a sample that is drawn, where they are open."""
FEW_WORDS: Final = 2


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
