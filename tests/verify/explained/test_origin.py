"""What a distance is made of: rounding in right workbooks, a mistake only where one was made."""

import pytest

from tests.cli.workbooks import saved_by_openpyxl
from xlrnn import api
from xlrnn.verify.explained.one_cell import one_cell
from xlrnn.verify.explained.origin import Cause, Numbers, origin
from xlrnn.verify.results.block_result import BlockResult
from xlrnn.verify.results.distance import Tolerance
from xlrnn.verify.results.verdict import Verdict


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    (path,) = api.build(["hello-forward"], tmp_path_factory.mktemp("built"))
    return path


@pytest.fixture
def changed(book, tmp_path):
    """Return a function: what an engine shows if cells of the page `forward` hold other things."""

    def verified(vary=0, **cells):
        def change(workbook):
            for cell, content in cells.items():
                workbook["forward"][cell] = content

        path = saved_by_openpyxl(book, tmp_path / "changed.xlsx", change)
        (engine,) = api.verify(path, vary=vary).books[0].engines
        return engine

    return verified


def told(engine, block, i, t):
    result: BlockResult = next(one for one in engine.blocks if one.name == block)
    return origin(result, i, t, Numbers(engine), Tolerance())


def test_in_a_right_workbook_every_distance_is_rounding(book):
    (engine,) = api.verify(book, vary=0).books[0].engines
    numbers = Numbers(engine)
    corners = [
        (block, *where)
        for block in engine.blocks
        for where in ((0, 0), (block.codes.shape[0] - 1, block.codes.shape[1] - 1))
    ]
    found = [one for cell in corners if (one := origin(*cell, numbers, Tolerance())) is not None]
    assert len(found) >= 20
    assert {one.cause for one in found} == {Cause.NONE, Cause.ROUNDING}


def test_a_mistake_is_told_from_what_it_hands_on(changed):
    engine = changed(I36="=TANH(I18-I30)")
    wrong = told(engine, "h", 1, 1)
    assert wrong.cause is Cause.MISTAKE
    assert wrong.own == pytest.approx(wrong.distance)
    assert wrong.own > 1e9 * wrong.bound
    after = told(engine, "a_h", 1, 2)
    assert after.cause is Cause.READ
    assert after.own <= after.bound < after.read
    assert after.read == pytest.approx(after.distance)


def test_what_is_within_the_tolerance_may_still_be_no_rounding(changed):
    found = told(changed(I36="=TANH(I18+I30)*(1+1/10^12)"), "h", 1, 1)
    assert found.cause is Cause.MORE
    assert found.bound < found.own < 1e-11


def test_a_borrowed_number_is_not_off(changed):
    engine = changed(I36="=numpy!I36")
    result, i, t = engine.first_cell
    assert result.codes[i, t] == Verdict.BORROWED
    assert told(engine, "h", i, t).cause in (Cause.NONE, Cause.ROUNDING)


@pytest.mark.parametrize("content", ["=1/0", "text", None])
def test_what_is_no_number_has_no_distance(changed, content):
    engine = changed(I36=content)
    assert told(engine, "h", 1, 1) is None
    assert told(engine, "logits", 0, 1) is None, "it reads what is no number"


def test_of_a_trial_only_the_formula_is_told(changed):
    engine = changed(vary=1, H35="=0.69316793692761047+0*H17")
    wrong = engine.first_cell
    assert wrong.result.cell(wrong.i, wrong.t).trial
    assert origin(*wrong, Numbers(engine), Tolerance()) is None
    found = one_cell(engine, wrong)
    assert (found.belongs, found.maths) == ("=TANH(H17+H29)", "tanh(a_x_1[1] + a_h_1[1])")
    assert (found.numbers, found.reads) == ("", [])


def test_the_first_difference_with_what_it_reads(changed):
    engine = changed(I36="=TANH(I18-I30)")
    found = one_cell(engine, engine.first_cell)
    assert (found.symbol, found.label, found.left_out) == ("h_2[2]", "hidden state", 0)
    assert found.belongs == "=TANH(I18+I30)"
    assert [(one.cell, one.symbol) for one in found.reads] == [
        ("forward!I18", "a_x_2[2]"),
        ("forward!I30", "a_h_2[2]"),
    ]
    assert all(one.expected == pytest.approx(one.shown) for one in found.reads)
