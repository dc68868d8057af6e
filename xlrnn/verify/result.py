"""Results of a verification, from a block up to the run, each also to be had as a DataFrame."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.names import Role
from xlrnn.shapes import Bool, UInt8
from xlrnn.verify.distance import Tolerance, distances, largest, largest_ulp
from xlrnn.verify.first import Reads, first_cell
from xlrnn.verify.locate import Located
from xlrnn.verify.verdict import WRONG, Outcome, Verdict, worst
from xlrnn.xlsx.copy_parts import LeftOut
from xlrnn.xlsx.value import Value

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[Any]

# fmt: off
_COLUMNS = [
    "book", "engine", "cell", "block", "step", "unit", "verdict", "expected", "actual", "formula",
    "absolute", "relative", "ulp", "trial",
]
# fmt: on


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

    @property
    def place(self) -> str:
        """The place in words: sheet, cell, block, step and unit."""
        parts = [self.block]
        if self.step is not None:
            parts.append(f"step {self.step}")
        if self.unit is not None:
            parts.append(f"unit {self.unit}")
        return f"{self.cell} ({', '.join(parts)})"


@dataclass(frozen=True)
class BlockResult:
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
        return any(self.count(verdict) for verdict in WRONG)

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
        return CellResult(
            cell=f"{place.sheet}!{cell}" if place else f"{block.page}!?",
            block=block.name,
            step=self.step(t) or None,
            unit=i + 1 if block.shape[0] > 1 else None,
            verdict=Verdict(int(self.codes[i, t])),
            expected=_plain(self.expected[i, t]),
            actual=_plain(self.actual[i][t]) if self.actual else None,
            formula=f"={formula}" if formula else "",
            trial=int(self.trials[i, t]) or None if self.trials is not None else None,
        )

    def step(self, t: int) -> int:
        """Return the time step of a column, 0 if the block has none."""
        return t + self.located.first_step if self.located.block.stepwise else 0

    def cells(self) -> Iterator[CellResult]:
        """Yield every cell, row by row."""
        for i, t in np.ndindex(*self.codes.shape):
            yield self.cell(i, t)


@dataclass(frozen=True)
class EngineResult:
    """What one engine shows for one workbook, and with how many other inputs it was tried."""

    name: str
    version: str
    recalculated: bool
    blocks: list[BlockResult] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    reason: str = ""
    failed: Outcome | None = None
    reads: Reads | None = field(default=None, repr=False, compare=False)
    trials: int = 0

    @cached_property
    def outcome(self) -> Outcome:
        """Agree, differ or unknown."""
        if self.failed is not None:
            return self.failed
        if any(block.wrong for block in self.blocks):
            return Outcome.DIFFER
        unknown = any(block.count(Verdict.UNVERIFIED) for block in self.blocks)
        return Outcome.UNKNOWN if unknown or not self.blocks else Outcome.AGREE

    @property
    def cells_total(self) -> int:
        """How many cells should have a verdict, formula cells outside all blocks included."""
        return sum(block.codes.size for block in self.blocks) + len(self.strays)

    @property
    def cells_verified(self) -> int:
        """How many cells got a verdict."""
        return sum(block.codes.size - block.count(Verdict.UNVERIFIED) for block in self.blocks)

    def count(self, verdict: Verdict) -> int:
        """Return how many cells have a verdict."""
        return sum(block.count(verdict) for block in self.blocks)

    @cached_property
    def first_difference(self) -> CellResult | None:
        """The first wrong cell in the order of the calculation, or else the first unverified."""
        for verdicts in (WRONG, {Verdict.UNVERIFIED}):
            found = first_cell(self.blocks, verdicts, self.reads)
            if found is not None:
                result, i, t = found
                return result.cell(i, t)
        return None

    def max_ulp(self, floor: float) -> float:
        """The largest distance in ulp over all blocks but the checks."""
        return max((b.max_ulp(floor) for b in self.blocks if _is_calculated(b)), default=0.0)

    @property
    def max_abs(self) -> float:
        """The largest absolute distance over all blocks but the checks."""
        return max((block.max_abs for block in self.blocks if _is_calculated(block)), default=0.0)


@dataclass(frozen=True)
class EnginePair:
    """How far two engines are from each other."""

    a: str
    b: str
    max_abs: float
    max_ulp: float
    agree: bool


@dataclass(frozen=True)
class BookResult:
    """What is said of one workbook.

    Args:
        book: the file.
        tolerance: how far numbers may be apart.
        engines: what each engine shows.
        pairs: how far they are from each other.
        reason: why nothing can be said.
        doubts: why what a reader sees may not be what was verified, whatever the cells show.
        notes: what a reader should know, and what does no harm.
    """

    book: str
    tolerance: Tolerance
    engines: list[EngineResult] = field(default_factory=list)
    pairs: list[EnginePair] = field(default_factory=list)
    reason: str = ""
    doubts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        """The worst of what its engines say, of how they agree, and of doubts."""
        outcomes = [engine.outcome for engine in self.engines]
        outcomes += [Outcome.DIFFER] * bool(self.doubts)
        outcomes += [Outcome.DIFFER for pair in self.pairs if not pair.agree]
        return worst(outcomes)

    def to_frame(self) -> "pd.DataFrame":
        """Return one row for each cell and engine."""
        import pandas as pd

        rows = [
            {"book": self.book, "engine": engine.name, **_row(cell)}
            for engine in self.engines
            for block in engine.blocks
            for cell in block.cells()
        ]
        return pd.DataFrame(rows, columns=_COLUMNS)


@dataclass(frozen=True)
class Verification:
    """The result of a run over several workbooks."""

    books: list[BookResult]

    @property
    def outcome(self) -> Outcome:
        """The worst of all books."""
        return worst(book.outcome for book in self.books)

    def to_frame(self) -> "pd.DataFrame":
        """Return one row for each cell of each book and engine."""
        import pandas as pd

        frames = [frame for book in self.books if len(frame := book.to_frame())]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=_COLUMNS)


def _row(cell: CellResult) -> dict[str, Any]:
    row: dict[str, Any] = {
        **vars(cell),
        "verdict": cell.verdict.label,
        "absolute": np.nan,
        "relative": np.nan,
        "ulp": np.nan,
    }
    if isinstance(cell.expected, float) and isinstance(cell.actual, float):
        apart = distances(np.array(cell.expected), np.array(cell.actual))
        row |= {
            "absolute": float(apart.absolute),
            "relative": float(apart.relative),
            "ulp": float(apart.ulp),
        }
    return row


def _is_calculated(block: BlockResult) -> bool:
    return block.located.block.role not in (Role.CHECK, Role.REFERENCE)


def _plain(value: Any) -> Any:
    """Return a Python value for a NumPy one."""
    return value.item() if isinstance(value, np.generic) else value
