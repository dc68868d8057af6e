"""What a cell adds up, with the cells written out that only pass on or collect.

Copies (`=F21`) are followed to their source; a sum that is read as one term of another sum is
written out there: from `a = a_x + a_h` follows what `a` multiplies with what.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from xlrnn.verify.drafting.algebra import Poly
from xlrnn.verify.drafting.graph import Applied, Graph

_DEEPEST: Final = 60
_NESTED: Final = 4  # a product, a sum of them, a part of a sum, a sum: more is a running total
_LONGEST: Final = 20_000
_MOST: Final = 4_000_000


@dataclass
class Added:
    """What a cell adds up.

    Attributes:
        products: pairs of cells that are multiplied.
        triples: products of three.
        alone: cells that are added as they are.
        offset: a number that is added.
        parts: cells of sums that are written out here, and whose own sums are part of this one.
        read: all cells in the products.
        nested: how deep sums are written out in each other.
    """

    products: list[tuple[int, int]] = field(default_factory=list)
    triples: list[tuple[int, int, int]] = field(default_factory=list)
    alone: list[int] = field(default_factory=list)
    offset: float = 0.0
    parts: list[int] = field(default_factory=list)
    read: set[int] = field(default_factory=set)
    nested: int = 0

    def __len__(self) -> int:
        return len(self.products) + len(self.alone) + len(self.triples)


class Expansion:
    """Writes out the sums of a workbook.

    Args:
        graph: the workbook.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._sources: dict[int, int] = {}
        self._added: dict[int, Added | None] = {}
        self._left = _MOST

    def source(self, cell: int) -> int:
        """Return the cell of which a cell is a copy, itself if it is none."""
        path = []
        while cell not in self._sources:
            copied = copied_by(self.graph, cell)
            if copied is None or copied in path:
                self._sources[cell] = cell
                break
            path.append(cell)
            cell = copied
        found = self._sources[cell]
        for one in path:
            self._sources[one] = found
        return found

    def copies(self) -> Iterator[tuple[int, int]]:
        """Yield the cells that are copies, each with its source."""
        for cell in self.graph.meaning:
            if copied_by(self.graph, cell) is not None:
                yield cell, self.source(cell)

    def of(self, cell: int) -> Added | None:
        """Return what a cell adds up, None if it is no plain sum."""
        return self._of(cell, 0)

    def of_sum(self, poly: Poly) -> Added | None:
        """Return what a sum adds up that stands inside a function."""
        return self._written_out(poly, 0)

    def _of(self, cell: int, depth: int) -> Added | None:
        if cell in self._added:
            return self._added[cell]
        meaning = self.graph.meaning.get(cell)
        if not isinstance(meaning, dict) or depth > _DEEPEST:
            return None
        self._added[cell] = None  # of what reads itself, nothing is known
        self._added[cell] = found = self._written_out(meaning, depth)
        return found

    def _written_out(self, poly: Poly, depth: int) -> Added | None:
        total = Added()
        for factors, scale in poly.items():
            cells = tuple(map(self.source, factors))
            if not cells:
                total.offset += scale
            elif scale != 1.0:
                return None
            elif len(cells) == 1:
                self._add_alone(total, cells[0], depth)
            elif len(cells) == 2:
                total.products.append((cells[0], cells[1]))
                total.read.update(cells)
            elif len(cells) == 3:
                total.triples.append((cells[0], cells[1], cells[2]))
                total.read.update(cells)
            else:
                return None
        return total

    def _add_alone(self, total: Added, source: int, depth: int) -> None:
        """Add one term: written out if it is a sum itself and that does not say a thing twice."""
        inner = self._of(source, depth + 1) if len(total) < _LONGEST and self._left > 0 else None
        is_sum = inner is not None and (inner.products or inner.triples)
        if inner is None or not is_sum or inner.nested > _NESTED or inner.read & total.read:
            total.alone.append(source)
            return
        self._left -= len(inner)
        total.products += inner.products
        total.triples += inner.triples
        total.alone += inner.alone
        total.offset += inner.offset
        total.parts += [source, *inner.parts]
        total.read |= inner.read
        total.nested = max(total.nested, inner.nested + 1)


def copied_by(graph: Graph, cell: int) -> int | None:
    """Return the cell that a cell repeats, None if it does something else."""
    meaning = graph.meaning.get(cell)
    if not isinstance(meaning, dict) or len(meaning) != 1:
        return None
    (factors, scale), *_ = meaning.items()
    return factors[0] if len(factors) == 1 and scale == 1.0 else None


def activation_of(graph: Graph, cell: int) -> tuple[str, Poly] | None:
    """Return the function that a cell applies and to what, None if it is no function of one sum."""
    meaning = graph.meaning.get(cell)
    if isinstance(meaning, Applied) and len(meaning.arguments) == 1:
        return meaning.name, meaning.arguments[0]
    return None
