"""The report on a terminal: a table for each workbook, a column for each engine."""

from collections.abc import Callable, Iterable

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from xlrnn.names import Role
from xlrnn.report.clean import clean
from xlrnn.report.text import Line, lines_of, summary
from xlrnn.verify.result import BlockResult, BookResult, EngineResult, Verification
from xlrnn.verify.verdict import WRONG, Outcome, Verdict

_COLOURS = {Outcome.AGREE: "green", Outcome.UNKNOWN: "yellow", Outcome.DIFFER: "bold red"}
_QUIET = (Role.LABEL, Role.CHECK, Role.REFERENCE)
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
        floor = book.tolerance.absolute
        tables = (_table(able, floor, _EXTRA[:count]) for count in range(len(_EXTRA), -1, -1))
        console.print(next(filter(_fits(console), tables), _table(able, floor, ())))
    _print_lines(lines_of(book), console)
    console.print()


def _fits(console: Console) -> Callable[[Table], bool]:
    """Return a function that says whether a table needs no more than the terminal's width."""
    anything = console.options.update(width=10_000)
    return lambda table: console.measure(table, options=anything).maximum <= console.width


def _print_lines(lines: Iterable[Line], console: Console) -> None:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for outcome, text in lines:
        grid.add_row(Text(f"{outcome:<7}", style=_COLOURS[outcome]), Text(clean(text)))
    console.print(grid)


def _table(engines: list[EngineResult], floor: float, extra: tuple[str, ...]) -> Table:
    table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False, caption_justify="left")
    table.add_column("block", no_wrap=True)
    for heading in extra:
        table.add_column(
            heading, no_wrap=True, justify="right" if heading == "distance" else "left"
        )
    for engine in engines:
        table.add_column(engine.name, no_wrap=True)
    quiet = 0
    for row in zip(*(engine.blocks for engine in engines), strict=True):
        if row[0].located.block.role in _QUIET and not any(_is_wrong(block) for block in row):
            quiet += 1
        else:
            cells = _facts(row)
            table.add_row(
                Text(row[0].name), *(cells[heading] for heading in extra),
                *(_mark(block, floor) for block in row),
            )  # fmt: skip
    if quiet:
        table.caption = Text(f"and {quiet} blocks of labels, references and checks, all right")
    return table


def _facts(row: tuple[BlockResult, ...]) -> dict[str, Text]:
    """Return what the columns that may give way say of a block."""
    block = row[0]
    numbers = any(result.numbers is not None for result in row)
    distance = max(result.max_abs for result in row)
    return {
        "cells": Text(clean(block.range) or "not found"),
        "what it is": Text(block.located.block.entry.label),
        "distance": Text(f"{distance:.1e}" if distance else "0" if numbers else ""),
    }


def _is_wrong(block: BlockResult) -> bool:
    return block.wrong or block.count(Verdict.UNVERIFIED) > 0


def _mark(block: BlockResult, floor: float) -> Text:
    """Say in a few signs how a block fares with an engine."""
    total = block.codes.size
    wrong = sum(block.count(verdict) for verdict in WRONG)
    if wrong:
        return Text(f"✗ {wrong} of {total}", style=_COLOURS[Outcome.DIFFER])
    unverified = block.count(Verdict.UNVERIFIED)
    if unverified:
        return Text(f"? {unverified} of {total}", style=_COLOURS[Outcome.UNKNOWN])
    distance = f" {block.max_ulp(floor):.0f} ulp" if block.numbers is not None else ""
    return Text.assemble(("✓", _COLOURS[Outcome.AGREE]), distance)
