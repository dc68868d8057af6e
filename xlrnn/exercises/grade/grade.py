"""Grade one file: a job in, a result out, both plain data, so that any executor can do it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from xlrnn.carried import OwnFile, SharedFile
from xlrnn.errors import XlrnnError
from xlrnn.exercises.ask.key import Assignment, Key, key_file, read_key
from xlrnn.exercises.ask.questions import GUESS
from xlrnn.exercises.grade.oddities import oddities_of
from xlrnn.exercises.grade.ownership import whose
from xlrnn.exercises.grade.rubric import Criterion, Rubric, default_rubric, read_rubric
from xlrnn.exercises.judge.order import first_wrong
from xlrnn.exercises.judge.verdict import WORDS, CellVerdict, State
from xlrnn.exercises.mark.advice import advice
from xlrnn.exercises.mark.mark import ORDER, Marked, mark
from xlrnn.exercises.mark.opened import LIMITS, Opened, fingerprint, open_submission, record_of
from xlrnn.exercises.mark.stored_results import differing_results
from xlrnn.formula.value import Value
from xlrnn.scratch import scratch_folder
from xlrnn.xlsx.handout import Index
from xlrnn.xlsx.reading.package import open_package
from xlrnn.xlsx.reading.read import read

SCHEMA: Final = "xlrnn/grade/2"
GRADED, NOT_GRADED = "graded", "could not be graded"

Job = Mapping[str, Any]
Result = dict[str, Any]


def job(
    path: Path,
    key: Path,
    rubric: Path | None = None,
    student: str = "",
    order: Sequence[str] = (),
    group: Sequence[str] = (),
    *,
    unconfined: bool = False,
) -> dict[str, Any]:
    """Return the job of grading a file.

    Args:
        path: the submission.
        key: the key.
        rubric: the rubric; by default one is made for the exercise.
        student: whose it is, as far as the folder or the platform tells.
        order: the engines, in the order in which they are asked.
        group: the others who handed it in.
        unconfined: whether LibreOffice is asked where the system cannot keep it from network and
            files, too.
    """
    return {
        "path": OwnFile(path),
        "key": SharedFile(key_file(key)),
        "rubric": SharedFile(rubric) if rubric else "",
        "student": student,
        "group": [*group],
        "order": [*(order or ORDER)],
        "unconfined": unconfined,
    }


def grade_file(work: Job) -> Result:
    """Grade a submission; what cannot be graded is a result, not an exception.

    Raises:
        MemoryError: if the memory is full, unless the job is tried for the second time.
    """
    try:
        return _grade(work)
    except XlrnnError as error:
        reason = str(error)
    except MemoryError:  # perhaps of what was graded before
        if "again" not in work:
            raise
        reason = "out of memory"
    except RecursionError:
        reason = "its formulas are nested too deeply"
    return not_graded(work, reason.removeprefix(f"{work['path']} "))


def not_graded(work: Job, reason: str) -> Result:
    """Return the result of a submission that could not be graded."""
    student, name, most = work["student"], "", 0.0
    try:
        key = read_key(Path(work["key"]))
        assignment = key.of_student(student) or key.assignments[0]
        most = _rubric(work["rubric"], assignment).points
        name = _name(student, key)
    except (XlrnnError, IndexError):
        pass
    return {
        "file": work["path"],
        "student": student,
        "name": name,
        "file_of": "",
        "status": NOT_GRADED,
        "reason": reason,
        "remark": "",
        "score": 0.0,
        "max_score": most,
        "criteria": [],
        "first_wrong": None,
        "cells": [],
        "right": [],
        "notes": [],
        "engines": [],
        "fingerprint": "",
    }


def _name(student: str, key: Key) -> str:
    assignment = key.of_student(student)
    return assignment.name if assignment else ""


def _rubric(path: str, assignment: Assignment) -> Rubric:
    rubric = read_rubric(Path(path)) if path else default_rubric(assignment.questions)
    rubric.check_fits(assignment.lesson, assignment.questions)
    return rubric


def _grade(work: Job) -> Result:
    path, key = Path(work["path"]), read_key(Path(work["key"]))
    with (
        scratch_folder() as folder,
        open_package(path, LIMITS) as package,
    ):
        file = read(package)
        record = record_of(file)
        who = whose(record, [work["student"], *work["group"]], key)
        assignment = who.assignment
        rubric = _rubric(work["rubric"], assignment)
        opened = open_submission(package, file, assignment, folder / "copy.xlsx")
        apart, unconfined = work.get("apart", 0.0), work.get("unconfined", False)
        marked = mark(opened, work["order"], apart, unconfined=unconfined)
        oddities = oddities_of(opened, marked, package)
    notes = [*who.notes, *opened.notes, *marked.notes, *differing_results(opened, marked)]
    verdicts = [*marked.verdicts, *_guesses(opened, marked)]
    equations = {name: block.notation for name, block in opened.rules.blocks.items()}
    criteria = [_line(criterion, verdicts, equations) for criterion in rubric.criteria]
    wrong = first_wrong(marked.verdicts, opened.rules)
    return {
        "file": str(path),
        "student": who.student,
        "name": _name(who.student, key),
        "file_of": who.file_of,
        "status": GRADED,
        "reason": "",
        "remark": "",
        "score": round(sum(line["score"] for line in criteria), 6),
        "max_score": rubric.points,
        "criteria": criteria,
        "first_wrong": None if wrong is None else _cell(wrong, opened),
        "cells": [_cell(v, opened) for v in marked.verdicts if not v.sure],
        "right": [v.cell for v in marked.verdicts if v.sure],
        "notes": notes,
        "engines": marked.engines,
        "fingerprint": fingerprint(path),
        "traits": [[*oddity] for oddity in oddities],
    }


def _guesses(opened: Opened, marked: Marked) -> list[CellVerdict]:
    """Return a verdict for each prediction: it counts that one is typed in."""
    shown = marked.shown.get(GUESS, [])
    return [
        _guess(opened, (i, t), shown[i][t])
        for i, t in opened.assignment.questions.blanks.get(GUESS, ())
        if shown
    ]


def _guess(opened: Opened, index: Index, shown: Value) -> CellVerdict:
    """Return the verdict of a prediction: what a formula calculates, nobody predicted."""
    formula = opened.submission.formula(GUESS, index)
    found = CellVerdict(GUESS, *index, opened.submission.address(GUESS, index), State.RIGHT)
    if formula is not None:
        why, state = "not-predicted", State.WRONG
        return replace(found, state=state, misconception=why, words=WORDS[why], formula=formula)
    if shown is None or str(shown).strip() == "":
        return replace(found, state=State.EMPTY, misconception="empty", words=WORDS["empty"])
    return found


def _line(
    criterion: Criterion, verdicts: Sequence[CellVerdict], equations: Mapping[str, str]
) -> dict[str, Any]:
    """Return a criterion's points with the reasons: in a line each, and piece by piece."""
    score = criterion.score(verdicts)
    counted = [verdict for verdict in verdicts if verdict.block in criterion.blocks]
    reasons: dict[str, list[CellVerdict]] = {}
    for verdict in counted:
        words = "" if verdict.state is State.RIGHT else verdict.words
        words = (verdict.right and criterion.objection(verdict)) or words
        if words:
            reasons.setdefault(words, []).append(verdict)
    for verdict in filter(criterion.broken, verdicts):
        words = f"{verdict.block} was right before and is not now, which costs {criterion.cost:g}"
        reasons.setdefault(words, []).append(verdict)
    return {
        "id": criterion.id,
        "title": criterion.title,
        "score": round(score, 6),
        "points": criterion.points,
        "right": sum(verdict.right for verdict in counted),
        "cells": len(counted),
        "reasons": [f"{words}: {_listed(found)}" for words, found in reasons.items()],
        "found": [
            {
                "words": words,
                "state": str(found[0].state),
                "cells": [verdict.cell for verdict in found],
                "advice": advice(found[0], equations.get(found[0].block, "")),
            }
            for words, found in reasons.items()
        ],
    }


def _listed(found: Sequence[CellVerdict]) -> str:
    cells = [verdict.cell.rpartition("!")[2] for verdict in found if verdict.cell]
    more = f" and {len(cells) - 6} more" if len(cells) > 6 else ""
    return ", ".join(cells[:6]) + more


def _cell(verdict: CellVerdict, opened: Opened) -> dict[str, Any]:
    """Return what there is to say about a cell; cells that are right are a list of addresses."""
    block = opened.rules.blocks[verdict.block]
    return {
        "block": verdict.block,
        "cell": verdict.cell,
        "row": verdict.row + 1,
        "step": verdict.column + 1 if block.stepwise else None,
        "state": str(verdict.state),
        "misconception": verdict.misconception,
        "words": verdict.words,
        "formula": verdict.formula[:500],
        "differ": verdict.differ,
    }
