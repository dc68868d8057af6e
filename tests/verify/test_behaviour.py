"""Right numbers that prove nothing are found in every lesson; harmless changes raise no alarm."""

import re

import pytest

from tests.mutation.decoy import decoy, with_state
from tests.mutation.original import EQUATIONS, STEPS
from tests.verify import keeping
from xlrnn.lessons import LESSON_NAMES
from xlrnn.verify.results.verdict import Outcome, Verdict


def cells(result, verdict):
    (engine,) = result.engines
    return [cell for b in engine.blocks for cell in b.cells() if cell.verdict is verdict]


# What keeps the numbers and is wrong


@pytest.mark.parametrize("notation", [STEPS, EQUATIONS])
def test_a_sheet_that_calculates_nothing(book, verified, notation):
    data = keeping.rewritten(book, keeping.from_numpy, notation)
    result = verified(data, vary=0)
    assert result.outcome is Outcome.DIFFER
    assert cells(result, Verdict.BORROWED)
    assert not cells(result, Verdict.MISMATCHED)


def test_one_notation_that_reads_the_other(book, verified):
    data = keeping.rewritten(book, keeping.from_the_other_notation)
    result = verified(data, vary=0)
    assert result.outcome is Outcome.DIFFER
    assert cells(result, Verdict.BORROWED)


def test_formulas_for_the_given_inputs_only(book, verified):
    data = keeping.rewritten(book, keeping.while_as_given, STEPS)
    assert verified(data, vary=0).outcome is Outcome.AGREE
    result = verified(data)
    assert result.outcome is Outcome.DIFFER
    assert all(cell.trial for cell in cells(result, Verdict.MISMATCHED))


def test_a_page_behind_another_one(book, verified):
    sheet = next(name for name, kind in book.notations.items() if kind == STEPS)
    result = verified(book.parts.packed(decoy(book.parts, sheet)), vary=0)
    assert result.outcome is Outcome.DIFFER
    assert any("behind" in doubt for doubt in result.doubts)


def test_through_a_helper_cell_and_a_text(hello, verified):
    sheet, cell = "forward", (36, 8)
    there = hello.parts.cells[sheet][cell]
    for text in (
        'INDIRECT("numpy!H36")',
        "numpy!H36+0",
        "SUM(numpy!36:36)*0+numpy!$H$36",
        "OFFSET(equations!A1,20,5)",
    ):
        result = verified(hello.parts.changed(sheet, {cell: there.with_formula(text)}))
        assert result.outcome is Outcome.DIFFER, text


def test_a_name_that_stands_for_what_numpy_stored(hello, verified):
    text = hello.parts.text("xl/workbook.xml")
    new = '<definedName name="mine">numpy!$H$36</definedName></definedNames>'
    there = hello.parts.cells["forward"][36, 8]
    part = hello.parts.sheet_parts["forward"]
    xml = keeping.with_cells(hello, "forward", {(36, 8): there.with_formula("mine")})
    changed = {"xl/workbook.xml": text.replace("</definedNames>", new), part: xml}
    result = verified(hello.parts.packed(changed), vary=0)
    assert [cell.cell for cell in cells(result, Verdict.BORROWED)] == ["forward!H36"]


def test_a_name_of_a_column_that_stands_for_what_numpy_stored(hello, verified):
    name = next(n for n in hello.parts.names if n.name == "x_2")
    result = verified(hello.parts.redefined(name, "numpy!$I$9:$I$12"), vary=0)
    assert {cell.cell for cell in cells(result, Verdict.BORROWED)} == {
        "equations!E16", "equations!E17", "equations!E18",
    }  # fmt: skip


# What programs take differently


@pytest.mark.parametrize(
    "new",
    [
        '<definedName name="h">forward!$A$1:$B$2</definedName>',
        '<definedName name="H">forward!$A$1:$B$2</definedName>',
        '<definedName name="W_XH" localSheetId="1">forward!$A$1:$B$2</definedName>',
    ],
)
def test_a_name_defined_twice(hello, verified, new):
    text = hello.parts.text("xl/workbook.xml").replace("<definedNames>", f"<definedNames>{new}")
    result = verified(hello.parts.packed({"xl/workbook.xml": text}), vary=0)
    assert result.outcome is Outcome.DIFFER
    assert any("name" in doubt for doubt in result.doubts)


def test_a_relative_name(book, verified):
    text = book.parts.text("xl/workbook.xml")
    name = next(n.name for n in book.parts.names if n.name in book.calculating)
    pattern = rf'(<definedName name="{name}">)([^<]*)'
    new = re.sub(pattern, lambda m: m[1] + m[2].replace("$", "", 1), text)
    result = verified(book.parts.packed({"xl/workbook.xml": new}), vary=0)
    assert result.outcome is Outcome.DIFFER
    assert any(f"the name {name} is relative" in doubt for doubt in result.doubts)


