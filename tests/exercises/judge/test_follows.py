"""Does a cell follow the right function of what it reads?"""

from tests.exercises.judge.sheets import readings, rules, small_book, submission
from xlrnn.exercises.judge.follows import Follows
from xlrnn.exercises.judge.rules import Rules
from xlrnn.formula.functions import equal, where
from xlrnn.formula.value import CellError

ERROR = CellError("#DIV/0!")


def judge(sheet=None, **shown):
    known = rules()
    return known, Follows(sheet or submission(), known, readings(**shown))


def test_right_cells_follow():
    known, one = judge()
    assert all(one.follows(known.blocks["y"], (0, t)) for t in (0, 1))
    assert one.follows(known.blocks["s"], (0, 0))


def test_one_mistake_costs_one_mark():
    """The sum of wrong numbers is right; the wrong number is not."""
    wrong = [[0.5, 0.1], [0.2, 0.7], [-0.3, 0.6]]
    known, one = judge(y=wrong, s=[[sum(row)] for row in wrong])
    assert not one.follows(known.blocks["y"], (0, 0))
    assert one.follows(known.blocks["s"], (0, 0))


def test_who_looks_through_a_step_is_right_as_well():
    """The sum is calculated from the inputs, past cells that are wrong."""
    right = [reading.values["s"][0] for reading in readings()]
    sheet = submission(s=["TANH(A2*A1+A3)+TANH(A2*B1+A3)"])
    known, one = judge(sheet, y=[[0.5, 0.1], [0.2, 0.7], [-0.3, 0.6]], s=right)
    assert one.follows(known.blocks["s"], (0, 0))


def test_a_number_that_is_right_once_does_not_follow():
    (first, *_) = readings()
    known, one = judge(s=[first.values["s"][0]] * 3)
    assert not one.follows(known.blocks["s"], (0, 0))
    assert one.never_changes(known.blocks["s"], (0, 0))
    assert not one.contradicts(known.blocks["s"], (0, 0))  # in the first trial it is right


def test_behind_errors_nothing_can_be_told():
    known, one = judge(y=[[ERROR, 0.1]] * 3, s=[[ERROR]] * 3)
    assert not one.can_tell(known.blocks["s"], (0, 0))
    assert one.shows_errors(known.blocks["s"], (0, 0))
    assert one.shows_nothing_usable(known.blocks["s"], (0, 0))
    assert not one.contradicts(known.blocks["s"], (0, 0))


def test_behind_a_cell_that_never_changes_a_formula_is_open():
    known, one = judge(y=[[0.5, 0.5]] * 3, s=[[1.0]] * 3)
    assert one.is_open(known.blocks["s"], (0, 0))
    assert not one.follows(known.blocks["s"], (0, 0))


def test_what_did_not_change_since_the_last_judge_stays():
    known = rules()
    first = Follows(submission(), known, readings())
    changed = [[0.5, *reading.values["y"][0][1:]] for reading in readings()]
    again = Follows(submission(), known, readings(y=changed), last=first)
    assert not again.stays(("y", (0, 0)))
    assert again.stays(("y", (0, 1)))
    assert not again.stays(("s", (0, 0)))  # it follows from one that changed
    assert not first.stays(("y", (0, 1)))  # there was none before it


def on_and_on(*formulas):
    """A mark that is always 1, whose second cell asks the first; both show 0."""
    book = small_book()
    y = book["y"]
    y.rule = lambda _, t: where(equal(y[0, 0], 1), 1, 0) if t else 1
    known = Rules(book)
    one = Follows(submission(y=[*formulas]), known, readings(y=[[0.0, 0.0]] * 3))
    return y, one


def test_behind_a_wrong_cell_a_number_that_should_never_change_tells_nothing():
    """The second cell is 0 since the first one is; so would a formula be that is always 0."""
    for formula in ("0*A1", "IF(A4=1,1,0)"):
        y, one = on_and_on("0*A1", formula)
        assert not one.follows(y, (0, 0))
        assert not one.follows(y, (0, 1))
        assert one.is_open(y, (0, 1))
