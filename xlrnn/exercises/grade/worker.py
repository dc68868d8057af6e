"""The far end of `LimitedExecutor`: ``python -m xlrnn.exercises.grade.worker SECONDS BYTES``.

It calls functions of xlrnn that it is told by name, and nothing else; only this process, which
may be ended at any time, opens the file of a student. On Linux it has no network.
"""

import importlib
import json
import os
import sys
from typing import Any

from xlrnn.engines.isolation.confined import without_network
from xlrnn.engines.isolation.worker import limit_memory, limited_time


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Do what a request says; failures are answers, too."""
    if request["do"] == "wait":
        return {"ok": True}
    if not request["module"].startswith(("xlrnn.", "tests.", "bench.")):
        return {"failed": f"{request['module']} is not called here"}
    function = getattr(importlib.import_module(request["module"]), request["function"])
    try:
        return {"ok": function(*request["arguments"], **request["keywords"])}
    except MemoryError:
        return {"failed": "out of memory", "fatal": True}
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"}


def main(seconds: str, size: str) -> None:
    """Answer requests on standard input until there are no more.

    Args:
        seconds: the processor time that one request may take.
        size: bytes of memory; 0 for no limit.
    """
    without_network()
    # Whatever an engine prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    if int(size):
        limit_memory(int(size))
    for line in sys.stdin:
        with limited_time(float(seconds)):
            answers.write(json.dumps(answer(json.loads(line))) + "\n")
            answers.flush()
    from xlrnn.exercises.mark.mark import stop_engines

    stop_engines()


if __name__ == "__main__":
    main(*sys.argv[1:])