@pytest.mark.parametrize("sign", ["\u00a0", "\u200b", "\u3000", "\uff0b"])
def test_a_sign_that_looks_like_another(hello, verified, sign):
    there = hello.parts.cells["forward"][36, 8]
    text = there.formula + sign if sign != "\uff0b" else f"0{sign}{there.formula}"
    result = verified(hello.parts.changed("forward", {(36, 8): there.with_formula(text)}), vary=0)
    assert result.outcome is Outcome.DIFFER
    assert any("forward!H36" in doubt for doubt in result.doubts)


def test_precision_as_displayed(book, verified):
    text = book.parts.text("xl/workbook.xml")
    new = re.sub(r"<calcPr ", '<calcPr fullPrecision="0" ', text)
    assert new != text
    result = verified(book.parts.packed({"xl/workbook.xml": new}), vary=0)
    assert result.outcome is Outcome.DIFFER
    assert any("precision as displayed" in doubt for doubt in result.doubts)


@pytest.mark.parametrize(
    ("kind", "attributes"),
    [("row", 'hidden="1"'), ("row", 'ht="0" customHeight="1"'), ("col", 'hidden="1"')],
)
def test_a_hidden_part_of_a_block(book, verified, kind, attributes):
    name = next(n for n in book.parts.names if n.name in book.calculating)
    part = book.parts.sheet_parts[name.sheet]
    text = book.parts.text(part)
    row, column = name.area[:2]
    if kind == "row":
        new = re.sub(rf'<row r="{row}"[^>]*?(/?)>', rf'<row r="{row}" {attributes}\1>', text)
    else:
        line = f'<cols><col min="{column}" max="{column}" width="9" {attributes}/></cols>'
        new = re.sub(r"<cols>.*?</cols>", line, text, flags=re.DOTALL)
    assert new != text
    result = verified(book.parts.packed({part: new}), vary=0)
    assert result.outcome is Outcome.DIFFER
    assert any("partly hidden" in doubt for doubt in result.doubts)


@pytest.mark.parametrize(
    ("name", "factor"), [("by_norm", "1.0000001"), ("shown_lstm_memory_norm", "(1+1E-8)")]
)
def test_vanishing_numbers_have_no_slack(books, verified, name, factor):
    book = books["vanishing-gradient"]
    block = next(n for n in book.parts.names if n.name == name)
    cell = (block.area[0], block.area[1])
    there = book.parts.cells[block.sheet][cell]
    new = there.with_formula(f"({there.formula})*{factor}")
    result = verified(book.parts.changed(block.sheet, {cell: new}), vary=0)
    assert result.outcome is Outcome.DIFFER


# What does no harm


WORDINGS = (keeping.unary_plus, keeping.as_number, keeping.let, keeping.sumproduct)
LARGE = {"hello-training", "vanishing-gradient", "sentiment", "translation", "captioning"}


def wordings(number, name):
    """All for a small lesson; for a large one, which takes its time, one of them in turn."""
    return [WORDINGS[number % len(WORDINGS)]] if name in LARGE else WORDINGS


@pytest.mark.parametrize(
    ("book", "change"),
    [(name, one) for number, name in enumerate(LESSON_NAMES) for one in wordings(number, name)],
    indirect=["book"],
)
def test_the_same_in_other_words(book, verified, change):
    if change is keeping.let:
        # The embedded engine knows no LET: an error is no alarm of ours.
        pytest.importorskip("formulon")
    options = {"engine": "formulon", "vary": 2} if change is keeping.let else {}
    result = verified(keeping.rewritten(book, change, STEPS), **options)
    assert (result.outcome, result.doubts) == (Outcome.AGREE, []), result.engines[
        0
    ].first_difference


def test_a_label_that_says_the_same(hello, verified):
    there = hello.parts.cells["equations"][9, 4]
    new = there.with_formula(there.formula.replace("vocabulary", "label_p"))
    result = verified(hello.parts.changed("equations", {(9, 4): new}))
    assert (result.outcome, result.doubts) == (Outcome.AGREE, [])
    assert len(cells(result, Verdict.NOTED)) == 4


def test_a_hidden_page(book, verified):
    sheet = next(iter(book.notations))
    result = verified(
        book.parts.packed({"xl/workbook.xml": with_state(book.parts, sheet, "hidden")})
    )
    assert (result.outcome, result.doubts) == (Outcome.AGREE, [])
    assert [note for note in result.notes if sheet in note]


def test_sorted_names_and_moved_pages(book, verified):
    text = book.parts.text("xl/workbook.xml")
    names = re.findall(r"<definedName [^>]*>[^<]*</definedName>", text)
    general = sorted((n for n in names if "localSheetId" not in n), reverse=True)
    whole = re.compile(r"(<definedNames>).*?(</definedNames>)", re.DOTALL)
    new = whole.sub(lambda m: f"{m[1]}{''.join(general)}{m[2]}", text)
    sheets = re.findall(r"<sheet [^>]*/>", new)
    new = re.sub(r"(<sheets>).*?(</sheets>)", lambda m: m[1] + "".join(sheets[::-1]) + m[2], new)
    result = verified(book.parts.packed({"xl/workbook.xml": new}))
    assert (result.outcome, result.doubts, result.notes) == (Outcome.AGREE, [], [])
