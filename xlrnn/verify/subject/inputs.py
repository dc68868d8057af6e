"""Read the inputs and weights of a workbook, as the engine that calculates it sees them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import InputError
from xlrnn.formula.block import Block
from xlrnn.formula.place import Place
from xlrnn.formula.value import CellError, Value, as_text
from xlrnn.names import Role
from xlrnn.verify.subject.locate import Located

GIVEN = frozenset({Role.INPUT, Role.PARAMETER})


def is_text(block: Block) -> bool:
    """Tell whether a block holds letters."""
    return block.entry.text


def input_array(located: Located, values: Sequence[Sequence[Value]]) -> NDArray[Any]:
    """Return the values of an input or a weight.

    Raises:
        InputError: if one is nothing that NumPy can calculate with; the message says which.
    """
    text = is_text(located.block)
    if not text and _all_numbers(values):
        numbers = np.array(values)
        if np.isfinite(numbers).all():
            return numbers
    array = np.empty(located.block.shape, dtype=object if text else float)
    for i, row in enumerate(values):
        for t, value in enumerate(row):
            array[i, t] = _letter(value, located, i, t) if text else _number(value, located, i, t)
    return array


def reference_array(located: Located, values: Sequence[Sequence[Value]]) -> NDArray[Any]:
    """Return stored reference values; NaN stands where one is no number.

    A damaged reference is a difference to report, not a reason to give up.
    """
    if is_text(located.block):
        return np.array([[as_text(value) for value in row] for row in values], dtype=object)
    if _all_numbers(values):
        return np.array(values)
    return np.array(
        [[value if type(value) is float else np.nan for value in row] for row in values]
    )


def _all_numbers(values: Sequence[Sequence[Value]]) -> bool:
    """Tell whether there are numbers and nothing else, all of which NumPy can take at once."""
    return all(set(map(type, row)) == {float} for row in values)


def _letter(value: Value, located: Located, i: int, t: int) -> str:
    sentence = located.block.entry.optional
    if value is None and sentence:
        return ""
    # Programs spell TRUE in different ways where a formula takes it for a text.
    if isinstance(value, CellError) or value is None or (sentence and isinstance(value, bool)):
        shown, what = "empty" if value is None else value, "text" if sentence else "letter"
        raise InputError(f"{_where(located, i, t)} is {shown}: expected a {what}")
    return as_text(value)


def _number(value: Value, located: Located, i: int, t: int) -> float:
    if isinstance(value, float) and np.isfinite(value):
        return value
    if value is None:
        shown = "empty"
    elif isinstance(value, CellError):
        shown = str(value)
    elif isinstance(value, str):
        shown = f"the text {value[:40]!r}"
    else:
        shown = repr(value)
    raise InputError(f"{_where(located, i, t)} is {shown}: expected a finite number")


def _where(located: Located, i: int, t: int) -> str:
    place = located.place
    assert isinstance(place, Place)
    row, column = (t, i) if located.transposed else (i, t)
    return f"{place.sheet}!{place.cell(row, column)} ({located.block.name})"
