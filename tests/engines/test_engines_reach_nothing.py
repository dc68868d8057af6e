"""No workbook makes an engine fetch an address or read a file, whatever it holds and wherever."""

import http.server
import itertools
import json
import threading
import urllib.request
import zipfile

import pytest

from tests.cli.workbooks import FORWARD, WORKBOOK, pack, parts_of
from tests.engines.payloads import AROUND, FORMULAS, LINKS, NAMES, OFFICE, PARTS, built
from xlrnn import api
from xlrnn.engines import get
from xlrnn.exercises.grade.grade import grade_file, job
from xlrnn.exercises.make.exercise import make
from xlrnn.exercises.mark.mark import stop_engines
from xlrnn.report.verification.json import render
from xlrnn.xlsx.planting.calculation_copy import write_calculation_copy
from xlrnn.xlsx.reading.read import read

SECRET = "SESAME4711"
ENGINES = ("ironcalc", "cellrune", "formulon", "libreoffice")


class Server:
    """A server on this machine that notes what it is asked."""

    def __init__(self, folder):
        self.asked = []
        noted = self.asked

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                noted.append(self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"1,2\n3,4\n")

            def log_message(self, *_):
                pass

        for verb in ("HEAD", "POST", "OPTIONS", "PROPFIND"):
            setattr(Handler, f"do_{verb}", Handler.do_GET)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.secret = folder / "secret.csv"
        self.secret.write_text(SECRET + "\n")
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def filled(self, text):
        return text.replace("URL", self.url).replace("FILE", self.secret.as_uri())


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("secret"))
    with urllib.request.urlopen(f"{server.url}/here"):
        pass
    assert server.asked == ["/here"]
    server.asked.clear()
    yield server
    server.server.shutdown()
    server.server.server_close()


@pytest.fixture(autouse=True)
def nothing_is_asked(server):
    yield
    assert server.asked == []


def cell(address, formula):
    formula = formula.replace("&", "&amp;").replace("&amp;#", "&#").replace("<", "&lt;")
    return f'<c r="{address}"><f>{formula}</f></c>'


def with_all(book, target, server):
    """Put every payload into a workbook: stray cells, names, what stands around, other parts."""
    helpers = (
        '<c r="AX400" t="inlineStr"><is><t>\'URL/51.csv\'#$a.A1</t></is></c>'
        + cell("AY400", built("URL/52.csv"))
        + cell("AZ400", 'CHAR(39)&"URL/53"')
        + cell("BA400", '".csv"&CHAR(39)&CHAR(35)&"$a.A1"')
    )
    rows = [f'<row r="{n}">{cell(f"A{n}", f)}</row>' for n, f in enumerate(FORMULAS.values(), 301)]
    xml = "".join(rows) + f'<row r="400">{helpers}</row>'
    parts = parts_of(book)
    nearby = ("nearby", ' localSheetId="1"', f"INDIRECT({built('URL/66.csv')})")
    names = "".join(
        f'<definedName name="{name}"{scope}>{text.replace("&", "&amp;")}</definedName>'
        for name, scope, text in [*((name, "", text) for name, text in NAMES.items()), nearby]
    )
    links = "".join(
        f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="URL/{i}" TargetMode="External"/>'
        for kind, i in LINKS.items()
    )
    around = "".join(AROUND.values()).replace("&", "&amp;")
    rels = FORWARD.replace("worksheets/", "worksheets/_rels/") + ".rels"
    empty = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        "</Relationships>"
    )
    old = parts.get(rels, empty.encode()).decode()
    parts[rels] = old.replace("</Relationships>", links + "</Relationships>").encode()
    changed = {
        FORWARD: [
            ("</sheetData>", xml + "</sheetData>"),
            ("</worksheet>", around + "</worksheet>"),
        ],
        WORKBOOK: [("</definedNames>", names + "</definedNames>")],
    }
    for part, pairs in changed.items():
        text = parts[part].decode()
        for mark, new in pairs:
            assert mark in text
            text = text.replace(mark, new)
        parts[part] = text.encode()
    parts |= {name: text.encode() for name, text in PARTS.items()}
    for part in (rels, FORWARD, WORKBOOK, *PARTS):
        parts[part] = server.filled(parts[part].decode()).encode()
    return pack(target, parts)


