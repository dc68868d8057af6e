"""What each cell of a workbook comes to, as sums of products of other cells.

Cells have numbers here. A function inside a formula counts as a cell of its own, which stands
nowhere, so that a cell is either a sum of products of cells, or one function of such sums.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from xlrnn.formula.cell import Cell, Position, quote_sheet
from xlrnn.formula.value import Value
from xlrnn.verify.drafting.algebra import Function, Poly
from xlrnn.verify.drafting.cut import Key, cut
from xlrnn.verify.drafting.forms import Form, form_of
from xlrnn.verify.drafting.tree import UnreadFormulaError, tree_of
from xlrnn.xlsx.planting.plain_references import PlainReferences
from xlrnn.xlsx.reading.read import Workbook

# Beyond these amounts formulas are left, and said so: the rest of a workbook is still drafted.
_MOST_TERMS: Final = 2_000_000
_MOST_SHAPES: Final = 20_000
_LONGEST: Final = 8192

Spot: TypeAlias = tuple[str, int, int]
"""A cell: sheet, row, column."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A cell that is one function of sums."""

    name: str
    arguments: tuple[Poly, ...]


Meaning: TypeAlias = Poly | Applied


@dataclass
class Graph:
    """The cells of a workbook by number.

    Attributes:
        spots: where each cell stands, None for a function inside a formula.
        numbers: the cell that stands somewhere.
        meaning: what the cells that hold formulas come to, as far as they are followed.
        shapes: for a cell with a formula, the text between its references.
        left: why the others are not followed.
    """

    spots: list[Spot | None] = field(default_factory=lambda: [None])  # no cell has the number 0
    numbers: dict[Spot, int] = field(default_factory=dict)
    meaning: dict[int, Meaning] = field(default_factory=dict)
    shapes: dict[int, str] = field(default_factory=dict)
    left: dict[int, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[Position, Value]] = field(default_factory=dict)

    def number(self, spot: Spot) -> int:
        """Return the number of a cell."""
        found = self.numbers.get(spot)
        if found is None:
            found = self.numbers[spot] = len(self.spots)
            self.spots.append(spot)
        return found

    def is_formula(self, cell: int) -> bool:
        """Tell whether a cell is calculated."""
        return cell in self.meaning or cell in self.left

    def value(self, cell: int) -> Value:
        """Return what a cell stores."""
        spot = self.spots[cell]
        return None if spot is None else self.values.get(spot[0], {}).get(spot[1:])

    def address(self, cell: int) -> str:
        """Return a cell's address with its sheet."""
        spot = self.spots[cell]
        return "?" if spot is None else f"{quote_sheet(spot[0])}!{Cell(*spot[1:])}"

    def reasons(self) -> Counter[str]:
        """Count why formulas are not followed."""
        return Counter(self.left.values())


def graph_of(file: Workbook, plain: PlainReferences, sheets: list[str]) -> Graph:
    """Follow the formulas of some sheets.

    Args:
        file: the workbook.
        plain: who writes its formulas in plain references.
        sheets: the sheets' names.
    """
    reader = _Reader(file, plain)
    for name in sheets:
        for place, formula in file.sheets[name].formulas.items():
            reader.add(name, place, formula)
    return reader.graph


