"""From the symbols of the maths to the text of a formula."""

import operator
import random
import re
from fractions import Fraction

import ironcalc
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tests.formula.filling import block_at
from xlrnn.errors import FormulaError, ShapeError
from xlrnn.formula import expression as ex
from xlrnn.formula import functions as fn
from xlrnn.formula import sums
from xlrnn.formula.area import Area
from xlrnn.formula.block import Ref
from xlrnn.formula.cell import Cell
from xlrnn.formula.place import Place
from xlrnn.formula.writing.template import fill, fill_block, render

HERE = Cell(20, 9)
NUMBERS = {"B2": "1.5", "C2": "-2", "B3": "7", "C3": "-0.25"}
values = block_at("B2:C3")
REFS = [values[i, t] for i in (0, 1) for t in (0, 1)]


def text(expression, cell=HERE, sheet="forward"):
    return fill(render(ex.lift(expression), cell, sheet), cell)


# Arithmetic: a random tree, rendered, is read by Python's own parser and gives the same number.

OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
COMPARISONS = {"=": operator.eq, ">": operator.gt, "<=": operator.le}


def value_of(tree, number=Fraction):
    """Calculate a tree as it stands, without any text."""
    if isinstance(tree, int):
        return number(tree)
    if isinstance(tree, Ref):
        return number(NUMBERS[str(tree.block.place.cell(tree.row, tree.column))])
    sign, left, right = tree
    function = OPERATORS.get(sign) or COMPARISONS[sign]
    return number(function(value_of(left, number), value_of(right, number)))


def build(tree):
    """Build the expression of a tree with Python's operators."""
    if not isinstance(tree, tuple):
        return tree
    sign, left, right = tree
    left, right = build(left), build(right)
    if isinstance(left, int) and isinstance(right, int):
        left = ex.lift(left)
    named = {"=": fn.equal, ">": fn.greater, "<=": fn.less_equal}
    return (OPERATORS.get(sign) or named[sign])(left, right)


def read_by_python(formula):
    """Calculate a formula's text with Python's parser."""
    python = re.sub(r"(?<![<>])=", "==", formula).replace("(", "F(")  # a truth value is 1 or 0
    python = re.sub(r"([A-Z]+\d+)|(\d+)", r"F(v.get('\1', '\2'))", python)
    return Fraction(eval(python, {"F": Fraction, "v": NUMBERS}))


leaves = st.one_of(st.integers(-9, 9), st.sampled_from(REFS))
arithmetic = st.recursive(
    leaves,
    lambda inner: st.tuples(
        st.sampled_from([*OPERATORS]),
        st.one_of(inner, st.tuples(st.sampled_from([*COMPARISONS]), leaves, inner)),
        st.one_of(inner, st.tuples(st.sampled_from([*COMPARISONS]), inner, leaves)),
    ),
    max_leaves=12,
)


def same_number(tree):
    try:
        expected = value_of(tree)
    except ZeroDivisionError:
        return True
    return read_by_python(text(build(tree))) == expected


@given(arithmetic)
def test_a_formula_has_the_value_of_its_tree(tree):
    assert same_number(tree)


def test_this_would_notice_lost_parentheses(monkeypatch):
    monkeypatch.setattr("xlrnn.formula.writing.template._STRENGTH", dict.fromkeys("+-*/", 1))
    wrong = [
        tree for tree in [("*", ("+", 2, 3), 4), ("/", 8, ("/", 4, 2))] if not same_number(tree)
    ]
    assert wrong == [("*", ("+", 2, 3), 4)]


def test_an_engine_gives_random_formulas_the_same_values(tmp_path):
    """Python's parser is one opinion, a spreadsheet's is another."""
    chance = random.Random(5)

    def grow(depth):
        if depth == 0 or chance.random() < 0.1:
            return chance.choice([*REFS, chance.randint(-9, 9)])
        return (chance.choice([*OPERATORS]), grow(depth - 1), grow(depth - 1))

    trees = [grow(4) for _ in range(150)]
    path = tmp_path / "trees.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("forward")
        for cell, number in NUMBERS.items():
            sheet.write_number(cell, float(number))
        for row, tree in enumerate(trees):
            sheet.write_formula(row, 8, "=" + text(build(tree), Cell(row + 1, 9)))
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC")
    model.evaluate()
    compared = 0
    for row, tree in enumerate(trees):
        try:
            expected = float(value_of(tree))
        except ZeroDivisionError:
            assert model.get_cell_value(0, row + 1, 9) == "#DIV/0!"
            continue
        assert model.get_cell_value(0, row + 1, 9) == pytest.approx(expected, rel=1e-9, abs=1e-9)
        compared += 1
    assert compared > 80


def test_the_same_operand_twice_is_written_twice():
    h = values[0, 0]
    assert text(1 - h * h) == "1-B2*B2"
    assert text((h + 1) / (h + 1)) == "(B2+1)/(B2+1)"
    both = h - 2
    assert text(both * both) == "(B2-2)*(B2-2)"


