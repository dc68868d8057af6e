"""One exercise for each student: read the roster, derive options, sign.

Everything that differs follows from the course's secret and the student's id by HMAC-SHA-256, so
nothing has to be kept, nobody can guess another's, and the key can be made again.
"""

import csv
import hashlib
import hmac
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xlrnn.counted import counted
from xlrnn.errors import UnreadableError, UsageError
from xlrnn.exercises.ask.defaults import defaults

SHORTEST = 16
_BETWEEN = (",", ";", "\t")


@dataclass(frozen=True)
class Student:
    """One line of the roster; the columns that are not known are kept."""

    id: str
    name: str = ""
    email: str = ""
    others: Mapping[str, str] = field(default_factory=dict)


def read_roster(path: Path) -> list[Student]:
    """Read the students from a CSV file with the columns id, name, email and any others.

    Commas, semicolons or tabs part the columns, as spreadsheets write them in different countries.

    Raises:
        UnreadableError: if there is no such file, or it is no UTF-8.
        UsageError: if it has no column id, or an id is missing or there twice.
    """
    lines = _text(path).splitlines(keepends=True)
    first = lines[0] if lines else ""
    columns = csv.DictReader(lines, delimiter=max(_BETWEEN, key=first.count))
    columns.fieldnames = [_heading(name) for name in columns.fieldnames or ()]
    if "id" not in columns.fieldnames:
        raise UsageError(
            f"the roster {path} has no column id: its first line must name the columns, as in "
            f"id,name,email; it is {first.strip()!r}"
        )
    students = []
    for row in columns:
        known = {key: (row.pop(key, None) or "").strip() for key in ("id", "name", "email")}
        if not known["id"]:
            raise UsageError(f"line {columns.line_num} of the roster {path} has no id")
        others = {str(key): str(value or "") for key, value in row.items() if key}
        students.append(Student(**known, others=others))
    if not students:
        raise UsageError(f"the roster {path} has no students")
    _refuse_twice(students, path)
    return students


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnreadableError(f"cannot read the roster {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UnreadableError(
            f"the roster {path} is no UTF-8 text, so names could be misread: save it as "
            "“CSV UTF-8” in Excel, or as “Text CSV” with the character set UTF-8 in LibreOffice"
        ) from None


def _heading(name: str) -> str:
    """Return the name of a column, of a known one without capitals and spaces."""
    plain = name.strip().casefold()
    return plain if plain in ("id", "name", "email") else name


def plain_name(name: str) -> tuple[str, ...]:
    """Return a name as it is the same wherever it is written.

    Example:
        >>> plain_name("Lee, Zoë") == plain_name("zoe  lee")
        True
    """
    letters = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(" " if unicodedata.category(sign)[0] in "PSZ" else sign for sign in letters)
    words = "".join(sign for sign in kept if not unicodedata.combining(sign)).split()
    return tuple(sorted(words))


def _refuse_twice(students: Sequence[Student], path: Path) -> None:
    """Refuse ids that are the same, also to a disk that does not tell capitals from small letters.

    Raises:
        UsageError: if there are some.
    """
    seen: dict[str, str] = {}
    for student in students:
        same = seen.get(student.id.casefold())
        if same is not None:
            as_well = "twice" if same == student.id else f"and {student.id!r}"
            raise UsageError(
                f"the roster {path} has the id {same!r} {as_well}: more than capitals must differ, "
                "since each id names a folder"
            )
        seen[student.id.casefold()] = student.id


def read_secret(path: Path) -> bytes:
    """Read the course's secret.

    Raises:
        UsageError: if there is none, or it is too short to be one.
    """
    try:
        secret = path.read_bytes().strip()
    except OSError as error:
        raise UsageError(f"cannot read the secret {path}: {error.strerror}") from None
    if len(secret) < SHORTEST:
        raise UsageError(
            f"the secret {path} has {counted(len(secret), 'byte')}: use at least {SHORTEST}, for "
            "instance from: python -c 'import secrets; print(secrets.token_hex())'"
        )
    return secret


def digest(secret: bytes, *parts: str) -> bytes:
    """Return 32 bytes that follow from the secret and some texts, and from nothing less."""
    message = b"".join(
        len(part.encode()).to_bytes(4, "big") + part.encode() for part in ("xlrnn/1", *parts)
    )
    return hmac.new(secret, message, hashlib.sha256).digest()


def number(secret: bytes, *parts: str) -> int:
    """Return a number of 31 bits that follows from the secret and some texts."""
    return int.from_bytes(digest(secret, *parts)[:4], "big") >> 1


def signature(secret: bytes, lesson: str, level: int, student: str) -> str:
    """Return what proves that a student was given an exercise."""
    return digest(secret, "signature", lesson, str(level), student)[:16].hex()


def settings(secret: bytes, lesson: str, student: str) -> dict[str, str]:
    """Return a student's options: one value of each option that the lesson lets differ."""
    return {
        name: values[number(secret, "option", lesson, name, student) % len(values)]
        for name, values in defaults(lesson).varied.items()
    }
