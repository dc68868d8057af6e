"""The far end of `LimitedExecutor`: ``python -m xlrnn.exercises.grade.worker SECONDS BYTES NAMES``.

It calls functions that it is told by name, of the packages that it is given, and nothing else;
only this process, which may be ended at any time, opens the file of a student.
"""

import importlib
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any

from xlrnn.engines.isolation.far_end import closed_in, serve
from xlrnn.exercises.mark.mark import stop_engines
from xlrnn.xlsx.garbage import without_collection


def answer(packages: Sequence[str], request: dict[str, Any]) -> dict[str, Any]:
    """Do what a request says; failures are answers, too."""
    if request["do"] == "wait":
        return {"ok": True}
    if request["module"].partition(".")[0] not in packages:
        return {"failed": f"{request['module']} is not called here"}
    function = getattr(importlib.import_module(request["module"]), request["function"])
    try:
        with without_collection():
            return {"ok": function(*request["arguments"], **request["keywords"])}
    except MemoryError:
        return {"failed": "out of memory", "fatal": True}
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"}


def main(seconds: str, size: str, *packages: str) -> None:
    """Answer requests on standard input until there are no more.

    Args:
        seconds: the processor time that one request may take.
        size: bytes of memory; 0 for no limit.
        packages: the names of those of which functions are called.
    """
    answers = closed_in(int(size))
    serve(partial(answer, packages), answers, float(seconds))
    stop_engines()


if __name__ == "__main__":
    main(*sys.argv[1:])
