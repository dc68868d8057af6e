"""Trainings that an executor carries out: what fails is said at the end, and stops no other."""

from concurrent.futures import Executor, Future
from functools import partial

import pytest

from xlrnn.errors import EngineError
from xlrnn.tasks.study.elsewhere import train_elsewhere
from xlrnn.tasks.study.sentiment import _tried
from xlrnn.tasks.study.training import BASELINES


class Failing(Executor):
    """Does what it is asked for at once, but for one seed."""

    def submit(self, fn, /, path):
        future: Future = Future()
        if "43" in path:
            future.set_exception(EngineError("the workers died"))
        else:
            future.set_result(fn(path))
        return future


def test_a_training_that_fails_stops_no_other():
    tried = _tried("", BASELINES, {"rows": 60})
    trainings = [partial(one.ready, seed) for seed in (42, 43, 44) for one in tried]
    found = []
    with pytest.raises(EngineError) as failed:
        found.extend(train_elsewhere(Failing(), trainings))
    wanted = {(name, seed) for name in BASELINES for seed in (42, 44)}
    assert {(one.model, one.seed) for one in found} == wanted
    assert "2 trainings failed, which the same call tries again: " in str(failed.value)
    assert "majority-43: the workers died" in str(failed.value)


def test_no_training_is_no_work():
    assert [*train_elsewhere(Failing(), [])] == []
