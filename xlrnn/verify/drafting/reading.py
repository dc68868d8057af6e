"""What reads what: who reads a cell as it stands, and what follows from some cells."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from xlrnn.verify.drafting.graph import Applied, Graph, Meaning


class Readers:
    """Who reads each cell of a workbook, functions inside a formula counted to their cell.

    Args:
        graph: the workbook.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._of: dict[int, set[int]] = defaultdict(set)
        for cell, meaning in graph.meaning.items():
            for read in cells_in(meaning):
                self._of[read].add(cell)

    def of(self, cell: int) -> set[int]:
        """Return the cells that read a cell, as their formulas say it."""
        found: set[int] = set()
        waiting = [*self._of.get(cell, ())]
        seen = set(waiting)
        while waiting:
            one = waiting.pop()
            if self._graph.spots[one] is not None:
                found.add(one)
                continue
            new = self._of.get(one, set()) - seen
            seen |= new
            waiting.extend(new)
        return found

    def after(self, cells: Iterable[int]) -> set[int]:
        """Return all cells that follow from some cells, themselves left out."""
        found: set[int] = set()
        waiting = [*cells]
        while waiting:
            new = self._of.get(waiting.pop(), set()) - found
            found |= new
            waiting.extend(new)
        return found


def cells_in(meaning: Meaning) -> Iterator[int]:
    """Yield the cells that a cell's sums are made of."""
    polys = meaning.arguments if isinstance(meaning, Applied) else (meaning,)
    return (cell for poly in polys for factors in poly for cell in factors)
