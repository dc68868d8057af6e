"""The report for people: a line for each engine that says all."""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

from xlrnn.clean import clean
from xlrnn.counted import counted, noun
from xlrnn.formula.value import CellError, Value
from xlrnn.names import Role
from xlrnn.verify.results.block_result import CellResult
from xlrnn.verify.results.distance import Tolerance
from xlrnn.verify.results.result import BookResult, EnginePair, EngineResult, Verification
from xlrnn.verify.results.verdict import Outcome, Verdict

_SHOWN_STRAYS = 3
_SHOWN_BLOCKS = 4
_LONGEST_FORMULA = 200

_WIDEST = 1 + max(map(len, Outcome))

ReportLine = tuple[Outcome, str]


def render(result: Verification) -> str:
    """Return the report as plain lines, each beginning with its verdict."""
    lines = itertools.chain(
        *([(outcome, _named(book, text)) for outcome, text in lines_of(book)]
          for book in result.books),
        summary(result),
    )  # fmt: skip
    return "\n".join(f"{labelled(outcome)} {clean(text)}" for outcome, text in lines)


def labelled(outcome: Outcome) -> str:
    """Return a verdict as a line begins with it; the colon keeps it apart from a file's name.

    Example:
        >>> labelled(Outcome.AGREE), labelled(Outcome.UNKNOWN)
        ('agree:  ', 'unknown:')
    """
    return f"{outcome}:".ljust(_WIDEST)


BEGINNINGS = (
    *(f"{labelled(outcome)} " for outcome in Outcome),
    *(f"{outcome:<8}" for outcome in Outcome),  # as they once began
)


def lines_of(book: BookResult) -> Iterator[ReportLine]:
    """Yield what is said of a workbook, a line for each engine."""
    if book.reason:
        yield book.outcome, book.reason
    for engine in book.engines:
        yield engine.outcome, _sentence(book, engine)
    yield from _pairs(book.pairs)
    yield from _own_tolerances(book)
    yield from ((Outcome.DIFFER, doubt) for doubt in book.doubts)
    yield from ((Outcome.AGREE, f"note: {note}") for note in book.notes)


def summary(result: Verification) -> list[ReportLine]:
    """Return the line that counts the workbooks, none for a single one."""
    if len(result.books) == 1:
        return []
    counts = Counter(book.outcome for book in result.books)
    parts = [f"{counts[outcome]} {outcome}" for outcome in Outcome if counts[outcome]]
    return [(result.outcome, f"{len(result.books)} workbooks: {', '.join(parts)}")]


def _own_tolerances(book: BookResult) -> Iterator[ReportLine]:
    """Name the blocks whose numbers may be farther apart than usual, or are measured otherwise."""
    blocks = next((engine.blocks for engine in book.engines if engine.blocks), [])
    groups: dict[Tolerance, list[str]] = {}
    for block in blocks:
        own = book.tolerance.of(block.located.block)
        if own != book.tolerance and block.located.block.role not in (Role.CHECK, Role.REFERENCE):
            groups.setdefault(own, []).append(block.name)
    for own, names in groups.items():
        allowed = f"{own.relative:g} or {own.absolute:g}"
        if own.by_column:
            allowed = f"{own.relative:g} of the largest in its column"
        more = f" and {len(names) - _SHOWN_BLOCKS} more" if len(names) > _SHOWN_BLOCKS else ""
        listed = ", ".join(names[:_SHOWN_BLOCKS])
        yield Outcome.AGREE, f"note: allowed {allowed} in {listed}{more}"


def _named(book: BookResult, text: str) -> str:
    """Put the workbook's name before a line that does not begin with it."""
    return text if text.startswith(book.book) else f"{book.book}: {text}"


