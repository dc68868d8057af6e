"""A claim as a relation between numbers, demanded of the cells and of NumPy alike."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from xlrnn.reproduce.evidence import Evidence, Number
from xlrnn.reproduce.sheets.book import LessonBook

Array = NDArray[Any]
Values = Mapping[str, Array]

CLOSE: Final = 1e-12
OTHER: Final = "other_"
"""What a block's name begins with if it is one of a second workbook."""


@dataclass(frozen=True)
class Relation:
    """What a claim, or the correction of it, says of a workbook's numbers.

    Args:
        off: how far numbers are from what it says, or whether they are as it says.
        says: what is found where it is so, for a reader; numbers may stand in braces.
        cell: where to see it: the block, its row and its column.
        numbers: those that `says` names, each from the cells.
        within: how far they may be.
    """

    off: Callable[[Values], float | bool]
    says: str
    cell: tuple[str, int, int]
    numbers: Callable[[Values], Mapping[str, Number]] = lambda _: {}
    within: float = CLOSE


def evidence(
    relations: Mapping[str, Relation], book: LessonBook, other: LessonBook | None = None
) -> dict[str, Evidence]:
    """Return what a workbook, or two of them side by side, say of several claims."""
    cells, numpy = dict(book.cells), dict(book.numpy)
    if other:
        cells |= {f"{OTHER}{name}": array for name, array in other.cells.items()}
        numpy |= {f"{OTHER}{name}": array for name, array in other.numpy.items()}
    return {name: _evidence(relation, cells, numpy, book) for name, relation in relations.items()}


def _evidence(relation: Relation, cells: Values, numpy: Values, book: LessonBook) -> Evidence:
    off = {"the cells": _off(relation, cells), "NumPy": _off(relation, numpy)}
    wrong = {who: how for who, how in off.items() if how > relation.within}
    numbers = relation.numbers(cells)
    links = (book.link("see it in the cell", *relation.cell),)
    if not wrong:
        return Evidence(True, relation.says.format(**numbers), numbers, links=links)
    told = " and ".join(f"{who} by {how:.3g}" for who, how in wrong.items())
    return Evidence(
        False, f"Not so: off are {told}; allowed is {relation.within:g}.", numbers, links=links
    )


def _off(relation: Relation, values: Values) -> float:
    found = relation.off(values)
    if isinstance(found, bool | np.bool_):
        return 0.0 if found else math.inf
    return math.inf if math.isnan(found) else float(found)


def apart(shown: ArrayLike, expected: ArrayLike) -> float:
    """Return the largest distance, relative to numbers that are larger than 1."""
    a, b = np.broadcast_arrays(np.asarray(shown, float), np.asarray(expected, float))
    return float(np.max(np.abs(a - b) / np.maximum(1, np.abs(b))))
