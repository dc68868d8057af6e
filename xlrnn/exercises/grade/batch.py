"""Grade many files: a map over independent jobs, with a journal from which it can go on.

Every finished submission is a line of the journal. Started again, what has the same file, key and
rubric is taken from there. Of results nothing stays in memory.
"""

import hashlib
import json
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from xlrnn import __version__, provenance
from xlrnn.errors import ClusterError, EngineError
from xlrnn.exercises.ask.key import key_file
from xlrnn.exercises.grade.grade import SCHEMA, Result, grade_file, job, not_graded
from xlrnn.exercises.grade.hand_ins import HandIn
from xlrnn.exercises.grade.journal import Journal
from xlrnn.exercises.grade.results import InMemory, OnDisk, Results
from xlrnn.exercises.grade.similar import Similar
from xlrnn.exercises.mark.mark import ORDER

# So many jobs are handed out at once for each worker, so that memory stays flat.
_AHEAD: Final = 3
# Of the time that a submission may take, each engine's share when it is tried once more.
_SHARE: Final = 4

Progress = Callable[[int, int, float], object]


@dataclass(frozen=True)
class Grading:
    """How each submission of a batch is graded.

    Args:
        key: the key.
        rubric: the rubric.
        order: the engines, in the order in which they are asked.
        unconfined: whether LibreOffice is asked where the system cannot keep it from network and
            files, too.
    """

    key: Path
    rubric: Path | None = None
    order: Sequence[str] = ORDER
    unconfined: bool = False

    def identity(self) -> dict[str, Any]:
        """Return what all results depend on, by the names that people read."""
        return {
            "version of xlrnn": [__version__, SCHEMA, provenance.digest_of_package()],
            "key": _content(self.key),
            "rubric": _content(self.rubric) if self.rubric else "",
            "order of engines": [*self.order],
            "option --unconfined": self.unconfined,
        }

    def job(self, one: HandIn) -> dict[str, Any]:
        """Return the job of grading a submission."""
        return job(
            one.path, self.key, self.rubric, one.student, self.order, one.group,
            unconfined=self.unconfined,
        )  # fmt: skip


def grade_all(
    found: Sequence[HandIn],
    grading: Grading,
    executor: Executor,
    *,
    journal: Journal | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Results:
    """Grade submissions and return a result for each, in their order.

    Args:
        found: the submissions.
        grading: how each is graded.
        executor: where the work is done.
        journal: what keeps finished results, of this way of grading; without one they stay in
            memory.
        jobs: how many workers the executor has.
        progress: is told how many are done, of how many, and the seconds left.
    """
    store = InMemory() if journal is None else OnDisk(journal, len(found))
    waiting = array("l", range(len(found)))
    if journal is not None:
        if len(journal):
            waiting = array("l", (n for n in waiting if not store.find(n, _mark(found[n]))))
        journal.forget_marks()
    total, started = len(found), time.monotonic()
    before = done = total - len(waiting)
    if progress:
        progress(before, total, 0.0)
    items = ((n, _mark(found[n]), grading.job(found[n])) for n in waiting)
    for number, mark, result in _run(executor, items, jobs * _AHEAD):
        store.add(number, mark, result)
        done += 1
        if progress:
            pace = (time.monotonic() - started) / (done - before)
            progress(done, total, pace * (total - done))
    results = Results(store, total)
    results.change(partial(_say_who, found))
    alike = Similar(results, lambda number: str(found[number].path))
    results.change(alike.tell)
    return results


_Item = tuple[int, str, dict[str, Any]]


def _mark(one: HandIn) -> str:
    """Return what tells whether a submission is the same as one that was graded before."""
    return _digest([str(one.path), one.student, *one.group, _content(one.path)])


def _say_who(found: Sequence[HandIn], number: int, result: Result) -> None:
    """Put into a result what the folders and the platform say of who handed it in."""
    one = found[number]
    result |= {"participant": one.participant, "name": result["name"] or one.name}
    result["notes"] = [*one.notes, *result["notes"]]


def _run(
    executor: Executor, items: Iterator[_Item], ahead: int
) -> Iterator[tuple[int, str, Result]]:
    """Yield results as they come; what ends a worker is tried once more in a new one."""
    share = getattr(executor, "time_limit", 60.0) / _SHARE
    in_new_worker = getattr(executor, "submit_to_new_worker", executor.submit)
    again: list[_Item] = []
    running: dict[Future[Result], _Item] = {}
    while True:
        while len(running) < ahead:
            item = again.pop() if again else next(items, None)
            if item is None:
                break
            submit = in_new_worker if "again" in item[2] else executor.submit
            running[submit(grade_file, item[2])] = item
        if not running:
            return
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            number, mark, work = running.pop(future)
            result, other_work = _result(future, work, share)
            if other_work is None:
                yield number, mark, result
            else:
                again.append((number, mark, other_work))


def _result(
    future: "Future[Result]", work: dict[str, Any], share: float
) -> tuple[Result, dict[str, Any] | None]:
    """Return a job's result, or the job that is tried instead.

    In the second try each engine runs in a process of its own, so that one engine's fault is seen
    as its own, and what went on in the worker before has no part in it.
    """
    try:
        result = future.result()
        if again := work.get("again"):
            result["notes"] = [*result["notes"], f"tried a second time, since at first: {again}"]
        return result, None
    except ClusterError:
        raise  # no fault of the submission
    except EngineError as error:
        reason = str(error)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
    if "again" in work:
        return not_graded(work, reason), None
    return {}, {**work, "again": reason, "apart": share}


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _content(path: Path) -> str:
    """Return a digest of a file, of its name alone if it cannot be read."""
    try:
        with key_file(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return str(path)
