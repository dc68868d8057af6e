"""What must be the same on both ends: the toolkit to the letter, and what decides results."""

import hashlib
import socket
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import xlrnn

# Engines decide marks, NumPy what a training comes to.
_DECISIVE: Final = ("ironcalc", "cellrune", "numpy")


@lru_cache(maxsize=1)
def identity() -> dict[str, str]:
    """Return the versions of the toolkit and of what it calculates with."""
    return {"xlrnn": f"{xlrnn.__version__}, code {_digest()}"} | {
        name: _version(name) for name in _DECISIVE
    }


def differences(ours: Mapping[str, str], theirs: Mapping[str, str]) -> str:
    """Return in words what is another version there, "" if nothing is.

    Example:
        >>> differences({"numpy": "2.1"}, {"numpy": "1.26"})
        'numpy 1.26, here 2.1'
    """
    names = {**ours, **theirs}
    return "; ".join(
        f"{name} {theirs.get(name, 'none')}, here {ours.get(name, 'none')}"
        for name in names
        if ours.get(name) != theirs.get(name)
    )


def here() -> str:
    """Return what this machine is called."""
    return socket.gethostname()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _digest() -> str:
    """Return a digest of the package: two checkouts may have the same version."""
    found = hashlib.sha256()
    root = Path(xlrnn.__file__).parent
    for path in sorted(root.rglob("*.py")):
        found.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:12]
