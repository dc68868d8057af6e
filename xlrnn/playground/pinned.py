"""Python for browsers: the two files that it is made of, each told by its SHA-256.

They lie in the user's cache folder. Nothing here reaches the network but `fetch_files`, and that is
called only where somebody asked for it.
"""

import hashlib
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xlrnn.atomic import write_atomically
from xlrnn.caching import cache_folder
from xlrnn.errors import EngineMissingError

PYODIDE: Final = "0.27.7"
NUMPY: Final = "2.0.2"
_TIME_LIMIT: Final = 60.0  # seconds that a server may be silent


@dataclass(frozen=True)
class Pinned:
    """A file that is taken as it was tested, or not at all.

    Args:
        name: as it lies in the cache folder.
        url: where it comes from.
        sha256: what tells it from any other.
    """

    name: str
    url: str
    sha256: str

    @property
    def path(self) -> Path:
        """Where it lies."""
        return pinned_folder() / self.name


RUNTIME: Final = Pinned(
    f"pyodide-{PYODIDE}.tgz",
    f"https://registry.npmjs.org/pyodide/-/pyodide-{PYODIDE}.tgz",
    "89d5d952675eb08e11286e52c7238f1248ce71726e896db9703e73bef23dc343",
)
NUMPY_WHEEL: Final = Pinned(
    f"numpy-{NUMPY}-cp312-cp312-pyodide_2024_0_wasm32.whl",
    f"https://cdn.jsdelivr.net/pyodide/v{PYODIDE}/full/"
    f"numpy-{NUMPY}-cp312-cp312-pyodide_2024_0_wasm32.whl",
    "ebb61241d962b98b21597d7ce43b67668a6d5bab3acec4fbe958657320d7cd08",
)
PINNED: Final = (RUNTIME, NUMPY_WHEEL)


def pinned_folder() -> Path:
    """Return the folder in which the files are looked for."""
    return cache_folder() / "python"


def read_pinned(files: Sequence[Pinned] = PINNED) -> list[bytes]:
    """Return the files' contents.

    Raises:
        EngineMissingError: if one is not there, or is another one; the message says which, where
            it comes from, and where it belongs.
    """
    wrong = {file: why for file in files if (why := _what_is_wrong(file))}
    if wrong:
        told = "; ".join(
            f"{file.path} {why} (from {file.url}, SHA-256 {file.sha256})"
            for file, why in wrong.items()
        )
        raise EngineMissingError(
            f"Python for the page is not here: {told}. Put it there, or let it be fetched with "
            "--fetch"
        )
    return [file.path.read_bytes() for file in files]


def fetch_files(files: Sequence[Pinned] = PINNED) -> None:
    """Fetch what is not there yet.

    Raises:
        EngineMissingError: if a file cannot be fetched, or what comes is another one.
    """
    for file in files:
        if _what_is_wrong(file):
            keep(file, _fetched(file.url))


def keep(file: Pinned, data: bytes) -> None:
    """Put a file where it belongs, if it is the right one.

    Raises:
        EngineMissingError: if it is another one.
    """
    found = hashlib.sha256(data).hexdigest()
    if found != file.sha256:
        raise EngineMissingError(
            f"what came for {file.name} is another file: expected the SHA-256 {file.sha256}, got "
            f"{found}; it was thrown away"
        )
    write_atomically(file.path, data)


def _what_is_wrong(file: Pinned) -> str:
    try:
        found = hashlib.sha256(file.path.read_bytes()).hexdigest()
    except OSError:
        return "is missing"
    return "" if found == file.sha256 else f"is another file, of SHA-256 {found}"


def _fetched(url: str) -> bytes:
    request = urllib.request.Request(url, headers={"User-Agent": "xlrnn"})
    try:
        with urllib.request.urlopen(request, timeout=_TIME_LIMIT) as answer:
            data: bytes = answer.read()
    except OSError as error:
        raise EngineMissingError(
            f"cannot fetch {url}: {error}. Fetch it elsewhere, and put it into {pinned_folder()}"
        ) from None
    return data
