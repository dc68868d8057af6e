"""A student's workbook with its blocks found: what stands in each cell, and what that reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xlrnn.exercises.judge.precedents import Precedents
from xlrnn.formula.place import Place
from xlrnn.xlsx.handout import Index
from xlrnn.xlsx.planting.plain_references import PlainReferences
from xlrnn.xlsx.reading.read import Workbook


@dataclass
class Submission:
    """A student's workbook, read and found its blocks.

    Args:
        file: what it holds.
        places: where each block stands; what is missing is not in it.
        left_out: the cells whose formulas no engine gets, as `sheet!cell`, and what is wrong.
        blanks: the cells that were to be filled.
        references: writes formulas in plain references.
    """

    file: Workbook
    places: Mapping[str, Place]
    left_out: Mapping[str, str]
    blanks: Mapping[str, Sequence[Index]]
    references: PlainReferences | None = None
    precedents: Precedents = field(init=False)
    _reads: dict[tuple[str, Index], frozenset[str]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.precedents = Precedents(self.file, self.places, self.references)

    def formula(self, block: str, index: Index) -> str | None:
        """Return the formula in a cell, None if there is none."""
        place = self.places[block]
        cell = place.cell(*index)
        return self.file.sheets[place.sheet].formulas.get((cell.row, cell.column))

    def read_text(self, block: str, index: Index) -> str:
        """Return the formula in a cell in plain references, "" if there is none."""
        place = self.places[block]
        return self.precedents.text(place.sheet, place.cell(*index))

    def reads(self, block: str, index: Index) -> frozenset[str]:
        """Return the names of the blocks that the formula in a cell reads."""
        key = block, index
        if key not in self._reads:
            text = self.read_text(block, index)
            self._reads[key] = self.precedents.of(self.places[block].sheet, text)
        return self._reads[key]

    def read_cells(self, block: str, index: Index) -> frozenset[tuple[str, Index]]:
        """Return the cells of the blocks that the formula in a cell reads."""
        sheet, text = self.places[block].sheet, self.read_text(block, index)
        written = self.precedents.written(sheet, text)
        return frozenset(
            (name, (i, t))
            for name in self.reads(block, index)
            for i, row in enumerate(self.places[name].rows)
            for t, column in enumerate(self.places[name].columns)
            if written.reads(self.places[name].sheet, row, column)
        )

    def is_mute(self, block: str, index: Index) -> bool:
        """Tell whether a formula would have to be entered as an array formula to show anything."""
        place = self.places[block]
        cell, sheet = place.cell(*index), self.file.sheets[place.sheet]
        formula = sheet.formulas.get((cell.row, cell.column))
        if self.references is None or formula is None or (cell.row, cell.column) in sheet.arrays:
            return False
        return self.references.plain(place.sheet, cell, formula).mute

    def address(self, block: str, index: Index) -> str:
        """Return where a cell stands."""
        place = self.places.get(block)
        return f"{place.sheet}!{place.cell(*index)}" if place else ""
