"""Right formulas that hardly anybody would write: each earns its points."""

import pytest

from tests.exercises.answers import Formula, Sheet, before, total
from tests.exercises.known import Handed
from tests.exercises.submissions import Pupil
from xlrnn.exercises.grade.grade import grade_file, job


@pytest.fixture(scope="module")
def textbook(handed: list[Handed]) -> Handed:
    return handed[1]


def scores(text: str) -> Formula:
    """A formula of a column of exponentials."""
    return lambda s, _, t: text.format(s.column("exps", t))


def state(text: str) -> Formula:
    """A formula of what goes into tanh."""
    return lambda s, i, t: text.format(total(s, i, t))


def previous(text: str) -> Formula:
    """A formula of the state of the column before."""
    return lambda s, i, t: text.format(before(s, i, t))


def picked(text: str) -> Formula:
    """A formula of a row of W_xh and a letter, given one-hot."""
    return lambda s, i, t: text.format(s.row("W_xh", i), s.column("x", t))


def power(s: Sheet, i: int, t: int) -> str:
    return f"POWER(EXP(1),{s.at('logits', i, t)}-{s.at('logits_max', 0, t)})"


def through_logarithms(s: Sheet, i: int, t: int) -> str:
    return f"EXP(LN({s.at('exps', i, t)})-LN({s.at('exps_sum', 0, t)}))"


def in_per_cent(s: Sheet, i: int, t: int) -> str:
    return f"{s.at('exps', i, t)}/{s.at('exps_sum', 0, t)}*100%"


def upside_down(s: Sheet, i: int, t: int) -> str:
    return f"1/({s.at('exps_sum', 0, t)}/{s.at('exps', i, t)})"


def chosen(s: Sheet, i: int, t: int) -> str:
    weights = ",".join(s.at("W_xh", i, k) for k in range(s.size("W_xh")[1]))
    return f"CHOOSE(MATCH({s.at('letter', 0, t)},vocabulary,0),{weights})"


UNUSUAL: list[dict[str, Formula]] = [
    {
        "a_x": chosen,
        "h_prev": previous('INDIRECT("{}")'),
        "h": state("SINH({0})/COSH({0})"),
        "exps": power,
        "exps_sum": scores("SUBTOTAL(9,{})"),
        "p": through_logarithms,
    },
    {
        "a_x": picked("{{SUM({}*TRANSPOSE({}))}}"),
        "h_prev": previous("INDIRECT(ADDRESS(ROW({0}),COLUMN({0})))"),
        "h": state("1-2/(EXP(2*({}))+1)"),
        "exps_sum": scores("AVERAGE({0})*COUNT({0})"),
        "p": in_per_cent,
    },
    {
        "a_x": picked("_xlfn._xlws.FILTER(TRANSPOSE({}),{}=1)"),
        "h_prev": previous("_xlfn.SWITCH(1,1,{},0)"),
        "h": state("_xlfn.IFS(TRUE,TANH({}))"),
        "exps_sum": scores("_xlfn.REDUCE(0,{},_xlfn.LAMBDA(_xlpm.a,_xlpm.b,_xlpm.a+_xlpm.b))"),
        "p": upside_down,
    },
    {
        "a_x": picked("LOOKUP(2,1/({1}=1),TRANSPOSE({0}))"),
        "h_prev": previous("OFFSET({},0,0)"),
        "h": state("ROUND(TANH({}),14)"),
        "exps_sum": scores("SUMPRODUCT({}^1)"),
    },
]


@pytest.mark.parametrize("formulas", UNUSUAL, ids=["by address", "by algebra", "new", "looked up"])
def test_unusual_right_formulas_are_right(textbook, formulas, tmp_path):
    pupil = Pupil(textbook.blank, textbook.assignment)
    assert formulas.keys() <= {*pupil.asked}
    path = pupil.fill(formulas).save(tmp_path / "unusual.xlsx")
    result = grade_file(job(path, textbook.key))
    assert not result["reason"]
    assert [cell for cell in result["cells"] if cell["state"] != "right"] == []


def test_one_that_is_wrong_is_found_among_them(textbook, tmp_path):
    formulas = {**UNUSUAL[0], "h": state("SINH({0})/COSH({0})*1.01")}
    path = Pupil(textbook.blank, textbook.assignment).fill(formulas).save(tmp_path / "wrong.xlsx")
    result = grade_file(job(path, textbook.key))
    assert {cell["block"] for cell in result["cells"] if cell["state"] != "right"} == {"h"}
