"""The report in the terminal: a table for each workbook; one line for each when piped."""

from collections.abc import Iterator

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from xlrnn.names import Role
from xlrnn.verify.result import BlockResult, BookResult, CellResult, EngineResult, Verification
from xlrnn.verify.verdict import Outcome, Verdict

_COLOURS = {Outcome.AGREE: "green", Outcome.UNKNOWN: "yellow", Outcome.DIFFER: "red"}
_SHOWN_STRAYS = 3


def print_report(result: Verification, console: Console | None = None) -> None:
    """Print the report: with tables on a terminal, in plain lines otherwise."""
    console = console or Console(highlight=False, soft_wrap=True)
    for book in result.books:
        if console.is_terminal:
            for engine in book.engines:
                if engine.blocks:
                    console.print(_table(book, engine))
        for line, outcome in _lines(book):
            console.print(f"[{_COLOURS[outcome]}]{outcome:<8}[/]{escape(clean(line))}")


def render(result: Verification) -> str:
    """Return the report as plain lines."""
    return "\n".join(
        f"{outcome:<8}{clean(line)}" for book in result.books for line, outcome in _lines(book)
    )


def clean(text: str) -> str:
    """Return a text without control characters, which a workbook could use to trick a terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def _lines(book: BookResult) -> Iterator[tuple[str, Outcome]]:
    if book.reason:
        yield f"{book.book}: {book.reason}", book.outcome
    for engine in book.engines:
        yield f"{book.book}: {_sentence(book, engine)}", engine.outcome
    for pair in book.pairs:
        outcome = Outcome.AGREE if pair.agree else Outcome.DIFFER
        yield (
            (
                f"{book.book}: {pair.a} and {pair.b} are at most {pair.max_abs:.2g} "
                f"({pair.max_ulp:.0f} ulp) apart"
            ),
            outcome,
        )


def _sentence(book: BookResult, engine: EngineResult) -> str:
    who = f"{engine.name} {engine.version}".strip()
    if engine.reason:
        return f"{who}: {engine.reason}"
    did = "recalculated" if engine.recalculated else "as stored (not recalculated)"
    parts = [f"{who} {did}: {engine.cells_verified} of {engine.cells_total} cells verified"]
    parts += [
        f"{engine.count(verdict)} {verdict.label.replace('_', ' ')}"
        for verdict in Verdict
        if verdict is not Verdict.MATCHED and engine.count(verdict)
    ]
    ulp = engine.max_ulp(book.tolerance.absolute)
    parts.append(f"largest distance {engine.max_abs:.2g} ({ulp:.0f} ulp)")
    text = ", ".join(parts)
    if engine.first_difference is not None:
        text += f"; first: {_difference(engine.first_difference)}"
    if engine.strays:
        shown = ", ".join(engine.strays[:_SHOWN_STRAYS])
        more = ", …" if len(engine.strays) > _SHOWN_STRAYS else ""
        text += f"; not verified: formulas outside all blocks at {shown}{more}"
    return text


def _difference(cell: CellResult) -> str:
    text = f"{cell.place} is {cell.verdict.label.replace('_', ' ')}"
    if cell.verdict is not Verdict.MISSING:
        text += f": shows {_number(cell.actual)}, expected {_number(cell.expected)}"
    return f"{text}, formula {cell.formula}" if cell.formula else text


def _number(value: float | str | None) -> str:
    return f"{value:.15g}" if isinstance(value, float) else repr(value)


def _table(book: BookResult, engine: EngineResult) -> Table:
    title = f"{escape(clean(book.book))} · {engine.name} {engine.version}"
    table = Table(title=title, title_justify="left", header_style="bold")
    for heading in ("block", "what", "cells"):
        table.add_column(heading, no_wrap=True)
    for heading in ("matched", "wrong", "max abs", "max ulp"):
        table.add_column(heading, justify="right")
    quiet = 0
    for block in engine.blocks:
        if block.located.block.role in (Role.LABEL, Role.CHECK, Role.REFERENCE) and not block.wrong:
            quiet += 1
        else:
            table.add_row(*_row(block, book.tolerance.absolute))
    if quiet:
        table.caption = f"and {quiet} blocks of labels, references and checks: all matched"
        table.caption_justify = "left"
    return table


def _row(block: BlockResult, floor: float) -> tuple[str, ...]:
    matched = block.count(Verdict.MATCHED) + block.count(Verdict.NOTED)
    wrong = block.codes.size - matched - block.count(Verdict.UNVERIFIED)
    numbers = block.numbers is not None
    return (
        escape(block.name),
        block.located.block.entry.label,
        escape(clean(block.range or block.located.problem)),
        str(matched),
        f"[red]{wrong}[/]" if wrong else "0",
        f"{block.max_abs:.1e}" if numbers and block.max_abs else ("0" if numbers else ""),
        f"{block.max_ulp(floor):.0f}" if numbers else "",
    )