class _Reader:
    def __init__(self, file: Workbook, plain: PlainReferences) -> None:
        self.graph = Graph(values={name: sheet.values for name, sheet in file.sheets.items()})
        self._file, self._plain = file, plain
        self._forms: dict[Key, Form | str] = {}
        self._changes: dict[tuple[str, bool], bool] = {}
        self._inside: dict[tuple[object, ...], int] = {}
        self._terms = _MOST_TERMS
        self._sheets = {name.casefold(): name for name in file.sheets}

    def add(self, sheet: str, place: Position, formula: str) -> None:
        """Follow the formula of one cell."""
        area = self._file.sheets[sheet].arrays.get(place)
        number = self.graph.number((sheet, *place))
        pieces = cut(formula) if len(formula) <= _LONGEST else None
        if pieces is not None and self._may_change(pieces.key.text, formula, area is not None):
            written = self._plain.plain(sheet, Cell(*place), formula, in_array=area is not None)
            formula = written.text
            pieces = cut(formula)
        if pieces is None:
            self.graph.left[number] = "too long" if len(formula) > _LONGEST else "a wrong address"
            return
        self.graph.shapes[number] = pieces.key.text
        form = self._form(pieces.key, formula)
        if isinstance(form, str) or self._terms < 0:
            self.graph.left[number] = form if isinstance(form, str) else "more than is followed"
            return
        rows, columns = len(form.grid), len(form.grid[0])
        i, j = (place[0] - area.first.row, place[1] - area.first.column) if area else (0, 0)
        if (rows > 1 and i >= rows) or (columns > 1 and j >= columns):
            self.graph.left[number] = "#N/A of an array formula"
            return
        poly = form.grid[i if rows > 1 else 0][j if columns > 1 else 0]
        try:
            self.graph.meaning[number] = self._placed(form, poly, sheet, pieces.references)
        except KeyError as error:
            self.graph.left[number] = f"a sheet that is not there, {error}"

    def _may_change(self, text: str, formula: str, in_array: bool) -> bool:
        """Tell whether a formula has other than plain references; filled ones are alike in that."""
        known = self._changes.get((text, in_array))
        if known is None:
            known = self._plain.may_change(formula, in_array=in_array)
            self._changes[text, in_array] = known
        return known

    def _form(self, key: Key, formula: str) -> Form | str:
        known = self._forms.get(key)
        if known is None:
            if len(self._forms) > _MOST_SHAPES:
                return "more kinds of formulas than are followed"
            try:
                known = form_of(tree_of(formula, self._file.area), key.sizes, key.same)
            except UnreadFormulaError as error:
                known = str(error)
            except IndexError:
                known = "references that are not understood"
            self._forms[key] = known
        return known

    def _placed(
        self, form: Form, poly: Poly, sheet: str, references: tuple[Position, ...]
    ) -> Meaning:
        """Return what a formula means in its own place."""
        found: dict[int, int] = {}
        if len(poly) == 1:
            (factors, scale), *_ = poly.items()
            atom = form.atoms.all[factors[0]] if len(factors) == 1 else None
            if scale == 1.0 and isinstance(atom, Function):
                arguments = [
                    self._poly(form, one, sheet, references, found) for one in atom.arguments
                ]
                return Applied(atom.name, tuple(arguments))
        return self._poly(form, poly, sheet, references, found)

    def _poly(
        self,
        form: Form,
        poly: Poly,
        sheet: str,
        references: tuple[Position, ...],
        found: dict[int, int],
    ) -> Poly:
        self._terms -= len(poly)
        if self._terms < 0:
            return {}
        placed: Poly = {}
        for factors, value in poly.items():
            cells = []
            for atom in factors:
                cell = found.get(atom)
                if cell is None:
                    cell = found[atom] = self._cell(form, atom, sheet, references, found)
                cells.append(cell)
            key = tuple(cells)
            placed[key] = placed.get(key, 0.0) + value
        return placed

    def _cell(
        self,
        form: Form,
        number: int,
        sheet: str,
        references: tuple[Position, ...],
        found: dict[int, int],
    ) -> int:
        atom = form.atoms.all[number]
        if isinstance(atom, Function):
            arguments = tuple(
                self._poly(form, one, sheet, references, found) for one in atom.arguments
            )
            return self._function(atom.name, arguments)
        row, column = references[atom.slot] if atom.slot >= 0 else (0, 0)
        where = self._sheets[atom.sheet.casefold()] if atom.sheet else sheet
        return self.graph.number((where, row + atom.row, column + atom.column))

    def _function(self, name: str, arguments: tuple[Poly, ...]) -> int:
        key = (name, *(frozenset(argument.items()) for argument in arguments))
        number = self._inside.get(key)
        if number is None:
            number = self._inside[key] = len(self.graph.spots)
            self.graph.spots.append(None)
            self.graph.meaning[number] = Applied(name, arguments)
        return number
