"""Grade submissions with known marks and say where the grader was wrong."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from tests.exercises.known import Known
from xlrnn.exercises.grade.grade import grade_file, job


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
    return Finding(known, result, faults(known, result, alone=len(order) == 1))


def faults(known: Known, result: dict[str, Any], *, alone: bool = False) -> list[str]:
    """Compare a result with what is known.

    Args:
        known: the submission.
        result: its result.
        alone: whether there was one engine; then a mistake may not be decided, and with more of
            them no cell may.
    """
    if result["reason"]:
        return [f"could not be graded: {result['reason']}"]
    open_ones = {cell["block"] for cell in result["cells"] if cell["state"] == "not decided"}
    found = [] if alone or not open_ones else [f"not decided: {open_ones}, {result['notes'][-1]}"]
    if alone and open_ones & {*known.wrong}:
        result = {**result, "criteria": [
            line for line in result["criteria"]
            if line["id"].removeprefix("mistake-") not in open_ones & {*known.wrong}
        ], "first_wrong": {"block": next(iter(known.wrong))}}  # fmt: skip
    for line in result["criteria"]:
        block = line["id"].removeprefix("mistake-")
        cells = [cell for cell in result["cells"] if cell["block"] == block]
        refused = [cell for cell in cells if cell["state"] not in ("right", "not decided")]
        if block not in known.wrong:
            if refused or line["score"] != line["points"]:
                found.append(f"{block} was refused: {refused[:1]}")
            continue
        if not refused or line["score"] >= line["points"]:
            found.append(f"{block} was not refused")
            continue
        found += _misleading(block, known.wrong[block], _said(refused))
    accused = {
        cell["block"] for cell in result["cells"] if cell["state"] not in ("right", "not decided")
    }
    if accused - {*known.wrong}:
        found.append(f"refused: {accused - {*known.wrong}}")
    if known.wrong and not found:
        first = result["first_wrong"]
        if first is None or first["block"] not in known.wrong:
            found.append(f"the first wrong step is said to be {first}")
    return found


def _said(refused: list[dict[str, Any]]) -> list[str]:
    """Return the reasons; an error such as #DIV/0! that a cell shows is one, where it has none."""
    said = [
        cell["misconception"]
        for cell in refused
        if cell["misconception"] or cell["state"] != "error"
    ]
    return said or [""]


def _misleading(block: str, true: str | frozenset[str], said: list[str]) -> list[str]:
    """Compare what was said with what is true: of most cells, or each with one of a set."""
    if isinstance(true, str):
        said = [Counter(said).most_common(1)[0][0]]
    if not true or {*said} <= ({true} if isinstance(true, str) else true):
        return []
    return [f"{block}: said {sorted({*said})}, not {true!r}"]


GRADED = "graded on"


class Count(NamedTuple):
    """One submission in the table: its lesson, its kind, whether it was marked as known."""

    lesson: str
    kind: str
    right: bool


def table(counts: Iterable[Count], days: Mapping[str, str]) -> str:
    """A line for each kind, a column for each lesson: how many there are, of how many if fewer.

    Args:
        counts: the submissions.
        days: when those of each lesson were graded; the columns stand in this order.
    """
    counts, lessons = list(counts), [*days]
    kinds = sorted({count.kind for count in counts})
    lines = [["submissions", *lessons, "all"], ["---"] * (len(lessons) + 2)]
    lines.append([GRADED, *days.values(), ""])
    for kind in [*kinds, "**all**"]:
        cells = []
        for lesson in [*lessons, "all"]:
            found = [
                count.right
                for count in counts
                if kind in (count.kind, "**all**") and lesson in (count.lesson, "all")
            ]
            cells.append(_of(sum(found), len(found)))
        lines.append([kind, *cells])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def read(text: str) -> tuple[list[Count], dict[str, str]]:
    """Return what a table says: its submissions, and when those of each lesson were graded."""
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    (_, *lessons, _), _, *lines = ([cell.strip() for cell in row] for row in rows)
    days, counts = {}, []
    for kind, *cells, _ in lines:
        pairs = list(zip(lessons, cells, strict=True))
        if kind == GRADED:
            days = dict(pairs)
        elif kind != "**all**":
            counts += [count for lesson, cell in pairs for count in _read(lesson, kind, cell)]
    return counts, days


def _read(lesson: str, kind: str, cell: str) -> Iterator[Count]:
    right, _, made = cell.replace(",", "").partition(" of ")
    for number in range(int(made or right or 0)):
        yield Count(lesson, kind, number < int(right))


def _of(right: int, made: int) -> str:
    return f"{right:,} of {made:,}" if right < made else f"{made:,}" if made else ""
