"""A hostile workbook neither steers the terminal nor keeps the program busy."""

import json
import re
import time

import pytest
from tests.cli.workbooks import saved_by_openpyxl, with_cell, with_parts


def renamed(book, target, name):
    """Give the page `forward` another name, everywhere."""
    quoted = "'" + name.replace("'", "''") + "'!"
    return with_parts(
        book, target,
        workbook=lambda text: text.replace('name="forward"', f'name="{name}"').replace(
            "forward!", quoted
        ),
    )  # fmt: skip


@pytest.mark.parametrize("name", ["[red]x[/red]", "[bold]", ":bomb:", "a[/]b", "x\\"])
@pytest.mark.parametrize("form", ["text", "json", "junit"])
def test_markup_in_a_sheet_name_is_text(xlrnn, book, target, name, form):
    changed = with_parts(
        renamed(book, target, name), target.with_name("two.xlsx"),
        forward=lambda text: re.sub(r'(<c r="H30"[^>]*>).*?</c>', r"\1<v>0.5</v></c>", text),
    )  # fmt: skip
    ran = xlrnn("verify", changed, "--format", form)
    assert ran.code == 1
    assert (name if form != "json" else json.dumps(name)[1:-1]) in ran.out


CONTROL = "&#x9b;31m\u202e\u2066evil\u200b\u2028"


@pytest.mark.parametrize("form", ["text", "json", "junit"])
def test_control_characters_do_not_reach_the_terminal(xlrnn, book, target, form):
    content = f'<c {{cell}} t="inlineStr"><is><t>_x001B_[31m{CONTROL}_x0007_</t></is></c>'
    ran = xlrnn("verify", with_cell(book, target, "H30", content), "--format", form)
    assert ran.code == 1
    assert [sign for sign in ran.out if not (sign.isprintable() or sign == "\n")] == []


def test_control_characters_in_a_sheet_name(xlrnn, book, target):
    changed = renamed(book, target, f"x{CONTROL}")
    wrong = with_parts(
        changed, target.with_name("wrong.xlsx"),
        forward=lambda text: re.sub(r'(<c r="H30"[^>]*>).*?</c>', r"\1<v>0.5</v></c>", text),
    )  # fmt: skip
    for path in (changed, wrong):
        ran = xlrnn("verify", path)
        assert ran.code in (1, 3)
        assert [sign for sign in ran.out if not (sign.isprintable() or sign == "\n")] == []


def test_file_name_with_control_characters(xlrnn, tmp_path):
    ran = xlrnn("verify", tmp_path / "a\x1b[31mb\n.xlsx")
    assert ran.code == 3
    assert "a?[31mb?.xlsx does not exist" in ran.out


def test_endless_text_is_cut(xlrnn, book, target):
    content = f'<c {{cell}} t="inlineStr"><is><t>{"x" * 30_000}</t></is></c>'
    ran = xlrnn("verify", with_cell(book, target, "H30", content))
    assert ran.code == 1
    assert len(ran.out) < 2_000


HUGE = [
    "$A$1:$XFD$1048576",
    "$H$30:$XFD$1048576",
    "$A$1:$A$1048576",
    "$A$1:$XFD$1",
    "$A$1:$ZZ$2000",
]


@pytest.mark.parametrize("area", HUGE)
@pytest.mark.parametrize(("name", "code"), [("h", 1), ("W_xh", 3)])
def test_name_of_a_huge_range(xlrnn, book, target, area, name, code):
    def point(workbook):
        workbook.defined_names[name].attr_text = f"forward!{area}"

    start = time.perf_counter()
    ran = xlrnn("verify", saved_by_openpyxl(book, target, point))
    assert ran.code == code
    assert "has shape" in ran.out
    assert time.perf_counter() - start < 5


def test_block_scattered_over_a_huge_range(xlrnn, book, target):
    """The cells are as many as they should be, but at the ends of the sheet."""

    def scatter(workbook):
        page = workbook.create_sheet("far")
        for row in (1, 2, 1048576):
            for column in (1, 2, 3, 16384):
                page.cell(row, column, 0.5)
        workbook.defined_names["h"].attr_text = "far!$A$1:$XFD$1048576"

    start = time.perf_counter()
    ran = xlrnn("verify", saved_by_openpyxl(book, target, scatter))
    assert ran.code == 1
    assert "has shape (1048576, 16384), expected (3, 4)" in ran.out
    assert time.perf_counter() - start < 10


TRICKS = {
    "h": "forward!$H$15:$K$17",  # another block's cells
    "p": "numpy!$H$49:$K$52",  # the stored reference
    "h_eq": "forward!$H$30:$K$32",  # the other notation
    "ref_h": "forward!$H$30:$K$32",  # the reference compares with itself
    "logits": "forward!$H$35:$K$38",  # a row too high
}


@pytest.mark.parametrize("name", TRICKS)
def test_name_that_points_at_another_block(xlrnn, book, target, name):
    def point(workbook):
        workbook.defined_names[name].attr_text = TRICKS[name]

    ran = xlrnn("verify", saved_by_openpyxl(book, target, point))
    assert ran.code == 1, ran.out


@pytest.mark.parametrize(
    "text",
    ["#REF!", "forward!#REF!", "SUM(forward!$A$1)", "[1]forward!$H$30:$K$32", "", "forward!$H:$K"],
)
def test_name_that_points_nowhere(xlrnn, book, target, text):
    changed = with_parts(
        book, target,
        workbook=lambda old: re.sub(r'(<definedName name="h">)[^<]*', lambda m: m[1] + text, old),
    )  # fmt: skip
    ran = xlrnn("verify", changed)
    assert ran.code == 1
    assert "block h is missing: the name h is gone or points nowhere" in ran.out
