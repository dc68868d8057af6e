"""Folders for a while: they are gone when their work ends, also when Ctrl-C ends it.

Whoever is killed leaves them; a lock that ends with the process tells the next one so, and it
clears them away.
"""

import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

from xlrnn.locked import try_lock, unlock

# Earlier versions made folders without locks, with a shorter prefix.
_PREFIX: Final = "xlrnn-held-"
_UNLOCKED: Final = ".xlrnn-new-"

_locks: dict[Path, int] = {}


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Make an empty folder that is removed at the end, with all that lies in it."""
    folder = None
    try:
        with _interrupts_later():
            folder = new_folder("")
        yield folder
    finally:
        with _interrupts_later():
            if folder:
                remove_folder(folder)


def new_folder(kind: str) -> Path:
    """Make an empty folder that is this process's; the next process removes it if this one cannot.

    Args:
        kind: a word that its name has.
    """
    _clear_abandoned(tempfile.gettempdir())
    made = Path(tempfile.mkdtemp(prefix=f"{_UNLOCKED}{kind}"))
    lock = try_lock(made)
    # Under its own name it stands locked from the first moment.
    folder = made.rename(made.with_name(made.name.replace(_UNLOCKED, _PREFIX, 1)))
    if lock is not None:
        _locks[folder.resolve()] = lock
    return folder


def remove_folder(folder: Path) -> None:
    """Remove a folder that `new_folder` made, with all that lies in it."""
    lock = _locks.pop(folder.resolve(), None)
    shutil.rmtree(folder, ignore_errors=True)
    if lock is not None:
        unlock(lock)


@lru_cache(maxsize=4)
def _clear_abandoned(temporary: str) -> None:
    """Remove what processes that were killed have left, once in the life of this one."""
    if sys.platform == "win32":  # which has no locks that tell
        return
    for folder in Path(temporary).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
                continue
            lock = try_lock(folder)
            if lock is not None:
                _end_users(folder)
                shutil.rmtree(folder, ignore_errors=True)
                unlock(lock)


def _end_users(folder: Path) -> None:
    """End the programs that were told to keep their settings in an abandoned folder."""
    told = f"-env:UserInstallation={folder.as_uri()}".encode()
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if told in (entry / "cmdline").read_bytes().split(b"\0"):
                os.kill(int(entry.name), signal.SIGKILL)


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
