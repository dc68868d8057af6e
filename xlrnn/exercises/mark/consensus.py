"""What several engines say about the same cells, and what follows from it.

An engine's own fault must never cost a mark. A cell is refused if two engines refuse it, each
knowing all that the formula uses; right if one sees it as right; else it is not decided, keeps its
points, and the teacher is told.
"""

import sys
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from xlrnn.exercises.judge.verdict import CIRCULAR, WORDS, CellVerdict, State
from xlrnn.formula.parsing.tokens import functions_in

# So many engines must refuse a cell; one more is asked where the error may be the engine's own.
# In a browser there is one engine, and whoever shows what it says shows that it alone has said it.
ENOUGH: Final = 1 if sys.platform == "emscripten" else 2
# What is wrong whatever an engine says: none gets these formulas.
_SURE: Final = frozenset({"reaches-out", "too-deep"})
# What every program shows where another does.
_PLAIN_ERRORS: Final = frozenset({"#DIV/0!", "#NUM!", "#REF!"}) | CIRCULAR
# No Excel takes a longer formula, so that it is no engine's fault to take none.
_LONGEST: Final = 8_192
_UNKNOWN: Final = ("#UNCALCULATED", "#N/IMPL")
# Functions that are newer than openpyxl's list, or in LibreOffice alone.
# fmt: off
_NEWER: Final = frozenset({
    "AGGREGATE", "ANCHORARRAY", "ARRAYTOTEXT", "BYCOL", "BYROW", "CEILING.MATH", "CHOOSECOLS",
    "CHOOSEROWS", "COMBINA", "CONCAT", "COTH", "CSC", "CSCH", "DROP", "EXPAND", "FILTER",
    "FLOOR.MATH", "FORECAST.LINEAR", "GAMMA", "HSTACK", "IFNA", "IFS", "ISOMITTED", "LAMBDA",
    "LET", "MAKEARRAY", "MAP", "MAXIFS", "MINIFS", "MUNIT", "NUMBERVALUE", "PERCENTILE.EXC",
    "PERCENTILE.INC", "RANDARRAY", "RANK.AVG", "RANK.EQ", "RAWSUBTRACT", "REDUCE", "ROUNDSIG",
    "SCAN", "SEC", "SECH", "SEQUENCE", "SINGLE", "SORT", "SORTBY", "STDEV.P", "STDEV.S",
    "SWITCH", "TAKE", "TEXTAFTER", "TEXTBEFORE", "TEXTJOIN", "TEXTSPLIT", "TOCOL", "TOROW",
    "TRIMRANGE", "UNICHAR", "UNICODE", "UNIQUE", "VAR.P", "VAR.S", "VSTACK", "WRAPCOLS",
    "WRAPROWS", "XLOOKUP", "XMATCH", "XOR",
})
# fmt: on


def doubtful(verdict: CellVerdict) -> bool:
    """Tell whether a formula was refused that another engine may calculate otherwise."""
    return verdict.state in (State.WRONG, State.ERROR) and verdict.misconception not in _SURE


def is_opinion(verdict: CellVerdict) -> bool:
    """Tell whether a refusal says something about the formula, and not about the engine alone."""
    if len(verdict.formula) > _LONGEST:
        return True
    if verdict.shows.startswith(_UNKNOWN):
        return False
    return not verdict.shows.startswith("#NAME?") or not _all_known(verdict.formula)


def may_be_unknown(verdict: CellVerdict) -> frozenset[str]:
    """Return the functions of a cell's formula of which the engine may not know one."""
    if not verdict.shows.startswith("#NAME?"):
        return frozenset()
    return _NEWER & functions_in(verdict.formula)


@lru_cache(maxsize=1024)
def _all_known(formula: str) -> bool:
    """Tell whether spreadsheets have every function of a formula."""
    from openpyxl.utils import FORMULAE

    return all(
        name in FORMULAE or name in _NEWER or name.startswith(("ORG.", "COM."))
        for name in functions_in(formula)
    )


def needs_another(verdicts: Sequence[CellVerdict]) -> bool:
    """Tell whether another engine has to be asked about a cell, given what those before it said."""
    if not doubtful(verdicts[-1]):
        return False
    opinions = [verdict for verdict in verdicts if is_opinion(verdict)]
    own_fault = all(one.shows and not _is_everywhere(one) for one in opinions)
    return len(opinions) < ENOUGH + own_fault


def _is_everywhere(verdict: CellVerdict) -> bool:
    """Tell whether the error that a cell shows is one that every program shows."""
    return verdict.shows in _PLAIN_ERRORS or (verdict.shows == "#VALUE!" and verdict.inherits)


def decided(verdicts: Sequence[CellVerdict], undecidable: Collection[str]) -> CellVerdict:
    """Return what follows from the verdicts of all engines about a cell, in their order.

    Args:
        verdicts: the verdicts; who saw it as right before is not asked again.
        undecidable: the cells of which no engine can be given all that their formulas lean on.
    """
    *before, last = verdicts
    if last.right:
        differ = any(map(doubtful, before))
        return replace(last, differ=True, words=WORDS["differ"]) if differ else last
    if not doubtful(last):
        return last
    opinions = [verdict for verdict in verdicts if is_opinion(verdict)]
    if len(opinions) >= ENOUGH and last.cell not in undecidable:
        return min(opinions, key=_explains_worse)
    return replace(
        opinions[0] if opinions else last,
        state=State.UNDECIDED,
        misconception="",
        words=WORDS["not-decided"],
    )


def _explains_worse(verdict: CellVerdict) -> tuple[bool, bool, bool]:
    """Return a key for sorting: the first explains best, unless it could not calculate the cell.

    A circle is no such failure, and explains best of all: a program that looks only at the case
    that is needed may not come to it, but it is in the formulas, and has no result.
    """
    circle = verdict.misconception == "circular"
    failed = verdict.state is State.ERROR and verdict.shows not in CIRCULAR
    return not circle, failed, not verdict.misconception