@pytest.fixture(scope="module")
def hostile(server, tmp_path_factory):
    (book,) = api.build(["hello-forward"], tmp_path_factory.mktemp("book"))
    return with_all(book, book.with_name("hostile.xlsx"), server)


def test_there_are_many_payloads():
    assert len(FORMULAS) + len(NAMES) + len(AROUND) + len(LINKS) + len(PARTS) >= 90


def test_the_copy_holds_nothing_that_a_program_resolves(hostile, tmp_path, server):
    copy = tmp_path / "copy.xlsx"
    left_out = {entry.place: entry.why for entry in write_calculation_copy(hostile, copy)}
    kept = read(copy).sheets["forward"].formulas
    safe = {name for n, name in enumerate(FORMULAS, 301) if (n, 1) in kept}
    # None of these resolves a text, or is known to any program; engines are asked below.
    assert safe == {
        "x escape", "ADDRESS alone", "OFFSET of a text", "CELL of a text", "SHEET of a text",
        "sheet as address", "HYPERLINK", "macro", "add-in",
    }  # fmt: skip
    assert {f"the name {name}" for name in NAMES} - left_out.keys() == {
        "the name written", "the name farther"
    }  # fmt: skip
    with zipfile.ZipFile(copy) as archive:
        assert not [n for n in archive.namelist() if "rels/sheet" in n or "drawing" in n]
        assert b"INDIRECT" not in b"".join(archive.read(n) for n in archive.namelist())


@pytest.mark.parametrize("name", ENGINES)
def test_verify_asks_nobody_and_says_what_was_tried(hostile, name, needs, server):
    needs(name)
    result = api.verify([hostile], name)
    told = render(result)
    assert SECRET not in told
    (engine,) = json.loads(told)["books"][0]["engines"]
    assert engine["reason"] == ""
    places = {one["place"] for one in engine["not_followed"]}
    assert "forward!A301" in places
    assert "the name far_away" in places
    assert len(places) >= len(FORMULAS) - 9


WHERE = {
    "a cell of a block": ("H35", "built address"),
    "a weight": ("C17", "file"),
    "a cell that leaks": ("H29", "leak"),
}


@pytest.mark.parametrize(("where", "name"), [*itertools.product(WHERE, ENGINES)])
def test_a_cell_that_counts_is_not_decided(where, name, needs, server, tmp_path):
    import openpyxl

    needs(name)
    (book,) = api.build(["hello-forward"], tmp_path)
    workbook = openpyxl.load_workbook(book)
    address, payload = WHERE[where]
    workbook["forward"][address] = "=" + server.filled(FORMULAS[payload])
    workbook.save(book)
    told = render(api.verify([book], name))
    assert SECRET not in told
    assert json.loads(told)["books"][0]["verdict"] == "unknown"
    assert f"forward!{address}" in told


@pytest.mark.parametrize("name", ENGINES)
def test_grading_asks_nobody(name, needs, server, tmp_path):
    import openpyxl

    needs(name)
    blank, *_ = make("hello-forward", tmp_path, seed=5)
    workbook = openpyxl.load_workbook(blank)
    page = workbook["forward"]
    payloads = ["built address", "leak", "file", "in VLOOKUP", "WEBSERVICE", "plain address"]
    cells = ["H29", "H30", "H31", "I29", "I30", "I31"]
    for address, payload in zip(cells, payloads, strict=True):
        page[address] = "=" + server.filled(FORMULAS[payload])
    workbook.save(blank)
    try:
        result = grade_file(job(blank, tmp_path, order=[name]))
    finally:
        stop_engines()
    assert result["status"] == "graded"
    assert SECRET not in json.dumps(result)
    assert sum("not followed" in note for note in result["notes"]) == len(payloads)
    reached = [c for c in result["cells"] if c["misconception"] == "reaches-out"]
    assert len(reached) >= 4
    assert api.check(blank)["reason"] == ""


def test_libreoffice_itself_is_kept_from_the_server_and_the_file(hostile, needs, server):
    """Even a workbook that nobody has cleaned: profile and namespaces hold alone, too."""
    needs("libreoffice")
    with get("libreoffice") as engine, engine.load(hostile) as sheets:
        sheets.calculate()
        shown = sheets.read("forward", 301, 1, len(FORMULAS), 1)
    assert SECRET not in str(shown)
