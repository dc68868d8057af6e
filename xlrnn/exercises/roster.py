"""One exercise for each student: read the roster, derive options, sign.

Everything that differs follows from the course's secret and the student's id by HMAC-SHA-256, so
nothing has to be kept, nobody can guess another's, and the key can be made again.
"""

import csv
import hashlib
import hmac
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from xlrnn.errors import UnreadableError, UsageError
from xlrnn.exercises.defaults import defaults

SHORTEST = 16


@dataclass(frozen=True)
class Student:
    """One line of the roster; the columns that are not known are kept."""

    id: str
    name: str = ""
    email: str = ""
    others: Mapping[str, str] = field(default_factory=dict)


def read_roster(path: Path) -> list[Student]:
    """Read the students from a CSV file with the columns id, name, email and any others.

    Raises:
        UnreadableError: if there is no such file, or it is no text.
        UsageError: if it has no column id, or an id is missing or there twice.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"cannot read the roster {path}: {error}") from None
    reader = csv.DictReader(io.StringIO(text))
    if "id" not in (reader.fieldnames or ()):
        raise UsageError(f"the roster {path} has no column id: its first line names the columns")
    students = []
    for line, row in enumerate(reader, start=2):
        known = {key: (row.pop(key, None) or "").strip() for key in ("id", "name", "email")}
        if not known["id"]:
            raise UsageError(f"line {line} of the roster {path} has no id")
        others = {str(key): str(value or "") for key, value in row.items() if key}
        students.append(Student(**known, others=others))
    ids = [student.id for student in students]
    twice = next((one for one in ids if ids.count(one) > 1), None)
    if twice is not None:
        raise UsageError(f"the roster {path} has the id {twice!r} twice")
    if not students:
        raise UsageError(f"the roster {path} has no students")
    return students


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
            f"the secret {path} has {len(secret)} bytes: use at least {SHORTEST}, for instance "
            "from: python -c 'import secrets; print(secrets.token_hex())'"
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
