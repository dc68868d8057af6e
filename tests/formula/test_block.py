"""Blocks: filled like a person fills them, and equal to what each cell says for itself."""

import numpy as np
import pytest
from hypothesis import given, settings

from tests.formula.filling import block_at, shifted
from tests.lessons.variants import PLAIN, VARIANTS, lessons
from xlrnn.errors import FormulaError, ShapeError
from xlrnn.formula.area import Area
from xlrnn.formula.cell import Cell
from xlrnn.formula.expression import Matrix
from xlrnn.formula.functions import tanh
from xlrnn.formula.place import Place
from xlrnn.formula.writing.fill import cell_texts, fill_of, formulas_of

# How far to the right a formula begins that is then the same all along: the first column of
# h_prev is h_0, everything else begins at once.
FIRST_COLUMN = {"h_prev": 1, "ref_h_prev": 1}


def test_shifting_does_what_spreadsheets_do():
    """The tests' own filling, against formulas filled by hand in LibreOffice."""
    assert shifted("A1+$B2*C$3-$D$4", 2, 3) == "D3+$B4*F$3-$D$4"
    assert shifted('IF(EXACT(Z9,"A1"),TANH($A1:AZ$2),0)', 1, 1) == (
        'IF(EXACT(AA10,"A1"),TANH($A2:BA$2),0)'
    )
    assert shifted("'Tom''s A1'!B2+check!E$6", 1, 1) == "'Tom''s A1'!C3+check!F$6"
    assert shifted("LOG10(A1)", 1, 0) == "LOG10(A2)"


def not_filled(block):
    """Return the cells whose formula is not what filling the block's first one gives."""
    if block.constant or block.equation is not None:
        return []
    if isinstance(block.rule(0, 0), Matrix):
        return []
    texts, first = cell_texts(block), FIRST_COLUMN.get(block.name, 0)
    wrong = []
    for i in range(block.shape[0]):
        for t in range(block.shape[1]):
            start = first if t >= first else t
            if shifted(texts[0][start], i, t - start) != texts[i][t]:
                wrong.append((block.name, i, t))
    return wrong


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_block_can_be_filled_by_hand(variant):
    book = VARIANTS[variant].book()
    # What names columns lies across, and what it shows stands upright: nobody can fill that.
    filled = [block for block in book.blocks if not block.name.startswith("columns_")]
    assert [cell for block in filled for cell in not_filled(block)] == []


def test_this_would_notice_a_wrong_dollar(monkeypatch):
    monkeypatch.setattr("xlrnn.formula.block.Ref.fix", (False, False))
    book = VARIANTS["article"].book()
    wrong = {cell[0] for block in book.blocks for cell in not_filled(block)}
    # Cell by cell, without the pattern that filling itself would hide behind.
    assert {"a_x", "x", "exps", "p", "logits", "numpy_verdict"} <= wrong


def formulas_by_block(book):
    return {block.name: list(formulas_of(block)) for block in book.blocks}


def each_alone(book):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("xlrnn.formula.writing.fill._pattern", lambda *_: None)
        return formulas_by_block(book)


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_pattern_is_what_each_cell_says(variant):
    book = VARIANTS[variant].book()
    assert formulas_by_block(book) == each_alone(book)


@settings(max_examples=15, deadline=None)
@given(lessons(steps=30, letters=12, units=9, alphabet=PLAIN))
def test_the_pattern_is_what_each_cell_says_in_any_size(lesson):
    book = lesson.book()
    assert formulas_by_block(book) == each_alone(book)


def test_a_rule_without_a_pattern_is_rendered_cell_by_cell():
    a = block_at("B2:D4", name="a")
    mirrored = block_at("F2:H4", rule=lambda i, t: tanh(a[i, 2 - t]))
    assert cell_texts(mirrored)[0] == ["TANH(D2)", "TANH(C2)", "TANH(B2)"]
    starts = block_at("F2:H4", rule=lambda i, t: a[i, t - 1] if t else a[i, 0] * 2)
    assert cell_texts(starts)[2] == ["B4*2", "B4", "C4"]


