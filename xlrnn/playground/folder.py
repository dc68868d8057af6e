"""A folder that is written again and again: ours is replaced, what is not ours is left alone.

A list of all files with their SHA-256 lies in the folder. By it we know what we wrote and nobody
changed since.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from xlrnn.atomic import write_atomically
from xlrnn.errors import UsageError

LIST = "files.json"
SCHEMA = "xlrnn/playground-files/1"


def write_folder(folder: Path, files: Mapping[str, bytes], *, force: bool = False) -> None:
    """Write files into a folder; those that an earlier call wrote and this one does not go.

    All are written beside the folder first, so that a full disk leaves it as it was.

    Args:
        folder: where; it is made if it is not there.
        files: by their addresses in it.
        force: write into a folder that is not ours, and over files that are not.

    Raises:
        UsageError: if the folder or a file in it is not ours, or cannot be written.
    """
    earlier = _listed(folder)
    if not force:
        _refuse_what_is_not_ours(folder, earlier, files)
    listed = {**files, LIST: _list_of(files)}
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".xlrnn-", dir=folder.parent) as beside:
            for address, data in listed.items():
                write_atomically(Path(beside) / address, data)
            _move(Path(beside), folder, list(listed))
        for address in earlier.keys() - listed.keys():
            _remove(folder, address)
    except OSError as error:
        raise UsageError(f"cannot write {folder}: {error.strerror or error}") from None


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the files that `write_folder` wrote, as they are now."""
    return {name: (folder / name).read_bytes() for name in _listed(folder)}


def _refuse_what_is_not_ours(
    folder: Path, earlier: Mapping[str, str], files: Mapping[str, bytes]
) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file: choose another folder with -o")
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not earlier:
        raise UsageError(
            f"{folder} is there already, and was not written by xlrnn playground: choose another "
            "folder with -o, or write into it with --force"
        )
    for address in sorted({*files, *earlier}):
        path = folder / address
        if path.exists() and earlier.get(address) != _digest(path):
            raise UsageError(
                f"{path} is there already, and was not last written by xlrnn: choose another "
                "folder with -o, or overwrite it with --force"
            )


def _listed(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file that an earlier call wrote; nothing if there was none."""
    try:
        content = json.loads((folder / LIST).read_bytes())
        if content["schema"] != SCHEMA:
            return {}
        return {str(name): str(digest) for name, digest in content["files"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _list_of(files: Mapping[str, bytes]) -> bytes:
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    return json.dumps({"schema": SCHEMA, "files": digests}, indent=1).encode()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _move(beside: Path, folder: Path, addresses: list[str]) -> None:
    """Put what was written in its place; the list comes last."""
    for address in addresses:
        target = folder / address
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir() and not target.is_symlink():
            raise UsageError(f"{target} is a folder: choose another folder with -o")
        shutil.move(beside / address, target)


def _remove(folder: Path, address: str) -> None:
    """Remove a file of an earlier call, if it lies in the folder, and folders that this empties."""
    path = folder / address
    if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
        return
    path.unlink()
    for parent in path.parents:
        if parent == folder or any(parent.iterdir()):
            return
        parent.rmdir()
