"""What a formula has that may have to be written in another way, told at a glance and once."""

from functools import lru_cache
from typing import Final, NamedTuple

from xlrnn.formula.parsing.single_values import parsed
from xlrnn.xlsx.planting.indirect import INDIRECT
from xlrnn.xlsx.planting.reaching_out import TEXT_UNKNOWN, why_left_out

SINGLE: Final = "SINGLE"
SPILLED: Final = "ANCHORARRAY"
"""The @ and # of Excel."""


class Hints(NamedTuple):
    """What may have to be written in another way."""

    always: bool
    ranges: bool
    words: frozenset[str]
    single: frozenset[str]
    sheets: frozenset[str]


def calls_indirect(formula: str) -> bool:
    """Tell whether a formula may call INDIRECT."""
    return INDIRECT in formula.upper()


@lru_cache(maxsize=20_000)
def hints_of(formula: str) -> Hints:
    """Return what a formula has."""
    if why_left_out(formula) not in ("", TEXT_UNKNOWN):  # no engine gets it, so it stays as it is
        none: frozenset[str] = frozenset()
        return Hints(always=False, ranges=False, words=none, single=none, sheets=none)
    found = parsed(formula)
    tokens = found.tokens
    words = {token.word.casefold() for token in tokens if token.kind in ("name", "call")}
    names = {tokens[at].word.casefold() for at in found.single if tokens[at].kind == "name"}
    return Hints(
        always=any(token.kind == "table" for token in tokens)
        or calls_indirect(formula)
        or bool(found.ranges)
        or bool(words & {SINGLE.casefold(), SPILLED.casefold()}),
        ranges=any(tokens[at].kind == "area" and ":" in tokens[at].word for at in found.single),
        words=frozenset(words - found.bound),
        single=frozenset(names - found.bound),
        sheets=frozenset(token.sheet for token in tokens if token.sheet),
    )
