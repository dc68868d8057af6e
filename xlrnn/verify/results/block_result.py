"""What is said of a cell and of a block."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.formula.value import Value
from xlrnn.shapes import Bool, UInt8
from xlrnn.tables import Table, Tabular, shown
from xlrnn.verify.results.distance import distances, largest, largest_ulp
from xlrnn.verify.results.verdict import WRONG, Verdict
from xlrnn.verify.subject.locate import Located

Array = NDArray[Any]

_IS_WRONG: Final = np.isin(np.arange(len(Verdict)), [*WRONG])


@dataclass(frozen=True)
class CellResult:
    """One cell: where it is, what was expected, what it shows, what is said of it.

    All that is with the given inputs, or with those of a trial in which it did not follow.
    """

    cell: str
    block: str
    step: int | None
    unit: int | None
    verdict: Verdict
    expected: float | str
    actual: Value
    formula: str
    trial: int | None = None
    counts: Mapping[str, int] | None = None

    @property
    def place(self) -> str:
        """The place in words: sheet, cell, block, step and unit, or what else is counted."""
        parts = [self.block]
        if self.counts is not None:
            parts += [f"{axis} {number}" for axis, number in self.counts.items()]
            return f"{self.cell} ({', '.join(parts)})"
        if self.step is not None:
            parts.append(f"step {self.step}")
        if self.unit is not None:
            parts.append(f"unit {self.unit}")
        return f"{self.cell} ({', '.join(parts)})"


@dataclass(frozen=True)
class GivenBlock:
    """A block of inputs or weights: where it stands, and what it shows."""

    located: Located
    shown: Sequence[Sequence[Value]]


@dataclass(frozen=True)
class BlockResult(Tabular):
    """The verdicts of one block.

    Args:
        located: the block and its place.
        expected: what NumPy calculates.
        actual: what the engine shows.
        codes: the verdict of each cell.
        formulas: those of its sheet.
        trials: in which trial a cell did not follow, 0 if the given inputs say all; None if
            every cell followed. What such a cell should show and shows is of that trial.
    """

    located: Located
    expected: Array
    actual: Sequence[Sequence[Any]]
    codes: UInt8[np.ndarray, "rows columns"]
    formulas: dict[tuple[int, int], str]
    trials: UInt8[np.ndarray, "rows columns"] | None = None

    @property
    def name(self) -> str:
        """The block's defined name."""
        return self.located.block.name

    @property
    def range(self) -> str:
        """Sheet and cells; empty if the block is missing."""
        place = self.located.place
        return f"{place.sheet}!{place.area}" if place else ""

    def count(self, verdict: Verdict) -> int:
        """Return how many cells have a verdict."""
        return int(np.count_nonzero(self.codes == verdict))

    @property
    def wrong(self) -> bool:
        """Whether any cell is wrong."""
        return bool(_IS_WRONG[self.codes].any())

    @property
    def tried(self) -> Bool[np.ndarray, "rows columns"]:
        """Which cells did not follow other inputs, and show what they showed with these."""
        return np.zeros(self.codes.shape, bool) if self.trials is None else self.trials > 0

    @cached_property
    def numbers(self) -> tuple[Array, Array] | None:
        """Expected and shown numbers, NaN where the cell shows none; None for texts."""
        if self.expected.dtype == object or not self.actual:
            return None
        shown = [
            [value if type(value) is float else np.nan for value in row] for row in self.actual
        ]
        return self.expected, np.array(shown)

    @cached_property
    def max_abs(self) -> float:
        """The largest absolute distance."""
        return largest(distances(*self.numbers).absolute) if self.numbers else 0.0

    @cached_property
    def max_rel(self) -> float:
        """The largest relative distance."""
        return largest(distances(*self.numbers).relative) if self.numbers else 0.0

    def max_ulp(self, floor: float) -> float:
        """The largest distance in units of the last place, of numbers above a floor."""
        floor *= self.located.block.slack
        return largest_ulp(*self.numbers, floor) if self.numbers else 0.0

    def failing(
        self, bad: Bool[np.ndarray, "rows columns"], now: "BlockResult", trial: int
    ) -> "BlockResult":
        """Return the block with what a trial says of some cells.

        Args:
            bad: the cells that did not follow.
            now: what is said of the block in the trial.
            trial: its number, from 1.
        """
        trials = np.zeros(self.codes.shape, np.uint8) if self.trials is None else self.trials
        lines = zip(bad, self.actual, now.actual, strict=True)
        actual = [
            [other if failed else one for failed, one, other in zip(*line, strict=True)]
            for line in lines
        ]
        return replace(
            self,
            expected=np.where(bad, now.expected, self.expected),
            actual=actual,
            codes=np.where(bad, now.codes, self.codes),
            trials=np.where(bad, np.uint8(trial), trials),
        )

    def cell(self, i: int, t: int) -> CellResult:
        """Return one cell, counted from 0 as the block is laid out."""
        block, place = self.located.block, self.located.place
        row, column = (t, i) if self.located.transposed else (i, t)
        cell = place.cell(row, column) if place else None
        formula = self.formulas.get((cell.row, cell.column), "") if cell else ""
        counts = self.located.counts(i, t) if self.located.counts else None
        unit = i + 1 if block.shape[0] > 1 else None
        return CellResult(
            cell=f"{place.sheet}!{cell}" if place else f"{block.page}!?",
            block=block.name,
            step=self.step(t) or None if counts is None else counts.get("step"),
            unit=unit if counts is None else counts.get("unit"),
            verdict=Verdict(int(self.codes[i, t])),
            expected=_plain(self.expected[i, t]),
            actual=_plain(self.actual[i][t]) if self.actual else None,
            formula=f"={formula}" if formula else "",
            trial=int(self.trials[i, t]) or None if self.trials is not None else None,
            counts=counts,
        )

    def rank(self, i: int, t: int, page: int) -> tuple[int, int]:
        """Return when a cell is calculated: by its page and step, if nothing else is known."""
        ranks = self.located.ranks
        return (page, self.step(t)) if ranks is None else (0, int(ranks[i, t]))

    def step(self, t: int) -> int:
        """Return the time step of a column, 0 if the block has none."""
        return t + self.located.first_step if self.located.block.stepwise else 0

    def tables(self) -> Iterator[Table]:
        """Yield what its cells show, as they are laid out; what is wrong has the right one, too."""
        rows, columns = self.codes.shape
        steps = ("step " if self.located.block.stepwise else "", self.located.first_step)
        head = [f"{steps[0]}{t + steps[1]}" for t in range(columns)]
        cells = [[_in_words(self.cell(i, t)) for t in range(columns)] for i in range(rows)]
        yield Table(head, cells, f"{self.name} {self.range}")

    def cells(self) -> Iterator[CellResult]:
        """Yield every cell, row by row."""
        for i, t in np.ndindex(*self.codes.shape):
            yield self.cell(i, t)


def _in_words(cell: CellResult) -> object:
    if cell.verdict not in WRONG:
        return cell.actual
    return f"✗ {shown(cell.actual)}, expected {shown(cell.expected)}"


def _plain(value: Any) -> Any:
    """Return a Python value for a NumPy one."""
    return value.item() if isinstance(value, np.generic) else value
