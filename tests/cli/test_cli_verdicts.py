"""Every row of the table of verdicts: cause, verdict of the cell, exit code."""

import json

import pytest

from tests.cli.workbooks import place, saved_by_openpyxl, with_cell, with_parts

H = "H35"  # unit 1 of h, step 1
LETTER = "H5"


@pytest.fixture
def verdict(xlrnn):
    """Return exit code, verdict of the book, the first engine's report and its first difference."""

    def judge(path, *options):
        ran = xlrnn("verify", path, "--format", "json", *options)
        (entry,) = json.loads(ran.out)["books"]
        engine = entry["engines"][0]
        return ran.code, entry["verdict"], engine, engine["first_difference"]

    return judge


def count(engine, kind):
    return sum(block[kind] for block in engine["blocks"])


def test_as_written(verdict, book):
    code, said, engine, first = verdict(book)
    assert (code, said, first) == (0, "agree", None)
    assert count(engine, "matched") == engine["cells_total"] == engine["cells_verified"] > 400


def test_rewritten_by_another_program(verdict, book, target):
    code, said, engine, _ = verdict(saved_by_openpyxl(book, target))
    assert (code, said) == (0, "agree")
    assert count(engine, "matched") == engine["cells_total"]


def test_equivalent_formula_is_noted(verdict, book, target):
    changed = with_cell(book, target, H, "<c {cell}><f>0+TANH(H17+H29)</f><v>0</v></c>")
    code, said, engine, first = verdict(changed)
    assert (code, said, first) == (0, "agree", None)
    assert count(engine, "noted") == 1


def test_typed_number_is_a_constant_even_if_right(verdict, book, target):
    right = 0.69316793692761047
    for value in (right, 0.5):
        changed = with_cell(book, target, H, f"<c {{cell}}><v>{value!r}</v></c>")
        code, said, _, first = verdict(changed)
        assert (code, said) == (1, "differ")
        assert (first["cell"], first["verdict"]) == ("forward!H35", "constant")
        assert first["actual"] == value


@pytest.mark.parametrize(
    ("formula", "kind"),
    [
        ("TANH(H17+H29)+1E-6", "mismatched"),
        ("TANH(H17-H29)", "mismatched"),
        ("1/0", "error"),
        ("NA()", "error"),
        ('"text"', "wrong_type"),
        ("1=1", "wrong_type"),
    ],
)
def test_wrong_formula(verdict, book, target, formula, kind):
    escaped = formula.replace('"', "&quot;")
    changed = with_cell(book, target, H, f"<c {{cell}}><f>{escaped}</f><v>0</v></c>")
    code, said, engine, first = verdict(changed)
    assert (code, said) == (1, "differ")
    assert (first["cell"], first["verdict"]) == ("forward!H35", kind)
    assert first["formula"] == f"={formula}"
    assert count(engine, kind) >= 1


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("<c {cell}/>", "missing"),
        ('<c {cell} t="inlineStr"><is><t>o</t></is></c>', "wrong_type"),
        ('<c {cell} t="e"><v>#N/A</v></c>', "error"),
        ('<c {cell} t="b"><v>1</v></c>', "wrong_type"),
    ],
)
def test_no_formula_at_all(verdict, book, target, content, kind):
    code, said, _, first = verdict(with_cell(book, target, H, content))
    assert (code, said) == (1, "differ")
    assert (first["cell"], first["verdict"]) == ("forward!H35", kind)


def test_merged_cells(verdict, book, target):
    def merge(workbook):
        workbook["forward"].merge_cells("H35:I36")

    code, said, engine, first = verdict(saved_by_openpyxl(book, target, merge))
    assert (code, said) == (1, "differ")
    assert (first["cell"], first["verdict"]) == ("forward!H36", "missing")
    assert next(block for block in engine["blocks"] if block["name"] == "h")["missing"] == 3


@pytest.mark.parametrize("name", ["h", "x_eq", "label_p", "mark_h", "numpy_summary", "ref_h"])
def test_deleted_name(verdict, book, target, name):
    def delete(workbook):
        del workbook.defined_names[name]

    code, said, engine, _ = verdict(saved_by_openpyxl(book, target, delete))
    assert (code, said) == (1, "differ")
    (block,) = (block for block in engine["blocks"] if block["name"] == name)
    assert block["missing"] == block["cells"] > 0
    assert block["range"] == ""


