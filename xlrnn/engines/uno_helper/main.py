"""Requests on standard input, answers on standard output, one JSON line each."""

import json
import os
import queue
import shutil
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .office import Office
from .page import RefusedError


def main(soffice: str, folder: str) -> None:
    """Run soffice and answer requests until standard input ends."""
    office, profile = Office(soffice, Path(folder)), Path(folder)

    def stop() -> None:
        # Whoever asked is gone, perhaps while soffice is busy: nobody else would end it.
        office.end()
        shutil.rmtree(profile, ignore_errors=True)
        os._exit(0)

    requests: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, stop), daemon=True).start()
    while True:
        answer = _answer(office, json.loads(requests.get()))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _listen(requests: "queue.SimpleQueue[str]", at_end: Callable[[], None]) -> None:
    for line in sys.stdin:
        requests.put(line)
    at_end()


def _answer(office: Office, request: "dict[str, Any]") -> "dict[str, Any]":
    verb = request.pop("do")
    try:
        return {"ok": getattr(office, verb)(**request)}
    except RefusedError as error:
        return {"failed": str(error)}
    except Exception as error:
        text = str(error).strip() or type(error).__name__
        text = f"{type(error).__name__}: {text}"
        if "Disposed" in text or isinstance(error, RuntimeError):
            return {"failed": f"soffice has died: {text}", "fatal": True}
        return {"failed": text}
