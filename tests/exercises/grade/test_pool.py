"""Workers that hang, crash or eat memory take one piece of work with them and are replaced."""

import os
import signal
import sys
import tempfile
import time
from concurrent.futures import Executor, Future
from functools import partial

import pytest

from tests.exercises.known import Handed
from tests.requirements import require
from xlrnn import api
from xlrnn.engines.isolation.isolated import Isolated
from xlrnn.errors import EngineError
from xlrnn.exercises.grade import pool
from xlrnn.exercises.grade.batch import _result
from xlrnn.exercises.grade.grade import grade_file, job
from xlrnn.scratch import scratch_folder

# These functions are called, too.
LimitedExecutor = partial(pool.LimitedExecutor, packages=("xlrnn", "tests"))


def sleeps(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def works(seconds: float) -> float:
    """Keep the processor busy for so long."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return seconds


def crashes() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def eats(megabytes: int) -> int:
    return len(bytearray(megabytes * 2**20))


def leaves_a_copy() -> None:
    with scratch_folder() as folder:
        (folder / "copy.xlsx").write_text("someone's answers")
        crashes()


def raises() -> None:
    raise ValueError("no")


def who() -> int:
    return os.getpid()


def test_results_come_back():
    with LimitedExecutor(2) as executor:
        assert list(executor.map(sleeps, [0.0, 0.01, 0.02])) == [0.0, 0.01, 0.02]


def test_a_worker_that_hangs_is_ended_and_the_next_work_is_done():
    with LimitedExecutor(1, time_limit=4) as executor:
        hanging, after = executor.submit(sleeps, 30), executor.submit(sleeps, 0)
        with pytest.raises(EngineError, match="ran out of time: 4 s are allowed"):
            hanging.result()
        assert after.result() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no processor time")
def test_what_counts_is_processor_time_not_the_clocks():
    """A worker that waits for others on a busy machine is not to blame; each work has its own."""
    with LimitedExecutor(1, time_limit=1) as executor:
        waiting = executor.submit(sleeps, 2)
        after = [executor.submit(works, 0.6) for _ in range(3)]
        busy = executor.submit(works, 30)
        assert waiting.result() == 2
        assert [one.result() for one in after] == [0.6] * 3
        with pytest.raises(EngineError, match="ran out of time: 1 s of a processor are"):
            busy.result()
        assert executor.submit(works, 0).result() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals are Unix'")
def test_a_worker_that_crashes_is_replaced():
    with LimitedExecutor(1) as executor:
        crashing, after = executor.submit(crashes), executor.submit(who)
        with pytest.raises(EngineError, match="killed by signal 11"):
            crashing.result()
        assert after.result() > 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux enforces the limit")
@pytest.mark.skipif(sys.platform == "win32", reason="signals are Unix'")
def test_a_worker_that_crashes_leaves_no_files_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with LimitedExecutor(1) as executor:
        with pytest.raises(EngineError, match="killed by signal 11"):
            executor.submit(leaves_a_copy).result()
        executor.submit(who).result()
        assert len(list(tmp_path.iterdir())) == 1  # that of the worker which runs now
    assert list(tmp_path.iterdir()) == []


def test_a_worker_that_eats_memory_is_stopped():
    with LimitedExecutor(1, memory=300 * 2**20) as executor:
        eating, after = executor.submit(eats, 1000), executor.submit(eats, 1)
        with pytest.raises(EngineError, match="out of memory"):
            eating.result()
        assert after.result() == 2**20


def test_an_exception_is_told():
    with LimitedExecutor(1) as executor, pytest.raises(EngineError, match="ValueError: no"):
        executor.submit(raises).result()


def test_only_functions_of_this_project_are_called():
    with LimitedExecutor(1) as executor, pytest.raises(EngineError, match="is not called here"):
        executor.submit(os.getcwd).result()


def test_work_for_a_new_worker_gets_one():
    with LimitedExecutor(1) as executor:
        first, same = executor.submit(who).result(), executor.submit(who).result()
        new = executor.submit_to_new_worker(who).result()
    assert first == same != new


def test_what_ends_a_worker_is_tried_once_more(levels):
    work = job(levels[2].blank, levels[2].key)
    failed: Future = Future()
    failed.set_exception(EngineError("worker ran out of time"))
    _, again = _result(failed, work, 15.0)
    assert (again["order"], again["apart"]) == (work["order"], 15.0)
    result, none = _result(failed, again, 15.0)
    assert none is None
    assert result["reason"] == "worker ran out of time"


class Crashing(Executor):
    """Fails as a worker does that dies, where the engine runs in the worker itself."""

    works_here = True

    def __init__(self) -> None:
        self.jobs: list = []

    def submit(self, fn, /, work):
        self.jobs.append(work)
        future: Future = Future()
        if work.get("apart"):
            future.set_result(fn(work))
        else:
            future.set_exception(EngineError("worker died (killed by signal 11)"))
        return future


def test_the_second_try_grades_with_each_engine_apart(levels, solution):
    executor = Crashing()
    (result,) = api.grade([solution[2]], levels[2].key, executor=executor).results
    assert (result["score"], len(executor.jobs)) == (6, 2)
    assert result["notes"] == [
        "tried a second time, since at first: worker died (killed by signal 11)"
    ]


def test_an_engine_that_fails_apart_costs_no_mark(levels, solution, monkeypatch):
    require("cellrune")
    load = Isolated.load

    def dies(engine, path):
        if engine.name == "ironcalc":
            raise EngineError("ironcalc died (killed by signal 11)")
        return load(engine, path)

    monkeypatch.setattr(Isolated, "load", dies)
    result = grade_file({**job(solution[2], levels[2].key), "again": "it died", "apart": 15.0})
    assert (result["score"], result["engines"]) == (6, ["cellrune"])


def test_a_full_memory_is_tried_again_and_then_said(levels, solution, monkeypatch):
    def full(*_, **__):
        raise MemoryError

    monkeypatch.setattr("xlrnn.exercises.grade.grade.mark", full)
    work = job(solution[2], levels[2].key)
    with pytest.raises(MemoryError):
        grade_file(work)
    assert grade_file({**work, "again": "out of memory"})["reason"] == "out of memory"


def test_any_executor_of_concurrent_futures_will_do(levels, solution):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as executor:
        (result,) = api.grade([solution[2]], levels[2].key, executor=executor).results
    assert result["score"] == 6


def test_jobs_and_results_survive_pickle_and_json(levels, solution):
    import json
    import pickle

    work = job(solution[2], levels[2].key)
    result = grade_file(pickle.loads(pickle.dumps(work)))
    assert json.loads(json.dumps(result)) == pickle.loads(pickle.dumps(result)) == result


def test_an_interrupted_batch_goes_on_where_it_was(levels, solution, tmp_path):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.xlsx").write_bytes(solution[2].read_bytes())
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int, left: float) -> None:
        told.append((done, total))
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        api.grade([folder], levels[2].key, folder=out, progress=stop)
    with (out / "journal.jsonl").open("a") as file:
        file.write('\n{"mark": "cut o')
    told.clear()
    grades = api.grade([folder], levels[2].key, folder=out, progress=lambda *t: told.append(t[:2]))
    assert told[0] == (2, 4)
    assert told[-1] == (4, 4)
    assert [result["score"] for result in grades.results] == [6.0] * 4
    told.clear()
    (folder / "0.xlsx").write_bytes(levels[2].blank.read_bytes())
    grades = api.grade([folder], levels[2].key, folder=out, progress=lambda *t: told.append(t[:2]))
    assert told[0] == (3, 4), "a file that has changed is graded anew"
    assert grades.results[0]["score"] == 0


__all__ = ["Handed"]
