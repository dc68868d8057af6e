"""Results of a verification, from an engine up to the run, also to be had as a DataFrame."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.names import Role
from xlrnn.tables import Table, Tabular, shown
from xlrnn.verify.results.block_result import BlockResult, CellResult, GivenBlock
from xlrnn.verify.results.distance import Tolerance, distances
from xlrnn.verify.results.first_cell import WrongCell, first_cell
from xlrnn.verify.results.verdict import WRONG, Outcome, Verdict, worst
from xlrnn.verify.subject.subject import Reads
from xlrnn.xlsx.planting.copy_parts import LeftOut

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[Any]

# fmt: off
_COLUMNS = [
    "book", "engine", "cell", "block", "step", "unit", "verdict", "expected", "actual", "formula",
    "absolute", "relative", "ulp", "trial",
]
_SUMMARY_COLUMNS = (
    "workbook", "verdict", "engine", "cells verified", "largest ulp", "first difference",
)
_BLOCK_COLUMNS = ("block", "cells", "count", "wrong", "largest distance", "largest ulp")
# fmt: on


@dataclass(frozen=True)
class EngineResult:
    """What one engine shows for one workbook, and with how many other inputs it was tried."""

    name: str
    version: str
    recalculated: bool
    blocks: list[BlockResult] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    given_formulas: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    reason: str = ""
    failed: Outcome | None = None
    reads: Reads | None = field(default=None, repr=False, compare=False)
    trials: int = 0
    given: Sequence[GivenBlock] = field(default=(), repr=False, compare=False)

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
        """How many cells should have a verdict, and all other cells with formulas."""
        return sum(block.codes.size for block in self.blocks) + len(self.not_verified)

    @property
    def cells_verified(self) -> int:
        """How many cells were compared: there was something to compare, on both sides."""
        aside = (Verdict.UNVERIFIED, Verdict.MISSING)
        return sum(b.codes.size - sum(map(b.count, aside)) for b in self.blocks)

    @property
    def not_verified(self) -> list[str]:
        """The cells whose formulas nothing is said of: in what is given, and outside all blocks."""
        return [*self.given_formulas, *self.strays]

    def count(self, verdict: Verdict) -> int:
        """Return how many cells have a verdict."""
        return sum(block.count(verdict) for block in self.blocks)

    @cached_property
    def first_cell(self) -> WrongCell | None:
        """The first wrong cell in the order of the calculation, or else the first unverified."""
        found = (first_cell(self.blocks, v, self.reads) for v in (WRONG, {Verdict.UNVERIFIED}))
        return next((cell for cell in found if cell is not None), None)

    @property
    def first_difference(self) -> CellResult | None:
        """What is said of that cell."""
        if self.first_cell is None:
            return None
        result, i, t = self.first_cell
        return result.cell(i, t)

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
class BookResult(Tabular):
    """What is said of one workbook.

    Args:
        book: the file.
        tolerance: how far numbers may be apart.
        engines: what each engine shows.
        pairs: how far they are from each other.
        reason: why nothing can be said.
        doubts: why what a reader sees may not be what was verified, whatever the cells show.
        notes: what a reader should know, and what does no harm.
        sheets: the worksheets in the workbook's order, and whether each is "visible", "hidden" or
            "veryHidden".
    """

    book: str
    tolerance: Tolerance
    engines: list[EngineResult] = field(default_factory=list)
    pairs: list[EnginePair] = field(default_factory=list)
    reason: str = ""
    doubts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sheets: Mapping[str, str] = field(default_factory=dict, repr=False)

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

    def tables(self) -> Iterator[Table]:
        """Yield what is said of the book, then of each block."""
        yield from _summary([self])
        for engine in self.engines:
            rows = [
                (block.name, block.range, block.codes.size, sum(map(block.count, WRONG)),
                 block.max_abs, block.max_ulp(self.tolerance.absolute))
                for block in engine.blocks
            ]  # fmt: skip
            yield Table(_BLOCK_COLUMNS, rows, f"{engine.name} {engine.version}")


@dataclass(frozen=True)
class Verification(Tabular):
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

    def tables(self) -> Iterator[Table]:
        """Yield a row for each book and engine."""
        yield from _summary(self.books)


def _summary(books: Sequence[BookResult]) -> Iterator[Table]:
    """Yield what is said of books, then what makes them doubtful."""
    rows: list[tuple[object, ...]] = []
    for book in books:
        if not book.engines:
            rows.append((book.book, book.outcome.shown, "", None, None, book.reason))
        for engine in book.engines:
            first = engine.first_difference
            rows.append(
                (book.book, engine.outcome.shown, f"{engine.name} {engine.version}",
                 f"{engine.cells_verified:,} of {engine.cells_total:,}",
                 engine.max_ulp(book.tolerance.absolute),
                 f"{first.place} shows {shown(first.actual)}, expected {shown(first.expected)}: "
                 f"{first.formula}" if first else engine.reason)
            )  # fmt: skip
    yield Table(_SUMMARY_COLUMNS, rows)
    if doubts := [(book.book, doubt) for book in books for doubt in book.doubts]:
        yield Table(("workbook", "doubt"), doubts)


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
