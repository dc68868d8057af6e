"""The far end of `Isolated`: ``python -m xlrnn.engines.isolation.worker NAME SECONDS BYTES``.

Runs an engine behind the protocol of `isolation.process`. Its memory and its processor time are
limited from within, and it ends by itself some seconds after the clock's time for a request is
over, should nobody be left to end it. On Linux it has no network.
"""

import json
import math
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from xlrnn.engines.base import Engine, Sheets
from xlrnn.engines.isolation import wire
from xlrnn.engines.isolation.confined import without_network
from xlrnn.engines.registry import get
from xlrnn.errors import EngineError, EngineMissingError

_LATE = 5
# So many times as long as its processor time may a request take by the clock.
_PATIENCE = 5


class Worker:
    """An engine and the workbooks that it has loaded, by number."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._books: dict[int, Sheets] = {}

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Do what a request says.

        Returns:
            The result, or why there is none; failures are answers, too.
        """
        try:
            return {"ok": getattr(self, "_" + request.pop("do"))(**request)}
        except EngineMissingError as error:
            return {"failed": str(error), "fatal": True}
        except EngineError as error:
            return {"failed": str(error)}
        except MemoryError:
            return {"failed": "out of memory", "fatal": True}

    def _load(self, path: str) -> int:
        number = len(self._books)
        self._books[number] = self._engine.load(Path(path))
        return number

    def _set(self, book: int, sheet: str, row: int, column: int, value: float | str) -> None:
        self._books[book].set(sheet, row, column, value)

    def _fill(
        self, book: int, sheet: str, row: int, column: int, rows: list[list[float | str]]
    ) -> None:
        self._books[book].fill(sheet, row, column, rows)

    def _calculate(self, book: int) -> None:
        self._books[book].calculate()

    def _read(
        self, book: int, sheet: str, row: int, column: int, height: int, width: int
    ) -> list[list[Any]]:
        return wire.encode(self._books[book].read(sheet, row, column, height, width))

    def _close(self, book: int) -> None:
        self._books[book].close()


def limit_memory(size: int) -> None:
    """Limit this process's memory; where the system knows no such limit, do nothing.

    Args:
        size: bytes.
    """
    if sys.platform == "win32":
        return
    import resource

    # On Linux RLIMIT_DATA counts what is used. RLIMIT_AS would count what is merely reserved, and
    # WebAssembly (formulon) reserves 4 GB of addresses before it does anything.
    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    _, most = resource.getrlimit(kind)
    if most != resource.RLIM_INFINITY:
        size = min(size, most)
    try:
        resource.setrlimit(kind, (size, most))
    except (OSError, ValueError):  # macOS refuses limits below what is in use
        return


def clock_limit(seconds: float) -> float:
    """Return how long a request may take by the clock that may use the processor for so long.

    On a busy machine a process waits for others, and files of students are marked there, too.
    """
    return seconds if sys.platform == "win32" else _PATIENCE * seconds


@contextmanager
def limited_time(seconds: float) -> Iterator[None]:
    """Let what is done inside use the processor for so many seconds, and no more.

    The signals' default actions end the process even in the middle of an engine's own code, where
    no Python could. Windows knows neither: there, whoever asked counts the clock's seconds.
    """
    if sys.platform == "win32":
        yield
        return
    signal.alarm(math.ceil(clock_limit(seconds)) + _LATE)
    signal.setitimer(signal.ITIMER_PROF, seconds)  # not inherited, as limits of a process are
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.alarm(0)


def serve(worker: Worker, requests: TextIO, answers: TextIO, seconds: float) -> None:
    """Answer requests until there are no more.

    Args:
        worker: who does the work.
        requests: JSON lines.
        answers: JSON lines, one for each request.
        seconds: the processor time that one request may take.
    """
    for line in requests:
        with limited_time(seconds):
            answers.write(json.dumps(worker.answer(json.loads(line))) + "\n")
            answers.flush()


def main(name: str, seconds: str, size: str) -> None:
    """Run the worker on standard input and output.

    Args:
        name: the engine's.
        seconds: the processor time that one request may take.
        size: bytes of memory; 0 for no limit.
    """
    without_network()
    # Whatever an engine prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    if int(size):
        limit_memory(int(size))
    with get(name) as engine:
        serve(Worker(engine), sys.stdin, answers, float(seconds))


if __name__ == "__main__":
    main(*sys.argv[1:])
