"""Does a student's formula look as a wrong formula must look that predicts its results?

Results can be alike by chance, above all where they are zeros, ones or letters. What a formula
reads, which texts are typed in it and whether it has a function around its sum then tell whether
a reason is true.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

from xlrnn.exercises.judge.written import LARGEST, ROUNDING, FormulaContents
from xlrnn.formula.block import Block, Drifted, Ref
from xlrnn.formula.expression import Call, Expression, Number, Text
from xlrnn.formula.place import Place
from xlrnn.formula.walk import ancestors, by_rule, everything, references, rule_of

# The functions that bend what they are given, as a lesson writes them and as students do.
_BENDING: Final = frozenset({"EXP", "LN", "LOG10", "SQRT", "TANH"})
_BENDING_TOO: Final = frozenset({"COSH", "LOG", "POWER", "SINH", "^"})
# Functions that make another number of any: nobody writes one for nothing.
_CHANGING: Final = ROUNDING | frozenset(
    {"ABS", "ACOS", "ASIN", "ATAN", "COS", "MOD", "RAND", "SIGN", "SIN", "TAN"}
)

# A cell, as sheet, row and column.
Spot: TypeAlias = tuple[str, int, int]


class ExpectedFormula(NamedTuple):
    """What a formula must have.

    Args:
        cells: the cells that it reads.
        wandered: the cells, away from where they belong, that it reads.
        constants: the numbers and texts in it.
        functions: the functions in it.
        bounds: how often a function of `LARGEST` is in it.
    """

    cells: tuple[Ref, ...]
    wandered: tuple[Drifted, ...]
    constants: frozenset[float | str]
    functions: frozenset[str]
    bounds: int = 0

    @classmethod
    def by(cls, *expressions: Expression) -> "ExpectedFormula":
        """Return what a formula made of expressions must have."""
        parts = [part for expression in expressions for part in everything(expression)]
        calls = [part.function for part in parts if isinstance(part, Call)]
        return cls(
            tuple(part for part in parts if isinstance(part, Ref)),
            tuple(part for part in parts if isinstance(part, Drifted)),
            frozenset(part.value for part in parts if isinstance(part, Number | Text)),
            frozenset(calls),
            sum(call in LARGEST for call in calls),
        )

    def without(self, blocks: Collection[Block]) -> "ExpectedFormula":
        """Return the same without the cells of some blocks."""
        cells = tuple(ref for ref in self.cells if ref.block not in blocks)
        return self._replace(cells=cells)

    def spots(self, places: Mapping[str, Place]) -> set[Spot]:
        """Return where the cells stand of the blocks that are there."""
        cells = ((ref, 0, 0) for ref in self.cells)
        wandered = ((part.ref, part.rows, part.columns) for part in self.wandered)
        return {
            spot
            for ref, down, right in (*cells, *wandered)
            if ref.block.name in places
            for spot in _spots(ref, places[ref.block.name], down, right)
        }


def agrees(
    wanted: ExpectedFormula,
    written: FormulaContents,
    read: Collection[str],
    places: Mapping[str, Place],
) -> bool:
    """Tell whether a formula has what it must have, and reads nothing beside it.

    Args:
        wanted: what it must have.
        written: what stands in it.
        read: the blocks that it reads.
        places: where each block stands.
    """
    if not written.texts <= wanted.constants:
        return False
    if written.unsure:
        return True
    if not written.functions and not written.numbers <= wanted.constants:
        return False
    through = {ref.block for ref in wanted.cells if ref.block.name not in read}
    if not _calls_as_wanted(wanted, written, through):
        return False
    if not reads_all(wanted, written, read, places):
        return False
    direct = wanted.without(through).spots(places)
    beyond = {name for block in through for name in (block.name, *ancestors(block))}
    named = {ref.block.name for ref in wanted.cells} | beyond | set(_blocks_at(direct, places))
    others = {spot for spot in written.singles - direct if {*_blocks_at([spot], places)} - beyond}
    return not {*read} - named and not others


def reads_all(
    wanted: ExpectedFormula,
    written: FormulaContents,
    read: Collection[str],
    places: Mapping[str, Place],
) -> bool:
    """Tell whether a formula reads all that it must, or what these cells are made of."""
    through = {ref.block for ref in wanted.cells if ref.block.name not in read}
    spots = wanted.without(through).spots(places)
    return all(written.reads(*spot) for spot in spots) and all(
        _is_made_of(ref, read) for ref in wanted.cells if ref.block in through
    )


def _is_made_of(ref: Ref, read: Collection[str]) -> bool:
    """Tell whether blocks that are read are enough to know a cell, by the lesson's rules."""
    waiting, seen = [(ref.block, ref.rows[0], ref.columns[0])], set()
    while waiting:
        block, i, t = waiting.pop()
        if block.name in read or block.name in seen:
            continue
        if not by_rule(block):
            return False
        seen.add(block.name)
        rule = rule_of(block, i, t)
        waiting += [(one.block, one.rows[0], one.columns[0]) for one in references(rule)]
    return True


def _calls_as_wanted(
    wanted: ExpectedFormula, written: FormulaContents, through: Collection[Block]
) -> bool:
    """Tell whether the functions are there that must be, and none that changes the result.

    Args:
        wanted: what the formula must have.
        written: what stands in it.
        through: the blocks whose rules stand in it, too.
    """
    inside = [other for block in through for other in (block, *ancestors(block).values())]
    rules = [
        rule_of(block, *(size - 1 for size in block.shape)) for block in inside if by_rule(block)
    ]
    may = wanted.functions.union(*(ExpectedFormula.by(rule).functions for rule in rules))
    if written.functions & _CHANGING - may:
        return False
    if through:
        return bool(may & LARGEST) or not written.bounds
    if written.bounds > wanted.bounds:
        return False
    if wanted.functions & _BENDING:
        return bool(written.functions & (_BENDING | _BENDING_TOO))
    return not written.functions & _BENDING


def _spots(ref: Ref, place: Place, down: int = 0, right: int = 0) -> Iterator[Spot]:
    cells = ((place.rows[row], place.columns[column]) for row, column in ref.cells())
    return ((place.sheet, row + down, column + right) for row, column in cells)


def _blocks_at(spots: Iterable[Spot], places: Mapping[str, Place]) -> Iterator[str]:
    for sheet, row, column in spots:
        for name, place in places.items():
            if place.sheet == sheet and row in place.rows and column in place.columns:
                yield name
