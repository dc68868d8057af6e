"""The report for build servers: JUnit XML, a suite for each section, a case for each claim."""

from itertools import groupby
from xml.etree import ElementTree

from xlrnn.clean import clean
from xlrnn.report.reproduction.words import told
from xlrnn.reproduce.finding import Finding, Outcome, Reproduction, Workbook

_KINDS = {Outcome.REFUTED: "failure", Outcome.UNKNOWN: "error", Outcome.ASIDE: "skipped"}
_OF_BOOKS = {"differ": "failure", "unknown": "error"}


def render(found: Reproduction) -> str:
    """Return the report as an XML document."""
    root = ElementTree.Element("testsuites", name="xlrnn reproduce")
    for section, findings in groupby(found.findings, key=lambda one: one.claim.section):
        suite = ElementTree.SubElement(root, "testsuite", name=section.value)
        for finding in findings:
            _claim(suite, finding)
    if found.workbooks:
        suite = ElementTree.SubElement(root, "testsuite", name="workbooks")
        for book in found.workbooks:
            _book(suite, book)
    for suite in root:
        suite.set("tests", str(len(suite)))
        for kind, plural in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            suite.set(plural, str(len(suite.findall(f"*/{kind}"))))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, "unicode")


def _claim(suite: ElementTree.Element, finding: Finding) -> None:
    case = ElementTree.SubElement(
        suite, "testcase", classname=finding.claim.check or "article", name=finding.claim.name
    )
    if finding.outcome in _KINDS:
        ElementTree.SubElement(case, _KINDS[finding.outcome], message=clean(told(finding)))


def _book(suite: ElementTree.Element, book: Workbook) -> None:
    case = ElementTree.SubElement(suite, "testcase", classname="workbooks", name=book.file)
    if book.outcome in _OF_BOOKS:
        said = book.reason or ", ".join(f"{one.name}: {one.outcome}" for one in book.engines)
        ElementTree.SubElement(case, _OF_BOOKS[book.outcome], message=clean(said))
