"""Behind which cells others cannot be judged."""

from tests.exercises.judge.sheets import RIGHT
from tests.exercises.mark.small import CHANGED, opened
from xlrnn.exercises.judge.judge import Judge
from xlrnn.exercises.mark.root_causes import broken_given_cells, root_causes
from xlrnn.formula.value import CellError

ERROR = CellError("#DIV/0!")


def judged(one, readings):
    judge = Judge(one.submission, one.rules, readings)
    return judge, judge.verdicts()


def test_a_cell_with_an_error_keeps_others_from_being_judged():
    _, right = opened()
    y = [[ERROR, reading.values["y"][0][1]] for reading in right]
    one, readings = opened(y=y, s=[[ERROR]] * 3)
    judge, verdicts = judged(one, readings)
    assert root_causes(judge, one, verdicts) == [("y", (0, 0))]


UNKNOWN = CellError("#NAME?")
LET = ["LET(a,$A$2*A1,TANH(a+$A$3))", "LET(a,$A$2*B1,TANH(a+$A$3))"]


def test_all_cells_with_a_function_that_the_engine_does_not_know_are_put_right_at_once():
    formulas = {"y": LET, "s": ["LET(a,$A$4,a+$B$4)"]}
    one, readings = opened(formulas=formulas, y=[[UNKNOWN] * 2] * 3, s=[[UNKNOWN]] * 3)
    judge, verdicts = judged(one, readings)
    causes = root_causes(judge, one, verdicts)
    assert {*causes} == {("y", (0, 0)), ("y", (0, 1)), ("s", (0, 0))}
    assert len(causes) == 3
    assert root_causes(judge, one, verdicts, causes) == []


def test_who_reads_such_a_cell_and_knows_its_own_functions_is_judged_behind_it():
    one, readings = opened(formulas={"y": LET}, y=[[UNKNOWN] * 2] * 3, s=[[UNKNOWN]] * 3)
    judge, verdicts = judged(one, readings)
    assert {*root_causes(judge, one, verdicts)} == {("y", (0, 0)), ("y", (0, 1))}


def test_a_name_that_is_not_there_says_nothing_about_functions():
    formulas = {"y": ["TANH(nowhere)", RIGHT["y"][1]], "s": ["TANH($A$4+$B$4)"]}
    one, readings = opened(formulas=formulas, y=[[UNKNOWN, 0.1]] * 3, s=[[UNKNOWN]] * 3)
    judge, verdicts = judged(one, readings)
    assert ("s", (0, 0)) not in root_causes(judge, one, verdicts)


def test_what_was_put_right_is_not_put_right_again():
    one, readings = opened(y=[[ERROR, 0.1]] * 3, s=[[ERROR]] * 3)
    judge, verdicts = judged(one, readings)
    assert ("y", (0, 0)) not in root_causes(judge, one, verdicts, [("y", (0, 0))])


def test_where_all_can_be_judged_there_is_none():
    one, readings = opened()
    judge, verdicts = judged(one, readings)
    assert root_causes(judge, one, verdicts) == []


def test_a_cell_that_never_changes_hides_what_follows():
    one, readings = opened(y=[[0.5, 0.5]] * 3, s=[[1.0]] * 3)
    judge, verdicts = judged(one, readings)
    assert {*root_causes(judge, one, verdicts)} == {("y", (0, 0)), ("y", (0, 1))}


def test_a_given_cell_that_was_changed():
    one, readings = opened(formulas={"y": CHANGED}, blanks={"s": [(0, 0)]}, y=[[0.5, 0.5]] * 3)
    judge, _ = judged(one, readings)
    assert broken_given_cells(judge, one) == [("y", (0, 0)), ("y", (0, 1))]


def test_a_given_cell_that_is_written_otherwise_is_not_broken():
    other = {"y": ["TANH($A$3+$A$2*A1)", "TANH($A$3+$A$2*B1)"]}
    one, readings = opened(formulas=other, blanks={"s": [(0, 0)]})
    judge, _ = judged(one, readings)
    assert broken_given_cells(judge, one) == []
