"""Every spelling of a function comes to the same; what is close to one does not."""

import pytest

from xlrnn.verify.drafting.algebra import Function
from xlrnn.verify.drafting.cut import cut
from xlrnn.verify.drafting.forms import form_of
from xlrnn.verify.drafting.tree import tree_of

SPELLINGS = {
    "sigmoid": [
        "1/(1+EXP(-A1))", "(1+EXP(-A1))^-1", "EXP(A1)/(1+EXP(A1))", "EXP(A1)/(EXP(A1)+1)",
        "(1+TANH(A1/2))/2", "0.5*TANH(0.5*A1)+0.5", "1/(1+1/EXP(A1))", "POWER(1+EXP(-A1),-1)",
    ],
    "tanh": [
        "TANH(A1)", "2/(1+EXP(-2*A1))-1", "(EXP(A1)-EXP(-A1))/(EXP(A1)+EXP(-A1))",
        "(EXP(2*A1)-1)/(EXP(2*A1)+1)",
    ],
    "relu": [
        "MAX(0,A1)", "MAX(A1,0)", "IF(A1>0,A1,0)", "IF(A1>=0,A1)", "IF(A1<0,0,A1)", "A1*(A1>0)",
        "(A1>0)*A1",
    ],
    "softplus": ["LN(1+EXP(A1))"],
    "softsign": ["A1/(1+ABS(A1))"],
    "elu": ["IF(A1>0,A1,EXP(A1)-1)"],
}  # fmt: skip


def value_of(text):
    """Return the atoms of a formula, and the sum that it is."""
    form = form_of(tree_of(text, lambda _: None), cut(text).key.sizes, cut(text).key.same)
    return form.atoms, form.grid[0][0]


def function_in(text):
    """Return the function that a formula is of one cell, None if it is none."""
    atoms, poly = value_of(text)
    if len(poly) != 1 or [*poly.values()] != [1.0]:
        return None
    (factors,) = poly
    atom = atoms.all[factors[0]] if len(factors) == 1 else None
    own = isinstance(atom, Function) and [*atom.arguments[0].values()] == [1.0]
    return atom.name if own else None


@pytest.mark.parametrize("text", [text for texts in SPELLINGS.values() for text in texts])
def test_a_spelling_is_its_function(text):
    assert SPELLINGS[function_in(text)].count(text) == 1


@pytest.mark.parametrize(
    "text",
    [
        "1/(2+EXP(-A1))", "1/(1+EXP(A1))", "(1+TANH(A1))/2", "1/(1+EXP(-B1))+C1", "MAX(0.1,A1)",
        "IF(A1>0,B1,0)", "IF(A1>0,0,A1)", "LOG10(1+EXP(A1))", "EXP(A1)/(1+EXP(B1))",
    ],
)  # fmt: skip
def test_what_is_close_to_a_spelling_is_none(text):
    assert function_in(text) not in SPELLINGS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A1*B1+A2*B2+C1", "SUMPRODUCT(A1:A2,B1:B2)+C1"),
        ("A1*B1+A2*B2", "MMULT(TRANSPOSE(A1:A2),B1:B2)"),
        ("(1-A1)*B1+A1*C1", "B1+A1*(C1-B1)"),
        ("SUM(A1:A3)/3", "AVERAGE(A1:A3)"),
        ("A1^2", "SUMSQ(A1)"),
        ("-(A1-B1)", "B1-A1"),
        ("INDEX(A1:A3,2)*B1", "B1*A2"),
    ],
)
def test_sums_of_products_are_the_same_however_they_are_written(one, other):
    assert _by_cells(one) == _by_cells(other)


def _by_cells(text):
    atoms, poly = value_of(text)
    places = cut(text).references
    named = {}
    for factors, value in poly.items():
        cells = [atoms.all[factor] for factor in factors]
        spots = [(places[c.slot][0] + c.row, places[c.slot][1] + c.column) for c in cells]
        named[tuple(sorted(spots))] = pytest.approx(value)
    return named
