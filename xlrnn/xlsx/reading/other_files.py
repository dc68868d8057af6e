"""What people take for a workbook and what is none: said by what it is, before it is unpacked."""

import mmap
import struct
from pathlib import Path
from typing import BinaryIO, Final, NoReturn

from xlrnn.errors import UnreadableError

_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_LONGEST_REASON: Final = 300  # names and types in a file may have any length
SAVE_AS_XLSX: Final = "open it in Excel or LibreOffice and save it as .xlsx"
SAVE_AGAIN: Final = "fetch or save the file again"
REMOVE_PASSWORD: Final = "remove the password in Excel or LibreOffice and save it again"


def refuse(path: Path, what: str, todo: str) -> NoReturn:
    """Raise the error that says what is wrong with a file and what to do."""
    short = what if len(what) <= _LONGEST_REASON else f"{what[:_LONGEST_REASON]}…"
    raise UnreadableError(f"{path} {short}: {todo}")


def refuse_other_files(path: Path, most_entries: int) -> None:
    """Refuse whatever is no zip file, by what it is instead.

    Args:
        path: the file.
        most_entries: so many files a zip may hold.

    Raises:
        UnreadableError: if it is refused; the message says what it is and what to do.
    """
    if path.is_dir():
        refuse(path, "is a folder, not a workbook", "name the .xlsx file in it")
    try:
        with path.open("rb") as file:
            start = file.read(8)
            if start == _OLE:
                with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                    _refuse_compound_file(path, content)
            if start.startswith(b"PK"):
                _refuse_endless_directory(path, file, most_entries)
    except FileNotFoundError:
        refuse(path, "does not exist", "check the name and the folder")
    except OSError as error:
        refuse(path, f"cannot be opened ({error.strerror})", "check its permissions")
    except ValueError as error:
        refuse(path, f"is no file name ({error})", "check the name and the folder")
    if not start:
        refuse(path, "is empty (0 bytes)", SAVE_AGAIN)
    if not start.startswith(b"PK"):
        refuse(path, "is no workbook: it does not start as a zip file", SAVE_AS_XLSX)


def _refuse_compound_file(path: Path, content: mmap.mmap) -> NoReturn:
    """Refuse a file in the container of old Office, which also holds encrypted workbooks."""
    if content.find("EncryptedPackage".encode("utf-16-le")) >= 0:
        refuse(path, "is protected by a password", REMOVE_PASSWORD)
    if any(content.find(name.encode("utf-16-le")) >= 0 for name in ("Workbook\0", "Book\0")):
        refuse(path, "is an old Excel workbook (.xls)", SAVE_AS_XLSX)
    refuse(path, "is an old Office file, not a workbook", SAVE_AS_XLSX)


def _refuse_endless_directory(path: Path, file: BinaryIO, most_entries: int) -> None:
    """Refuse a zip whose list of entries would fill the memory; its end tells the list's size."""
    file.seek(max(0, path.stat().st_size - 66_000))
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        refuse(path, "is cut off: the end of the zip file is missing", SAVE_AGAIN)
    (size,) = struct.unpack_from("<L", tail, end + 12)
    if size == 0xFFFFFFFF and end >= 76:
        (size,) = struct.unpack_from("<Q", tail, end - 76 + 40)
    if size > 1024 * most_entries:
        refuse(path, f"holds more than {most_entries} files", SAVE_AGAIN)
