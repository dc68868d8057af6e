"""What the settings of a workbook change: precision as displayed, manual calculation, dates.

No engine is told to round, or to leave old results alone. So it is said what a program that goes
by these settings shows otherwise: a doubt if that is another number in a cell that was verified,
and else a note.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from xlrnn.counted import counted
from xlrnn.formula.cell import Cell, Position
from xlrnn.formula.parsing.tokens import functions_in
from xlrnn.formula.value import CellError
from xlrnn.names import Role
from xlrnn.shapes import Float
from xlrnn.verify.results.block_result import BlockResult
from xlrnn.verify.results.distance import Tolerance
from xlrnn.verify.results.result import EngineResult
from xlrnn.verify.results.verdict import Verdict
from xlrnn.xlsx.reading.contents import read_contents
from xlrnn.xlsx.reading.number_formats import as_shown, number_formats
from xlrnn.xlsx.reading.package import open_package
from xlrnn.xlsx.reading.read import Workbook, read

_CIRCLE: Final = CellError("#CIRC!")
_DATES: Final = frozenset(
    {
        *("DATE", "DATEDIF", "DATEVALUE", "DAY", "DAYS360", "EDATE", "EOMONTH", "ISOWEEKNUM"),
        *("MONTH", "NETWORKDAYS", "NETWORKDAYS.INTL", "NOW", "TEXT", "TODAY", "WEEKDAY"),
        *("WEEKNUM", "WORKDAY", "WORKDAY.INTL", "YEAR", "YEARFRAC"),
    }
)


Array: TypeAlias = Float[np.ndarray, "rows columns"]


class Change(NamedTuple):
    """A cell that shows another number where a program goes by a setting."""

    place: str
    other: float
    right: float


class Said(NamedTuple):
    """What a reader should know, and what makes the numbers doubtful."""

    doubts: list[str]
    notes: list[str]


def about_settings(
    file: Workbook,
    results: Sequence[EngineResult],
    ignored: Mapping[str, Collection[str]],
    tolerance: Tolerance,
) -> Said:
    """Say what the settings of a workbook change in the cells that were verified.

    Args:
        file: the workbook.
        results: what the engines show.
        ignored: the settings that each engine does not go by.
        tolerance: how far numbers may be apart.
    """
    said = Said([], [])
    able = [result for result in results if result.blocks and result.failed is None]
    if file.settings.as_displayed:
        _precision(file, able[:1], tolerance, said)
    if file.settings.manual:
        _manual(file, [result for result in able if result.recalculated][:1], tolerance, said)
    if file.settings.rounds:
        said.notes.extend(_circles(able, ignored, file.settings.rounds))
    if file.settings.date1904:
        said.notes.extend(_dates(file, able, ignored))
    return said


def _precision(
    file: Workbook, results: Sequence[EngineResult], tolerance: Tolerance, said: Said
) -> None:
    text = (
        'the workbook is set to "precision as displayed": Excel and LibreOffice round every result '
        "to the digits that its cell shows, and here all digits were calculated"
    )
    changed = [*_rounded(file, results, tolerance)]
    if changed:
        first = changed[0]
        said.doubts.append(
            f"{text}; that changes {counted(len(changed), 'cell')}, "
            f"first {first.place}: {first.other!r} instead of {first.right!r}"
        )
    else:
        said.notes.append(f"{text}; that changes none of the cells that were verified")


def _rounded(
    file: Workbook, results: Iterable[EngineResult], tolerance: Tolerance
) -> Iterator[Change]:
    """Yield the cells that would show another number, with that number and the whole one."""
    with open_package(file.path) as package:
        formats = {
            entry.name: number_formats(package, entry.part)
            for entry in read_contents(package).sheets
            if entry.part
        }
    for block in _number_blocks(results):
        shown = block.expected.copy()
        for index, sheet, cell in _cells(block):
            code = formats.get(sheet, {}).get((cell.row, cell.column))
            if code is not None and np.isfinite(shown[index]):
                shown[index] = as_shown(shown[index], code)
        yield from _apart(block, block.expected, shown, tolerance)


def _manual(
    file: Workbook, results: Sequence[EngineResult], tolerance: Tolerance, said: Said
) -> None:
    text = (
        "calculation is set to manual: programs show the stored results until they are told to "
        "calculate (F9)"
    )
    stale = [*_stale(file, results, tolerance)]
    if stale:
        first = stale[0]
        stored = "no number" if np.isnan(first.other) else repr(first.other)
        said.doubts.append(
            f"{text}; {counted(len(stale), 'stored result')} of the cells that were verified are "
            f"not what the formulas give, first {first.place}: {stored} is stored, "
            f"{first.right!r} calculated"
        )
    else:
        said.notes.append(f"{text}; those of the cells that were verified are what formulas give")


def _stale(
    file: Workbook, results: Iterable[EngineResult], tolerance: Tolerance
) -> Iterator[Change]:
    """Yield the cells whose stored results are not what was calculated now."""
    stored = read(file.path).sheets
    for block in _number_blocks(results):
        assert block.numbers is not None
        now = block.numbers[1]
        kept = now.copy()
        for index, sheet, cell in _cells(block):
            value = stored[sheet].values.get((cell.row, cell.column))
            if not block.tried[index]:
                kept[index] = value if type(value) is float else np.nan
        yield from _apart(block, now, kept, tolerance)


def _apart(
    block: BlockResult, right: Array, other: Array, tolerance: Tolerance
) -> Iterator[Change]:
    """Yield the cells in which two numbers are too far apart, with the other and the right one."""
    same = tolerance.of(block.located.block).holds(right, other) | np.isnan(right)
    for index, sheet, cell in _cells(block):
        if not same[index]:
            yield Change(f"{sheet}!{cell}", float(other[index]), float(right[index]))


def _circles(
    results: Iterable[EngineResult], ignored: Mapping[str, Collection[str]], rounds: int
) -> Iterator[str]:
    for result in results:
        if "rounds" not in ignored.get(result.name, ()):
            continue
        shown = [
            f"{sheet}!{cell}"
            for block in result.blocks
            for (i, t), sheet, cell in _cells(block)
            if block.actual[i][t] == _CIRCLE
        ]
        if shown:
            yield (
                f"iterative calculation is on: formulas that read themselves are repeated up to "
                f"{counted(rounds, 'time')}. {result.name} does not do that, and shows {_CIRCLE} "
                f"in {counted(len(shown), 'cell')}, first {shown[0]}: ask libreoffice or formulon"
            )


def _dates(
    file: Workbook, results: Sequence[EngineResult], ignored: Mapping[str, Collection[str]]
) -> Iterator[str]:
    late = [result.name for result in results if "date1904" in ignored.get(result.name, ())]
    if not late:
        return
    places = (block.located.place for block in results[0].blocks)
    sheets = dict.fromkeys(place.sheet for place in places if place is not None)
    found: list[tuple[str, Position, set[str]]] = []
    for name in sheets:
        for place, formula in sorted(file.sheets[name].formulas.items()):
            if calls := functions_in(formula) & _DATES:
                found.append((name, place, calls))
    if found:
        sheet, place, _ = found[0]
        used = ", ".join(sorted(set().union(*(calls for _, _, calls in found))))
        yield (
            f"dates count from 1904 in this workbook, and from 1900 in {', '.join(late)}: {used} "
            f"may give something else in {counted(len(found), 'formula')}, first "
            f"{sheet}!{Cell(*place)}"
        )


def _number_blocks(results: Iterable[EngineResult]) -> Iterator[BlockResult]:
    """Yield the blocks of calculated numbers."""
    for result in results:
        for block in result.blocks:
            aside = block.located.block.role in (Role.CHECK, Role.REFERENCE)
            if not aside and block.numbers is not None:
                yield block


def _cells(block: BlockResult) -> Iterator[tuple[tuple[int, int], str, Cell]]:
    """Yield where each cell of a block stands in it, its sheet, and its address."""
    place = block.located.place
    for i, t in np.ndindex(*block.codes.shape) if place is not None and block.actual else ():
        if place is not None and block.codes[i, t] != Verdict.MISSING:
            yield (i, t), place.sheet, place.cell(*((t, i) if block.located.transposed else (i, t)))
