"""Grade submissions with known marks and say where the grader was wrong."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.exercises.known import Known
from xlrnn.exercises.grade import grade_file, job


@dataclass(frozen=True)
class Finding:
    """What the grader did with one submission; `faults` is empty if it was right."""

    known: Known
    result: dict[str, Any]
    faults: list[str]


def graded(known: Known, folder: Path, order: tuple[str, ...] = ()) -> Finding:
    """Write, grade and compare one submission."""
    path = known.write(folder / "submission.xlsx")
    result = grade_file(job(path, known.handed.key, order=order))
    return Finding(known, result, faults(known, result))


def faults(known: Known, result: dict[str, Any]) -> list[str]:
    """Compare a result with what is known."""
    if result["reason"]:
        return [f"could not be graded: {result['reason']}"]
    found = []
    for line in result["criteria"]:
        block = line["id"]
        cells = [cell for cell in result["cells"] if cell["block"] == block]
        refused = [cell for cell in cells if cell["state"] != "right"]
        if block not in known.wrong:
            if refused or line["score"] != line["points"]:
                found.append(f"{block} was refused: {refused[:1]}")
            continue
        if not refused or line["score"] >= line["points"]:
            found.append(f"{block} was not refused")
            continue
        says = Counter(cell["misconception"] for cell in refused).most_common(1)[0][0]
        if known.wrong[block] and says != known.wrong[block]:
            found.append(f"{block}: said {says!r}, not {known.wrong[block]!r}")
    if known.wrong and not found:
        first = result["first_wrong"]
        if first is None or first["block"] not in known.wrong:
            found.append(f"the first wrong step is said to be {first}")
    return found


def table(findings: Iterable[Finding]) -> str:
    """A line for each kind: how many there are, and how many the grader was right about."""
    counts: dict[str, list[int]] = {}
    for finding in findings:
        for kind in (finding.known.kind, "**all**"):
            row = counts.setdefault(kind, [0, 0])
            row[0] += 1
            row[1] += not finding.faults
    last = counts.pop("**all**")
    rows = [*sorted(counts.items()), ("**all**", last)]
    lines = [f"| {kind} | {made} | {right} |" for kind, (made, right) in rows]
    return "\n".join(["| submissions | made | marked as known |", "| --- | --- | --- |", *lines])