@pytest.mark.parametrize(
    "expression, expected",
    [
        (values[0, 0] + 1, "B2+1"),
        (1 + values[0, 0], "1+B2"),
        (2 - values[0, 0], "2-B2"),
        (2 * values[0, 0], "2*B2"),
        (2 / values[0, 0], "2/B2"),
        (values[0, 0] - (values[0, 1] - values[1, 0]), "B2-(C2-B3)"),
        (values[0, 0] - values[0, 1] - values[1, 0], "B2-C2-B3"),
        (values[0, 0] / (values[0, 1] * values[1, 0]), "B2/(C2*B3)"),
        (fn.equal(values[0, 0] + 1, 2), "B2+1=2"),
        (fn.greater(1, values[0, 0]) * 2, "(1>B2)*2"),
        (fn.where(fn.less_equal(values[0, 0], 0), "a", "b"), 'IF(B2<=0,"a","b")'),
        (ex.lift('say "hi"'), '"say ""hi"""'),
        (ex.lift("100 %s"), '"100 %s"'),
        (ex.lift("=1+1"), '"=1+1"'),
        (ex.lift(-3), "-3"),
        (fn.tanh(values[1, 1]), "TANH(C3)"),
        (fn.max_(values[:, 1]), "MAX(C$2:C$3)"),
        (fn.sum_(values[1, :]), "SUM($B3:$C3)"),
        (fn.sum_(values[:, :]), "SUM($B$2:$C$3)"),
    ],
)
def test_expressions_as_text(expression, expected):
    assert text(expression) == expected


def test_references_to_other_sheets_are_quoted():
    formula = ex.lift(values[0, 0] + 1)
    assert text(formula, sheet="check") == "forward!B2+1"
    elsewhere = block_at("D4:D5", sheet="Tom's sheet")
    assert text(fn.sum_(elsewhere[:, 0])) == "SUM('Tom''s sheet'!$D$4:$D$5)"
    assert text(elsewhere[1, 0]) == "'Tom''s sheet'!$D5"


# Sums of products.


def dot_of(count):
    W = block_at(f"B2:{'BCDEFGHIJ'[count - 1]}4", name="W")
    x = block_at(f"M2:N{count + 1}", name="x")
    return sums.dot(W[1, :], x[:, 1])


def test_a_short_sum_is_written_out():
    assert text(dot_of(1)) == "$B3*N$2"
    assert text(dot_of(2)) == "$B3*N$2+$C3*N$3"
    assert text(dot_of(6)).count("*") == 6
    assert "MMULT" not in text(dot_of(6))


def test_a_long_sum_is_a_matrix_product():
    assert text(dot_of(7)) == "SUM(MMULT($B3:$H3,N$2:N$8))"


def test_a_dot_beside_other_terms():
    b = block_at("K2", name="b_h")
    assert text(dot_of(2) + b) == "$B3*N$2+$C3*N$3+$K$2"
    assert text(b * dot_of(2)) == "$K$2*($B3*N$2+$C3*N$3)"


W, X = block_at("B2:D5", name="W"), block_at("F2:G4", name="x")


@pytest.mark.parametrize(
    "row, column",
    [
        (W[0, :], X[0, :]),
        (W[:, 0], X[:, 0]),
        (W[:, :], X[:, :]),
        (W[0, :], W[:, 0]),
        (X[0, :], X[:, 0]),
        (W[0, 0], X[:, 0]),
        (X[:, 0], W[0, :]),
    ],
)
def test_shapes_that_do_not_multiply_are_refused(row, column):
    with pytest.raises(ShapeError, match=r"dot of \w+ \(\d, \d\) and \w+ \(\d, \d\).*same length"):
        sums.dot(row, column)


def test_sums_and_products_side_by_side_need_no_parentheses():
    a, b, c = REFS[:3]
    assert text(a + (b + c)) == "B2+(C2+B3)"
    assert text(sums.added(a, b + c, a * b, a - b)) == "B2+C2+B3+B2*C2+(B2-C2)"
    assert text(sums.multiplied(a, b * (1 - b), c + a)) == "B2*C2*(1-C2)*(B3+B2)"
    assert text(sums.multiplied(a, 1)) == "B2*1"


@pytest.mark.parametrize("along", [0, 1])
def test_an_inner_product_of_rows_or_columns(along):
    def inner_of(count):
        shape = (count, 3) if along == 0 else (3, count)
        a, b = block_at("B3", shape=shape), block_at("N3", shape=shape, name="other")
        for block in (a, b):
            block.place = Place.of("forward", Area.at(3, 2 if block is a else 14, *shape))
        return sums.inner(*((a[:, 1], b[:, 1]) if along == 0 else (a[1, :], b[1, :])))

    assert text(inner_of(2)) == ("C$3*O$3+C$4*O$4" if along == 0 else "$B4*$N4+$C4*$O4")
    assert text(inner_of(6)).count("*") == 6
    long = "SUMPRODUCT(C$3:C$9,O$3:O$9)" if along == 0 else "SUMPRODUCT($B4:$H4,$N4:$T4)"
    assert text(inner_of(7)) == long


