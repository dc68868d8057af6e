"""What must be the same on both ends: the toolkit to the letter, and what decides results."""

import socket
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Final

import xlrnn
from xlrnn.provenance import digest_of_package

# Engines decide marks, NumPy what a training comes to.
_DECISIVE: Final = ("ironcalc", "cellrune", "numpy")


@lru_cache(maxsize=1)
def identity() -> dict[str, str]:
    """Return the versions of the toolkit and of what it calculates with."""
    return {"xlrnn": f"{xlrnn.__version__}, code {digest_of_package()}"} | {
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
