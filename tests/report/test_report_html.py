"""The report as a page: all that it must say, nothing from elsewhere, whatever a workbook holds."""

import re
import shlex
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import numpy as np
import pytest

from tests.cli.workbooks import saved_by_openpyxl
from tests.report.test_report_json import block_result, verification
from xlrnn import api
from xlrnn.commands.main import run
from xlrnn.formula.block import Block
from xlrnn.formula.place import Place
from xlrnn.names import Role
from xlrnn.report.page import page
from xlrnn.report.verification.html.grid import EMPTY, GIVEN, Axis, grid_of
from xlrnn.report.verification.html.page import render
from xlrnn.report.verification.own_report import is_report
from xlrnn.verify.results.block_result import BlockResult, GivenBlock
from xlrnn.verify.results.distance import Tolerance
from xlrnn.verify.results.result import BookResult, EnginePair, EngineResult, Verification
from xlrnn.verify.results.verdict import Outcome, Verdict
from xlrnn.verify.subject.locate import Located

HOSTILE = "<script>alert(1)</script>'\"&lt;\x1b\u202e"


class Tags(HTMLParser):
    """The elements of a page; refuses what does not close, and what could do anything."""

    ALONE = ("meta", "rect", "path", "br")

    def __init__(self, text):
        super().__init__()
        self.open, self.seen, self.words = [], [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        assert tag not in ("script", "iframe", "img", "object", "link")
        for name, value in attributes:
            assert not name.startswith("on")
            assert name != "href" or value.startswith("#")
        self.seen.append((tag, dict(attributes)))
        self.open += [tag] * (tag not in self.ALONE)

    def handle_endtag(self, tag):
        if tag not in self.ALONE:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def said(self):
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    (path,) = api.build(["hello-forward"], tmp_path_factory.mktemp("built"))
    return path


@pytest.fixture(scope="module")
def wrong(built):
    def change(book):
        book["forward"]["I36"] = "=TANH(I18-I30)"
        book["forward"]["K37"] = 0.5
        book["numpy"].sheet_state = "hidden"

    path = saved_by_openpyxl(built, built.with_name("wrong one.xlsx"), change)
    return api.verify(path, vary=0)


def located(name, rows, columns, *, transposed=False, role=Role.STATE):
    place = Place("page", tuple(rows), tuple(columns))
    shape = (len(columns), len(rows)) if transposed else (len(rows), len(columns))
    block = Block(name, "h", "page", shape, ("unit", "step"), role, place=place)
    return Located(block, place, transposed=transposed)


def judged(where, codes):
    numbers = np.zeros(where.block.shape)
    return BlockResult(where, numbers, numbers.tolist(), codes, {})


def test_a_right_workbook(built):
    result = api.verify(built, vary=0)
    tags = Tags(render(result))
    assert "xlrnn verify: agree" in tags.said
    assert "500 of 500 cells verified" in tags.said
    assert "5 sheets on which all is right" in tags.said
    assert "The first difference" not in tags.said
    assert {"rounding", "equal to the last bit"} <= set(tags.words)
    assert "rounding, by its size" in tags.said, "array formulas"
    drawn = [of["aria-label"] for _, of in tags.seen if "aria-label" in of]
    assert any(label.startswith("forward: ") and " matched" in label for label in drawn)


def test_the_first_difference_and_what_it_is_made_of(wrong):
    tags = Tags(render(wrong))
    for said in (
        "forward!I36 (h, step 2, unit 2) is mismatched",
        "formula on the sheet =TANH(I18-I30)",
        "formula that belongs there =TANH(I18+I30)",
        "of this cell tanh(a_x_2[2] + a_h_2[2])",
        "with NumPy's numbers tanh(0.871522 + 0.951149)",
        "The distance is 1.03 as such, 1.08 times the expected number",
        "That is no rounding",
        "forward!I18 a_x_2[2] input part 0.871522 0.871522 same",
        "a mistake here",
        "handed on by what it reads",
        "numpy (a hidden sheet)",
        "xlrnn (a hidden sheet)",
    ):
        assert said in tags.said, said


def test_its_command_explains_the_cell(wrong, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (command,) = re.findall(r"<pre><code>(xlrnn verify .*?)</code></pre>", render(wrong))
    assert run(shlex.split(unescape(command))[1:]) == 1
    assert "forward!I36" in (tmp_path / "cell.html").read_text(encoding="utf-8")
    assert not is_report(tmp_path / "cell.html")
    assert capsys.readouterr().err == ""


def test_each_verdict_has_a_colour_and_a_sign_on_the_map():
    codes = [int(v) for v in Verdict]
    result = verification(block_result([1.0] * len(codes), [1.0] * len(codes), codes))
    text = render(result)
    for code in codes:
        assert len(re.findall(rf"<pattern id='v{code}'.*?<path d='M", text)) == 1
        assert f"fill='url(#v{code})'" in text
    assert len(set(re.findall(r"\.g\d+ \{ fill: (#\w+)", text))) == 2 * (len(codes) + 1)


def test_a_map_has_each_verdict_where_its_cell_is():
    rng = np.random.default_rng(1)
    codes = rng.choice([0, 0, 2, 5], size=(6, 9)).astype(np.uint8)
    blocks = [judged(located("a", range(4, 10), range(3, 12)), codes)]
    given = [GivenBlock(located("w", [2, 3], [3], role=Role.PARAMETER), [[1.0], [2.0]])]
    grid = grid_of(EngineResult("e", "1", True, blocks, given=given), "page")
    assert np.array_equal(grid.codes[3:9, 2:11], codes)
    assert grid.codes[1:3, 2].tolist() == [GIVEN, GIVEN]
    assert (grid.codes == EMPTY).sum() == grid.codes.size - codes.size - 2
    for code in (0, 2, 5, GIVEN):
        drawn = np.zeros(grid.codes.shape, int)
        for top, left, height, width in grid.rectangles(code):
            drawn[top : top + height, left : left + width] += 1
        assert np.array_equal(drawn, grid.codes == code)


def test_a_transposed_block_lies_as_on_the_sheet():
    codes = np.array([[0, 0, 2]], np.uint8)  # one unit, three steps, downwards
    grid = grid_of(
        EngineResult(
            "e", "1", True, [judged(located("h", [1, 2, 3], [1], transposed=True), codes)]
        ),
        "page",
    )
    assert grid.codes.tolist() == [[0], [0], [2]]
    assert grid.first[:2] == (2, 0)


def test_a_large_sheet_is_reduced_and_the_worst_is_seen():
    codes = np.zeros((1000, 700), np.uint8)
    codes[777, 333] = Verdict.MISMATCHED
    engine = EngineResult(
        "e", "1", True, [judged(located("h", range(1, 1001), range(1, 701)), codes)]
    )
    grid = grid_of(engine, "page")
    assert max(grid.codes.shape) <= 220
    assert grid.reduced
    assert (grid.codes == Verdict.MISMATCHED).sum() == 1
    near = grid_of(engine, "page", (range(770, 785), range(320, 340)))
    assert not near.reduced
    assert near.codes.shape[0] >= 15
    text = render(Verification([BookResult("b.xlsx", Tolerance(), [engine])]))
    assert "each small cell stands for 5 rows and 6 columns" in text
    assert "around page!LV778, cell by cell" in text


def test_a_page_stays_small_whatever_is_wrong():
    codes = np.indices((200, 110)).sum(axis=0).astype(np.uint8) % 2 * np.uint8(2)
    engine = EngineResult(
        "e", "1", True, [judged(located("h", range(1, 201), range(1, 111)), codes)]
    )
    text = render(Verification([BookResult("b.xlsx", Tolerance(), [engine])]))
    assert len(text) < 1_000_000


def test_empty_lines_between_blocks_are_few():
    axis = Axis({2, 3, 500, 501, 16_000}, 100)
    assert axis.length < 12
    assert axis.by == 1
    assert len(set(axis.at([2, 3, 500, 501, 16_000]))) == 5


def test_engines_that_show_the_same_share_a_map(built):
    (book,) = api.verify(built, vary=0).books
    (first,) = book.engines
    other = replace(first, name="other")
    bad = replace(first.blocks[0], codes=first.blocks[0].codes + np.uint8(2))
    third = replace(first, name="third", blocks=[bad, *first.blocks[1:]])
    pairs = [EnginePair("ironcalc", "third", 0.5, 1e15, False)]
    tags = Tags(render(Verification([replace(book, engines=[first, other, third], pairs=pairs)])))
    assert "Engines side by side" in tags.said
    assert "ironcalc and third differ 0.5 1e+15" in tags.said
    assert " · ironcalc, other" in tags.words
    assert " · third" in tags.words
    assert " · ironcalc, other, third" in tags.words


def test_several_workbooks_and_one_that_cannot_be_read(built, tmp_path):
    tags = Tags(render(api.verify([built, tmp_path / "no.xlsx"], vary=0)))
    assert "2 workbooks: 1 agree, 1 unknown" in tags.said
    assert "no.xlsx does not exist: check the name and the folder" in tags.said
    links = [of["href"] for tag, of in tags.seen if tag == "a"]
    ids = {of["id"] for _, of in tags.seen if "id" in of}
    assert {"#book-1", "#book-2", "#words"} == set(links) <= {f"#{one}" for one in ids}


def test_an_engine_that_is_missing_and_no_workbook_at_all():
    engine = EngineResult("excel", "", True, reason="not here", failed=Outcome.UNKNOWN)
    assert (
        "excel: not here"
        in Tags(render(Verification([BookResult("b", Tolerance(), [engine])]))).said
    )
    assert "xlrnn verify: unknown" in Tags(render(Verification([]))).said


@pytest.mark.parametrize("actual", [HOSTILE, None, True, 1e308, 5e-324])
def test_hostile_texts_are_shown_and_do_nothing(actual):
    (book,) = verification(block_result([1.0, np.nan], [actual, 1.0], [2, 7]), name=HOSTILE).books
    (engine,) = book.engines
    (block,) = engine.blocks
    place = replace(block.located.place, sheet=HOSTILE)
    named = replace(block.located.block, name=HOSTILE, notation=HOSTILE, place=place)
    formulas = {(1, column): HOSTILE for column in place.columns}
    block = replace(
        block, located=replace(block.located, block=named, place=place), formulas=formulas
    )
    engine = replace(engine, blocks=[block], name=HOSTILE, strays=[HOSTILE], reason="")
    result = replace(book, engines=[engine], doubts=[HOSTILE], notes=[HOSTILE],
                     sheets={HOSTILE: "hidden", f"{HOSTILE}2": "visible"})  # fmt: skip
    text = render(Verification([result, replace(result, engines=[], reason=HOSTILE)]))
    tags = Tags(text)
    assert "<script>alert(1)</script>'\"&lt;??" in tags.said
    assert "\x1b" not in text and "\u202e" not in text


def test_own_pages_are_known_from_others(built, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(render(api.verify(built, vary=0)), encoding="utf-8")
    assert is_report(path)
    for other in (page("The class", ""), page("", ""), "<!DOCTYPE html>\n<html></html>"):
        path.write_text(other, encoding="utf-8")
        assert not is_report(path)
