"""The report for build servers: JUnit XML, a test suite for each workbook and engine."""

from xml.etree import ElementTree

from xlrnn.clean import clean
from xlrnn.provenance import written_by
from xlrnn.report.verification.text import strays_words
from xlrnn.verify.results.block_result import BlockResult
from xlrnn.verify.results.result import BookResult, EngineResult, Verification
from xlrnn.verify.results.verdict import WRONG, Outcome, Verdict

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
BEGINNINGS = (_DECLARATION + '<testsuites name="xlrnn verify"',)


def render(result: Verification) -> str:
    """Return the report as an XML document; every block is a test case."""
    root = ElementTree.Element("testsuites", name="xlrnn verify")
    for book in result.books:
        if book.reason:
            suite = _suite(root, book.book)
            _case(suite, book.book, "read", "error", book.reason)
        for engine in book.engines:
            _engine(_suite(root, f"{book.book} · {engine.name} {engine.version}"), book, engine)
        _pairs(root, book)
        _about(root, book)
    for suite in root:
        suite.set("tests", str(len(suite)))
        suite.set("failures", str(len(suite.findall("*/failure"))))
        suite.set("errors", str(len(suite.findall("*/error"))))
        suite.set("skipped", str(len(suite.findall("*/skipped"))))
        suite.insert(0, _properties())
    ElementTree.indent(root)
    return _DECLARATION + ElementTree.tostring(root, "unicode")


def _properties() -> ElementTree.Element:
    """Return what wrote the report, where JUnit has room for it: in each suite."""
    properties = ElementTree.Element("properties")
    ElementTree.SubElement(properties, "property", name="written by", value=written_by())
    return properties


def _suite(root: ElementTree.Element, name: str) -> ElementTree.Element:
    return ElementTree.SubElement(root, "testsuite", name=clean(name))


def _engine(suite: ElementTree.Element, book: BookResult, engine: EngineResult) -> None:
    if engine.failed is Outcome.UNKNOWN:
        _case(suite, book.book, engine.name, "error", engine.reason)
    for block in engine.blocks:
        kind, message = _block(block)
        _case(suite, book.book, f"{block.name} {block.range}".strip(), kind, message)
    if engine.not_verified:
        verified = f"{engine.cells_verified} of {engine.cells_total} cells verified"
        _case(suite, book.book, "other formulas", "skipped", verified + strays_words(engine))


def _block(block: BlockResult) -> tuple[str, str]:
    if block.located.problem:
        return "failure", block.located.problem
    for kind, verdicts in (("failure", WRONG), ("error", {Verdict.UNVERIFIED})):
        cell = next((cell for cell in block.cells() if cell.verdict in verdicts), None)
        if cell is not None:
            shown = f"shows {cell.actual}, expected {cell.expected}"
            return kind, f"{cell.place}: {cell.verdict.label}, {shown}"
    return "", ""


def _pairs(root: ElementTree.Element, book: BookResult) -> None:
    if not book.pairs:
        return
    suite = _suite(root, f"{book.book} · engines against each other")
    for pair in book.pairs:
        message = "" if pair.agree else f"up to {pair.max_abs:g} apart"
        _case(suite, book.book, f"{pair.a} and {pair.b}", "" if pair.agree else "failure", message)


def _about(root: ElementTree.Element, book: BookResult) -> None:
    """Add what makes a workbook doubtful, each a failure, and what a reader should know."""
    if not book.doubts and not book.notes:
        return
    suite = _suite(root, f"{book.book} · as a whole")
    for number, doubt in enumerate(book.doubts, start=1):
        _case(suite, book.book, f"doubt {number}", "failure", doubt)
    for number, note in enumerate(book.notes, start=1):
        case = _case(suite, book.book, f"note {number}", "", "")
        ElementTree.SubElement(case, "system-out").text = clean(note)


def _case(
    suite: ElementTree.Element, book: str, name: str, kind: str, message: str
) -> ElementTree.Element:
    case = ElementTree.SubElement(suite, "testcase", classname=clean(book), name=clean(name))
    if kind:
        ElementTree.SubElement(case, kind, message=clean(message))
    return case
