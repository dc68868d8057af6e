"""Calculate a formula with symbols: from its tree to sums of products, ranges as matrices of them.

What is not known (ROUND, texts, dates) ends it: such a formula is left, and said so.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Final, TypeAlias

from xlrnn.verify.drafting import spellings
from xlrnn.verify.drafting.algebra import (
    MOST_TERMS,
    Atoms,
    Poly,
    added,
    as_number,
    constant,
    scaled,
)
from xlrnn.verify.drafting.tree import (
    Call,
    Cells,
    Compare,
    Named,
    Number,
    Power,
    Product,
    Sum,
    Tree,
    UnreadFormulaError,
)

Sizes: TypeAlias = tuple[tuple[int, int], ...]
Grid: TypeAlias = list[list[Poly]]
"""Rows of sums; a single value is one row of one."""

_PLAIN: Final = {"TANH": "tanh", "EXP": "exp", "ABS": "abs", "SQRT": "sqrt", "LOG10": "log10"}


@dataclass(frozen=True)
class Form:
    """What a formula comes to.

    Args:
        atoms: its factors.
        grid: its value; more than one of an array formula.
    """

    atoms: Atoms
    grid: Grid


def form_of(tree: Tree, sizes: Sizes, same: tuple[int, ...]) -> Form:
    """Calculate a formula with symbols.

    Args:
        tree: the formula.
        sizes: how far, in rows and columns, each reference is from the first of its range.
        same: for each reference, the first one with the same address.

    Raises:
        UnreadFormulaError: if a function or an amount is beyond what is followed.
    """
    calculation = _Calculation(sizes, same)
    return Form(calculation.atoms, calculation.grid(tree))


class _Calculation:
    def __init__(self, sizes: Sizes, same: tuple[int, ...]) -> None:
        self.atoms = Atoms()
        self._sizes, self._same = sizes, same
        self._left = MOST_TERMS

    def grid(self, tree: Tree) -> Grid:
        """Return the value of a tree."""
        if isinstance(tree, Number):
            return [[constant(tree.value)]]
        if isinstance(tree, Cells):
            height, width = self._sizes[tree.last]
            if height < 0 or width < 0:
                raise UnreadFormulaError("a range that runs backwards")
            first = self._same[tree.first]
            return self._variables(tree.sheet, first, 0, 0, height + 1, width + 1)
        if isinstance(tree, Named):
            (height, width), corner = tree.area.shape, tree.area.first
            return self._variables(tree.sheet, -1, corner.row, corner.column, height, width)
        if isinstance(tree, Sum):
            grids = [self._signed(self.grid(part), sign) for sign, part in tree.parts]
            total = reduce(lambda a, b: self._each(added, a, b), grids)
            return [[spellings.respelled(self.atoms, poly) for poly in row] for row in total]
        if isinstance(tree, Product):
            return self._product(tree)
        if isinstance(tree, Power):
            return self._each(self._power, self.grid(tree.base), self.grid(tree.exponent))
        if isinstance(tree, Compare):
            return self._each(
                lambda a, b: spellings.compared(self.atoms, tree.operator, a, b),
                self.grid(tree.left),
                self.grid(tree.right),
            )
        return self._call(tree)

    def _variables(
        self, sheet: str, slot: int, row: int, column: int, height: int, width: int
    ) -> Grid:
        self._spend(height * width)
        return [
            [self.atoms.variable(sheet, slot, row + i, column + j) for j in range(width)]
            for i in range(height)
        ]

    def _spend(self, terms: int) -> None:
        self._left -= terms
        if self._left < 0:
            raise UnreadFormulaError("more cells than are followed in one formula")

    def _signed(self, grid: Grid, sign: int) -> Grid:
        return grid if sign == 1 else [[scaled(poly, -1.0) for poly in row] for row in grid]

    def _product(self, tree: Product) -> Grid:
        total: Grid | None = None
        for sign, part in tree.parts:
            value = self.grid(part)
            if sign == 1 and total is not None:
                total = self._each(lambda a, b: spellings.times(self.atoms, a, b), total, value)
            elif sign == 1:
                total = value
            else:
                assert total is not None, "a product begins with what is multiplied"
                total = self._each(lambda a, b: spellings.divided(self.atoms, a, b), total, value)
        assert total is not None, "a product has parts"
        return [[spellings.respelled(self.atoms, poly) for poly in row] for row in total]

    def _power(self, base: Poly, exponent: Poly) -> Poly:
        number = as_number(exponent)
        if number in (1.0, 2.0, 3.0):
            return reduce(lambda a, b: spellings.times(self.atoms, a, b), [base] * int(number))
        if number == -1.0:
            return spellings.divided(self.atoms, constant(1.0), base)
        return self.atoms.function("power", base, exponent)

    def _each(self, of: Callable[[Poly, Poly], Poly], one: Grid, other: Grid) -> Grid:
        """Take two matrices value by value; one row, column or value serves for all."""
        if len(one) == len(other) == len(one[0]) == len(other[0]) == 1:
            return [[of(one[0][0], other[0][0])]]
        height, width = max(len(one), len(other)), max(len(one[0]), len(other[0]))
        for grid in (one, other):
            if len(grid) not in (1, height) or len(grid[0]) not in (1, width):
                raise UnreadFormulaError("ranges of different shapes")
        self._spend(height * width)
        return [[of(_at(one, i, j), _at(other, i, j)) for j in range(width)] for i in range(height)]

    def _call(self, tree: Call) -> Grid:
        function = tree.function
        if function == "IF" and len(tree.arguments) == 2:
            tree = Call("IF", (*tree.arguments, Number(0.0)))
        grids = [self.grid(argument) for argument in tree.arguments]
        if function in _PLAIN and len(grids) == 1:
            name = _PLAIN[function]
            return [[self.atoms.function(name, poly) for poly in row] for row in grids[0]]
        if function == "LN" and len(grids) == 1:
            return [[spellings.logarithm(self.atoms, poly) for poly in row] for row in grids[0]]
        if function == "IF" and len(grids) == 3:
            return self._chosen(*grids)
        known = _FUNCTIONS.get(function)
        if known is None or not grids:
            raise UnreadFormulaError(f"{function[:30]}(…)")
        return known(self, grids)

    def _chosen(self, condition: Grid, yes: Grid, no: Grid) -> Grid:
        pairs = [(len(grid), len(grid[0])) for grid in (condition, yes, no)]
        height, width = max(pair[0] for pair in pairs), max(pair[1] for pair in pairs)
        if any(pair not in ((1, 1), (height, width)) for pair in pairs):
            raise UnreadFormulaError("ranges of different shapes")
        return [
            [
                spellings.chosen(self.atoms, _at(condition, i, j), _at(yes, i, j), _at(no, i, j))
                for j in range(width)
            ]
            for i in range(height)
        ]

    def sum(self, grids: list[Grid]) -> Grid:
        total = self._summed(poly for grid in grids for poly in _values(grid))
        return [[spellings.respelled(self.atoms, total)]]

    def average(self, grids: list[Grid]) -> Grid:
        values = [poly for grid in grids for poly in _values(grid)]
        return [[scaled(self._summed(values), 1.0 / len(values))]]

    def _summed(self, polys: "Iterator[Poly] | list[Poly]") -> Poly:
        """Add many sums, without a copy for each."""
        total: Poly = {}
        for poly in polys:
            for factors, value in poly.items():
                total[factors] = total.get(factors, 0.0) + value
        return {factors: value for factors, value in total.items() if value}

    def sum_of_products(self, grids: list[Grid]) -> Grid:
        def times(one: Poly, other: Poly) -> Poly:
            return spellings.times(self.atoms, one, other)

        if len({(len(grid), len(grid[0])) for grid in grids}) > 1:
            raise UnreadFormulaError("ranges of different shapes")
        return self.sum([reduce(lambda a, b: self._each(times, a, b), grids)])

    def sum_of_squares(self, grids: list[Grid]) -> Grid:
        squares = [spellings.times(self.atoms, p, p) for grid in grids for p in _values(grid)]
        return self.sum([[squares]])

    def matrix_product(self, grids: list[Grid]) -> Grid:
        if len(grids) != 2 or len(grids[0][0]) != len(grids[1]):
            raise UnreadFormulaError("MMULT of shapes that do not fit")
        left, right = grids
        self._spend(len(left) * len(right) * len(right[0]))
        columns = [list(column) for column in zip(*right, strict=True)]
        return [
            [
                self._summed(
                    spellings.times(self.atoms, a, b) for a, b in zip(row, column, strict=True)
                )
                for column in columns
            ]
            for row in left
        ]

    def transposed(self, grids: list[Grid]) -> Grid:
        return [list(column) for column in zip(*grids[0], strict=True)]

    def product(self, grids: list[Grid]) -> Grid:
        values = [poly for grid in grids for poly in _values(grid)]
        return [[reduce(lambda a, b: spellings.times(self.atoms, a, b), values)]]

    def power(self, grids: list[Grid]) -> Grid:
        if len(grids) != 2:
            raise UnreadFormulaError("POWER(…)")
        return self._each(self._power, *grids)

    def largest(self, grids: list[Grid]) -> Grid:
        return [[spellings.largest(self.atoms, [p for grid in grids for p in _values(grid)])]]

    def element(self, grids: list[Grid]) -> Grid:
        """Return INDEX with numbers that stand in the formula."""
        where = [as_number(grid[0][0]) for grid in grids[1:]]
        if any(number is None for number in where) or not 1 <= len(where) <= 2:
            raise UnreadFormulaError("INDEX of what is calculated")
        if len(where) == 1:
            where = [where[0], 1.0] if len(grids[0]) > 1 else [1.0, where[0]]
        i, j = (int(number or 0) for number in where)
        if not (1 <= i <= len(grids[0]) and 1 <= j <= len(grids[0][0])):
            raise UnreadFormulaError("INDEX beyond its range")
        return [[grids[0][i - 1][j - 1]]]


_FUNCTIONS: Final[dict[str, Callable[[_Calculation, list[Grid]], Grid]]] = {
    "SUM": _Calculation.sum,
    "AVERAGE": _Calculation.average,
    "SUMPRODUCT": _Calculation.sum_of_products,
    "SUMSQ": _Calculation.sum_of_squares,
    "MMULT": _Calculation.matrix_product,
    "TRANSPOSE": _Calculation.transposed,
    "PRODUCT": _Calculation.product,
    "POWER": _Calculation.power,
    "MAX": _Calculation.largest,
    "INDEX": _Calculation.element,
}


def _values(grid: Grid) -> Iterator[Poly]:
    return (poly for row in grid for poly in row)


def _at(grid: Grid, i: int, j: int) -> Poly:
    row = grid[i if len(grid) > 1 else 0]
    return row[j if len(row) > 1 else 0]
