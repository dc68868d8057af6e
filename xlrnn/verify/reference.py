"""NumPy's numbers for a workbook, with the inputs that it holds or with others."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from xlrnn.errors import InputError, UnreadableError
from xlrnn.sheet.book import shown_by
from xlrnn.verify.compare import calculate, stored_references
from xlrnn.verify.stored_blocks import BlockValues
from xlrnn.verify.subject.inputs import GIVEN, input_array, is_text
from xlrnn.verify.subject.locate import Located
from xlrnn.verify.subject.subject import lesson_subject, stored_values
from xlrnn.xlsx.reading.read import read

Array = NDArray[Any]


def reference(path: Path, inputs: Mapping[str, ArrayLike] | None = None) -> BlockValues:
    """Return what NumPy calculates for every block of a workbook; see `xlrnn.api.reference`.

    Raises:
        UnreadableError: if the file is no such workbook, or an input is gone.
        InputError: if there is no such input, or it is nothing that can be calculated with.
    """
    file = read(path)
    subject = lesson_subject(file)
    given = {b.block.name: b for b in subject.blocks if b.block.role in GIVEN}
    for name, located in given.items():
        if located.place is None:
            raise UnreadableError(f"{path}: the input {name} is not there: {located.problem}")
    others = inputs or {}
    if unknown := [name for name in others if name not in given]:
        raise InputError(f"there is no input {unknown[0]!r}: expected one of {', '.join(given)}")
    shown = {b.block.name: stored_values(b, file) for b in subject.blocks if b.place is not None}
    taken = {
        name: _other(located, others[name]) if name in others else input_array(located, shown[name])
        for name, located in given.items()
    }
    expected = calculate(subject, stored_references(subject, shown), taken)
    return BlockValues({b.block.name: shown_by(b.block, expected) for b in subject.blocks})


def _other(located: Located, given: ArrayLike) -> Array:
    """Return a given input as an array, if the block can hold it."""
    block = located.block
    kind = object if is_text(block) else float
    try:
        array = np.asarray(given, dtype=kind)
    except (TypeError, ValueError):
        raise InputError(f"{block.name} is {given!r}: expected numbers") from None
    if array.shape != block.shape:
        raise InputError(f"{block.name} has shape {array.shape}, expected {block.shape}")
    return input_array(located, array.tolist())
