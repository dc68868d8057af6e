"""Open a workbook's zip file safely: refuse what is no workbook, and never read without a limit.

Nothing is unpacked to disk and nothing outside the file is followed. Every refusal is an
`UnreadableError` that names the file, says what it is instead, and what to do.
"""

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar
from urllib.parse import unquote
from xml.etree import ElementTree

from xlrnn.xlsx.reading.content_types import CONTENT_TYPES, ContentTypes, part_key
from xlrnn.xlsx.reading.other_files import (
    REMOVE_PASSWORD,
    SAVE_AGAIN,
    SAVE_AS_XLSX,
    refuse,
    refuse_other_files,
)
from xlrnn.xlsx.reading.xml import RefusedError, parse_xml

Found = TypeVar("Found")

_BROKEN_ZIP: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read before it is refused; a zip of 1 MB can claim to hold 1 TB.

    With these, less than 1 GB of memory is used.

    Attributes:
        entries: files in the zip.
        part_bytes: of one file in it, unpacked.
        total_bytes: of all of them.
        cells: with anything in them.
        tree_bytes: of a part that is read as a whole, such as all texts.
        elements: XML elements in such a part; a text of the workbook is two.
        names: defined names.
    """

    entries: int = 10_000
    part_bytes: int = 128 * 2**20
    total_bytes: int = 256 * 2**20
    cells: int = 1_000_000
    tree_bytes: int = 32 * 2**20
    elements: int = 500_000
    names: int = 20_000


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from one part of the package to another."""

    kind: str
    target: str


