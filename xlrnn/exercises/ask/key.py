"""The teacher's key: what each student was asked, from which every answer follows.

It lies in a folder of its own and never in a student's file.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

from xlrnn import provenance
from xlrnn.errors import UnreadableError, UsageError
from xlrnn.exercises.ask.questions import Questions
from xlrnn.lessons import Lesson, get

SCHEMA: Final = "xlrnn/key/1"
FILE: Final = "key.json"
_IN_JSON: Final = {"questions": "task"}


@dataclass(frozen=True)
class Assignment:
    """What one student was asked.

    Args:
        lesson: the lesson.
        options: its options.
        questions: which cells are blank and which mistake is hidden; JSON calls them the task.
        student: the student's id, "" if the exercise is for everybody.
        name: the student's name.
        email: the student's address.
        signature: what the student's file must carry.
        file: the name of the file that was handed out.
        trials: the numbers with which other inputs are drawn; none if they are still to be chosen.
    """

    lesson: str
    options: Mapping[str, Any]
    questions: Questions
    student: str = ""
    name: str = ""
    email: str = ""
    signature: str = field(default="", repr=False)
    file: str = ""
    trials: Sequence[int] = ()

    def make_lesson(self) -> Lesson:
        """Return the lesson with this student's options."""
        return get(self.lesson).remembered(self.options)

    def as_dict(self) -> dict[str, Any]:
        """Return the assignment as JSON has it."""
        return {_IN_JSON.get(name, name): value for name, value in asdict(self).items()}

    @cached_property
    def text(self) -> str:
        """The assignment as a text, the same for equal ones."""
        return json.dumps(self.as_dict(), sort_keys=True)

    @property
    def chance(self) -> int:
        """What the trials are drawn from: nobody who does not have the key knows them."""
        asked = self.as_dict()
        del asked["trials"]
        text = json.dumps(asked, sort_keys=True)
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Assignment":
        """Return the assignment that JSON has."""
        own = {**content, "trials": tuple(content.get("trials", ()))}
        return cls(questions=Questions.of(own.pop("task")), **own)


@dataclass(frozen=True)
class Key:
    """The assignments of a course."""

    assignments: Sequence[Assignment]

    def of_student(self, student: str) -> Assignment | None:
        """Return the assignment of a student; one for everybody is everybody's."""
        for assignment in self.assignments:
            if assignment.student in ("", student):
                return assignment
        return None

    def of_signature(self, signature: str) -> Assignment | None:
        """Return whose file carries a signature, None if nobody's does."""
        for assignment in self.assignments if signature else ():
            if assignment.signature == signature:
                return assignment
        return None

    def others(self, students: Collection[str]) -> list[Assignment]:
        """Return the assignments of those who are none of some students."""
        return [one for one in self.assignments if one.student and one.student not in students]

    @property
    def personal(self) -> bool:
        """Whether each student has an exercise of their own."""
        return any(assignment.student for assignment in self.assignments)

    def text(self) -> str:
        """Return the key as it is written."""
        assignments = [assignment.as_dict() for assignment in self.assignments]
        content = {"schema": SCHEMA, **provenance.as_json(), "assignments": assignments}
        return json.dumps(content, indent=1, ensure_ascii=False)


def read_key(path: Path) -> Key:
    """Read a key: the file, or the folder that holds it.

    Raises:
        UnreadableError: if it is none.
        UsageError: if it is of another version.
    """
    path = key_file(path)
    try:
        assignments = _parsed(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableError(f"cannot read the key {path}: {error.strerror}") from None
    except _OtherSchemaError as error:
        raise UsageError(f"the key {path} is of schema {error}, not {SCHEMA!r}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableError(f"{path} is no key of xlrnn exercise ({error})") from None
    if not assignments:
        raise UnreadableError(f"the key {path} holds no exercise: write it again, xlrnn exercise")
    return Key(assignments)


class _OtherSchemaError(Exception):
    """A key is of another version."""


@lru_cache(maxsize=4)
def _parsed(text: str) -> tuple[Assignment, ...]:
    """Return the assignments in the text of a key: of the text, so that a new key is read anew."""
    content = json.loads(text)
    if content["schema"] != SCHEMA:
        raise _OtherSchemaError(repr(content["schema"]))
    return tuple(Assignment.of(entry) for entry in content["assignments"])


def key_file(path: Path) -> Path:
    """Return the file of a key, which may be named by the folder that holds it."""
    for inside in (FILE, f"key/{FILE}"):
        if path.is_dir() and (path / inside).is_file():
            return path / inside
    return path
