"""The results of `grade` in every form: for programs, learning platforms, students, the teacher."""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from xlrnn.counted import counted
from xlrnn.tables import Table, Tabular

Result = dict[str, Any]
Results = Sequence[Result]
Absent = Sequence[Mapping[str, str]]
# The state of a cell that has its points though no two engines could say whether it is right.
UNDECIDED: Final = "not decided"


@dataclass(frozen=True)
class Grades(Tabular):
    """The results of a batch.

    Args:
        results: one for each submission; with a folder for them, each is read from its journal
            when it is asked for.
        paths: the files that were written.
        notes: how many marks the exports of learning platforms have got, and who has none there;
            which files are nobody's.
        absent: who of the key handed in nothing, each with `student`, `name` and `email`.
    """

    results: Sequence[Result]
    paths: Sequence[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    absent: list[dict[str, str]] = field(default_factory=list)

    def tables(self) -> Iterator[Table]:
        """Yield a row for each submission, then who handed in nothing."""
        rows = [
            (called(one), no_mark(one) or f"{points(one['score'])} of {points(one['max_score'])}",
             (one["first_wrong"] or {}).get("cell", ""), "; ".join(for_the_teacher(one)))
            for one in self.results
        ]  # fmt: skip
        yield Table(("student", "points", "first wrong", "notes"), rows)
        if self.absent:
            absent = [(one["student"], one["name"]) for one in self.absent]
            yield Table(("student", "name"), absent, "nothing handed in")


@dataclass(frozen=True)
class Batch:
    """What the files of a form are made of.

    Args:
        results: one for each submission.
        absent: who of the key handed in nothing.
        name: the assignment's.
    """

    results: Results
    absent: Absent = ()
    name: str = ""


def best_of_each(results: Results) -> Iterator[Result]:
    """Yield one result for each student, the best of what they handed in.

    Their own file goes before one that was made for another.
    """
    best: dict[str, tuple[tuple[bool, bool, float], int]] = {}
    for number, result in enumerate(results):
        who = result["student"] or result.get("participant") or result["file"]
        rank = _rank(result)
        if who not in best or rank > best[who][0]:
            best[who] = rank, number
    return (results[number] for _, number in best.values())


def _rank(result: Result) -> tuple[bool, bool, float]:
    return not result["reason"], not result["file_of"], float(result["score"])


def no_mark(result: Result) -> str:
    """Return why a result has no mark, "" if it has one."""
    return f"{result['status']}: {result['reason']}" if result["reason"] else ""


def for_the_teacher(result: Result) -> list[str]:
    """Return what a teacher should know of a submission, a line each."""
    return [*filter(None, [result["remark"]]), *result["notes"]]


def called(result: Result) -> str:
    """Return whose a result is: id and name, or the file if neither is known."""
    return " ".join(filter(None, (result["student"], result["name"]))) or str(result["file"])


def without_mark(results: Results) -> list[str]:
    """Return a line for each student without a mark, who and why."""
    lines = ((called(result), no_mark(result)) for result in best_of_each(results))
    return [f"{who}: no mark, {why}" for who, why in lines if why]


def stem(student: str, file: str) -> str:
    """Return a file's name for a student whose id and file may be called anything."""
    safe = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in student)[:40]
    return f"{safe or 'student'}-{hashlib.sha256(os.fsencode(file)).hexdigest()[:8]}"


def points(score: float) -> str:
    """Return points as people read them, with two decimals at most.

    Example:
        >>> points(11 / 6), points(2.0)
        ('1.83', '2')
    """
    return f"{round(score, 2):g}"


def why(result: Result) -> list[str]:
    """Return the reasons of a mark, a line each, in words for the student."""
    if result["reason"]:
        return [no_mark(result)]
    lines = [result["remark"]] if result["remark"] else []
    if wrong := result["first_wrong"]:
        step = f", step {wrong['step']}" if wrong["step"] else ""
        lines.append(f"the first thing to look at: {wrong['block']}{step}, {wrong['cell']}")
    for criterion in result["criteria"]:
        lines.append(
            f"{criterion['title']}: {points(criterion['score'])} of {points(criterion['points'])} "
            f"({criterion['right']} of {counted(criterion['cells'], 'cell')} right)"
        )
        lines += [f"   {reason}" for reason in criterion["reasons"]]
    return lines
