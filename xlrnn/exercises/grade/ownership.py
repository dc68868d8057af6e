"""Whose a file is, and who handed it in: the file says the one, the platform the other."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from xlrnn.errors import UnreadableError
from xlrnn.exercises.ask.key import Assignment, Key
from xlrnn.xlsx.handout import Record


@dataclass(frozen=True)
class Whose:
    """Whose a file is.

    Args:
        assignment: what is asked in the file.
        student: who handed it in, "" if nobody knows.
        file_of: whose it is if it was made for another student, "" if not.
        notes: what is odd about it.
    """

    assignment: Assignment
    student: str
    file_of: str = ""
    notes: list[str] = field(default_factory=list)


def whose(record: Record | None, by: Sequence[str], key: Key) -> Whose:
    """Return whose a file is.

    Args:
        record: what the file says about itself, None if that is gone.
        by: who handed it in, as far as the platform tells: one, or a group.
        key: the key.

    Raises:
        UnreadableError: if it is nobody's, or another exercise.
    """
    if record is None:
        return _taken_on_trust(by, key)
    owner = key.of_signature(record.signature) or key.of_student(record.student)
    if owner is None:
        raise UnreadableError(_stranger(record.student, hidden_sheet_gone=False))
    if (record.lesson, record.level) != (owner.lesson, owner.questions.level):
        raise UnreadableError(
            f"is the exercise {record.lesson}, level {record.level}, not {owner.lesson}, "
            f"level {owner.questions.level}"
        )
    notes = []
    if owner.student and record.student != owner.student:
        notes.append(f"the id in it was changed from {owner.student} to {record.student}")
    elif record.signature != owner.signature:
        notes.append("the signature of its id is wrong: the id was changed, or the file is old")
    if not owner.student:
        return Whose(owner, by[0], "", notes)
    handed_in = by if by[0] else [record.student]
    if owner.student in handed_in:
        return Whose(owner, owner.student, "", notes)
    notes.append(f"handed in by {', '.join(handed_in)}, but it is the file of {owner.student}")
    return Whose(owner, handed_in[0], owner.student, notes)


def _taken_on_trust(by: Sequence[str], key: Key) -> Whose:
    """Take a file that does not say whose it is as that of who handed it in."""
    notes = ["the hidden sheet that says whose the file is is gone"]
    if len(by) > 1:
        notes.append(f"taken as the file of {by[0]}, who handed it in with {', '.join(by[1:])}")
    assignment = key.of_student(by[0])
    if assignment is None:
        raise UnreadableError(_stranger(by[0], hidden_sheet_gone=True))
    return Whose(assignment, by[0], "", notes)


def _stranger(known: str, *, hidden_sheet_gone: bool) -> str:
    """Say why a file is nobody's in the key."""
    if known:
        return f"is the exercise of {known!r}, who is not in the key"
    if hidden_sheet_gone:
        return "does not say whose it is: its hidden sheet is gone, and the folder does not tell"
    return "is an exercise for everybody, and each student of this key has one of their own"
