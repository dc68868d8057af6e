"""Grade many files: a map over independent jobs, with a journal from which it can go on.

Every finished submission is a line of the journal. Started again, what has the same file, key and
rubric is taken from there.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from xlrnn import __version__
from xlrnn.errors import ClusterError, EngineError, UnreadableError
from xlrnn.exercises.ask.key import key_file
from xlrnn.exercises.grade.grade import SCHEMA, Result, grade_file, job, not_graded
from xlrnn.exercises.grade.hand_ins import HandIn
from xlrnn.exercises.grade.similar import tell_similar
from xlrnn.exercises.mark.mark import ORDER

JOURNAL: Final = "journal.jsonl"
# So many jobs are handed out at once for each worker, so that memory stays flat.
_AHEAD: Final = 3
# Of the time that a submission may take, each engine's share when it is tried once more.
_SHARE: Final = 4

Progress = Callable[[int, int, float], object]


def grade_all(
    found: Sequence[HandIn],
    key: Path,
    executor: Executor,
    *,
    rubric: Path | None = None,
    order: Sequence[str] = ORDER,
    unconfined: bool = False,
    journal: Path | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> list[Result]:
    """Grade submissions and return a result for each, in their order.

    Args:
        found: the submissions.
        key: the key.
        executor: where the work is done.
        rubric: the rubric.
        order: the engines, in the order in which they are asked.
        unconfined: whether LibreOffice is asked where the system cannot keep it from network and
            files, too.
        journal: the file that keeps finished results.
        jobs: how many workers the executor has.
        progress: is told how many are done, of how many, and the seconds left.
    """
    items = list(_items(found, key, rubric, order, unconfined))
    known = _read_journal(journal) if journal else {}
    results = {number: known[mark] for number, mark, _ in items if mark in known}
    waiting = [item for item in items if item[1] not in known]
    started, before = time.monotonic(), len(results)
    if progress:
        progress(before, len(items), 0.0)
    for number, mark, result in _run(executor, waiting, jobs * _AHEAD):
        results[number] = result
        if journal:
            _write_journal(journal, mark, result)
        if progress:
            done = len(results)
            pace = (time.monotonic() - started) / (done - before)
            progress(done, len(items), pace * (len(items) - done))
    for number, one in enumerate(found):
        name = results[number]["name"] or one.name
        results[number] |= {"participant": one.participant, "name": name}
        results[number]["notes"] = [*one.notes, *results[number]["notes"]]
    ordered = [results[number] for number in range(len(items))]
    tell_similar(ordered)
    return ordered


_Item = tuple[int, str, dict[str, Any]]


def _items(
    found: Sequence[HandIn],
    key: Path,
    rubric: Path | None,
    order: Sequence[str],
    unconfined: bool,
) -> "Iterator[_Item]":
    """Yield each submission's number, its mark in the journal, and its job."""
    told = _digest(
        [
            __version__,
            SCHEMA,
            *map(_content, filter(None, (key, rubric))),
            *order,
            str(unconfined),
        ]
    )
    for number, one in enumerate(found):
        work = job(one.path, key, rubric, one.student, order, one.group, unconfined=unconfined)
        parts = [told, work["path"], work["student"], *one.group, _content(Path(work["path"]))]
        yield number, _digest(parts), work


def _run(
    executor: Executor, items: Sequence[_Item], ahead: int
) -> Iterator[tuple[int, str, Result]]:
    """Yield results as they come; what ends a worker is tried once more in a new one."""
    share = getattr(executor, "time_limit", 60.0) / _SHARE
    in_new_worker = getattr(executor, "submit_to_new_worker", executor.submit)
    queue = list(reversed(items))
    running: dict[Future[Result], _Item] = {}
    while queue or running:
        while queue and len(running) < ahead:
            item = queue.pop()
            submit = in_new_worker if "again" in item[2] else executor.submit
            running[submit(grade_file, item[2])] = item
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            number, mark, work = running.pop(future)
            result, again = _result(future, work, share)
            if again is None:
                yield number, mark, result
            else:
                queue.append((number, mark, again))


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


def _read_journal(path: Path) -> dict[str, Result]:
    """Return the finished results; a line that was cut off by an interruption does not count."""
    known: dict[str, Result] = {}
    if not path.is_file():
        return known
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"cannot read the journal {path}: {error}") from None
    for line in lines:
        with suppress(ValueError, KeyError, TypeError):
            entry = json.loads(line)
            known[entry["mark"]] = entry["result"]
    return known


def _write_journal(path: Path, mark: str, result: Result) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # A line that was cut off must not swallow this one: an empty line does no harm.
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" + json.dumps({"mark": mark, "result": result}))
