"""Another student's file: one rule for every platform and every form of the results.

Where each student has an exercise of their own, a file that was made for somebody else earns
nothing until a teacher has looked at it, or counts like any other: the teacher's choice.
"""

from collections.abc import Sequence
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


def decide_on_foreign(found: Sequence[HandIn], results: Sequence[Result], choice: str) -> None:
    """Withhold the marks of files that were made for another, or say that they count.

    Args:
        found: the submissions.
        results: their results, which are changed.
        choice: `withhold` or `mark`.
    """
    _compare_names(found, results)
    for result in results:
        if not result["file_of"] or result["reason"]:
            continue
        if choice == MARK:
            result["remark"] = _MARKED
            continue
        score = (
            f"{result['score']:g} of {result['max_score']:g} {noun(result['max_score'], 'point')}"
        )
        result["notes"] = [*result["notes"], f"withheld: {score}; --foreign mark lets them count"]
        result |= {"status": WITHHELD, "reason": _TO_THE_STUDENT, "score": 0.0}
        result |= {"criteria": [], "cells": [], "right": [], "first_wrong": None}


def _compare_names(found: Sequence[HandIn], results: Sequence[Result]) -> None:
    """Compare the names of platforms with those of the key, where the ids do not tell.

    Of one student's file that several hand in, it is theirs whose name it is. Handed in by one
    alone, another name is a note: perhaps the platform spells it in another way.
    """
    handed_in: dict[str, set[str]] = {}
    for one, result in zip(found, results, strict=True):
        if one.participant and result["student"]:
            handed_in.setdefault(result["student"], set()).add(one.participant)
    for one, result in zip(found, results, strict=True):
        theirs, owner = result["name"], result["student"]
        told = bool(one.student or not one.participant or not owner or not theirs)
        if told or plain_name(one.name) == plain_name(theirs):
            continue
        words = f"handed in by {one.name} ({one.participant}), but it is the file of {owner}"
        result["notes"] = [*result["notes"], f"{words} {theirs}"]
        if len(handed_in[owner]) > 1:
            result |= {"file_of": owner, "student": "", "name": one.name}