@pytest.mark.parametrize("sheet", ["forward", "equations"])
def test_deleted_sheet(verdict, book, target, sheet):
    changed = saved_by_openpyxl(book, target, lambda workbook: workbook.remove(workbook[sheet]))
    code, said, engine, first = verdict(changed)
    assert (code, said) == (1, "differ")
    assert count(engine, "missing") > 0
    assert first["verdict"] in {"missing", "error"}


@pytest.mark.parametrize(
    ("sheets", "cells"),
    [
        (["start"], "490 of 490"),
        (["check"], "425 of 444"),
        (["numpy"], "263 of 323"),
        (["start", "check", "numpy"], "240 of 257"),
    ],
)
def test_pages_that_nothing_depends_on_may_be_absent(xlrnn, book, target, sheets, cells):
    def remove(workbook):
        for sheet in sheets:
            workbook.remove(workbook[sheet])

    ran = xlrnn("verify", saved_by_openpyxl(book, target, remove))
    assert ran.code == 0
    assert f"{cells} cells verified" in ran.out
    words = " is absent" if len(sheets) == 1 else " are absent"
    assert all(sheet in ran.out.partition(words)[0].rpartition("note: page")[2] for sheet in sheets)


def test_what_is_wrong_beside_an_absent_page_is_found(xlrnn, book, target):
    def spoil(workbook):
        workbook.remove(workbook["check"])
        workbook["forward"][H] = "=TANH(H17+H29)*1.001"

    ran = xlrnn("verify", saved_by_openpyxl(book, target, spoil))
    assert ran.code == 1
    assert "first: forward!H35 (h, step 1, unit 1) is mismatched" in ran.out


def test_a_page_that_is_there_without_its_names_is_missing(verdict, book, target):
    """A page of that name which is not the lesson's excuses nothing."""

    def swap(workbook):
        workbook.remove(workbook["check"])
        workbook.create_sheet("check")
        for name, defined in [*workbook.defined_names.items()]:
            if defined.attr_text.startswith("check!"):
                del workbook.defined_names[name]

    code, said, *_ = verdict(saved_by_openpyxl(book, target, swap))
    assert (code, said) == (1, "differ")


def test_missing_cells_are_not_counted_as_verified(verdict, book, target):
    _, _, engine, _ = verdict(with_cell(book, target, H, "<c {cell}/>"))
    assert engine["cells_verified"] == engine["cells_total"] - 1

    def delete(workbook):
        del workbook.defined_names["p"]

    _, _, engine, _ = verdict(saved_by_openpyxl(book, target, delete))
    (block,) = (block for block in engine["blocks"] if block["name"] == "p")
    outside = len(engine["not_verified"]["outside"])
    assert outside == block["cells"]
    assert engine["cells_verified"] == engine["cells_total"] - outside - block["cells"]


BAD_INPUTS = {
    "text": '<c {cell} t="inlineStr"><is><t>abc</t></is></c>',
    "number as text": '<c {cell} t="str"><v>0.5</v></c>',
    "empty": "<c {cell}/>",
    "error": '<c {cell} t="e"><v>#DIV/0!</v></c>',
    "truth": '<c {cell} t="b"><v>1</v></c>',
    "a formula that gives an error": "<c {cell}><f>1/0</f><v>0</v></c>",
    "a formula that gives a text": "<c {cell}><f>&quot;a&quot;</f><v>0</v></c>",
    "a formula without end": "<c {cell}><f>1E308*10</f><v>0</v></c>",
}


@pytest.mark.parametrize("case", BAD_INPUTS)
def test_input_that_is_no_number(verdict, book, target, case):
    sheet, cell = place(book, "W_xh")
    code, said, engine, first = verdict(with_cell(book, target, cell, BAD_INPUTS[case]))
    assert (code, said, first) == (3, "unknown", None)
    assert engine["reason"].startswith(f"cannot be computed: {sheet}!{cell} (W_xh) is ")
    assert "expected a finite number" in engine["reason"]


def test_letter_that_is_an_error(verdict, book, target):
    changed = with_cell(book, target, LETTER, '<c {cell} t="e"><v>#REF!</v></c>')
    code, said, engine, _ = verdict(changed)
    assert (code, said) == (3, "unknown")
    assert "forward!H5 (letter) is #REF!: expected a letter" in engine["reason"]


def test_input_whose_shape_does_not_fit(verdict, book, target):
    def shrink(workbook):
        workbook.defined_names["W_xh"].attr_text = "forward!$C$17:$F$18"

    code, said, engine, _ = verdict(saved_by_openpyxl(book, target, shrink))
    assert (code, said) == (3, "unknown")
    assert engine["reason"] == (
        "cannot be computed: W_xh: forward!C17:F18 has shape (2, 4), expected (3, 4)"
    )


