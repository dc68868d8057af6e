"""Only functions that every spreadsheet has."""

import pytest

from xlrnn.errors import FormulaError
from xlrnn.formula.expression import Call, Matrix
from xlrnn.formula.parsing.tokens import functions_in
from xlrnn.formula.portable import PORTABLE, check_portable


@pytest.mark.parametrize(
    "formula, found",
    [
        ("A1+B1", set()),
        ("TANH(MMULT(W_xh, x_1) + w_hh*h_0 + b_h)", {"TANH", "MMULT"}),
        ("sum( if (A1>0, 1))", {"SUM", "IF"}),
        ('IF(A1="SIN(x)",0,1)', {"IF"}),
        ('IF(A1="say ""COS("" twice",0,1)', {"IF"}),
        ('"ab"&SIN(1)&"cd"', {"SIN"}),
        ("_xlfn.CONCAT(A1)", {"_XLFN.CONCAT"}),
        ("(A1)*(B1)", set()),
    ],
)
def test_functions_are_found_and_texts_are_not(formula, found):
    assert functions_in(formula) == found


@pytest.mark.parametrize(
    "formula",
    ["LET(a,1,a)", "SUM(SEQUENCE(3))", "_xlfn.SOFTMAX(A1)", "softmax(A1)", "SIGMOID(1)",
     'IF(1,"a",LAMBDA(x,x)(1))'],
)  # fmt: skip
def test_functions_that_not_every_program_has_are_refused(formula):
    with pytest.raises(FormulaError, match="not a function that every spreadsheet has"):
        check_portable(formula)
    with pytest.raises(FormulaError):
        Matrix(formula)


def test_the_message_names_the_function_and_not_the_portable_ones():
    with pytest.raises(FormulaError, match=r"^FILTER, XLOOKUP in 'SUM"):
        check_portable("SUM(XLOOKUP(A1,FILTER(B:B,1),C:C))")


def test_a_call_of_another_function_cannot_be_made():
    with pytest.raises(FormulaError, match="SINH"):
        Call("SINH", ())


def test_portable_formulas_come_back_as_they_are():
    for name in PORTABLE:
        assert check_portable(f"{name}(A1)") == f"{name}(A1)"
