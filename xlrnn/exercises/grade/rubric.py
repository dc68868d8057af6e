"""What a mark is made of: criteria with points, read from a TOML file or made for an exercise."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from xlrnn.errors import UnreadableError, UsageError
from xlrnn.exercises.ask.questions import GUESS, Questions
from xlrnn.exercises.judge.verdict import CellVerdict
from xlrnn.formula.parsing.tokens import functions_in
from xlrnn.names import NAMES

SCHEMA: Final = "xlrnn/rubric/1"
_KNOWN: Final = {
    *("id", "title", "blocks", "any_of", "points", "mark", "require", "forbid", "award", "refuse"),
    *("keep", "cost"),
}
# What one block is worth if nothing is said, and what the hidden mistake is.
POINTS, MISTAKE_POINTS, GUESS_POINTS = 2.0, 4.0, 1.0
# What it costs to break a block that was right.
COST = 1.0


@dataclass(frozen=True)
class Criterion:
    """One line of a rubric.

    Args:
        id: its name.
        title: what it is for, in words.
        blocks: the blocks that count, with their weights.
        points: what it is worth.
        alternatives: whether the best block counts, and not all of them.
        whole: whether only a block without a mistake counts; otherwise the share of right cells.
        require: functions of which a formula must use each.
        forbid: functions that a formula must not use.
        award: the cases that must earn all points.
        refuse: the cases that must not.
        keep: the blocks that are right and must stay so.
        cost: the points that each of them costs if it does not.
    """

    id: str
    title: str
    blocks: Mapping[str, float]
    points: float = POINTS
    alternatives: bool = False
    whole: bool = False
    require: frozenset[str] = frozenset()
    forbid: frozenset[str] = frozenset()
    award: Sequence[Any] = ("solution",)
    refuse: Sequence[Any] = ("empty", "typed")
    keep: Sequence[str] = ()
    cost: float = COST

    def score(self, verdicts: Sequence[CellVerdict]) -> float:
        """Return the points that a student earns; what is broken takes no more than there are."""
        broken = {verdict.block for verdict in verdicts if self.broken(verdict)}
        return max(0.0, self._earned(verdicts) - self.cost * len(broken))

    def broken(self, verdict: CellVerdict) -> bool:
        """Tell whether a cell had to stay right and did not."""
        return verdict.block in self.keep and not verdict.right

    def _earned(self, verdicts: Sequence[CellVerdict]) -> float:
        shares = {name: self._share(name, verdicts) for name in self.blocks}
        if self.alternatives:
            return self.points * max(shares.values())
        total = sum(self.blocks.values())
        return (
            self.points * sum(self.blocks[name] * share for name, share in shares.items()) / total
        )

    def _share(self, name: str, verdicts: Sequence[CellVerdict]) -> float:
        found = [verdict for verdict in verdicts if verdict.block == name]
        earned = sum(verdict.right and not self.objection(verdict) for verdict in found)
        if not found or (self.whole and earned < len(found)):
            return 0.0
        return earned / len(found)

    def objection(self, verdict: CellVerdict) -> str:
        """Say which function a right formula must use and does not, or must not and does."""
        if not verdict.formula or not (self.require or self.forbid):
            return ""
        used = functions_in(verdict.formula)
        if missing := sorted(self.require - used):
            return f"the formula must use {', '.join(missing)}"
        if wrong := sorted(self.forbid & used):
            return f"the formula must not use {', '.join(wrong)}"
        return ""


@dataclass(frozen=True)
class Rubric:
    """What a mark is made of.

    Args:
        criteria: its lines.
        lesson: the lesson that it is for, "" for any.
        level: the level that it is for.
        blank: the blocks that are blank, by default those of the level.
        source: the file that it was read from.
    """

    criteria: Sequence[Criterion]
    lesson: str = ""
    level: int = 2
    blank: Sequence[str] = ()
    source: str = field(default="", compare=False)

    @property
    def points(self) -> float:
        """What is the most that can be earned."""
        return sum(criterion.points for criterion in self.criteria)

    def check_fits(self, lesson: str, questions: Questions) -> None:
        """Refuse a rubric that is for another exercise, or asks for what this one does not.

        Raises:
            UsageError: if so; such a criterion could never award its points.
        """
        if self.lesson not in ("", lesson) or self.level != questions.level:
            raise UsageError(
                f"{self.source}: the rubric is for {self.lesson or 'any lesson'}, level "
                f"{self.level}, and the exercise is {lesson}, level {questions.level}"
            )
        for criterion in self.criteria:
            for name in (*criterion.blocks, *criterion.keep):
                if name not in questions.blanks:
                    raise UsageError(
                        f"{self.source}: criterion {criterion.id!r} is about {name}, which is not "
                        f"blank in this exercise: expected some of {', '.join(questions.blanks)}"
                    )


def default_rubric(questions: Questions) -> Rubric:
    """Return a line for each block that is asked for."""
    if questions.planted:
        others = tuple(name for name in questions.blanks if name not in questions.planted)
        title = "the mistake is found and put right, and nothing else is broken"
        lines = [
            Criterion(f"mistake-{name}", title, {name: 1.0}, MISTAKE_POINTS, keep=others)
            for name in questions.planted
        ]
        return Rubric(lines, level=questions.level)
    names = [name for name in questions.blanks if name != GUESS]
    lines = [Criterion(name, _title(name), {name: 1.0}) for name in names]
    if questions.predict:
        lines.insert(0, Criterion(GUESS, "predicted first", {GUESS: 1.0}, GUESS_POINTS))
    return Rubric(lines, level=questions.level)


def _title(name: str) -> str:
    return f"{name}: {NAMES[name].label}" if name in NAMES else name


def read_rubric(path: Path) -> Rubric:
    """Read a rubric.

    Raises:
        UnreadableError: if it is no TOML file.
        UsageError: if it is no rubric; the message says what is wrong with which line.
    """
    try:
        return _parsed(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise UnreadableError(f"cannot read the rubric {path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableError(f"the rubric {path} is no TOML file: {error}") from None


@lru_cache(maxsize=4)
def _parsed(text: str, path: str) -> Rubric:
    """Return the rubric in the text of a file: of the text, so that a new one is read anew."""
    content = tomllib.loads(text)
    if content.get("schema") != SCHEMA:
        raise UsageError(f'{path}: expected schema = "{SCHEMA}" in its first lines')
    entries = content.get("criterion")
    if not isinstance(entries, list) or not entries:
        raise UsageError(f"{path} has no [[criterion]], so nothing could be marked")
    criteria = [_criterion(entry, f"{path}, criterion {n}") for n, entry in enumerate(entries, 1)]
    ids = [criterion.id for criterion in criteria]
    if len(set(ids)) < len(ids):
        raise UsageError(f"{path} has two criteria of the same id")
    level, blank = content.get("level", 2), content.get("blank", [])
    return Rubric(criteria, content.get("lesson", ""), level, blank, path)


def _criterion(entry: Any, where: str) -> Criterion:
    if not isinstance(entry, dict):
        raise UsageError(f"{where} is no table")
    unknown = sorted(set(entry) - _KNOWN)
    if unknown:
        raise UsageError(
            f"{where} has {', '.join(unknown)}: expected some of {', '.join(sorted(_KNOWN))}"
        )
    blocks = _weights(entry, where)
    points, cost = _positive(entry, "points", POINTS, where), _positive(entry, "cost", COST, where)
    mark = entry.get("mark", "share")
    if mark not in ("share", "whole"):
        raise UsageError(f"{where}: mark is {mark!r}, expected share or whole")
    name = str(entry.get("id") or "-".join(blocks))
    return Criterion(
        name,
        str(entry.get("title", name)),
        blocks,
        points,
        "any_of" in entry,
        mark == "whole",
        _functions(entry, "require", where),
        _functions(entry, "forbid", where),
        _cases(entry, "award", where),
        _cases(entry, "refuse", where),
        _names(entry, "keep", '["a_x"]', where),
        cost,
    )


def _positive(entry: Mapping[str, Any], which: str, default: float, where: str) -> float:
    value = entry.get(which, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e6:
        raise UsageError(f"{where}: {which} is {value!r}, expected a number above 0")
    return float(value)


def _weights(entry: Mapping[str, Any], where: str) -> dict[str, float]:
    """Return the blocks of a criterion with their weights."""
    if ("blocks" in entry) == ("any_of" in entry):
        raise UsageError(f"{where}: say which blocks count, with blocks = … or any_of = …")
    named = entry.get("blocks", entry.get("any_of"))
    named = [named] if isinstance(named, str) else named
    weights = named if isinstance(named, dict) else dict.fromkeys(named or [], 1.0)
    good = all(
        isinstance(weight, int | float) and not isinstance(weight, bool) and 0 < weight < 1e6
        for weight in weights.values()
    )
    if not weights or not good:
        raise UsageError(f"{where}: blocks = {named!r}, expected names, or names with weights")
    return {str(name): float(weight) for name, weight in weights.items()}


def _functions(entry: Mapping[str, Any], which: str, where: str) -> frozenset[str]:
    return frozenset(name.upper() for name in _names(entry, which, '["TANH"]', where))


def _names(entry: Mapping[str, Any], which: str, such: str, where: str) -> Sequence[str]:
    names = entry.get(which, [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise UsageError(f"{where}: {which} = {names!r}, expected names as in {such}")
    return tuple(names)


def _cases(entry: Mapping[str, Any], which: str, where: str) -> Sequence[Any]:
    cases = entry.get(which)
    if not isinstance(cases, list) or not cases:
        raise UsageError(
            f"{where} has no {which} cases: a criterion says what must earn its points "
            '(award = ["solution"]) and what must not (refuse = ["empty"])'
        )
    return cases
