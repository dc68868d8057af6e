"""The files behind a path: the file itself, the members of a .zip, all files of a folder.

What is packed is unpacked while it is read, and only up to a bound: a small archive can hold
more than any memory.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from xlrnn.errors import InputError, UnreadableError
from xlrnn.text.readers.packing import PACKED_WRONG, opened, without_packing
from xlrnn.text.readers.strangers import refuse_strangers

MOST_BYTES = 4 << 30
LONGEST_LINE = 4 << 20
HEAD = 1 << 10
SPREADSHEETS = (".xlsx", ".xlsm", ".ods")


@dataclass(frozen=True)
class Entry:
    """A file to read, wherever it lies.

    Args:
        name: its path, for messages; inside a folder or an archive relative to that.
        place: the whole path, for messages.
        start: opens the unpacked bytes.
        part: the sheet of a spreadsheet, if one was named.
    """

    name: str
    place: str
    start: Callable[[], io.BufferedIOBase]
    part: str = ""

    @property
    def suffix(self) -> str:
        """The ending of its name in lower case, for instance `.csv`."""
        return Path(self.name).suffix.lower()

    @contextmanager
    def bytes(self, lines: bool = True, *, binary: bool = False) -> Iterator[io.BufferedReader]:
        """Open the unpacked bytes.

        Args:
            lines: whether to refuse a file that is no text: one with an endless line.
            binary: whether the file may be no text at all; else what is known to be something
                else than data is refused.

        Raises:
            UnreadableError: while reading, if the file is damaged or ends too early.
            InputError: while reading, if there is more in it than `MOST_BYTES`.
        """
        try:
            with self.start() as file:
                bounded: Any = _Bounded(file, self.place, lines and not binary)
                with io.BufferedReader(bounded, 1 << 20) as reader:
                    if not binary:
                        refuse_strangers(reader.peek(HEAD)[:HEAD], self.place)
                    yield reader
        except EOFError:
            raise UnreadableError(
                f"{self.place} ends in the middle of its packed data: it was cut off; get it again"
            ) from None
        except PACKED_WRONG as error:
            raise UnreadableError(f"{self.place} cannot be unpacked: {error}") from None
        except RuntimeError as error:
            if "password" in str(error) or "encrypted" in str(error):
                raise UnreadableError(f"{self.place} is encrypted: unpack it first") from None
            raise
        except OSError as error:
            raise UnreadableError(f"cannot read {self.place}: {error.strerror or error}") from None


class _Bounded(io.RawIOBase):
    """Passes bytes on, and refuses to go on for ever."""

    def __init__(self, file: io.BufferedIOBase, place: str, lines: bool) -> None:
        self._file, self._place, self._lines = file, place, lines
        self._read = self._line = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        block = self._file.read(len(buffer))
        buffer[: len(block)] = block
        self._read += len(block)
        if self._read > MOST_BYTES:
            raise InputError(
                f"{self._place} holds more than {MOST_BYTES >> 30} GiB when unpacked, which no "
                "file of texts or vectors needs"
            )
        end = block.rfind(b"\n")
        self._line = self._line + len(block) if end < 0 else len(block) - end - 1
        if self._lines and self._line > LONGEST_LINE:
            raise InputError(
                f"{self._place} has a line of more than {LONGEST_LINE >> 20} MiB: expected lines "
                "of text"
            )
        return len(block)


def entries_of(path: str | Path) -> list[Entry]:
    """Return the files behind a path, in the order of their names.

    `ARCHIVE.zip/MEMBER` is one file of an archive, `BOOK.xlsx/SHEET` a sheet of a spreadsheet.

    Raises:
        UnreadableError: if there is no such file, or it is no archive.
    """
    path = Path(path)
    if path.is_dir():
        files = (file for file in sorted(path.rglob("*")) if file.is_file())
        return [_file(file, file.relative_to(path)) for file in files if not _hidden(file.name)]
    if path.is_file():
        return _members(path) if path.suffix.lower() == ".zip" else [_file(path, Path(path.name))]
    archive = next((parent for parent in path.parents if parent.is_file()), None)
    if archive is not None and archive.suffix.lower() in SPREADSHEETS:
        part = path.relative_to(archive).as_posix()
        return [replace(_file(archive, Path(archive.name)), part=part)]
    if archive is None or archive.suffix.lower() != ".zip":
        raise UnreadableError(f"cannot read {path}: there is no such file")
    wanted, members = path.relative_to(archive).as_posix(), _members(archive)
    found = [member for member in members if member.name == without_packing(wanted)]
    if not found:
        raise UnreadableError(f"{archive} has no {wanted}: it has {names(members)}")
    return found


def names(entries: list[Entry]) -> str:
    """Return the names of the first files for a message."""
    shown = ", ".join(entry.name for entry in entries[:6])
    return shown + (f" and {len(entries) - 6:,} more" if len(entries) > 6 else "")


def _file(path: Path, shown: Path) -> Entry:
    name = without_packing(shown.as_posix())
    return Entry(name, str(path), lambda: opened(path.open("rb"), path.name))


def _members(path: Path) -> list[Entry]:
    try:
        with zipfile.ZipFile(path) as archive:
            found = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise UnreadableError(f"{path} cannot be unpacked: {error}") from None
    return [
        Entry(without_packing(member.filename), f"{path}/{member.filename}", _opener(path, member))
        for member in sorted(found, key=lambda member: member.filename)
        if not (member.is_dir() or _hidden(Path(member.filename).name)
                or member.filename.startswith("__MACOSX/"))
    ]  # fmt: skip


def _opener(path: Path, member: zipfile.ZipInfo) -> Callable[[], io.BufferedIOBase]:
    def start() -> io.BufferedIOBase:
        if member.file_size > MOST_BYTES:
            raise InputError(
                f"{path}/{member.filename} would be {member.file_size >> 30} GiB when unpacked, "
                f"which is over {MOST_BYTES >> 30} GiB: unpack it and say what of it is wanted"
            )
        archive = zipfile.ZipFile(path)
        file = opened(cast(io.BufferedIOBase, archive.open(member)), member.filename)
        return _closing_too(file, archive)

    return start


def _closing_too(file: io.BufferedIOBase, archive: zipfile.ZipFile) -> io.BufferedIOBase:
    """Return the file such that closing it closes the archive."""
    close = file.close

    def close_both() -> None:
        close()
        archive.close()

    file.close = close_both  # type: ignore[method-assign]
    return file


def _hidden(name: str) -> bool:
    return name.startswith(".")
