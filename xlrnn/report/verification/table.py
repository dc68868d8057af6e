"""The report on a terminal: a table for each workbook, a column for each engine."""

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from xlrnn.clean import clean
from xlrnn.counted import counted
from xlrnn.report.verification.rows import BlockRow, rows_of
from xlrnn.report.verification.text import ReportLine, labelled, lines_of, summary
from xlrnn.verify.results.block_result import BlockResult
from xlrnn.verify.results.result import BookResult, Verification
from xlrnn.verify.results.verdict import WRONG, Outcome, Verdict

_COLOURS = {Outcome.AGREE: "green", Outcome.UNKNOWN: "yellow", Outcome.DIFFER: "bold red"}
# Columns that give way, the last one first, where the terminal is narrow.
_EXTRA = ("cells", "what it is", "distance")


def print_tables(result: Verification, console: Console) -> None:
    """Print a table for each workbook, and under it what its lines say."""
    for book in result.books:
        _print_book(book, console)
    _print_lines(summary(result), console)


def _print_book(book: BookResult, console: Console) -> None:
    able = [engine for engine in book.engines if engine.blocks]
    console.print(Text(clean(book.book), style="bold"))
    if able:
        names = [engine.name for engine in able]
        shown, quiet = rows_of(able)
        if shown:
            console.print(_fitting_table(names, shown, book.tolerance.absolute, console))
        if quiet:
            blocks = counted(quiet, "block")
            console.print(Text(f"and {blocks} of labels, references and checks, all right"))
    _print_lines(lines_of(book), console)
    console.print()


def _fitting_table(names: list[str], rows: list[BlockRow], floor: float, console: Console) -> Table:
    """Return the table with as many columns as the terminal has room for."""
    anything = console.options.update(width=10_000)
    for count in range(len(_EXTRA), 0, -1):
        table = _table(names, rows, floor, _EXTRA[:count])
        if console.measure(table, options=anything).maximum <= console.width:
            return table
    return _table(names, rows, floor, ())


def _print_lines(lines: Iterable[ReportLine], console: Console) -> None:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for outcome, text in lines:
        grid.add_row(Text(labelled(outcome), style=_COLOURS[outcome]), Text(clean(text)))
    console.print(grid)


def _table(names: list[str], rows: list[BlockRow], floor: float, extra: tuple[str, ...]) -> Table:
    table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for heading in ("block", *extra, *names):
        table.add_column(
            heading, no_wrap=True, justify="right" if heading == "distance" else "left"
        )
    for row in rows:
        facts = _facts(row)
        marks = [_mark(block, floor) for block in row]
        table.add_row(Text(row[0].name), *(facts[heading] for heading in extra), *marks)
    return table


def _facts(row: BlockRow) -> dict[str, Text]:
    """Return what the columns that may give way say of a block."""
    block = row[0]
    numbers = any(result.numbers is not None for result in row)
    distance = max(result.max_abs for result in row)
    return {
        "cells": Text(clean(block.range) or "not found"),
        "what it is": Text(block.located.block.entry.label),
        "distance": Text(f"{distance:.1e}" if distance else "0" if numbers else ""),
    }


def _mark(block: BlockResult, floor: float) -> Text:
    """Say in a few signs how a block fares with an engine."""
    total = block.codes.size
    wrong = sum(block.count(verdict) for verdict in WRONG)
    if wrong:
        return Text(f"✗ {wrong} of {total}", style=_COLOURS[Outcome.DIFFER])
    unverified = block.count(Verdict.UNVERIFIED)
    if unverified:
        return Text(f"? {unverified} of {total}", style=_COLOURS[Outcome.UNKNOWN])
    distance = f" {block.max_ulp(floor):.6g} ulp" if block.numbers is not None else ""
    return Text.assemble(("✓", _COLOURS[Outcome.AGREE]), distance)