def test_input_whose_shape_does_not_fit_excuses_nothing_else(verdict, book, target):
    def shrink(workbook):
        workbook.defined_names["W_xh"].attr_text = "forward!$C$17:$F$18"
        del workbook.defined_names["p"]

    code, said, engine, _ = verdict(saved_by_openpyxl(book, target, shrink))
    assert (code, said) == (1, "differ")
    assert {block["name"] for block in engine["blocks"]} == {"W_xh", "p"}


@pytest.mark.parametrize("value", ["7", "-0.25", "1E-300", "0", "1E+15"])
def test_changed_weight_is_verified_for_what_it_is(verdict, book, target, value):
    for name in ("W_xh", "w_hh", "b_h", "W_hy"):
        _, cell = place(book, name)
        changed = with_cell(book, target, cell, f"<c {{cell}}><v>{value}</v></c>")
        code, said, engine, _ = verdict(changed)
        assert (code, said) == (0, "agree"), (name, value)
        assert engine["cells_verified"] == engine["cells_total"]


def test_input_beyond_what_numpy_can_follow_never_agrees_blindly(verdict, book, target):
    """1e308 overflows on both sides: whatever has no finite number is unverified, not right."""
    _, cell = place(book, "W_hy")
    code, said, engine, _ = verdict(with_cell(book, target, cell, "<c {cell}><v>1E308</v></c>"))
    assert (code, said) in {(0, "agree"), (1, "differ"), (3, "unknown")}
    unverified = engine["cells_total"] - engine["cells_verified"]
    assert (said == "agree") == (count(engine, "matched") == engine["cells_total"])
    assert not (unverified and said == "agree")


@pytest.mark.parametrize("letter", ["e", "o", "x", "7", "", "HELLO"])
def test_changed_letter(verdict, book, target, letter):
    content = f'<c {{cell}} t="inlineStr"><is><t>{letter}</t></is></c>'
    code, said, _, _ = verdict(with_cell(book, target, LETTER, content))
    assert (code, said) == (0, "agree")


def test_digit_typed_as_a_number(verdict, xlrnn, tmp_path, target):
    assert xlrnn("build", "hello-forward", "-o", tmp_path, "--set", "word=12123").code == 0
    built = tmp_path / "hello-forward.xlsx"
    _, cell = place(built, "letter")
    code, said, _, _ = verdict(with_cell(built, target, cell, "<c {cell}><v>2</v></c>"))
    assert (code, said) == (0, "agree")


def test_stray_formula_is_named(xlrnn, book, target):
    def add(workbook):
        workbook["forward"]["T3"] = "=1+1"

    ran = xlrnn("verify", saved_by_openpyxl(book, target, add))
    assert "not verified: formulas outside all blocks at forward!T3" in ran.out
    assert "500 of 501 cells verified" in ran.out


def test_tolerance_is_the_users(verdict, book, target):
    changed = with_cell(book, target, H, "<c {cell}><f>TANH(H17+H29)+3E-13</f><v>0</v></c>")
    assert verdict(changed)[0] == 0
    code, _, _, first = verdict(changed, "--rtol", "1e-13", "--atol", "1e-13")
    assert (code, first["cell"]) == (1, "forward!H35")


@pytest.mark.parametrize("option", ["--rtol", "--atol"])
@pytest.mark.parametrize("value", ["nan", "inf", "-1", "much"])
def test_tolerance_must_be_a_number(xlrnn, book, option, value):
    ran = xlrnn("verify", book, option, value)
    assert ran.code == 2
    assert option.strip("-") in ran.err
    assert value[:3] in ran.err


def test_worst_book_counts(xlrnn, book, tmp_path):
    wrong = with_cell(book, tmp_path / "wrong.xlsx", H, "<c {cell}><v>0.5</v></c>")
    unknown = tmp_path / "unknown.xlsx"
    assert xlrnn("verify", book, book).code == 0
    assert xlrnn("verify", book, unknown).code == 3
    assert xlrnn("verify", unknown, wrong, book).code == 1
    assert xlrnn("verify", wrong, unknown).code == 1


def test_hidden_sheet_is_verified(verdict, book, target):
    old, new = '<sheet name="forward"', '<sheet state="hidden" name="forward"'
    changed = with_parts(book, target, workbook=lambda text: text.replace(old, new))
    assert verdict(changed)[:2] == (0, "agree")
