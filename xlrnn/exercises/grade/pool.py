"""An executor for work on files that nobody trusts: worker processes that can be ended.

It has the interface of `concurrent.futures`, so that a cluster's executor can take its place.
Each piece of work has a time limit and, where the system can, a memory limit; a worker that runs
over, crashes or is killed takes one piece of work with it and is replaced.
"""

import contextlib
import os
import queue
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import xlrnn
from xlrnn.arguments import check_count
from xlrnn.engines.isolation.far_end import clock_limit
from xlrnn.engines.isolation.process import Child
from xlrnn.scratch import new_folder

T = TypeVar("T")
P = ParamSpec("P")

# A worker is replaced after so much work, so that what an engine leaks does not add up. Starting
# one and making an exercise's rules takes as long as thirty submissions.
_LIFE = 1_000
# What starting a worker may take beside its first piece of work.
_START = 30.0

_Work = tuple["Future[Any]", dict[str, Any], bool]


class LimitedExecutor(Executor):
    """Runs functions of importable modules in worker processes; arguments must survive JSON.

    Args:
        jobs: how many workers.
        time_limit: seconds of processor time that a piece of work may take. Windows cannot limit
            it, and has the clock's seconds.
        memory: bytes that a worker may use, or None. Linux enforces it; macOS accepts it and does
            not; Windows knows no such limit.
        packages: the packages of which a worker calls functions.

    Raises:
        UsageError: if there would be no worker, so that nothing were ever done.
    """

    works_here = True

    def __init__(
        self,
        jobs: int = 1,
        *,
        time_limit: float = 60.0,
        memory: int | None = 2**31,
        packages: Sequence[str] = ("xlrnn",),
    ) -> None:
        check_count("jobs", jobs)
        self.time_limit, self._memory, self._packages = time_limit, memory, packages
        self._waiting: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(jobs)]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Run a function in a worker; the future fails with `EngineError` if the worker does."""
        return self._submit(False, fn, args, kwargs)

    def submit_to_new_worker(
        self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> "Future[T]":
        """Do the same in a worker that has done nothing before."""
        return self._submit(True, fn, args, kwargs)

    def _submit(self, new: bool, fn: Callable[..., T], args: Any, keywords: Any) -> "Future[T]":
        future: Future[T] = Future()
        request = {
            "do": "call",
            "module": fn.__module__,
            "function": fn.__qualname__,
            "arguments": args,
            "keywords": keywords,
        }
        self._waiting.put((future, request, new))
        return future

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        """Wait for the work, unless an interruption says that nobody waits for it any more."""
        self.shutdown(wait=error is None, cancel_futures=error is not None)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers when the work is done, or at once."""
        while cancel_futures:
            with contextlib.suppress(queue.Empty):
                work = self._waiting.get_nowait()
                if work is not None:
                    work[0].cancel()
                continue
            break
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads if wait else ():
            thread.join()

    def _run(self) -> None:
        """Hand work to one worker after the other until there is no more."""
        child, age = None, 0
        while (work := self._waiting.get()) is not None:
            future, request, new = work
            if not future.set_running_or_notify_cancel():
                continue
            try:
                if child is not None and (new or age >= _LIFE):
                    child.close()
                if child is None or not child.alive:
                    child, age = self._start(), 0
                age += 1
                future.set_result(child.ask(request))
            except BaseException as error:
                future.set_exception(error)
        if child is not None:
            child.close()

    def _start(self) -> Child:
        # -P: a json.py beside a submission must not be imported instead of Python's own.
        command = [sys.executable, "-P", "-m", "xlrnn.exercises.grade.worker"]
        # What a worker that is killed leaves behind, copies of submissions, goes with this.
        folder = new_folder("worker-")
        child = Child(
            [*command, str(self.time_limit), str(self._memory or 0), *self._packages],
            name="worker",
            time_limit=self.time_limit,
            clock_limit=clock_limit(self.time_limit),
            environment=_environment(folder),
            folder=folder,
        )
        child.ask({"do": "wait"})
        return child


def _environment(temporary: Path) -> dict[str, str]:
    ours = str(Path(xlrnn.__file__).parents[1])
    paths = [ours, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **os.environ,
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary)),
        "PYTHONPATH": os.pathsep.join(paths),
        "OPENBLAS_NUM_THREADS": "1",
        "RAYON_NUM_THREADS": "1",
    }