def test_an_inner_product_with_another_sheet_is_not_written_out():
    a, b = block_at("B3:B4"), block_at("N3:N4", name="other", sheet="back")
    b.page = "back"
    assert text(sums.inner(a[:, 0], b[:, 0])) == "SUMPRODUCT($B$3:$B$4,back!$N$3:$N$4)"


def test_an_inner_product_of_a_row_and_a_column_is_refused():
    a, b = block_at("B3:D5"), block_at("N3:P5", name="other")
    with pytest.raises(ShapeError, match=r"inner of h \(1, 3\) and other \(3, 1\).*same length"):
        sums.inner(a[0, :], b[:, 0])
    with pytest.raises(ShapeError, match=r"inner of h \(3, 3\)"):
        sums.inner(a[:, :], b[:, :])
    with pytest.raises(ShapeError, match="inner needs two rows or columns"):
        sums.inner(a[0, :] + 1, b[0, :])


def test_a_dot_of_anything_but_blocks_is_refused():
    with pytest.raises(ShapeError, match=r"dot needs a row and a column of blocks"):
        sums.dot(W[0, 0] + 1, X[:, 0])


def test_a_window_is_a_range_that_moves_with_the_formula():
    window = W[1:3, 0:2]
    assert window.shape == (2, 2)
    assert [*window.cells()] == [(1, 0), (1, 1), (2, 0), (2, 1)]
    assert text(fn.sum_(window)) == f"SUM({text(W[1, 0])}:{text(W[2, 1])})"
    assert text(fn.sum_(W[1:3, :])) == "SUM($B3:$D4)"
    assert [*W[1:2, 0:2].cells()] == [(1, 0), (1, 1)]


def test_a_window_moves_until_it_leaves_its_block():
    window = W[1:3, 0:2]
    assert [*window.moved(1, 1).cells()] == [(2, 1), (2, 2), (3, 1), (3, 2)]
    assert window.moved(2, 0) is None
    assert window.moved(0, -1) is None
    assert W[0, :].moved(3, 0).row == 3


@pytest.mark.parametrize(
    "index",
    [(4, 0), (-1, 0), (0, 3), (0, -1), (99, slice(None)), (slice(2, 5), 0), (0, slice(-1, 1))],
)
def test_cells_outside_a_block_are_refused(index):
    with pytest.raises(ShapeError, match=r"W has \d (rows|columns), and (row|column) -?\d+"):
        W[index]


@pytest.mark.parametrize("index", [(slice(None, 2), 0), (0, slice(1, None)), (slice(0, 4, 2), 0)])
def test_a_part_of_a_row_or_column_is_refused(index):
    with pytest.raises(ShapeError, match="W: take one row or column"):
        W[index]


def test_only_a_single_cell_stands_for_its_block():
    one = block_at("C7", name="w_hh")
    assert text(one * 2) == "$C$7*2"
    with pytest.raises(FormulaError, match=r"W is \(4, 3\): say which cell"):
        W * 2
    with pytest.raises(FormulaError):
        fn.tanh(W)


# What must not stand in a formula.


@pytest.mark.parametrize("number", [0.1, 1e-9, 2.0, True, 10**9, -(10**9), None, Fraction(1, 2)])
def test_numbers_that_belong_into_cells_are_refused(number):
    with pytest.raises(FormulaError, match="put numbers into cells of their own"):
        ex.lift(number)
    with pytest.raises(FormulaError):
        values[0, 0] * number


def test_an_array_formula_cannot_stand_inside_another():
    with pytest.raises(FormulaError, match="cannot stand inside a formula"):
        text(ex.Matrix("MMULT(W_xh, x_1)") + 1)


def test_a_block_without_a_place_cannot_be_rendered():
    lost = block_at("B2:C3")
    lost.place = None
    with pytest.raises(FormulaError, match="has no place yet"):
        text(lost[0, 0] + 1)


# Filling.


@given(st.integers(1, 40), st.integers(1, 30))
def test_filling_a_block_is_filling_each_cell(height, width):
    expression = fn.where(fn.greater(values[0, :], 0), "50%", X[1, 1])
    template = render(expression, HERE, "forward")
    rows, columns = range(20, 20 + height), range(9, 9 + width)
    assert fill_block(template, rows, columns) == [
        [fill(template, Cell(row, column)) for column in columns] for row in rows
    ]


def test_gaps_in_a_block_are_followed():
    """A reader may have inserted a row in the middle."""
    gappy = block_at("B2:C3")
    gappy.place = Place("forward", (2, 7), (2, 3))
    assert text(gappy[1, 0]) == "B7"
    assert text(fn.sum_(gappy[:, 1])) == "SUM(C$2:C$7)"
