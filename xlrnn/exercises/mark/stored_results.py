"""What the program that saved the file had stored: worth a note, never a mark."""

from typing import Final

import numpy as np

from xlrnn.exercises.ask.trials import Array
from xlrnn.exercises.mark.mark import Marked
from xlrnn.exercises.mark.opened import Opened
from xlrnn.formula.place import Place
from xlrnn.xlsx.reading.read import Workbook

_FAR: Final = 1e-6


def differing_results(opened: Opened, marked: Marked) -> list[str]:
    """Say which stored results are not what the formulas give.

    Nothing is said if the student has changed an input, since other results are right then.
    """
    file, places = opened.submission.file, opened.submission.places
    for block in opened.inputs:
        if block.name in opened.given and not _as_given(
            file, places[block.name], opened.given[block.name]
        ):
            return []
    differing = []
    for name, cells in opened.submission.blanks.items():
        for index in cells if name in places else ():
            stored = _stored(file, places[name], index)
            shown = marked.shown[name][index[0]][index[1]]
            if not isinstance(stored, float) or not isinstance(shown, float):
                continue
            if abs(stored - shown) > _FAR * (1 + abs(shown)):
                differing.append(opened.submission.address(name, index))
    if not differing:
        return []
    more = f" and {len(differing) - 4} more" if len(differing) > 4 else ""
    return [
        f"stored results that the formulas do not give: {', '.join(differing[:4])}{more} "
        "(they count for nothing)"
    ]


def _stored(file: Workbook, place: Place, index: tuple[int, int]) -> object:
    cell = place.cell(*index)
    if (cell.row, cell.column) not in file.sheets[place.sheet].formulas:
        return None
    return file.sheets[place.sheet].values.get((cell.row, cell.column))


def _as_given(file: Workbook, place: Place, given: Array) -> bool:
    values = file.sheets[place.sheet].values
    for index in np.ndindex(*given.shape):
        cell = place.cell(*index)
        found = values.get((cell.row, cell.column))
        if given.dtype == object:
            if found != given[index]:
                return False
        elif not isinstance(found, float) or abs(found - given[index]) > 1e-12:
            return False
    return True
