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


MARKUP = ["[red]x[/red]", "[bold]", ":bomb:", "a[/]b", "x\\"]
FORMS = ["text", "json", "junit", "html"]


@pytest.mark.parametrize("markup", MARKUP)
@pytest.mark.parametrize("form", FORMS)
def test_markup_in_a_cell_is_text(xlrnn, book, target, markup, form):
    content = f'<c {{cell}} t="inlineStr"><is><t>{markup}</t></is></c>'
    ran = xlrnn("verify", with_cell(book, target, "H35", content), "--format", form)
    assert ran.code == 1
    assert (json.dumps(markup)[1:-1] if form != "junit" else markup) in ran.out


@pytest.mark.parametrize("markup", MARKUP)
def test_markup_in_a_sheet_name_is_text(xlrnn, book, target, markup, monkeypatch):
    """The formulas that say the old name are wrong, and tables show the new one as it is."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")  # tables all the same
    monkeypatch.setenv("COLUMNS", "200")
    ran = xlrnn("verify", renamed(book, target, markup))
    assert ran.code == 1
    assert f"{markup}!" in ran.out


CONTROL = "&#x9b;31m\u202e\u2066evil\u200b\u2028"


@pytest.mark.parametrize("form", FORMS)
def test_control_characters_do_not_reach_the_terminal(xlrnn, book, target, form):
    content = f'<c {{cell}} t="inlineStr"><is><t>_x001B_[31m{CONTROL}_x0007_</t></is></c>'
    ran = xlrnn("verify", with_cell(book, target, "H35", content), "--format", form)
    assert ran.code == 1
    assert [sign for sign in ran.out if not (sign.isprintable() or sign == "\n")] == []


def test_control_characters_in_a_sheet_name(xlrnn, book, target):
    changed = renamed(book, target, f"x{CONTROL}")
    wrong = with_parts(
        changed, target.with_name("wrong.xlsx"),
        forward=lambda text: re.sub(r'(<c r="H35"[^>]*>).*?</c>', r"\1<v>0.5</v></c>", text),
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
    ran = xlrnn("verify", with_cell(book, target, "H35", content))
    assert ran.code == 1
    assert len(ran.out) < 2_000


HUGE = ("A1:XFD1048576", "H35:XFD1048576", "A1:B1048576", "H:K", "1:9", "XFD1048576:A1")


@pytest.mark.parametrize("area", HUGE)
@pytest.mark.parametrize(("name", "scope"), [("h", ""), ("W_xh", ""), ("x_1", ' localSheetId="2"')])
def test_name_of_a_huge_range(xlrnn, book, target, area, name, scope):
    """Nothing calculates with it: it would fill the memory."""
    fixed = re.sub("([A-Z]+|[0-9]+)", r"$\1", area)
    changed = with_parts(
        book, target,
        workbook=lambda text: re.sub(
            rf'<definedName name="{name}">[^<]*',
            f'<definedName name="{name}"{scope}>forward!{fixed}',
            text,
        ),
    )  # fmt: skip
    start = time.perf_counter()
    ran = xlrnn("verify", changed)
    assert time.perf_counter() - start < 10
    if area.endswith(":A1"):
        assert ran.code in (1, 3)
    else:
        assert ran.code == 3
        assert f"its name {name} stands for forward!{fixed}, more than 1000000 cells" in ran.out


@pytest.mark.parametrize(("scope", "code"), [(' localSheetId="1"', 0), ("", 3)])
def test_rows_that_are_printed_on_every_page(xlrnn, book, target, scope, code):
    """Gnumeric writes a sheet's rows so, without a prefix; a name of all sheets may be read."""
    titles = f'<definedName name="Print_Titles"{scope}>forward!$1:$5</definedName></definedNames>'
    changed = with_parts(
        book, target, workbook=lambda text: text.replace("</definedNames>", titles)
    )
    assert xlrnn("verify", changed).code == code


def test_block_of_the_wrong_shape(xlrnn, book, target):
    def widen(workbook):
        workbook.defined_names["h"].attr_text = "forward!$A$1:$ZZ$1000"

    ran = xlrnn("verify", saved_by_openpyxl(book, target, widen))
    assert ran.code == 1
    assert "block h is missing: forward!A1:ZZ1000 has shape (1000, 702), expected (3, 4)" in ran.out


def test_name_that_is_a_formula_runs_with_limits(book, target):
    """Formulas as written may do harm by what their names stand for."""
    from xlrnn.verify.prepare import prepare

    copy = target.with_name("copy.xlsx")
    assert prepare(book, copy, None).ours
    for text in ("OFFSET(forward!$A$1,0,0,9,9)", "forward!#REF!", "forward!$A$1,forward!$B$2"):
        changed = with_parts(
            book, target,
            workbook=lambda old, text=text: re.sub(
                '(<definedName name="x_1">)[^<]*', lambda m: m[1] + text, old
            ),
        )  # fmt: skip
        assert not prepare(changed, copy, None).ours


TRICKS = {
    "h": "forward!$H$17:$K$19",  # another block's cells
    "p": "numpy!$H$60:$K$63",  # the stored reference
    "h_eq": "forward!$H$35:$K$37",  # the other notation
    "ref_h": "forward!$H$35:$K$37",  # the reference compares with itself
    "logits": "forward!$H$42:$K$45",  # a row too high
}


@pytest.mark.parametrize("name", TRICKS)
def test_name_that_points_at_another_block(xlrnn, book, target, name):
    def point(workbook):
        workbook.defined_names[name].attr_text = TRICKS[name]

    ran = xlrnn("verify", saved_by_openpyxl(book, target, point))
    assert ran.code == 1, ran.out


@pytest.mark.parametrize(
    "text",
    ["#REF!", "forward!#REF!", "SUM(forward!$A$1)", "[1]forward!$H$35:$K$37", ""],
)
def test_name_that_points_nowhere(xlrnn, book, target, text):
    changed = with_parts(
        book, target,
        workbook=lambda old: re.sub(r'(<definedName name="h">)[^<]*', lambda m: m[1] + text, old),
    )  # fmt: skip
    ran = xlrnn("verify", changed)
    assert ran.code == 1
    assert "block h is missing: the name h is gone or points nowhere" in ran.out


def test_formula_in_a_reference_runs_with_limits(xlrnn, book, target):
    """Stored references are no formulas: one that is there was not written by us."""
    from xlrnn.verify.prepare import prepare

    def add(workbook):
        workbook["numpy"]["H35"] = "=forward!H35"

    changed = saved_by_openpyxl(book, target, add)
    assert not prepare(changed, target.with_name("copy.xlsx"), None).ours
    ran = xlrnn("verify", changed)
    assert ran.code == 0
    assert "1 noted" in ran.out
