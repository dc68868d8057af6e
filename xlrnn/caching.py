"""What can be made again: where such files lie, and whether what was read is still true."""

import os
import sys
from pathlib import Path
from typing import TypeAlias

Stamp: TypeAlias = tuple[int, ...]


def cache_folder() -> Path:
    """Return the user's folder for files that can be made again; $XLRNN_CACHE overrides it."""
    chosen = os.environ.get("XLRNN_CACHE")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "xlrnn"
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/xlrnn"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "xlrnn"


def stamp(path: Path) -> Stamp:
    """Return what is another one as soon as a file is written again; of no file, nothing.

    What was read from a file is kept under its stamp, so that nobody gets what it held before.
    """
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
