"""Does a formula look as a wrong formula must look that predicts its results?"""

import pytest

from tests.exercises.judge.sheets import places, rules, submission
from xlrnn.exercises.judge.formula_agrees import ExpectedFormula, agrees, reads_all


def looks(wanted, formula, name="y"):
    sheet = submission(**{name: [formula, None] if name == "y" else [formula]})
    written = sheet.precedents.written("one", formula)
    return agrees(wanted, written, sheet.reads(name, (0, 0)), places())


def right(name="y"):
    known = rules()
    return ExpectedFormula.by(known.right(known.blocks[name], 0, 0))


@pytest.mark.parametrize(
    ("formula", "agree"),
    [
        ("TANH($A$2*A1+$A$3)", True),
        ("TANH(SUMPRODUCT(A1,A2)+A3)", True),  # however it is written
        ("(EXP(2*(A2*A1+A3))-1)/(EXP(2*(A2*A1+A3))+1)", True),
        ("$A$2*A1+$A$3", False),  # it has no function
        ("TANH($A$2*A1)", False),  # it does not read all
        ("TANH($A$2*B1+$A$3)", False),  # it reads another cell
        ("ABS(TANH($A$2*A1+$A$3))", False),  # it changes the result
        ('TANH($A$2*A1+$A$3)&"x"', False),  # a text is typed
    ],
)
def test_formulas_that_agree_and_some_that_do_not(formula, agree):
    assert looks(right(), formula) is agree


def test_a_formula_may_look_through_a_block():
    known = rules()
    wanted = ExpectedFormula.by(known.right(known.blocks["s"], 0, 0))
    assert looks(wanted, "TANH(A2*A1+A3)+TANH(A2*B1+A3)", "s")
    assert not looks(wanted, "TANH(A2*A1)+TANH(A2*B1)", "s")


def test_what_must_be_read():
    sheet = submission()
    written = sheet.precedents.written("one", "A1*A2")
    assert not reads_all(right(), written, {"x", "w"}, places())
    assert reads_all(right().without([rules().blocks["b"]]), written, {"x", "w"}, places()) is False


def test_where_wanted_cells_stand():
    assert right().spots(places()) == {("one", 1, 1), ("one", 2, 1), ("one", 3, 1)}
    assert right("s").spots(places()) == {("one", 4, 1), ("one", 4, 2)}


def test_a_bound_more_than_there_must_be_is_another_formula():
    """`MAX(0, …)` around a formula with a largest of its own, as seen by its functions alone."""
    wanted = right()._replace(functions=frozenset({"MAX", "TANH"}), bounds=1)
    assert looks(wanted, "MAX(0,TANH($A$2*A1+$A$3))")
    assert not looks(wanted, "MAX(0,MIN(1,TANH($A$2*A1+$A$3)))")
