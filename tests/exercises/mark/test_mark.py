"""Which engines are asked, and what follows from what they say."""

from dataclasses import replace

import pytest

from xlrnn.errors import EngineError, EngineMissingError
from xlrnn.exercises.judge.verdict import CellVerdict, State
from xlrnn.exercises.mark import mark as module
from xlrnn.exercises.mark.mark import Marked, mark

RIGHT = CellVerdict("h", 0, 0, "one!A1", State.RIGHT, formula="TANH(A1)")
WRONG = replace(RIGHT, state=State.WRONG, words="it is wrong")


class Nothing:
    """Stands for an opened workbook."""

    undecidable = frozenset()


@pytest.fixture
def says(monkeypatch):
    """Let engines say what a test wants, and return who was asked."""

    def set_up(**verdicts):
        asked = []

        def running(name, *_, **__):
            asked.append(name)
            if verdicts.get(name) is None:
                raise EngineMissingError(f"{name} is not here")
            return name

        def with_engine(name, *_):
            if isinstance(verdicts[name], Exception):
                raise verdicts[name]
            return Marked([verdicts[name]], [name])

        monkeypatch.setattr(module, "running", running)
        monkeypatch.setattr(module, "_with", with_engine)
        return asked

    return set_up


def test_who_sees_it_as_right_is_the_only_one_asked(says):
    asked = says(ironcalc=RIGHT, cellrune=WRONG)
    assert mark(Nothing()).verdicts == [RIGHT]
    assert asked == ["ironcalc"]


def test_a_refusal_is_asked_about_once_more(says):
    asked = says(ironcalc=WRONG, cellrune=WRONG, libreoffice=RIGHT)
    assert mark(Nothing()).verdicts == [WRONG]
    assert asked == ["ironcalc", "cellrune"]


def test_engines_that_differ_are_named(says):
    says(ironcalc=WRONG, cellrune=RIGHT)
    found = mark(Nothing())
    assert found.verdicts[0].differ
    assert found.notes == ["engines differ (ironcalc and cellrune) about one!A1"]


def test_one_that_is_missing_and_one_that_fails(says):
    says(ironcalc=EngineError("it fell over"), libreoffice=WRONG)
    found = mark(Nothing())
    assert found.verdicts[0].state is State.UNDECIDED
    assert found.engines == ["libreoffice"]
    assert "it fell over" in found.notes[0]


def test_without_any_engine_nothing_is_marked(says):
    says()
    with pytest.raises(EngineError, match="no engine"):
        mark(Nothing())
    says(ironcalc=EngineError("it fell over"))
    with pytest.raises(EngineError, match="it fell over"):
        mark(Nothing())