class Package:
    """An opened workbook file: its parts, each unpacked once, in memory and within the limits."""

    def __init__(self, path: Path, archive: zipfile.ZipFile, limits: Limits) -> None:
        self.path = path
        self.limits = limits
        self._archive = archive
        self._unpacked = 0
        self._parts: dict[str, bytes] = {}
        self._known: dict[str, Any] = {}
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._list_entries(archive.infolist())

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and forget its parts."""
        self._archive.close()
        self._parts.clear()
        self._known.clear()

    def once(self, what: str, find: Callable[[], Found]) -> Found:
        """Return what `find` finds in this package; who asks again gets the same."""
        if what not in self._known:
            self._known[what] = find()
        found: Found = self._known[what]
        return found

    def _list_entries(self, infos: list[zipfile.ZipInfo]) -> None:
        """Index the entries by name, upper and lower case alike, as the format demands."""
        if len(infos) > self.limits.entries:
            self.refuse(f"holds {len(infos)} files, more than {self.limits.entries}")
        declared = sum(info.file_size for info in infos)
        if declared > self.limits.total_bytes:
            self.refuse(f"unpacks to {declared} bytes, more than {self.limits.total_bytes}")
        for info in infos:
            key = part_key(info.filename)
            if info.is_dir():
                continue
            if key in self._entries:
                self.refuse(f"holds the part {info.filename} twice")
            self._entries[key] = info

    def refuse(self, what: str, todo: str = SAVE_AGAIN) -> NoReturn:
        """Raise the error that says why this file is not read."""
        refuse(self.path, what, todo)

    @property
    def names(self) -> Collection[str]:
        """The names of the parts, in lower case."""
        return self._entries.keys()

    def has(self, part: str) -> bool:
        """Say whether the package holds a part of this name."""
        return part_key(part) in self._entries

    def part(self, part: str) -> bytes:
        """Return the bytes of a part.

        Raises:
            UnreadableError: if it is missing, damaged, encrypted or larger than the limits.
        """
        key = part_key(part)
        if key not in self._parts:
            self._parts[key] = self._unpack(part, key)
        return self._parts[key]

    def _unpack(self, part: str, key: str) -> bytes:
        if key not in self._entries:
            self.refuse(f"lacks the part {part}")
        info = self._entries[key]
        if info.flag_bits & 1:
            self.refuse(f"is encrypted: its part {part} needs a password", REMOVE_PASSWORD)
        most = min(self.limits.part_bytes, self.limits.total_bytes - self._unpacked)
        if info.file_size > most:
            self.refuse(f"has a part {part} of {info.file_size} bytes, more than {most}")
        try:
            with self._archive.open(info) as stream:
                data = stream.read(info.file_size + 1)
        except _BROKEN_ZIP as error:
            if isinstance(error, zlib.error) and str(error).startswith("Error -4 "):
                raise MemoryError from None  # as zlib says it; the file is not to blame
            self.refuse(f"is damaged: its part {part} cannot be unpacked ({error})")
        self._unpacked += len(data)
        if len(data) != info.file_size:
            self.refuse(f"is damaged: its part {part} ends early")
        return data

    def xml(self, part: str) -> ElementTree.Element:
        """Return the root element of an XML part."""
        data, limits = self.part(part), self.limits
        if len(data) > limits.tree_bytes:
            self.refuse(f"has a part {part} of {len(data)} bytes, more than {limits.tree_bytes}")
        if (elements := data.count(b"<") // 2) > limits.elements:
            self.refuse(
                f"holds {elements} XML elements in its part {part}, more than {limits.elements}"
            )
        try:
            return parse_xml(data)
        except ElementTree.ParseError as error:
            self.refuse(f"is damaged: its part {part} is no well-formed XML ({error})")
        except (ValueError, LookupError) as error:
            self.refuse(f"is damaged: its part {part} has an unknown encoding ({error})")
        except RefusedError as error:
            self.refuse(f"is refused because of its part {part}: {error}", SAVE_AS_XLSX)

    def relationships(self, part: str) -> dict[str, Relationship]:
        """Return the links of a part ("" for the package) to others by id, none out of the file."""
        folder, name = posixpath.split(part)
        links = posixpath.join(folder, "_rels", name + ".rels")
        if not self.has(links):
            return {}
        return {
            link.get("Id", ""): Relationship(
                link.get("Type", "").rpartition("/")[2], _resolve(folder, link.get("Target", ""))
            )
            for link in self.xml(links)
            if link.get("TargetMode", "Internal") == "Internal"
        }

    def linked(self, part: str, kind: str, default: str) -> str:
        """Return the first part of a kind that a part links to, or the place it usually has."""
        found = (link.target for link in self.relationships(part).values() if link.kind == kind)
        return next(found, default)

    @property
    def workbook_part(self) -> str:
        """The part that lists the sheets."""
        return self.linked("", "officeDocument", "xl/workbook.xml")


def _resolve(folder: str, target: str) -> str:
    """Return the part that a link from this folder means; `/xl/x.xml` counts from the root."""
    return posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")


def open_package(path: Path | str, limits: Limits | None = None) -> Package:
    """Open a workbook; close it, or use it in a `with` statement.

    Raises:
        UnreadableError: if there is no such file or it is no workbook that we read.
    """
    path, limits = Path(path), limits or Limits()
    refuse_other_files(path, limits.entries)
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN_ZIP as error:
        refuse(path, f"is cut off or damaged ({error})", SAVE_AGAIN)
    try:
        package = Package(path, archive, limits)
        _refuse_other_packages(package)
    except BaseException:
        archive.close()
        raise
    return package


def _refuse_other_packages(package: Package) -> None:
    """Refuse whatever is a zip file but no workbook without macros."""
    if package.has("mimetype") and b"opendocument" in package.part("mimetype"):
        package.refuse("is an OpenDocument file (.ods)", SAVE_AS_XLSX)
    if not package.has(CONTENT_TYPES):
        package.refuse("is a zip file, but no workbook", SAVE_AS_XLSX)
    types, workbook = ContentTypes(package.xml(CONTENT_TYPES)), package.workbook_part
    kinds = types.of(workbook)
    if not package.has(workbook):
        if package.has("xl/workbook.bin"):
            package.refuse("is a binary workbook (.xlsb)", SAVE_AS_XLSX)
        package.refuse(f"is an Office file, but no workbook: it lacks {workbook}", SAVE_AS_XLSX)
    if any("sheet.binary" in kind for kind in kinds):
        package.refuse("is a binary workbook (.xlsb)", SAVE_AS_XLSX)
    if any("macroenabled" in kind for kind in kinds) or _holds_macros(package, types):
        package.refuse("contains macros, which are never run here", SAVE_AS_XLSX)
    if not any("spreadsheetml" in kind for kind in kinds):
        said = f"its part {workbook} is of type {', '.join(sorted(kinds)) or 'unknown'}"
        package.refuse(f"is an Office file, but no workbook: {said}", SAVE_AS_XLSX)


def _holds_macros(package: Package, types: ContentTypes) -> bool:
    """Tell whether a part holds macros, by its name or by what is said of this very part."""
    said = {part for part in types.parts("vbaproject") if package.has(part)}
    return bool(said) or any(name.endswith("vbaproject.bin") for name in package.names)
