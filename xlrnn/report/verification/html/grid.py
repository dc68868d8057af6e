"""A sheet as a grid of small cells: which verdict stands where, however large the sheet is.

Nothing is drawn here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from xlrnn.formula.cell import Cell
from xlrnn.formula.place import Place
from xlrnn.names import Role
from xlrnn.shapes import UInt8
from xlrnn.verify.results.block_result import BlockResult, GivenBlock
from xlrnn.verify.results.result import EngineResult
from xlrnn.verify.results.verdict import Verdict

MOST_ROWS, MOST_COLUMNS = 220, 120
"""A map has at most so many small cells each way; of a larger sheet each stands for several."""

GIVEN: Final = len(Verdict)
"""The code of inputs and weights, of which nothing is said."""
EMPTY: Final = GIVEN + 1

_BY_WEIGHT: Final = (
    EMPTY, GIVEN, Verdict.MATCHED, Verdict.NOTED, Verdict.UNVERIFIED, Verdict.BORROWED,
    Verdict.CONSTANT, Verdict.WRONG_TYPE, Verdict.MISSING, Verdict.MISMATCHED, Verdict.ERROR,
)  # fmt: skip
"""What is shown where a small cell stands for several: the last of these that is among them."""
_WEIGHT: Final = np.argsort(_BY_WEIGHT).astype(np.uint8)
_CODE: Final = np.array(_BY_WEIGHT, dtype=np.uint8)
# More empty lines than that between two blocks are drawn as one.
_WIDEST_GAP: Final = 6


class Axis:
    """The rows or the columns of a map.

    Args:
        lines: the lines on which blocks stand, from 1.
        most: how many small cells there may be.
    """

    def __init__(self, lines: set[int], most: int) -> None:
        used = np.array(sorted(lines))
        steps = np.diff(used, prepend=max(used[0] - _WIDEST_GAP, 0))
        steps[steps > _WIDEST_GAP] = 2
        spots = np.cumsum(steps) - 1
        self.by = int(-(-(spots[-1] + 1) // most))
        """For how many lines a small cell stands."""
        self._spot = dict(zip(used.tolist(), (spots // self.by).tolist(), strict=True))
        self.length = int(spots[-1] // self.by) + 1
        """How many small cells there are."""

    def at(self, lines: Sequence[int]) -> list[int]:
        """Return the small cell of each line."""
        return [self._spot[line] for line in lines]

    def marks(self, every: int) -> Iterator[tuple[int, int]]:
        """Yield small cells, so far from each other, and the first line that stands there."""
        last = -every
        for line, spot in self._spot.items():
            if spot - last >= every:
                last = spot
                yield spot, line


class Rectangle(NamedTuple):
    """A rectangle of small cells."""

    top: int
    left: int
    height: int
    width: int


class Part(NamedTuple):
    """A block on a map.

    Args:
        name: its name.
        range: its cells.
        where: its small cells.
        said: how many of its cells have which verdict.
        weight: how much its name is wanted where there is little room, from 0.
    """

    name: str
    range: str
    where: Rectangle
    said: str
    weight: int


@dataclass(frozen=True)
class Grid:
    """A sheet with what is said of it.

    Args:
        rows: its rows.
        columns: its columns.
        codes: the verdict of each small cell, `GIVEN` or `EMPTY`.
        parts: its blocks.
        first: the small cell in which the first difference is, if it is on this sheet.
    """

    rows: Axis
    columns: Axis
    codes: UInt8[np.ndarray, "rows columns"]
    parts: Sequence[Part]
    first: Rectangle | None = None

    @property
    def all_right(self) -> bool:
        """Whether there is nothing on it but what is right."""
        return {*np.unique(self.codes).tolist()} <= {EMPTY, GIVEN, Verdict.MATCHED}

    @property
    def reduced(self) -> bool:
        """Whether a small cell stands for more than one cell."""
        return max(self.rows.by, self.columns.by) > 1

    def same(self, other: "Grid") -> bool:
        """Tell whether another map of the same sheet looks the same."""
        return (
            np.array_equal(self.codes, other.codes)
            and self.parts == other.parts
            and self.first == other.first
        )

    def rectangles(self, code: int) -> Iterator[Rectangle]:
        """Yield rectangles that together cover the small cells with a code."""
        begun: dict[tuple[int, int], int] = {}
        for top, line in enumerate([*(self.codes == code), np.zeros(self.codes.shape[1], bool)]):
            runs = _runs(line)
            for run in [run for run in begun if run not in runs]:
                first = begun.pop(run)
                yield Rectangle(first, run[0], top - first, run[1] - run[0])
            for run in runs:
                begun.setdefault(run, top)


_Block: TypeAlias = BlockResult | GivenBlock
Window: TypeAlias = tuple[range, range]
"""Some rows and some columns."""


def grid_of(engine: EngineResult, sheet: str, window: Window | None = None) -> Grid | None:
    """Return the map of a sheet, None if no block stands there.

    Args:
        engine: what an engine shows.
        sheet: the sheet.
        window: the rows and columns that are looked at, if not all.
    """
    blocks: list[_Block] = [*engine.given, *engine.blocks]
    found = (_seen(block, sheet, window) for block in blocks)
    seen = [one for one in found if one is not None]
    if not seen:
        return None
    rows = Axis({row for one in seen for row in one.rows}, MOST_ROWS)
    columns = Axis({column for one in seen for column in one.columns}, MOST_COLUMNS)
    weights = np.zeros((rows.length, columns.length), np.uint8)
    for one in seen:
        where = np.ix_(rows.at(one.rows), columns.at(one.columns))
        np.maximum.at(weights, where, _WEIGHT[one.codes])
    parts = [_part(one, rows, columns) for one in seen]
    return Grid(rows, columns, _CODE[weights], parts, _first(engine, sheet, rows, columns))


class _Seen(NamedTuple):
    """What is seen of a block: some of its rows and columns, and their verdicts."""

    block: _Block
    rows: Sequence[int]
    columns: Sequence[int]
    codes: UInt8[np.ndarray, "rows columns"]


def _seen(block: _Block, sheet: str, window: Window | None) -> _Seen | None:
    place = block.located.place
    if place is None or place.sheet != sheet:
        return None
    lines = (place.rows, place.columns)
    if window is None:
        return _Seen(block, *lines, _codes(block, place))
    chosen = [
        [n for n, line in enumerate(side) if line in few]
        for side, few in zip(lines, window, strict=True)
    ]
    rows, columns = ([side[n] for n in few] for side, few in zip(lines, chosen, strict=True))
    if not (rows and columns):
        return None
    return _Seen(block, rows, columns, _codes(block, place)[np.ix_(*chosen)])


def _codes(block: _Block, place: Place) -> UInt8[np.ndarray, "rows columns"]:
    """Return the verdicts of a block as it lies on the sheet."""
    if isinstance(block, GivenBlock):
        return np.full((len(place.rows), len(place.columns)), GIVEN, np.uint8)
    return block.codes.T if block.located.transposed else block.codes


def _part(seen: _Seen, rows: Axis, columns: Axis) -> Part:
    down, along = rows.at(seen.rows), columns.at(seen.columns)
    where = Rectangle(down[0], along[0], down[-1] - down[0] + 1, along[-1] - along[0] + 1)
    block, place = seen.block.located.block, seen.block.located.place
    all_right = not np.isin(seen.codes, [EMPTY, GIVEN, Verdict.MATCHED], invert=True).any()
    weight = 2 if not all_right else int(block.role not in (Role.LABEL, Role.CHECK))
    return Part(block.name, str(place.area if place else ""), where, _said(seen.block), weight)


def _said(block: _Block) -> str:
    if isinstance(block, GivenBlock):
        return "given"
    counts = {verdict.label: block.count(verdict) for verdict in Verdict}
    return ", ".join(f"{n} {label.replace('_', ' ')}" for label, n in counts.items() if n)


def _first(engine: EngineResult, sheet: str, rows: Axis, columns: Axis) -> Rectangle | None:
    """Return the small cell of the first difference."""
    cell = first_on_sheet(engine, sheet)
    if cell is None:
        return None
    return Rectangle(rows.at([cell.row])[0], columns.at([cell.column])[0], 1, 1)


def first_on_sheet(engine: EngineResult, sheet: str) -> Cell | None:
    """Return the cell of the first difference, if it stands on a sheet."""
    if engine.first_cell is None:
        return None
    result, i, t = engine.first_cell
    place = result.located.place
    if place is None or place.sheet != sheet:
        return None
    return place.cell(t, i) if result.located.transposed else place.cell(i, t)


def _runs(line: NDArray[Any]) -> list[tuple[int, int]]:
    """Return where the true parts of a line begin and end."""
    edges = np.flatnonzero(np.diff(line.astype(np.int8), prepend=0, append=0)).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))
