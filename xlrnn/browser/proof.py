"""The live proof: NumPy's numbers for what the page's sheets now hold, held against what they show.

The verdicts are those of `verify`, for the given inputs alone; only who calculated is another.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from xlrnn.browser.shown import Shown, Told
from xlrnn.clean import clean
from xlrnn.errors import XlrnnError
from xlrnn.formula.area import Area
from xlrnn.report.verification.text import first_words, lines_of
from xlrnn.verify.prepare import Prepared, prepare
from xlrnn.verify.results.block_result import CellResult
from xlrnn.verify.results.result import BookResult
from xlrnn.verify.results.verdict import Outcome
from xlrnn.verify.verify import verify_prepared


class LiveProof:
    """A workbook whose cells are followed.

    Args:
        path: the workbook as its file is.
        copy: where what engines get may be written.
        engine: who calculates in the page, and
        version: which one.

    Raises:
        UnreadableError: if it is nothing that can be proved.
    """

    def __init__(self, path: Path, copy: Path, engine: str, version: str) -> None:
        self._prepared: Prepared = prepare(path, copy, None)
        self._shown = Shown(engine, version)

    def follow(self, cells: Iterable[Told], typed: Iterable[Told] = ()) -> bool:
        """Take the cells that show something else now.

        Args:
            cells: they.
            typed: those among them that somebody typed into.

        Returns:
            Whether that is all there is to know. Where a formula came or went it is not: then the
            workbook must be opened once more, as it is saved.
        """
        self._shown.take(cells)
        return not any(self._is_formula(cell) for cell in typed)

    def prove(self) -> dict[str, Any]:
        """Return what is to be said now: the outcome, words, and the first cell that differs."""
        try:
            result = verify_prepared(self._prepared, self._shown)
        except XlrnnError as error:
            return {"outcome": Outcome.UNKNOWN.value, "lines": [str(error)], "first": None}
        return {
            "outcome": result.outcome.value,
            "lines": [clean(text) for _, text in lines_of(result)],
            **_counts(result),
            "first": _first(result),
        }

    def _is_formula(self, cell: Told) -> bool:
        sheet = self._prepared.file.sheets.get(cell["sheet"])
        was = sheet is not None and (cell["row"], cell["column"]) in sheet.formulas
        return was or cell.get("formula") is not None


def _counts(result: BookResult) -> dict[str, int]:
    (engine,) = result.engines
    return {"verified": engine.cells_verified, "total": engine.cells_total}


def _first(result: BookResult) -> dict[str, Any] | None:
    """Return which cell differs first, in `verify`'s own words."""
    (engine,) = result.engines
    cell = engine.first_difference
    return None if cell is None else {"words": clean(first_words(engine)), **_place(cell)}


def _place(cell: CellResult) -> dict[str, Any]:
    """Return where the page finds a cell; nothing of one that is gone."""
    if not cell.cell:
        return {}
    sheet, _, address = cell.cell.rpartition("!")
    corner = Area.parse(address).first
    return {"sheet": sheet, "row": corner.row, "column": corner.column}