LIST = [0, 0, 1, 0, 0, 0, 0]
CASES = {
    "a column": lambda i, t: t == 2,  # noqa: ARG005
    "a row": lambda i, t: i == 4,  # noqa: ARG005
    "a cell": lambda i, t: i == 2 and t == 5,
    "a cell, the other way round": lambda i, t: t == 5 and i == 2,
    "a diagonal": lambda i, t: t - i == 2,
    "cells that meet": lambda i, t: i == t,
    "cells beside each other": lambda i, t: i + t == 8,
    "columns from one to another": lambda i, t: 2 <= t < 4,  # noqa: ARG005
    "a list": lambda i, t: LIST[t],  # noqa: ARG005
    "an array": lambda i, t: np.eye(7)[i, t] and t > 3,
    "a dictionary": lambda i, t: {(4, 2): True}.get((i, t)),
    "a set": lambda i, t: t in {3},  # noqa: ARG005
    "a name": lambda i, t: f"{i}{t}" == "33",
    "every other": lambda i, t: t % 2 and i // 2 == 1,
    "far away": lambda i, t: abs(t - 3) + abs(3 - i) == 1,
    "none": lambda i, t: t > 9 or i < 0,
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("corner", ["A1:G7", "A1:A7", "A1:G1", "C3:G7"])
def test_a_case_in_the_middle_is_written(case, corner):
    """Whatever a rule asks of row and column: no cell is filled that has a formula of its own."""
    a, b = block_at("A1:G7", name="a"), block_at("A11:G17", name="b")
    rule = lambda i, t: b[i, t] + 1 if CASES[case](i, t) else a[i, t]  # noqa: E731
    block = block_at(corner, rule=rule)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("xlrnn.formula.writing.fill._pattern", lambda *_: None)
        alone = cell_texts(block)
    assert cell_texts(block) == alone


def test_a_step_that_is_written_as_a_number():
    a = block_at("A1:G7", name="a")
    block = block_at("A11:G17", rule=lambda _, t: a[0, 0].pinned() + (t if t == 3 else 0))
    assert cell_texts(block)[1] == [f"$A$1+{3 if t == 3 else 0}" for t in range(7)]


def test_a_rule_is_not_called_for_each_cell():
    a, calls = block_at("A1:CV100", name="a"), []
    block = block_at("A101:CV200", rule=lambda i, t: calls.append(1) or a[i, t] * 2)
    assert fill_of(block) is not None
    assert len(calls) < 10


def test_a_gap_in_the_block_or_in_what_it_reads_ends_the_filling():
    a = block_at("B2:C4", name="a")
    rule = lambda i, t: a[i, t] + 1  # noqa: E731
    inside = block_at("F2:G5", rule=rule, shape=(3, 2))
    inside.place = Place("forward", (2, 3, 5), (6, 7))
    assert [row[0] for row in cell_texts(inside)] == ["B2+1", "B3+1", "B4+1"]
    a.place = Place("forward", (2, 4, 5), (2, 3))
    reader = block_at("F2:G4", rule=rule)
    assert [row[1] for row in cell_texts(reader)] == ["C2+1", "C4+1", "C5+1"]


@pytest.mark.parametrize("shape", [(3, 1), (1, 1), (1, 3)])
def test_a_narrow_block_whose_cells_differ(shape):
    a = block_at("B2:D4", name="a")
    block = block_at("F2:H4", shape=shape, rule=lambda i, t: a[2 - i, 2 - t])
    block.place = Place("forward", (2, 3, 4)[: shape[0]], (6, 7, 8)[: shape[1]])
    expected = [["D4", "C4", "B4"], ["D3", "C3", "B3"], ["D2", "C2", "B2"]]
    assert cell_texts(block) == [row[: shape[1]] for row in expected[: shape[0]]]


def test_a_gap_in_a_column_of_cells():
    vocabulary = block_at("B2:B4", name="vocabulary")
    labels = block_at("F2:F4", rule=lambda k, _: vocabulary[k, 0])
    vocabulary.place = Place("forward", (2, 4, 5), (2,))
    assert cell_texts(labels) == [["$B2"], ["$B4"], ["$B5"]]


def test_texts_and_formulas_tell_the_same():
    for block in VARIANTS["textbook"].book().blocks:
        if block.constant:
            assert list(formulas_of(block)) == []
            continue
        place, texts = block.place, cell_texts(block)
        assert np.shape(texts) == block.shape
        covered = {}
        for formula in formulas_of(block):
            for cell in formula.area.cells():
                assert cell not in covered
                covered[cell] = formula.text
        assert covered == {place.cell(i, t): texts[i][t] for i, t in np.ndindex(*block.shape)}


def test_an_equation_fills_a_column_with_one_array_formula():
    book = VARIANTS["article"].book()
    formulas = list(formulas_of(book["h_eq"]))
    assert [formula.array for formula in formulas] == [True] * 4
    assert [formula.area.shape for formula in formulas] == [(3, 1)] * 4
    assert formulas[2].text == "TANH(MMULT(W_xh, x_3) + w_hh*h_2 + b_h)"
    first = [formula.area.first for formula in formulas]
    assert first == [book["h_eq"].place.cell(0, t) for t in range(4)]


def test_an_equation_with_a_function_that_is_not_portable_is_refused():
    block = block_at("B2:C3")
    block.equation = lambda t: f"SOFTMAX(x_{t + 1})"
    with pytest.raises(FormulaError, match="SOFTMAX"):
        list(formulas_of(block))


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (6,), (2, 3, 1)])
def test_values_of_another_shape_are_refused(shape):
    with pytest.raises(ShapeError, match=r"h: values of shape .*, expected \(3, 2\)"):
        block_at("B2:C4").fill_values(np.zeros(shape))


def test_a_place_knows_its_gaps():
    whole = Place.of("forward", Area.parse("B2:C4"))
    assert (whole.rows, whole.columns, whole.whole) == ((2, 3, 4), (2, 3), True)
    gappy = Place("forward", (2, 3, 5), (2, 3))
    assert not gappy.whole
    assert gappy.area == Area.parse("B2:C5")
    assert gappy.cell(2, 1) == gappy.cell(-1, -1) == Cell.parse("C5")
