"""The members of archives: .zip is unpacked while it is read, .tar before."""

import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import cast

from xlrnn.errors import InputError, UnreadableError
from xlrnn.text.readers.entry import MOST_BYTES, FileEntry
from xlrnn.text.readers.packing import PACKED_WRONG, opened, without_packing

MOST_IN_MEMORY = 1 << 30


def zip_members(path: Path) -> list[FileEntry]:
    """Return the files in a .zip.

    Raises:
        UnreadableError: if it is none.
    """
    try:
        archive = zipfile.ZipFile(path)  # once for all members, of which there may be thousands
    except (*PACKED_WRONG, OSError) as error:
        raise UnreadableError(f"{path} cannot be unpacked: {error}") from None
    return [
        FileEntry(without_packing(member.filename), f"{path}/{member.filename}",
              _opener(archive, path, member))
        for member in archive.infolist() if not member.is_dir()
    ]  # fmt: skip


def _opener(
    archive: zipfile.ZipFile, path: Path, member: zipfile.ZipInfo
) -> Callable[[], io.BufferedIOBase]:
    def start() -> io.BufferedIOBase:
        if member.file_size > MOST_BYTES:
            raise InputError(
                f"{path}/{member.filename} would be {member.file_size >> 30} GiB when unpacked, "
                f"which is over {MOST_BYTES >> 30} GiB: unpack it and say what of it is wanted"
            )
        return opened(cast(io.BufferedIOBase, archive.open(member)), member.filename)

    return start


def tar_members(path: Path) -> list[FileEntry]:
    """Return the files in a .tar, packed or not, which are read at once: it has no index.

    Raises:
        UnreadableError: if it is none, or damaged.
        InputError: if there is more in it than `MOST_IN_MEMORY`.
    """
    found, size = [], 0
    try:
        with tarfile.open(path, "r:*") as archive:
            for member in archive:
                size += member.size
                if size > MOST_IN_MEMORY:
                    raise InputError(
                        f"{path} would be more than {MOST_IN_MEMORY >> 20} MiB when unpacked: "
                        "unpack it, and name the folder or a file in it"
                    )
                file = archive.extractfile(member) if member.isreg() else None
                if file is not None:
                    name = member.name.removeprefix("./")
                    found.append(_kept(name, f"{path}/{name}", file.read()))
    except (tarfile.TarError, OSError, EOFError, *PACKED_WRONG) as error:
        raise UnreadableError(f"{path} cannot be unpacked: {error}") from None
    return found


def _kept(name: str, place: str, data: bytes) -> FileEntry:
    def start() -> io.BufferedIOBase:
        return opened(io.BytesIO(data), name)

    return FileEntry(without_packing(name), place, start)
