"""A child process that answers requests, one JSON line each, within a time limit or not at all.

A request is ``{"do": verb, …}``; the answer is ``{"ok": result}`` or ``{"failed": text}``, with
``"fatal": true`` if the child cannot go on. Python's JSON keeps doubles whole; a cell's error
travels as ``{"error": "#DIV/0!"}``.
"""

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from xlrnn.errors import EngineError
from xlrnn.scratch import remove_folder

# So long a wait can be interrupted on Windows only between two slices of it.
_SLICE = 0.5
_GRACE = 2.0
# What ends a process that has used its processor time; Windows knows no such signal.
_OUT_OF_TIME = int(getattr(signal, "SIGPROF", 0))


class Child:
    """A child process with everything that it has started.

    It ends with `close`, when a request runs out of time or is interrupted, when this object is
    forgotten, and (because its standard input ends) when this process dies.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        name: str,
        time_limit: float,
        clock_limit: float | None = None,
        start_limit: float = 0.0,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        """Start the process.

        Args:
            command: the program and its arguments.
            name: what messages call it.
            time_limit: seconds that one request may take: by the clock, or of the processor if
                the child sees to that itself.
            clock_limit: the seconds by the clock, if they are others.
            start_limit: the seconds by the clock that the first request may take longer, as the
                child starts.
            environment: its environment variables; this process's by default.
            folder: a folder of its own that is deleted after its end.
        """
        self._name, self._time_limit, self._gone = name, time_limit, ""
        self._clock_limit = clock_limit or time_limit
        self._start_limit = start_limit
        self._lock = threading.Lock()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed by _end
        self._process = self._start(command, environment, folder)
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        reader = threading.Thread(target=_collect, args=(self._process, self._answers), daemon=True)
        reader.start()
        self._finalizer = weakref.finalize(self, _end, self._process, reader, folder, self._errors)

    def _start(
        self, command: Sequence[str], environment: Mapping[str, str] | None, folder: Path | None
    ) -> "subprocess.Popen[str]":
        try:
            return subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                encoding="utf-8",
                env=environment,
                **_own_group(),
            )
        except OSError as error:
            self._errors.close()
            if folder is not None:
                remove_folder(folder)
            raise EngineError(f"{self._name}: cannot start {command[0]}: {error}") from error

    @property
    def alive(self) -> bool:
        """Whether it can still be asked."""
        return not self._gone

    def ask(self, request: Mapping[str, Any]) -> Any:
        """Send a request and wait for its answer.

        Args:
            request: what to do; it must survive JSON.

        Returns:
            What the child answers.

        Raises:
            EngineError: if the child refuses, dies or runs out of time.
        """
        with self._lock:
            if self._gone:
                raise EngineError(f"{self._name} is not running any more: {self._gone}")
            try:
                answer = self._exchange(json.dumps(request))
            except BaseException as error:  # Ctrl-C, too, leaves an answer that nobody reads
                self._kill(str(error) or "interrupted")
                raise
            if answer.get("fatal"):
                self._kill(answer["failed"])
        if "failed" in answer:
            raise EngineError(f"{self._name}: {answer['failed']}")
        return answer["ok"]

    def _exchange(self, line: str) -> dict[str, Any]:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        except OSError:
            raise EngineError(self._last_words()) from None
        answer = self._wait()
        if not answer:
            raise EngineError(self._last_words())
        try:
            result: dict[str, Any] = json.loads(answer)
        except ValueError:
            raise EngineError(f"{self._name} answered nonsense: {answer[:80]!r}") from None
        return result

    def _wait(self) -> str:
        deadline = time.monotonic() + self._clock_limit + self._start_limit
        self._start_limit = 0.0
        while (rest := deadline - time.monotonic()) > 0:
            try:
                return self._answers.get(timeout=min(rest, _SLICE))
            except queue.Empty:
                continue
        raise EngineError(f"{self._name} ran out of time: {self._time_limit:g} s are allowed")

    def _last_words(self) -> str:
        """Say how it died. The exit status comes before anything is reaped or killed by us."""
        try:
            status = self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            return f"{self._name} closed its output and hung"
        if status == -_OUT_OF_TIME:
            limit = f"{self._time_limit:g} s of a processor"
            return f"{self._name} ran out of time: {limit} are allowed"
        self._errors.seek(0)
        words = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        how = f"killed by signal {-status}" if status < 0 else f"exit status {status}"
        why = next((word for word in words if "memory" in word), words[-1] if words else "")
        return f"{self._name} died ({how})" + (f": {why.strip()[:200]}" if why else "")

    def _kill(self, reason: str) -> None:
        self._gone = reason
        _kill_group(self._process)
        self._finalizer()

    def close(self) -> None:
        """End it: first by the end of its input, then by force; calling it twice does no harm."""
        with self._lock:
            self._gone = self._gone or "it has been closed"
            self._finalizer()


def _own_group() -> dict[str, Any]:
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}


def _collect(process: "subprocess.Popen[str]", answers: "queue.SimpleQueue[str]") -> None:
    """Pass lines on; an empty one says that there will be no more."""
    assert process.stdout is not None
    try:
        for line in process.stdout:
            answers.put(line)
    except (OSError, ValueError):  # cut off within a letter, or closed
        pass
    answers.put("")


def _kill_group(process: "subprocess.Popen[str]") -> None:
    if sys.platform == "win32":
        if process.poll() is None:
            tree = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(tree, capture_output=True, check=False)
            process.kill()
        return
    with suppress(ProcessLookupError, PermissionError):  # all gone; macOS: only zombies left
        os.killpg(process.pid, signal.SIGKILL)


def _end(
    process: "subprocess.Popen[str]",
    reader: threading.Thread,
    folder: Path | None,
    errors: IO[bytes],
) -> None:
    """End a process and its group, and clear up after it."""
    assert process.stdin is not None and process.stdout is not None
    with suppress(OSError):
        process.stdin.close()
    reader.join(_GRACE)  # its output ends when it does; not reaped yet, so the id is still its own
    _kill_group(process)
    process.wait()
    reader.join(_GRACE)
    if not reader.is_alive():  # closing what another thread reads would wait for that thread
        process.stdout.close()
    errors.close()
    if folder is not None:
        remove_folder(folder)
