"""A call with all that it needs, as bytes; and what comes back.

On the way, arguments name files by their number: paths of one machine mean nothing on another.
"""

import hashlib
import io
import pickle
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from xlrnn.carried import MadeFile, MadeFolder, OwnFile, SharedFile
from xlrnn.cluster.identity import identity

MARK: Final = "carried"
"""The only key of a dictionary that stands for a file among the arguments."""

# What packs into less goes with each call; the rest goes once to each worker that asks for it.
_SMALL: Final = 16_384


@dataclass
class Files:
    """The files of a call, by their number.

    Args:
        largest: what no own file has more bytes than.
        paths: where each of them lies, or shall lie, on the machine that asks.
        own: the packed contents of those that are sent.
        shared: the digests of those that a worker may have already.
        made: those that come back.
        folders: the folders that are worked in.
    """

    largest: int
    paths: list[str] = field(default_factory=list)
    own: dict[int, bytes] = field(default_factory=dict)
    shared: dict[int, str] = field(default_factory=dict)
    made: list[int] = field(default_factory=list)
    folders: list[int] = field(default_factory=list)


class Shelf:
    """The packed contents of shared files, by digest; each is packed once."""

    def __init__(self) -> None:
        self._packed: dict[str, bytes] = {}
        self._known: dict[tuple[str, int, int], str] = {}

    def digest(self, path: Path) -> str:
        """Pack a file and return its digest."""
        state = path.stat()
        known = (str(path), state.st_mtime_ns, state.st_size)
        if known not in self._known:
            self._known[known] = self.keep(path.read_bytes())
        return self._known[known]

    def keep(self, content: bytes) -> str:
        """Pack what is no file and return its digest."""
        digest = hashlib.sha256(content).hexdigest()
        if digest not in self._packed:
            self._packed[digest] = zlib.compress(content, 6)
        return digest

    def packed(self, digest: str) -> bytes:
        """Return the packed content."""
        return self._packed[digest]


@dataclass(frozen=True)
class Call:
    """A call that can be sent.

    Args:
        name: module and function.
        arguments: of the function, with numbers for files.
        keywords: of the function, with numbers for files.
        files: what they stand for.
        limits: seconds and bytes that it may take.
        new: whether a child process that did nothing before shall do it.
    """

    name: tuple[str, str]
    arguments: Any
    keywords: Any
    files: Files
    limits: tuple[float, int | None]
    new: bool

    def parcel(self, shelf: Shelf, lacking: Sequence[str] = ()) -> bytes:
        """Return the call as bytes, with those shared files that are small or lacking."""
        wanted = {*lacking}
        sent = {
            digest: packed
            for digest in self.files.shared.values()
            if len(packed := shelf.packed(digest)) <= _SMALL or digest in wanted
        }
        return pickle.dumps(
            {
                "identity": identity(),
                "name": self.name,
                "arguments": self.arguments,
                "keywords": self.keywords,
                "paths": self.files.paths,
                "own": self.files.own,
                "shared": self.files.shared,
                "sent": sent,
                "made": self.files.made,
                "folders": self.files.folders,
                "limits": self.limits,
                "new": self.new,
            }
        )


def call(
    function: Callable[..., Any],
    arguments: tuple[Any, ...],
    keywords: Mapping[str, Any],
    shelf: Shelf,
    limits: tuple[float, int | None],
    *,
    new: bool = False,
    largest: int = 2**40,
) -> Call:
    """Return a call with its files.

    Raises:
        OSError: if a file cannot be read, or has more bytes than `largest`.
    """
    files = Files(largest)
    name = function.__module__, function.__qualname__
    packed = _with_numbers([*arguments], files, shelf)
    return Call(name, packed, _with_numbers(dict(keywords), files, shelf), files, limits, new)


def _with_numbers(value: Any, files: Files, shelf: Shelf) -> Any:
    """Return arguments with numbers in place of files, which are read."""
    if isinstance(value, dict):
        return {key: _with_numbers(one, files, shelf) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_with_numbers(one, files, shelf) for one in value]
    if not isinstance(value, OwnFile | SharedFile | MadeFile | MadeFolder):
        return value
    number = len(files.paths)
    files.paths.append(str(value))
    if isinstance(value, OwnFile):
        files.own[number] = _packed(Path(value), files.largest)
    elif isinstance(value, SharedFile):
        files.shared[number] = shelf.digest(Path(value))
    elif isinstance(value, MadeFile):
        files.made.append(number)
    else:
        files.folders.append(number)
        files.shared[number] = shelf.keep(zipped(Path(value), given=value.given))
    return {MARK: number}


def _packed(path: Path, largest: int) -> bytes:
    with path.open("rb") as file:
        content = file.read(largest + 1)
    if len(content) > largest:
        raise OSError(f"{path} has more than {largest:,} bytes")
    return zlib.compress(content, 1)


def zipped(
    folder: Path, known: Mapping[str, bytes] | None = None, given: Sequence[str] = ("",)
) -> bytes:
    """Return what is in a folder, the same bytes for the same contents.

    Args:
        folder: the folder.
        known: contents by path that are left out.
        given: the folders in it that count.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in sorted(path for part in given for path in (folder / part).rglob("*")):
            if path.is_symlink() or not path.is_file():
                continue
            name = path.relative_to(folder).as_posix()
            content = path.read_bytes()
            if known is None or known.get(name) != content:
                archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """Return the contents by path that `zipped` packed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
