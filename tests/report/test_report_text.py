"""The report for people: plain lines when piped, tables on a terminal of any width."""

import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

from xlrnn import api
from xlrnn.clean import MOST_SIGNS, clean
from xlrnn.report.verification import text
from xlrnn.report.verification.formats import FORMATS, form
from xlrnn.report.verification.own_report import is_report
from xlrnn.report.verification.table import print_tables
from xlrnn.report.verification.terminal import print_report
from xlrnn.verify.results.distance import Tolerance
from xlrnn.verify.results.result import BookResult, EnginePair, EngineResult, Verification
from xlrnn.verify.results.verdict import Outcome

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module")
def right(tmp_path_factory):
    (path,) = api.build(["hello-forward"], tmp_path_factory.mktemp("built"))
    return api.verify([path])


def shown(result, width, colours=None):
    stream = io.StringIO()
    console = Console(
        file=stream, force_terminal=True, width=width, color_system=colours,
        highlight=False, emoji=False, legacy_windows=False,
    )  # fmt: skip
    print_tables(result, console)
    return stream.getvalue()


def with_engines(result, count):
    """Pretend that several engines calculated the same."""
    (book,) = result.books
    (first,) = book.engines
    names = ("ironcalc", "libreoffice", "cellrune", "formulon")[:count]
    engines = [EngineResult(name, "1.0", True, first.blocks) for name in names]
    return Verification([BookResult(book.book, book.tolerance, engines)])


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 200])
@pytest.mark.parametrize("engines", [1, 2, 4])
def test_nothing_is_clipped(right, width, engines):
    output = shown(with_engines(right, engines), width)
    narrow = {(1, 40), (2, 40), (4, 40), (4, 60)}  # too narrow for these
    for line in output.splitlines():
        assert cell_len(line.rstrip()) <= width
    if (engines, width) not in narrow:
        assert "…" not in output


@pytest.mark.parametrize(
    ("width", "engines", "columns"),
    [
        (80, 1, ["cells", "what it is", "distance", "ironcalc"]),
        (80, 4, ["ironcalc", "libreoffice", "cellrune", "formulon"]),
        (120, 4, ["cells", "what it is", "distance", "ironcalc", "libreoffice"]),
    ],
)
def test_columns_give_way(right, width, engines, columns):
    output = shown(with_engines(right, engines), width)
    heading = next(line for line in output.splitlines() if line.startswith(" block"))
    assert all(column in heading for column in columns)
    assert ("cells" in heading) == ("cells" in columns)


def test_colours_only_where_wanted(right):
    coloured = shown(right, 80, "standard")
    assert "\x1b[32m" in coloured
    assert ESCAPE.sub("", coloured) == shown(right, 80)
    assert "\x1b" not in shown(right, 80)


@pytest.mark.parametrize(
    ("environment", "colour", "table"),
    [({}, True, True), ({"NO_COLOR": "1"}, False, True), ({"NO_COLOR": ""}, True, True),
     ({"TERM": "dumb"}, False, True)],
)  # fmt: skip
def test_terminal(right, monkeypatch, environment, colour, table):
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({"TERM": "xterm", "COLUMNS": "100"} | environment).items():
        monkeypatch.setenv(name, value)
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout", stream)
    print_report(right)
    assert ("\x1b" in stream.getvalue()) == colour
    assert ("distance" in stream.getvalue()) == table


def test_piped(right, capsys):
    print_report(right)
    out, err = capsys.readouterr()
    assert err == ""
    assert out == text.render(right) + "\n"
    assert out.count("\n") == 1
    assert "\x1b" not in out


def test_pairs_that_agree_are_one_line():
    pairs = [EnginePair("a", "b", 1e-16, 1.0, True), EnginePair("a", "c", 2e-16, 3.0, True)]
    book = BookResult("b.xlsx", Tolerance(), [], pairs)
    assert text.render(Verification([book])) == (
        "agree:   b.xlsx: 2 pairs of engines, the farthest being a and c, are at most 2e-16 "
        "(3 ulp) apart"
    )


def test_pair_that_disagrees_is_named():
    pairs = [EnginePair("a", "b", 0.5, 1e9, False), EnginePair("a", "c", 0.0, 0.0, True)]
    lines = text.render(Verification([BookResult("b.xlsx", Tolerance(), [], pairs)])).splitlines()
    assert lines[0].startswith("differ:  b.xlsx: a and b are 0.5 (")
    assert lines[1] == "agree:   b.xlsx: a and c are at most 0 (0 ulp) apart"


def test_tolerance_is_said_if_it_is_not_the_usual_one(right):
    (book,) = right.books
    loose = BookResult(book.book, Tolerance(1e-3, 1e-4), book.engines)
    assert "allowed" not in text.render(right)
    assert "allowed 0.001 or 0.0001" in text.render(Verification([loose]))


def test_summary_counts():
    books = [
        BookResult("b.xlsx", Tolerance(), [EngineResult("e", "1", True, failed=outcome)])
        for outcome in (Outcome.AGREE, Outcome.UNKNOWN, Outcome.AGREE, Outcome.DIFFER)
    ]
    result = Verification(books)
    assert text.summary(result) == [
        (Outcome.DIFFER, "4 workbooks: 2 agree, 1 unknown, 1 differ")
    ]  # fmt: skip
    assert text.summary(Verification(books[:1])) == []


def test_markup_reaches_the_terminal_as_text(right):
    name = "[bold]a[/bold] :bomb: [/] \\"
    (book,) = right.books
    result = Verification(
        [BookResult(name, Tolerance(), book.engines), BookResult(name, Tolerance(), reason=name)]
    )
    assert shown(result, 200).count(name) == 3


@pytest.mark.parametrize(
    ("dirty", "tidy"),
    [
        ("a\x1b[31mb\x07", "a?[31mb?"),
        ("a\r\nb\tc", "a??b?c"),
        ("\u202eevil\u2066", "?evil?"),
        ("\x9b31m", "?31m"),
        ("a\u00a0b\u3000c", "a b c"),
        ("\ud800", "?"),
        ("日本 😀 é", "日本 😀 é"),
        ("x" * (MOST_SIGNS + 1), "x" * MOST_SIGNS + "…"),
    ],
)
def test_clean(dirty, tidy):
    assert clean(dirty) == tidy


def test_own_reports_are_known(right, tmp_path):
    path = tmp_path / "report"
    for name in FORMATS:
        path.write_text(form(name).render(right), encoding="utf-8")
        assert is_report(path)
    for other in (b"notes", b"PK\x03\x04", b'{"schema": 1}', b"<?xml version='1.0'?><a/>"):
        path.write_bytes(other)
        assert not is_report(path)
    path.write_bytes(b"")
    assert is_report(path)