def _pairs(pairs: list[EnginePair]) -> Iterator[ReportLine]:
    """Name each pair of engines that disagree, and the worst of those that agree."""
    for pair in pairs:
        if not pair.agree:
            yield Outcome.DIFFER, f"{pair.a} and {pair.b} are {_apart(pair)} apart"
    agreeing = [pair for pair in pairs if pair.agree]
    if agreeing:
        worst = max(agreeing, key=lambda pair: pair.max_abs)
        which = f"{worst.a} and {worst.b}"
        if len(agreeing) > 1:
            which = f"{len(agreeing)} pairs of engines, the farthest being {which},"
        yield Outcome.AGREE, f"{which} are at most {_apart(worst)} apart"


def _apart(pair: EnginePair) -> str:
    return f"{pair.max_abs:.2g} ({pair.max_ulp:.6g} ulp)"


def _sentence(book: BookResult, engine: EngineResult) -> str:
    who = f"{engine.name} {engine.version}".strip()
    if engine.reason:
        return f"{who}: {engine.reason}"
    did = "recalculated" if engine.recalculated else "as stored (not recalculated)"
    cells = f"{engine.cells_total} {noun(engine.cells_total, 'cell')}"
    parts = [f"{who} {did}: {engine.cells_verified} of {cells} verified"]
    parts += [
        f"{engine.count(verdict)} {_words(verdict)}"
        for verdict in Verdict
        if verdict is not Verdict.MATCHED and engine.count(verdict)
    ]
    ulp = engine.max_ulp(book.tolerance.absolute)
    parts.append(f"largest distance {engine.max_abs:.2g} ({ulp:.6g} ulp)")
    if book.tolerance != Tolerance():
        parts.append(f"allowed {book.tolerance.relative:g} or {book.tolerance.absolute:g}")
    if engine.trials:
        parts.append(f"tried with {counted(engine.trials, 'other input')}")
    return ", ".join(parts) + _first(engine) + _left_out(engine) + strays_words(engine)


def _first(engine: EngineResult) -> str:
    words = first_words(engine)
    return f"; first: {words}" if words else ""


def first_words(engine: EngineResult) -> str:
    """Say which cell differs first, and how; "" if none does."""
    cell = engine.first_difference
    if cell is None:
        return ""
    problem = next((b.located.problem for b in engine.blocks if b.name == cell.block), "")
    return _difference(cell, problem)


def _left_out(engine: EngineResult) -> str:
    """Say what reaches out of the workbook, or may, and was not followed."""
    shown = [f"{entry.place} {entry.why}" for entry in engine.left_out[:_SHOWN_STRAYS]]
    more = len(engine.left_out) - len(shown)
    last = [f"{more} more"] if more else []
    return f"; not followed: {'; '.join(shown + last)}" if shown else ""


def strays_words(engine: EngineResult) -> str:
    """Say which formulas nothing is said of; "" if there are none."""
    kinds = {
        "formulas in inputs and weights at": engine.given_formulas,
        "formulas outside all blocks at": engine.strays,
    }
    listed = [f"{kind} {_some(cells)}" for kind, cells in kinds.items() if cells]
    return f"; not verified: {'; '.join(listed)}" if listed else ""


def _some(cells: Sequence[str]) -> str:
    more = f" and {len(cells) - _SHOWN_STRAYS} more" if len(cells) > _SHOWN_STRAYS else ""
    return ", ".join(cells[:_SHOWN_STRAYS]) + more


def _difference(cell: CellResult, problem: str) -> str:
    if problem:
        return f"block {cell.block} is missing: {problem}"
    text = f"{cell.place} is {_words(cell.verdict)}"
    if cell.verdict is not Verdict.MISSING:
        tried = f" with other inputs (trial {cell.trial})" if cell.trial else ""
        text += f"{tried}: shows {_value(cell.actual)}, expected {_value(cell.expected)}"
    return f"{text}, formula {_cut(cell.formula)}" if cell.formula else text


def _words(verdict: Verdict) -> str:
    return verdict.label.replace("_", " ")


def _value(value: Value) -> str:
    """Write a number with all its digits, a text in quotes."""
    if value is None:
        return "nothing"
    if isinstance(value, CellError):
        return _cut(str(value))
    return f"{value:.17g}" if type(value) is float else _cut(repr(value))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_FORMULA else f"{text[:_LONGEST_FORMULA]}…"
