"""Verify every mutant, and let another engine say what it had changed."""

import math
import multiprocessing
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from tests.mutation.kinds import KINDS
from tests.mutation.mutants import Mutant
from tests.mutation.original import Original, Own, original
from tests.mutation.other_inputs import other_inputs
from tests.mutation.package import a1
from xlrnn import api, engines, lessons
from xlrnn.engines.base import Sheets
from xlrnn.errors import EngineError
from xlrnn.verify.result import EngineResult
from xlrnn.verify.verdict import WRONG, Outcome, Verdict
from xlrnn.xlsx.value import CellError

# The words and sizes are chosen so that no two dimensions are equal but in the article's own;
# from 7 products on, a cell's sum of products is written as SUM(MMULT(…)).
BOOKS: Mapping[str, Mapping[str, str]] = {
    "article": {},
    "textbook": {"form": "textbook", "word": "bananas", "units": "5", "seed": "7"},
    "long": {"word": "sketchbook", "units": "7", "seed": "3"},
}
UNDER_TEST, JUDGE = "ironcalc", "cellrune"
ALL = "all"
# With so many other inputs the judge looks for cells that do not follow.
TRIALS = 8
CIRCLE = CellError("#CIRC!")
ANOTHER_NAME = "name stands for another column"
RELATIVE, ABSOLUTE = 1e-9, 1e-12

Shown = dict[str, object]


def build_books() -> list[Original]:
    """Write the right workbooks of hello-forward."""
    lesson = lessons.get("hello-forward")
    return [original(lesson.chosen(settings, None), label) for label, settings in BOOKS.items()]


def verified(path: Path, engine: str = UNDER_TEST) -> EngineResult:
    """Return what verification says of a workbook."""
    (book,) = api.verify([path], engine).books
    assert book.engines, book.reason
    return book.engines[0]


class Judge:
    """An engine that is not under test: it says which cells of a mutant show something else.

    Args:
        books: the right workbooks.
        folder: where they may be written.
    """

    def __init__(self, books: Iterable[Original], folder: Path) -> None:
        self._right: dict[str, list[Shown]] = {}
        self._books = {book.label: book for book in books}
        for number, (label, book) in enumerate(self._books.items()):
            path = folder / f"right {number}.xlsx"
            path.write_bytes(book.parts.packed({}))
            self._right[label] = self._show(path, book)

    def changed(self, mutant: Mutant, path: Path) -> list[frozenset[str]]:
        """Return the cells that show something else than in the right workbook.

        With the given inputs first, and then with each of the others.
        """
        book = self._books[mutant.book]
        pairs = zip(self._right[mutant.book], self._show(path, book), strict=True)
        return [_changed_cells(book, right, now) for right, now in pairs]

    def _show(self, path: Path, book: Original) -> list[Shown]:
        """Return what every cell with a formula, or in a range of one, shows in each trial."""
        with engines.get(JUDGE).load(path) as sheets:
            return [self._show_with(sheets, book, number) for number in range(TRIALS + 1)]

    def _show_with(self, sheets: Sheets, book: Original, number: int) -> Shown:
        shown: Shown = {}
        inputs = other_inputs(book.offered, number) if number else {}
        for place, value in inputs.items():
            sheets.set(*place, value)
        sheets.calculate()
        for sheet, cells in book.parts.cells.items():
            if sheet == "xlrnn":
                continue
            height = max(row for row, _ in cells)
            width = max(column for _, column in cells)
            grid = sheets.read(sheet, 1, 1, height, width)
            for row, column in cells:
                shown[f"{sheet}!{a1((row, column))}"] = grid[row - 1][column - 1]
        return shown


def _changed_cells(book: Original, right: Shown, now: Shown) -> frozenset[str]:
    changed = {place for place in right if not _same(right[place], now[place])}
    for own in book.own:
        changed -= {place for row in own.places for place in row}
        changed |= _changed_in(own, right, now)
    return frozenset(changed)


