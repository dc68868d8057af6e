"""Other inputs: how often they are tried, by which engines, and what is said where that fails."""

import pytest

from tests.mutation.original import STEPS
from tests.requirements import require
from tests.verify import keeping
from xlrnn import api
from xlrnn.errors import EngineError, UsageError
from xlrnn.verify.results.verdict import Outcome
from xlrnn.verify.verify import UNTRIED, verify


@pytest.mark.parametrize("engine", ["libreoffice", "cellrune", "formulon"])
def test_every_engine_tries_other_inputs(hello, verified, engine):
    require(engine)
    data = keeping.rewritten(hello, keeping.while_as_given, STEPS)
    first = verified(data, engine=engine, vary=2).engines[0].first_difference
    assert (first.cell, first.trial) == ("forward!H10", 1)
    right = verified(keeping.rewritten(hello, keeping.unary_plus, STEPS), engine=engine)
    assert (right.outcome, right.doubts) == (Outcome.AGREE, [])
    assert right.engines[0].trials >= 8


def test_engines_are_compared_with_the_given_inputs(hello, tmp_path):
    require("cellrune")
    path = tmp_path / "book.xlsx"
    path.write_bytes(keeping.rewritten(hello, keeping.while_as_given, STEPS))
    (book,) = verify([path], ["ironcalc", "cellrune"], vary=1).books
    assert [engine.outcome for engine in book.engines] == [Outcome.DIFFER] * 2
    assert [pair.agree for pair in book.pairs] == [True]


def test_vary_says_how_often(hello, verified):
    data = hello.parts.packed({})
    for vary, made in ((0, 0), (1, 1), (5, 5), (None, 3)):
        assert verified(data, vary=vary).engines[0].trials == made


def test_vary_is_no_negative_number(tmp_path):
    with pytest.raises(UsageError, match="vary is -1: expected how many other inputs to try"):
        api.verify([tmp_path / "book.xlsx"], vary=-1)


def test_what_failed_in_a_trial_says_so(hello, verified):
    data = keeping.rewritten(hello, keeping.while_as_given, STEPS)
    first = verified(data).engines[0].first_difference
    assert 1 <= first.trial <= 8
    assert first.expected != first.actual


def test_without_other_inputs_it_says_so(hello, verified, monkeypatch):
    monkeypatch.setattr("xlrnn.verify.chosen_inputs._MOST_DRAWN", 0)
    result = verified(hello.parts.packed({}))
    assert (result.outcome, result.engines[0].trials) == (Outcome.AGREE, 0)
    assert result.notes == [UNTRIED]
    assert verified(hello.parts.packed({}), vary=0).notes == []


def test_an_engine_that_dies_of_other_inputs(hello, verified, monkeypatch):
    def die(*_):
        raise EngineError("died")

    monkeypatch.setattr("xlrnn.engines.ironcalc.IronCalcSheets.fill", die)
    right = verified(hello.parts.packed({}))
    assert (right.outcome, right.engines[0].reason) == (Outcome.UNKNOWN, "died")
    there = hello.parts.cells["forward"][36, 8]
    new = {(36, 8): there.with_formula(f"1+{there.formula}")}
    wrong = verified(hello.parts.changed("forward", new))
    assert (wrong.outcome, wrong.engines[0].first_difference.cell) == (
        Outcome.DIFFER,
        "forward!H36",
    )
