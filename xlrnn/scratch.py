"""Folders for a while: they are gone when their work ends, also when Ctrl-C ends it."""

import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Make an empty folder that is removed at the end, with all that lies in it."""
    folder = None
    try:
        with _interrupts_later():
            folder = Path(tempfile.mkdtemp(prefix="xlrnn-"))
        yield folder
    finally:
        with _interrupts_later():
            if folder:
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _interrupts_later() -> Iterator[None]:
    """Let Ctrl-C wait until the block has ended; half a removal would leave files behind."""
    handler = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        yield
        return
    waiting: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: waiting.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        if waiting:
            signal.raise_signal(signal.SIGINT)
