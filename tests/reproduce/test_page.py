"""The page of a run: complete, with links that lead somewhere, and nothing from elsewhere."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from xlrnn.article.claims.claim import Claim, Section, Verdict
from xlrnn.report.page import page
from xlrnn.report.reproduction import html
from xlrnn.report.reproduction.plot import svg
from xlrnn.reproduce.evidence import Evidence, Line, Link, Plot, Setting, Table
from xlrnn.reproduce.finding import Engine, Finding, Reproduction, Workbook

PLOT = Plot("Loss & steps", "steps", "loss", (1, 2, 3), (Line("a", (3.0, 2.0, 1.0)),))
EVIDENCE = Evidence(
    True, "It is <b>so</b>.", {"n": 1.0},
    (Table("Numbers", ("what", "how many"), (("one", 1.5), ("two", 2))),), (PLOT,),
    (Link("see it", "workbooks/a.xlsx", "forward!H35"),),
)  # fmt: skip


def found(*findings, **others):
    books = [
        Workbook("workbooks/a.xlsx", "agree", [Engine("ironcalc", "1", "agree", 5, 1e-16)]),
        Workbook("workbooks/b.xlsx", "unknown", reason="no engine"),
    ]
    setting = Setting(Path("run"), **others)
    return Reproduction([*findings], books, setting, {"Python": "3"}, 12.0)


def finding(name="a-claim", evidence=EVIDENCE, **others):
    claim = Claim(name, Section.NEED, "It is said.", Verdict.HOLDS, check="x.y")
    return Finding(replace(claim, **others), evidence)


class Seen(HTMLParser):
    """What a page refers to, its ids, and whether its elements are closed in order."""

    def __init__(self, text):
        super().__init__()
        self.links, self.ids, self.open, self.tags = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.append(tag)
        self.links += [given[name] for name in ("href", "src") if name in given]
        self.ids += [given["id"]] if "id" in given else []
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_every_link_leads_somewhere(tmp_path):
    seen = Seen(html.render(found(finding())))
    inside = [link[1:] for link in seen.links if link.startswith("#")]
    assert inside and {*inside} <= {*seen.ids}
    assert len(seen.ids) == len({*seen.ids}), "an id is there twice"
    assert "workbooks/a.xlsx" in seen.links
    assert not [link for link in seen.links if "//" in link or link.startswith("data:")]
    assert not {"script", "img", "link", "iframe"} & {*seen.tags}
    assert not seen.open


def test_evidence_that_no_cell_shows_leads_to_its_run():
    seen = Seen(html.render(found(finding(evidence=replace(EVIDENCE, links=())))))
    assert "journal/x.y.json" in seen.links


def test_files_of_a_real_run_are_there(run):
    seen = Seen((run.folder / "report.html").read_text())
    files = [link for link in seen.links if not link.startswith("#")]
    assert len({*files}) > 5
    assert not [link for link in files if not (run.folder / link).is_file()]
    for one in run.found.findings:
        assert one.claim.name in seen.ids


def test_what_comes_from_outside_is_text():
    text = html.render(found(finding(evidence=replace(EVIDENCE, says="<script>alert(1)</script>"))))
    assert "<script" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize(
    ("evidence", "sign", "says"),
    [
        (EVIDENCE, "right", "It is &lt;b&gt;so"),
        (replace(EVIDENCE, confirmed=False, says="Not so."), "wrong", "not confirmed</b>: Not so."),
        (None, "open", "could not be checked</b>: "),
    ],
)
def test_each_outcome_has_its_sign_and_its_words(evidence, sign, says):
    text = html.render(found(finding(evidence=evidence)))
    assert re.search(rf"<p class='{sign}'>[^\n]*{re.escape(says)}", text)
    assert ("Not as recorded" in text) is (sign != "right")


def test_what_cannot_be_checked_here_says_why_once():
    text = html.render(
        found(finding(evidence=None, verdict=Verdict.UNCHECKED, because="nobody can.", check=""))
    )
    assert text.count("nobody can.") == 1


def test_tables_have_captions_and_headings():
    text = html.render(found(finding()))
    assert text.count("<table>") == text.count("<caption>") == text.count("<thead>")
    assert "<th scope='col'>what</th>" in text
    assert "<th scope='row'>one</th><td class='n'>1.5</td>" in text


def test_a_column_of_words_stands_to_the_left_and_a_table_may_be_empty():
    table = Table("T", ("what", "where", "n"), (("a", "first", "3 ± 1"), ("b", "last", 2)))
    empty = Table("E", ("what", "n"), ())
    text = html.render(found(finding(evidence=replace(EVIDENCE, tables=(table, empty)))))
    assert "<td>first</td><td class='n'>3 ± 1</td>" in text
    assert "<caption>E</caption>" in text


def drawing(plot):
    return ElementTree.fromstring(svg(plot, 1)).find("svg")


def test_a_plot_is_told_in_words_too():
    root = drawing(PLOT)
    assert root.findtext("title") == "Loss & steps"
    assert root.findtext("desc") == "loss over steps, 1 to 3: a from 3 to 1."
    assert root.get("aria-labelledby") == "plot-1 plot-1-said"


def test_a_plot_goes_down_where_its_numbers_do():
    path = next(one for one in drawing(PLOT).iter("path") if one.get("class") == "line c0")
    points = [tuple(map(float, one.split())) for one in path.get("d")[1:].split("L")]
    assert points == [(74, 12), (349, 133), (624, 254)]


@pytest.mark.parametrize(
    "line",
    [
        Line("one number", (1.0,)),
        Line("the same", (2.0, 2.0)),
        Line("with gaps", (1.0, float("nan"), 3.0)),
        Line("with zero", (0.0, 1e-300, 1.0)),
        Line("interval", (1.0, 2.0), (0.5, 1.5), (1.5, 2.5)),
    ],
)
@pytest.mark.parametrize("logarithmic", [False, True])
def test_odd_lines_are_drawn(line, logarithmic):
    steps = tuple(range(len(line.y)))
    root = drawing(Plot("t", "x", "y", steps, (line,), logarithmic))
    assert all("nan" not in str(one.attrib) and "inf" not in str(one.attrib) for one in root.iter())


def test_a_plot_of_nothing_is_nothing():
    assert svg(Plot("t", "x", "y", (), ()), 1) == ""


def test_other_pages_have_no_style_of_this_one():
    assert "article" not in page("t", "b")


def test_a_browser_shows_it_without_a_complaint(run, chromium):
    """At the width of a phone nothing sticks out, and nothing is asked of anybody."""
    seen, asked = chromium.new_page(viewport={"width": 390, "height": 800}), []
    seen.on("console", lambda message: asked.append(message.text))
    seen.on("request", lambda request: asked.append(request.url))
    seen.goto((run.folder / "report.html").as_uri())
    assert seen.evaluate("document.documentElement.scrollWidth") <= 390
    seen.close()
    assert asked == [(run.folder / "report.html").as_uri()]
