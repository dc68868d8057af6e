"""The judge: an engine that is not under test says which cells of a mutant show something else."""

import math
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from tests.mutation.mutants import Mutant
from tests.mutation.original import Original, Own
from tests.mutation.other_inputs import other_inputs
from tests.mutation.package import a1
from xlrnn import engines
from xlrnn.engines.base import Sheets
from xlrnn.errors import EngineError

JUDGE = "cellrune"
# With so many other inputs it looks for cells that do not follow.
TRIALS = 8
RELATIVE, ABSOLUTE = 1e-9, 1e-12

Shown = dict[str, object]


class Judge:
    """An engine that is not under test: it says which cells of a mutant show something else.

    Args:
        books: the right workbooks.
        folder: where they may be written.
    """

    def __init__(self, books: Iterable[Original], folder: Path) -> None:
        self._right: dict[str, list[Shown]] = {}
        self._books = {book.label: book for book in books}
        for number, (label, book) in enumerate(self._books.items()):
            path = folder / f"right {number}.xlsx"
            path.write_bytes(book.parts.packed({}))
            self._right[label] = self._show(path, book)

    def changed(self, mutant: Mutant, path: Path, trials: int = TRIALS) -> list[frozenset[str]]:
        """Return the cells that show something else than in the right workbook.

        With the given inputs first, and then with each of so many others.
        """
        book = self._books[mutant.book]
        try:
            shown = self._show(path, book, trials)
        except EngineError as error:
            raise AssertionError(f"the judge cannot calculate {mutant}: {error}") from error
        pairs = zip(self._right[mutant.book][: trials + 1], shown, strict=True)
        return [_changed_cells(book, right, now) for right, now in pairs]

    def _show(self, path: Path, book: Original, trials: int = TRIALS) -> list[Shown]:
        """Return what every cell with a formula, or in a range of one, shows in each trial."""
        with engines.get(JUDGE).load(path) as sheets:
            return [self._show_with(sheets, book, number) for number in range(trials + 1)]

    def _show_with(self, sheets: Sheets, book: Original, number: int) -> Shown:
        shown: Shown = {}
        inputs = other_inputs(book.offered, number) if number else {}
        for place, value in inputs.items():
            sheets.set(*place, value)
        sheets.calculate()
        for sheet, cells in book.parts.cells.items():
            if sheet == "xlrnn":
                continue
            height = max(row for row, _ in cells)
            width = max(column for _, column in cells)
            grid = sheets.read(sheet, 1, 1, height, width)
            for row, column in cells:
                shown[f"{sheet}!{a1((row, column))}"] = grid[row - 1][column - 1]
        return shown


def _changed_cells(book: Original, right: Shown, now: Shown) -> frozenset[str]:
    changed = {place for place in right if not _same(right[place], now[place])}
    for own in book.own:
        changed -= {place for row in own.places for place in row}
        changed |= _changed_in(own, right, now)
    return frozenset(changed)


def _same(right: object, now: object) -> bool:
    if isinstance(right, float) and isinstance(now, float):
        return math.isclose(right, now, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
    return type(right) is type(now) and right == now


def _changed_in(own: Own, right: Shown, now: Shown) -> set[str]:
    """Return the cells of a block that show something else, by the block's own tolerance."""
    places = np.array(own.places)
    numbers = [
        np.array([[_number(shown[place]) for place in row] for row in own.places])
        for shown in (right, now)
    ]
    return set(places[~own.tolerance.holds(*numbers)].tolist())


def _number(value: object) -> float:
    return value if isinstance(value, float) else math.nan