def _same(right: object, now: object) -> bool:
    if isinstance(right, float) and isinstance(now, float):
        return math.isclose(right, now, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
    return type(right) is type(now) and right == now


def _changed_in(own: Own, right: Shown, now: Shown) -> set[str]:
    """Return the cells of a block that show something else, by the block's own tolerance."""
    places = np.array(own.places)
    numbers = [
        np.array([[_number(shown[place]) for place in row] for row in own.places])
        for shown in (right, now)
    ]
    return set(places[~own.tolerance.holds(*numbers)].tolist())


def _number(value: object) -> float:
    return value if isinstance(value, float) else math.nan


@dataclass(frozen=True)
class Finding:
    """What became of one mutant.

    Args:
        mutant: it.
        changed: the cells that show something else, as the other engine says, with the given
            inputs or with others.
        now: those that do with the given inputs.
        outcome: what verification says.
        wrong: the cells that verification calls wrong, with their verdicts.
        first: the one that it names first.
        now_wrong: those that it calls wrong with the given inputs.
        noted: the cells whose formula it calls another but equivalent one.
        circular: whether cells read themselves in a circle, about which programs differ.
        reason: why it says nothing, if so.
        engines_differ: whether verification with the other engine says the opposite.
    """

    mutant: Mutant
    changed: frozenset[str]
    now: frozenset[str]
    outcome: Outcome
    wrong: Mapping[str, Verdict]
    now_wrong: frozenset[str]
    first: str
    noted: frozenset[str]
    circular: bool = False
    reason: str = ""
    engines_differ: bool = False

    @property
    def guilty(self) -> frozenset[str]:
        """The mutated cells that are wrong: changed, or typed where a formula belongs."""
        places = frozenset(self.mutant.places)
        return places if self.mutant.typed else places & self.changed

    @property
    def harmful(self) -> bool:
        """Whether the workbook is wrong."""
        return bool(self.guilty) and not self.undecided

    @property
    def found(self) -> bool:
        """Whether verification says that the workbook is wrong."""
        return self.outcome is Outcome.DIFFER

    @property
    def undecided(self) -> bool:
        """Whether it cannot be computed (exit code 3), or programs differ about what it shows.

        They do about an error in the branch of an IF that is not taken, or a range where a
        number belongs.
        """
        unknown = self.outcome is Outcome.UNKNOWN and self.reason.startswith("cannot be computed")
        return unknown or self.engines_differ

    @property
    def right_cell(self) -> bool:
        """Whether every wrong cell is called so, and one of them is named first.

        Of those that are wrong only with some inputs one is enough: each has its own.
        Others may read a name that stands for other cells: one of these may be named, too.
        """
        first = self.changed if self.mutant.kind == ANOTHER_NAME else self.guilty
        return self.first in first and self._now_guilty <= self.wrong.keys()

    @property
    def _now_guilty(self) -> frozenset[str]:
        return self.guilty if self.mutant.typed else self.guilty & self.now

    @property
    def exact(self) -> bool:
        """Whether the cells called wrong are those that are, no more and no less.

        That is so for the given inputs; with others each side tries its own.

        Left out are the columns of differences on the check page, where each side has its own
        idea of what is small, and mutants of the stored reference, after which the check page is
        right to show something else; and circles, in which each program has its own idea of which
        cell is the first to show an error.
        """
        if self.mutant.kind == "reference changed" or self.circular:
            return True
        should, wrong = (
            {place for place in places if not _difference(place)}
            for places in (self.now | self._now_guilty, self.now_wrong)
        )
        return should == wrong

    @property
    def silent(self) -> bool:
        """Whether verification agrees, as it should if nothing has changed."""
        return self.outcome is Outcome.AGREE and not self.wrong

    @property
    def right(self) -> bool:
        """Whether verification said what it should, if anything can be said."""
        if self.undecided:
            return True
        return self.found and self.right_cell if self.harmful else self.silent

    def __str__(self) -> str:
        verdicts = {place: verdict.label for place, verdict in list(self.wrong.items())[:4]}
        return (
            f"{self.mutant}\n    {self.outcome.value} {self.reason}; first {self.first or 'none'}; "
            f"wrong {verdicts}; should be {sorted(self.guilty)[:4]}"
        )


def _difference(place: str) -> bool:
    return place.startswith("check!D")


def survey(mutants: Iterable[Mutant], books: Sequence[Original]) -> list[Finding]:
    """Verify mutants, and ask the judge about each; in as many processes as there are cores.

    Args:
        mutants: the wrong workbooks.
        books: the right ones.
    """
    # Not forked: whoever runs tests may have threads.
    context = multiprocessing.get_context("spawn")
    workers = min(4, os.cpu_count() or 1)
    with tempfile.TemporaryDirectory() as folder:
        judge = Judge(books, Path(folder))
        with ProcessPoolExecutor(workers, context, _start, (judge, folder)) as pool:
            return list(pool.map(_look, mutants, chunksize=4))


_JUDGE: list[tuple[Judge, Path]] = []


def _start(judge: Judge, folder: str) -> None:
    _JUDGE[:] = [(judge, Path(folder) / f"{os.getpid()}.xlsx")]


def _look(mutant: Mutant) -> Finding:
    return look(mutant, *_JUDGE[0])


def look(mutant: Mutant, judge: Judge, path: Path) -> Finding:
    """Verify one mutant, written to a path, and ask the judge."""
    path.write_bytes(mutant.data)
    finding = _finding(mutant, verified(path), _changed(judge, mutant, path))
    if finding.found != finding.harmful:
        other = verified(path, JUDGE)
        if finding.found and other.outcome is Outcome.DIFFER:
            # With inputs that the judge did not try both engines show it.
            both = {cell.cell for block in other.blocks for cell in block.cells() if cell.trial}
            return replace(finding, changed=finding.changed | (both & finding.wrong.keys()))
        differ = (other.outcome is Outcome.DIFFER) != finding.found
        return replace(finding, engines_differ=differ)
    return finding


def _changed(judge: Judge, mutant: Mutant, path: Path) -> list[frozenset[str]]:
    try:
        return judge.changed(mutant, path)
    except EngineError as error:
        raise AssertionError(f"the judge cannot calculate {mutant}: {error}") from error


def _finding(mutant: Mutant, result: EngineResult, changed: list[frozenset[str]]) -> Finding:
    cells = [cell for block in result.blocks for cell in block.cells()]
    first = result.first_difference
    return Finding(
        mutant=mutant,
        changed=frozenset().union(*changed),
        now=changed[0],
        outcome=result.outcome,
        wrong={cell.cell: cell.verdict for cell in cells if cell.verdict in WRONG},
        now_wrong=frozenset(
            cell.cell for cell in cells if cell.verdict in WRONG and cell.trial is None
        ),
        first=first.cell if first else "",
        noted=frozenset(cell.cell for cell in cells if cell.verdict is Verdict.NOTED),
        circular=any(cell.actual == CIRCLE for cell in cells),
        reason=result.reason,
    )


@dataclass
class Tally:
    """Counts of one kind: made; wrong, found and found at the right cell; harmless and silent.

    Beside them those about which nothing is decided.
    """

    made: int = 0
    harmful: int = 0
    found: int = 0
    right_cell: int = 0
    harmless: int = 0
    silent: int = 0
    undecided: int = 0

    def add(self, finding: Finding) -> None:
        """Count one mutant."""
        self.made += 1
        self.harmful += finding.harmful
        self.found += finding.harmful and finding.found
        self.right_cell += finding.harmful and finding.found and finding.right_cell
        harmless = not finding.harmful and not finding.undecided
        self.harmless += harmless
        self.silent += harmless and finding.silent
        self.undecided += finding.undecided


def tally(findings: Sequence[Finding]) -> dict[str, Tally]:
    """Count what became of the mutants of each kind, and of all under "all"."""
    counts = {kind: Tally() for kind in [*KINDS, ALL]}
    for finding in findings:
        counts[finding.mutant.kind].add(finding)
        counts[ALL].add(finding)
    return counts
