"""Locks that end with the process that holds them, however it ends: one for a folder."""

import os
import sys
from pathlib import Path


def try_lock(folder: Path) -> int | None:
    """Lock a folder for this process.

    Returns:
        The open folder, which holds the lock until it is closed; None if another process has it,
        or another lock of this one. Where the system knows no such locks (Windows, browsers)
        there is nobody else, and what is returned is no open file: -1.
    """
    if sys.platform in ("win32", "emscripten"):
        return -1
    import fcntl

    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    except OSError:  # a file system without locks
        return handle
    return handle


def unlock(handle: int) -> None:
    """Give a lock back."""
    if handle >= 0:
        os.close(handle)
