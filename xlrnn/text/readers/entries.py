"""The files behind a path: the file itself, the members of an archive, all files of a folder."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from xlrnn.errors import UnreadableError
from xlrnn.text.readers.archives import tar_members, zip_members
from xlrnn.text.readers.entry import FileEntry
from xlrnn.text.readers.packing import opened, without_packing

SPREADSHEETS = (".xlsx", ".xlsm", ".ods")
TARS = (".tar", ".tgz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz")


def entries_of(path: str | Path) -> list[FileEntry]:
    """Return the files behind a path, in the order of their names.

    `ARCHIVE.zip/MEMBER` is a file or a folder of an archive, `BOOK.xlsx/SHEET` a sheet of a
    spreadsheet.

    Raises:
        UnreadableError: if there is no such file, or it is no archive.
        InputError: if an archive holds more than fits into memory.
    """
    path = Path(path)
    if path.is_dir():
        files = (file for file in sorted(path.rglob("*")) if file.is_file())
        return [_file(file, file.relative_to(path)) for file in files if not _hidden(file.name)]
    if path.is_file():
        members = _members_of(path)
        return _shown(members(path)) if members else [_file(path, Path(path.name))]
    archive = next((parent for parent in path.parents if parent.is_file()), None)
    if archive is None:
        raise UnreadableError(f"cannot read {path}: there is no such file")
    wanted = path.relative_to(archive).as_posix()
    if archive.suffix.lower() in SPREADSHEETS:
        return [replace(_file(archive, Path(archive.name)), part=wanted)]
    if (members := _members_of(archive)) is None:
        raise UnreadableError(f"cannot read {path}: {archive} is no archive")
    return _chosen(_shown(members(archive)), wanted, archive)


def _chosen(members: list[FileEntry], wanted: str, archive: Path) -> list[FileEntry]:
    """Return a member of an archive, or those of a folder in it, named from there on."""
    found = [member for member in members if member.name == without_packing(wanted)]
    if not found:
        inside = [member for member in members if member.name.startswith(f"{wanted}/")]
        found = [replace(one, name=one.name.removeprefix(f"{wanted}/")) for one in inside]
    if not found:
        raise UnreadableError(f"{archive} has no {wanted}: it has {names(members)}")
    return found


def names(entries: list[FileEntry]) -> str:
    """Return the names of the first files for a message."""
    shown = ", ".join(entry.name for entry in entries[:6])
    return shown + (f" and {len(entries) - 6:,} more" if len(entries) > 6 else "")


def _members_of(path: Path) -> Callable[[Path], list[FileEntry]] | None:
    """Return what lists the members of an archive, by its name; None if it is none."""
    name = path.name.lower()
    if name.endswith(".zip"):
        return zip_members
    return tar_members if name.endswith(TARS) else None


def _shown(members: list[FileEntry]) -> list[FileEntry]:
    """Return the members without what operating systems add."""
    visible = (one for one in members if not one.name.startswith("__MACOSX/"))
    shown = (one for one in visible if not _hidden(Path(one.name).name))
    return sorted(shown, key=lambda one: one.name)


def _file(path: Path, shown: Path) -> FileEntry:
    name = without_packing(shown.as_posix())
    return FileEntry(name, str(path), lambda: opened(path.open("rb"), path.name))


def _hidden(name: str) -> bool:
    return name.startswith(".")
