"""What a worker keeps between calls: child processes that have started, and shared files.

A while after the last call both are gone: keys are nobody's but the teacher's.
"""

import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Final

from xlrnn.exercises.grade.pool import LimitedExecutor
from xlrnn.scratch import new_folder, remove_folder

_WHILE: Final = 60.0

_Limits = tuple[float, int | None]


class Kept:
    """The children and the files of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[tuple[_Limits, LimitedExecutor]] = []
        self._folder: Path | None = None
        self._busy = 0
        self._timer: threading.Timer | None = None

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Keep all that there is until the end, and a while longer."""
        with self._lock:
            self._busy += 1
            if self._timer is not None:
                self._timer.cancel()
        try:
            yield
        finally:
            with self._lock:
                self._busy -= 1
                if not self._busy:
                    self._timer = threading.Timer(_WHILE, self.clear)
                    self._timer.daemon = True
                    self._timer.start()

    @contextmanager
    def child(self, limits: _Limits) -> Iterator[LimitedExecutor]:
        """Lend a child with these limits, which nobody else has at the same time."""
        with self._lock:
            fitting = [one for one in self._idle if one[0] == limits]
            if fitting:
                self._idle.remove(fitting[-1])
        child = fitting[-1][1] if fitting else self._new(limits)
        try:
            yield child
        finally:  # one that died is replaced by itself
            with self._lock:
                self._idle.append((limits, child))

    def _new(self, limits: _Limits) -> LimitedExecutor:
        time_limit, memory = limits
        return LimitedExecutor(1, time_limit=time_limit, memory=memory)

    def lacking(self, digests: Iterable[str], sent: Mapping[str, bytes]) -> list[str]:
        """Keep the shared files that were sent, and return those that must still be."""
        with self._lock:
            if self._folder is None:
                self._folder = new_folder("shared-")
            for digest, packed in sent.items():
                path = self._folder / digest
                if not path.exists():
                    unfinished = path.with_suffix(".part")
                    unfinished.write_bytes(zlib.decompress(packed))
                    unfinished.rename(path)
            folder = self._folder
        return [digest for digest in digests if not (folder / digest).is_file()]

    def path(self, digest: str) -> Path:
        """Return where a shared file is."""
        assert self._folder is not None
        return self._folder / digest

    def content(self, digest: str) -> bytes:
        """Return what is in a shared file."""
        return self.path(digest).read_bytes()

    def clear(self) -> None:
        """End the children and remove the files, unless a call is at work."""
        with self._lock:
            if self._busy:
                return
            idle, self._idle = self._idle, []
            folder, self._folder = self._folder, None
        for _, child in idle:
            child.shutdown()
        if folder is not None:
            remove_folder(folder)


KEPT: Final = Kept()
"""Those of this process."""

# Pools end their processes past the usual exit, and this is what they call.
Finalize(None, KEPT.clear, exitpriority=10)
