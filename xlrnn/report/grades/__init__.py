"""The results of `grade` in every form: for programs, learning platforms, students, the teacher."""

from collections.abc import Sequence
from typing import Any, Final

Result = dict[str, Any]
Results = Sequence[Result]
# The state of a cell that has its points though no two engines could say whether it is right.
UNDECIDED: Final = "not decided"


def best_of_each(results: Results) -> list[Result]:
    """Return one result for each student, the best of what they handed in.

    What another handed in counts for nobody: a teacher has to look at it.
    """
    best: dict[str, Result] = {}
    for result in results:
        who = result["student"] or result.get("participant") or result["file"]
        if result.get("own", True) and (who not in best or _rank(result) > _rank(best[who])):
            best[who] = result
    return list(best.values())


def _rank(result: Result) -> tuple[bool, float]:
    return not result["reason"], result["score"]


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
        return [f"could not be graded: {result['reason']}"]
    lines = []
    if wrong := result["first_wrong"]:
        step = f", step {wrong['step']}" if wrong["step"] else ""
        lines.append(f"the first thing to look at: {wrong['block']}{step}, {wrong['cell']}")
    for criterion in result["criteria"]:
        lines.append(
            f"{criterion['title']}: {points(criterion['score'])} of {points(criterion['points'])} "
            f"({criterion['right']} of {criterion['cells']} cells right)"
        )
        lines += [f"   {reason}" for reason in criterion["reasons"]]
    return lines
