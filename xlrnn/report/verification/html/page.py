"""The report as one page, which needs nothing but itself."""

import platform
from collections.abc import Iterator
from typing import Final

import numpy as np

from xlrnn import __version__
from xlrnn.report.page import page, text
from xlrnn.report.verification.html.book import section
from xlrnn.report.verification.html.glossary import glossary
from xlrnn.report.verification.html.grid import GIVEN
from xlrnn.report.verification.html.signs import colours, legend, patterns
from xlrnn.report.verification.html.tables import row, table, verdict
from xlrnn.report.verification.text import summary
from xlrnn.verify.results.result import BookResult, Verification

_TITLE: Final = "xlrnn verify"
BEGINNINGS: Final = (page(_TITLE, "").partition("</title>")[0],)

_STYLE: Final = """
.whole { white-space: nowrap; } .wide { margin: .8rem 0; }
.wide, .map { overflow-x: auto; } .map svg { display: block; }
.maps { display: flex; flex-wrap: wrap; gap: 0 2rem; align-items: flex-start; }
figure { max-width: 100%; margin: 1rem 0 1.6rem; } figcaption { margin-bottom: .3rem; }
.map text { font: 10px system-ui, sans-serif; fill: var(--ink); }
.map .line { fill: var(--ink); opacity: .6; text-anchor: middle; font-size: 9px; }
.map .row { text-anchor: end; }
.sign { fill: none; stroke-width: 1.1; stroke-linecap: round; stroke-linejoin: round; }
.edge { fill: transparent; stroke: var(--ink); stroke-opacity: .35; }
.here { fill: none; stroke: var(--ink); stroke-width: 2; }
.bars path { fill: var(--bar); }
.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem 1.5rem; }
.legend svg { vertical-align: -.2rem; }
.facts th { background: none; color: inherit; white-space: nowrap; width: 1%; }
.first { margin: 1rem 0; } .first table { background: var(--paper); }
summary { cursor: pointer; margin: .6rem 0; } dt { font-weight: bold; } dd { margin: 0 0 .6rem; }
pre { white-space: pre-wrap; } .lines { list-style: none; padding: 0; }
@media (max-width: 40rem) { .facts th { white-space: normal; } }
@media print { .wide, .map { overflow: visible; } .map svg { max-width: 100%; height: auto; }
  h2, h3, h4, dt, figcaption { break-after: avoid; } dd { break-inside: avoid; }
  details::details-content { content-visibility: visible; display: block; } }
"""


def render(result: Verification) -> str:
    """Return the report as a page."""
    return page(_TITLE, "\n".join(_body(result)), style=_STYLE + colours())


def _body(result: Verification) -> Iterator[str]:
    yield patterns()
    yield f"<h1>{_TITLE}: {verdict(result.outcome)}</h1>"
    yield from (f"<p>{text(said)}</p>" for _, said in summary(result))
    yield _summary(result)
    yield f"<p>{text(_versions())} <a href='#words'>What the words mean.</a></p>"
    yield legend(_codes(result))
    for number, book in enumerate(result.books, start=1):
        yield from section(book, number, folded=len(result.books) > 1)
    yield glossary()


def _codes(result: Verification) -> set[int]:
    """Return what occurs on the maps."""
    engines = [engine for book in result.books for engine in book.engines]
    codes = {code for e in engines for b in e.blocks for code in np.unique(b.codes).tolist()}
    return codes | ({GIVEN} if any(engine.given for engine in engines) else set())


def _summary(result: Verification) -> str:
    head = ("workbook", "verdict", "engines", "allowed")
    return table(head, (_book(book, n) for n, book in enumerate(result.books, start=1)))


def _book(book: BookResult, number: int) -> str:
    engines = [f"{engine.name} {engine.version}".strip() for engine in book.engines]
    allowed = f"{book.tolerance.relative:g} of the number, or {book.tolerance.absolute:g}"
    return row(
        f"<a href='#book-{number}'>{text(book.book)}</a>",
        verdict(book.outcome),
        text(", ".join(engines) or book.reason),
        text(allowed),
    )


def _versions() -> str:
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"xlrnn {__version__}, NumPy {np.__version__}, {python}, {platform.platform()}."
