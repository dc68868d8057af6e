"""Another student's file: one rule for every platform and every form of the results.

Where each student has an exercise of their own, a file that was made for somebody else earns
nothing until a teacher has looked at it, or counts like any other: the teacher's choice.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from xlrnn.counted import noun
from xlrnn.exercises.ask.roster import plain_name
from xlrnn.exercises.grade.hand_ins import HandIn

Result = dict[str, Any]

WITHHOLD, MARK = "withhold", "mark"
FOREIGN: Final = (WITHHOLD, MARK)
# The status of a result whose mark waits for the teacher.
WITHHELD: Final = "withheld"

_TO_THE_STUDENT = (
    "this file was made for another student, and everybody has one of their own: hand in yours, "
    "or ask your teacher if you think that it is yours"
)
_MARKED = "this file was made for another student; it was marked all the same"


class Foreign:
    """Withholds the marks of files that were made for another, or says that they count.

    Args:
        found: the submissions.
        results: their results.
        choice: `withhold` or `mark`.
    """

    def __init__(self, found: Sequence[HandIn], results: Iterable[Result], choice: str) -> None:
        self._found, self._choice = found, choice
        self._handed_in_by: dict[str, str] = {}
        self._several: set[str] = set()
        for one, result in zip(found, results, strict=True):
            student = result["student"]
            if one.participant and student:
                first = self._handed_in_by.setdefault(student, one.participant)
                if first != one.participant:
                    self._several.add(student)

    def decide(self, number: int, result: Result) -> None:
        """Change a result whose file was made for another student."""
        self._compare_names(self._found[number], result)
        if not result["file_of"] or result["reason"]:
            return
        if self._choice == MARK:
            result["remark"] = _MARKED
            return
        score = (
            f"{result['score']:g} of {result['max_score']:g} {noun(result['max_score'], 'point')}"
        )
        result["notes"] = [*result["notes"], f"withheld: {score}; --foreign mark lets them count"]
        result |= {"status": WITHHELD, "reason": _TO_THE_STUDENT, "score": 0.0}
        result |= {"criteria": [], "cells": [], "right": [], "first_wrong": None}

    def _compare_names(self, one: HandIn, result: Result) -> None:
        """Compare the name of the platform with that of the key, where the ids do not tell.

        Of one student's file that several hand in, it is theirs whose name it is. Handed in by one
        alone, another name is a note: perhaps the platform spells it in another way.
        """
        theirs, owner = result["name"], result["student"]
        told = bool(one.student or not one.participant or not owner or not theirs)
        if told or plain_name(one.name) == plain_name(theirs):
            return
        words = f"handed in by {one.name} ({one.participant}), but it is the file of {owner}"
        result["notes"] = [*result["notes"], f"{words} {theirs}"]
        if owner in self._several:
            result |= {"file_of": owner, "student": "", "name": one.name}
