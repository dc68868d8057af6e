"""The page: the summary first, then the claims by section, then workbooks and circumstances."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, groupby

from xlrnn.article.claims.claim import Section, Verdict
from xlrnn.nn.training.progress import duration
from xlrnn.report.page import page, text
from xlrnn.report.reproduction.plot import svg
from xlrnn.report.reproduction.style import STYLE
from xlrnn.report.reproduction.words import books, conclusion, recorded, shown, told
from xlrnn.reproduce.evidence import Link, Table
from xlrnn.reproduce.finding import Finding, Outcome, Reproduction, Workbook
from xlrnn.reproduce.journal import file_of

TITLE = "The article, claim by claim"
_SIGNS = {
    Outcome.CONFIRMED: "right",
    Outcome.REFUTED: "wrong",
    Outcome.UNKNOWN: "open",
    Outcome.ASIDE: "aside",
}
_OF_BOOKS = {"agree": "right", "differ": "wrong", "unknown": "open"}
_SHORT = {
    Verdict.HOLDS: "hold",
    Verdict.CORRECTED: "with a correction",
    Verdict.FAILS: "do not hold",
    Verdict.UNCHECKED: "not checked",
}


def render(found: Reproduction) -> str:
    """Return the page."""
    body = [
        f"<header><h1>{TITLE}</h1>",
        "<p>“Fundamentals of Deep Learning – Introduction to Recurrent Neural Networks”, by "
        "Dishashree Gupta: what it says, whether it holds, and where to see it.</p></header><main>",
        *_summary(found),
        *_sections(found.findings),
        *_workbooks(found.workbooks),
        *_circumstances(found),
        "</main>",
    ]
    return page(TITLE, "\n".join(body), STYLE)


def _summary(found: Reproduction) -> Iterator[str]:
    signs = {0: "right", 1: "wrong", 3: "open"}
    yield "<section><h2>Summary</h2>"
    yield f"<p class='{signs[found.exit_code]}'>{text(conclusion(found))}.</p>"
    yield f"<p>{text(recorded(found))} {text(books(found))}.</p>"
    counts = Counter((one.claim.section, one.claim.verdict) for one in found.findings)
    sections = [one for one in Section if any((one, verdict) in counts for verdict in Verdict)]
    rows = [
        [_anchor(one), *(counts[one, verdict] or "" for verdict in Verdict)] for one in sections
    ]
    head = ("section", *_SHORT.values())
    yield _table("The claims of each section, as the ledger records them", head, rows)
    notable = [one for one in found.findings if one.outcome in (Outcome.REFUTED, Outcome.UNKNOWN)]
    if notable:
        yield "<h3>Not as recorded</h3><ul>"
        yield from (f"<li class='{_SIGNS[one.outcome]}'>{_to(one)}</li>" for one in notable)
        yield "</ul>"
    yield "</section>"


def _anchor(section: Section) -> str:
    return f"<a href='#{section.name.lower()}'>{text(section.value)}</a>"


def _to(finding: Finding) -> str:
    return f"<a href='#{text(finding.claim.name)}'>{text(finding.claim.says)}</a>"


def _sections(findings: Iterable[Finding]) -> Iterator[str]:
    plots = count(1)
    for section, claims in groupby(findings, key=lambda one: one.claim.section):
        yield f"<section><h2 id='{section.name.lower()}'>{text(section.value)}</h2>"
        for finding in claims:
            yield from _claim(finding, plots)
        yield "</section>"


def _claim(finding: Finding, plots: Iterator[int]) -> Iterator[str]:
    claim, evidence = finding.claim, finding.evidence
    verdict = claim.verdict.name.lower()
    yield f"<article id='{text(claim.name)}' class='{verdict}'><h3>{text(claim.says)}</h3>"
    correction = f": {text(claim.because)}" if claim.because else ""
    yield f"<p><b>{_capital(text(claim.verdict.value))}</b>{correction}</p>"
    if finding.outcome is not Outcome.ASIDE:
        label = "" if finding.outcome is Outcome.CONFIRMED else f"<b>{finding.outcome}</b>: "
        links = "".join(f" {_link(one)}" for one in _links(finding))
        yield f"<p class='{_SIGNS[finding.outcome]}'>{label}{text(told(finding))}{links}</p>"
    if evidence is not None:
        yield from (_evidence_table(one) for one in evidence.tables)
        yield from (svg(one, next(plots)) for one in evidence.plots)
    yield "</article>"


def _capital(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"


def _links(finding: Finding) -> Sequence[Link]:
    """Return where the evidence is to be seen: in cells, or else in what its check came to."""
    if finding.evidence is None:
        return ()
    run = Link("all numbers of the run", file_of(finding.claim.check))
    return finding.evidence.links or (run,)


def _link(link: Link) -> str:
    """Return where to see it; a browser opens the file, a reader finds the cell."""
    where = f"{link.file.rpartition('/')[2]}, {link.cell}" if link.cell else link.file
    return f"<a class='see' href='{text(link.file)}'>{text(link.words)}: {text(where)}</a>"


def _evidence_table(table: Table) -> str:
    rows = [[text(shown(one)) for one in row] for row in table.rows]
    return _table(table.title, table.columns, rows)


def _table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table whose first column names its rows; cells are HTML already."""
    rows = [[str(one) for one in row] for row in rows]
    sides = ["", *(_side(column[1:]) for column in [*zip(head, *rows, strict=True)][1:])]
    columns = "".join(
        f"<th scope='col'{side}>{text(one)}</th>" for one, side in zip(head, sides, strict=True)
    )
    lines = "".join(
        f"<tr><th scope='row'>{row[0]}</th>"
        + "".join(f"<td{side}>{one}</td>" for one, side in zip(row[1:], sides[1:], strict=True))
        + "</tr>"
        for row in rows
    )
    return (
        f"<div class='wide' tabindex='0'><table><caption>{text(title)}</caption>"
        f"<thead><tr>{columns}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _side(column: Sequence[str]) -> str:
    """Put numbers to the right; an empty cell is either."""
    return " class='n'" if all(one[:1] in "0123456789-−" for one in column) else ""


def _workbooks(found: Sequence[Workbook]) -> Iterator[str]:
    if not found:
        return
    yield "<section><h2 id='workbooks'>The workbooks</h2>"
    yield (
        "<p>Each was calculated by the engines named here, its stored results destroyed before, "
        "and compared with NumPy cell by cell.</p>"
    )
    rows = [row for book in found for row in _book(book)]
    head = ("workbook", "engine", "cells", "distance", "verdict")
    yield _table("What engines make of them", head, rows)
    yield "</section>"


def _book(book: Workbook) -> Iterator[list[str]]:
    name = f"<a href='{text(book.file)}'>{text(book.file.rpartition('/')[2])}</a>"
    if book.reason:
        sign = _OF_BOOKS[book.outcome]
        yield [name, "", "", "", f"<span class='{sign}'>{text(book.reason)}</span>"]
    for one in book.engines:
        sign = f"<span class='{_OF_BOOKS[one.outcome]}'>{text(one.reason or one.outcome)}</span>"
        yield [name, text(f"{one.name} {one.version}"), f"{one.cells:,}", f"{one.distance:.1e}",
               sign]  # fmt: skip


def _circumstances(found: Reproduction) -> Iterator[str]:
    setting = found.setting
    told = {
        "how": "quick: small sizes and few seeds" if setting.quick else "in full",
        "seed": setting.seed,
        "data": "generated" if setting.data is None else setting.data.name,
        **found.about,
        "all steps together": duration(found.seconds),
    }
    yield "<section><h2 id='circumstances'>Under what circumstances</h2><dl>"
    yield from (f"<dt>{text(name)}</dt><dd>{text(value)}</dd>" for name, value in told.items())
    yield (
        "</dl><p>The same for programs: <a href='report.json'>report.json</a>; for build servers: "
        "<a href='junit.xml'>junit.xml</a>.</p></section>"
    )
