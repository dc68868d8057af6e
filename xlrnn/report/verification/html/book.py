"""What is said of one workbook."""

from collections.abc import Iterator

from xlrnn.report.page import text
from xlrnn.report.verification.html.blocks import blocks_table
from xlrnn.report.verification.html.engines import side_by_side
from xlrnn.report.verification.html.first import first_differences
from xlrnn.report.verification.html.maps import maps
from xlrnn.report.verification.html.tables import CLASSES
from xlrnn.report.verification.text import lines_of
from xlrnn.verify.results.result import BookResult
from xlrnn.verify.results.verdict import Outcome


def section(book: BookResult, number: int, *, folded: bool) -> Iterator[str]:
    """Yield a section.

    Args:
        book: the workbook.
        number: which one it is, from 1; the summary leads there.
        folded: whether maps and blocks of a workbook that agrees are folded up.
    """
    yield f"<h2 id='book-{number}'>{text(book.book)}</h2><ul class='lines'>"
    for outcome, said in lines_of(book):
        yield f"<li class='{CLASSES[outcome]} long'>{text(said)}</li>"
    yield "</ul>"
    if not any(engine.blocks for engine in book.engines):
        return
    yield from first_differences(book)
    yield from side_by_side(book)
    away = folded and book.outcome is Outcome.AGREE
    if away:
        yield "<details><summary>Map and blocks</summary>"
    yield from maps(book)
    yield from _blocks(book)
    if away:
        yield "</details>"


def _blocks(book: BookResult) -> Iterator[str]:
    yield "<h3>Blocks, in the order of the calculation</h3>"
    able = [engine for engine in book.engines if engine.blocks]
    for place, engine in enumerate(able):
        if len(able) > 1:
            opened = "" if place else " open"
            yield f"<details{opened}><summary>{text(engine.name)}</summary>"
        yield blocks_table(engine, book.tolerance)
        if len(able) > 1:
            yield "</details>"
