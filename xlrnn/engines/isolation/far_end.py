"""The far end of a child process: no network, limits from within, an answer for each request.

It ends by itself some seconds after the clock's time for a request is over, should nobody be left
to end it.
"""

import json
import math
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from xlrnn.engines.isolation.confined import without_network

_LATE = 5
# So many times as long as its processor time may a request take by the clock.
_PATIENCE = 5


def closed_in(size: int) -> TextIO:
    """Close this process in, and return the stream on which it answers.

    Args:
        size: bytes of memory; 0 for no limit.
    """
    without_network()
    # Whatever an engine prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    if size:
        limit_memory(size)
    return answers


def serve(
    answer: Callable[[dict[str, Any]], dict[str, Any]], answers: TextIO, seconds: float
) -> None:
    """Answer requests on standard input until there are no more, one JSON line each.

    Args:
        answer: does what a request says; failures are answers, too.
        answers: where the answers go.
        seconds: the processor time that one request may take.
    """
    for line in sys.stdin:
        with limited_time(seconds):
            answers.write(json.dumps(answer(json.loads(line))) + "\n")
            answers.flush()


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
