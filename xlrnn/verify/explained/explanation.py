"""What is told of a cell: what it follows from, each step in mathematics and in numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlrnn.formula.value import Value
from xlrnn.tables import Table, Tabular
from xlrnn.verify.results.block_result import CellResult
from xlrnn.verify.results.verdict import WRONG, Outcome


@dataclass(frozen=True)
class Given:
    """A number, letter or text that was typed in.

    Args:
        symbol: what it is called.
        label: what its block is, in words.
        cell: where it stands.
        value: what it shows.
    """

    symbol: str
    label: str
    cell: str
    value: Value


@dataclass(frozen=True)
class Step:
    """One calculated cell.

    Args:
        symbol: what it is called.
        label: what its block is, in words.
        result: what NumPy and the sheet show, its formula there, and what is said of it.
        maths: how it is calculated, in symbols; "" where an array formula says it.
        numbers: the same with NumPy's numbers put in.
    """

    symbol: str
    label: str
    result: CellResult
    maths: str
    numbers: str

    @property
    def wrong(self) -> bool:
        """Whether the sheet shows something else than NumPy."""
        return self.result.verdict in WRONG


@dataclass(frozen=True)
class Explanation(Tabular):
    """How one cell comes about.

    Args:
        book: the workbook.
        cell: the cell, with its sheet.
        engine: who calculated the sheet, with the version.
        given: the inputs and weights that are needed.
        steps: the calculation, from the inputs down; the cell is the last one. None for an input.
        left_out: how many calculated cells further back are not told of.
    """

    book: str
    cell: str
    engine: str
    given: Sequence[Given]
    steps: Sequence[Step]
    left_out: int = 0

    @property
    def first_wrong(self) -> Step | None:
        """The first step in which the sheet shows something else than NumPy."""
        return next((step for step in self.steps if step.wrong), None)

    @property
    def outcome(self) -> Outcome:
        """Whether the cell shows what NumPy calculates."""
        return Outcome.DIFFER if self.steps and self.steps[-1].wrong else Outcome.AGREE

    def tables(self) -> Iterator[Table]:
        """Yield what is given, then the steps."""
        given = [(one.cell, one.symbol, one.value, one.label) for one in self.given]
        yield Table(("cell", "what", "value", ""), given, f"{self.cell}: given")
        rows = [
            (step.result.cell, f"{step.symbol} = {step.maths}", step.numbers,
             step.result.expected, "✗" if step.wrong else "✓", step.result.actual,
             step.result.formula)
            for step in self.steps
        ]  # fmt: skip
        if rows:
            head = ("cell", "how", "in numbers", "NumPy", "", "sheet", "its formula")
            yield Table(head, rows, f"{self.cell}: step by step")
