"""Files are written whole or not at all: a temporary file beside the target, then a rename."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from xlrnn.errors import UsageError


def write_atomically(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part.

    A link stays a link: what it points to is replaced. What is no file, such as /dev/stdout or
    a pipe, is written to as it is.

    Args:
        path: the file.
        data: what stands in it, whole or in pieces, one after the other.

    Raises:
        UsageError: if the folder cannot be made or written to, or a folder is in the way.
    """
    try:
        if path.is_dir():
            raise UsageError(f"cannot write {path}: it is a folder")
        if path.exists() and not path.is_file():
            path.write_bytes(b"".join(_pieces(data)))
        else:
            _replace(Path(os.path.realpath(path)), _pieces(data))
    except OSError as error:
        raise UsageError(f"cannot write {path}: {_reason(error, path)}") from None


def _pieces(data: bytes | Iterable[bytes]) -> Iterable[bytes]:
    return [data] if isinstance(data, bytes) else data


def _replace(path: Path, data: Iterable[bytes]) -> None:
    """Write the data beside the target, then put it in the target's place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".xlrnn-", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(data)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _umask() -> int:
    if sys.platform == "emscripten":  # whose own would leave files that nobody may read
        return 0o022
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _reason(error: OSError, path: Path) -> str:
    """Say why, and which file stands where a folder is needed."""
    blocking = next((parent for parent in path.parents if parent.is_file()), None)
    return f"{blocking} is a file, not a folder" if blocking else error.strerror or str(error)
