"""The first difference: the cell, its formula and the right one, what it reads, what went wrong."""

import shlex
from collections.abc import Iterator

from xlrnn.counted import counted
from xlrnn.formula.cell import quote_sheet
from xlrnn.formula.value import CellError
from xlrnn.report.page import text
from xlrnn.report.verification.html.distance import made_of
from xlrnn.report.verification.html.tables import row, table, value
from xlrnn.report.verification.text import first_words
from xlrnn.verify.explained.maths import shown
from xlrnn.verify.explained.one_cell import OneCell, Read, one_cell
from xlrnn.verify.explained.origin import Numbers
from xlrnn.verify.results.block_result import CellResult
from xlrnn.verify.results.first_cell import WrongCell
from xlrnn.verify.results.result import BookResult, EngineResult


def first_differences(book: BookResult) -> Iterator[str]:
    """Yield the first difference of each engine; engines that show the same are told together."""
    told: dict[tuple[str, str, str], list[EngineResult]] = {}
    for engine in book.engines:
        if cell := engine.first_difference:
            told.setdefault((cell.cell, cell.block, cell.verdict.label), []).append(engine)
    if told:
        yield "<h3>The first difference</h3>"
    for engines in told.values():
        names = ", ".join(engine.name for engine in engines)
        yield f"<section class='first'><p><b>{text(names)}</b></p>"
        yield from _first(book, engines[0])
        yield "</section>"


def _first(book: BookResult, engine: EngineResult) -> Iterator[str]:
    wrong, cell = engine.first_cell, engine.first_difference
    assert wrong is not None and cell is not None
    yield f"<p class='wrong'>{text(first_words(engine))}</p>"
    if wrong.result.located.place is None:
        return
    about = one_cell(engine, wrong)
    yield _facts(cell, about)
    lines = made_of(*wrong, Numbers(engine), book.tolerance)
    if lines:
        yield f"<h4>Rounding or mistake</h4><p>{' '.join(map(text, lines))}</p>"
    yield from _reads(about)
    if engine.reads is not None:
        yield from _command(book, engine, wrong, cell)


def _facts(cell: CellResult, about: OneCell) -> str:
    """Return what is known of the cell, line by line."""
    facts = {
        "what it is": text(f"{about.symbol}, {about.label}"),
        "expected": value(cell.expected),
        "shown": value(cell.actual),
        "formula on the sheet": _code(cell.formula),
        "formula that belongs there": _code(about.belongs),
        "as an equation": text(about.notation),
        "of this cell": text(about.maths),
        "with NumPy's numbers": text(about.numbers),
    }
    rows = (
        f"<tr><th scope='row'>{name}</th><td class='long'>{content}</td></tr>"
        for name, content in facts.items()
        if content
    )
    return f"<table class='facts'>{''.join(rows)}</table>"


def _code(formula: str) -> str:
    return f"<code>{text(formula)}</code>" if formula else ""


def _reads(about: OneCell) -> Iterator[str]:
    """Yield the cells that the right formula reads, with their numbers on both sides."""
    if not about.reads:
        return
    yield "<h4>What the right formula reads</h4>"
    yield table(("cell", "what", "NumPy", "sheet", ""), map(_read, about.reads), ("NumPy", "sheet"))
    if about.left_out:
        yield f"<p>and {counted(about.left_out, 'more cell')}</p>"


def _read(one: Read) -> str:
    sides = [f"<td class='n'>{text(shown(side))}</td>" for side in (one.expected, one.shown)]
    what = f"<b>{text(one.symbol)}</b> {text(one.label)}"
    return row(text(one.cell), what, *sides, _sign(one))


def _sign(one: Read) -> str:
    """Say whether both sides show the same, to the digits that are shown."""
    if isinstance(one.shown, CellError) or shown(one.expected) != shown(one.shown):
        return "<span class='wrong'>differs</span>"
    return "<span class='right'>same</span>"


def _command(
    book: BookResult, engine: EngineResult, wrong: WrongCell, cell: CellResult
) -> Iterator[str]:
    """Yield the command that tells all that the cell follows from."""
    place = wrong.result.located.place
    address = f"{quote_sheet(place.sheet if place else '')}!{cell.cell.rpartition('!')[2]}"
    words = ["xlrnn", "verify", book.book, "--engine", engine.name, "--explain", address]
    own = ", with the workbook's own inputs" if cell.trial else ""
    yield f"<h4>All that it follows from{own}</h4>"
    yield f"<pre><code>{text(shlex.join([*words, '-o', 'cell.html']))}</code></pre>"
