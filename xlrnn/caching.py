"""What can be made again: where such files lie."""

import os
import sys
from pathlib import Path


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
