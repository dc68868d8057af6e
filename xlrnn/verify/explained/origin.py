"""Where the distance of a cell comes from: what it reads, its rounding, or its formula."""

import enum
from collections.abc import Mapping
from typing import NamedTuple

from xlrnn.formula.block import Block
from xlrnn.formula.evaluating.arithmetic import NoValueError
from xlrnn.formula.expression import Expression, Matrix
from xlrnn.formula.value import Value
from xlrnn.formula.walk import rule_of
from xlrnn.verify.explained.rounding import Read, rounded
from xlrnn.verify.results.block_result import BlockResult, GivenBlock
from xlrnn.verify.results.distance import Tolerance
from xlrnn.verify.results.result import EngineResult
from xlrnn.verify.results.verdict import WRONG


class Cause(enum.StrEnum):
    """What a distance is made of."""

    NONE = "equal to the last bit"
    ROUNDING = "rounding"
    MORE = "more than rounding, within the tolerance"
    READ = "handed on by what it reads"
    MISTAKE = "a mistake here"


class Origin(NamedTuple):
    """The parts of a distance.

    Args:
        distance: how far the cell is from what was expected.
        read: how far the right formula would be off with the numbers that the sheet shows.
        own: how far the cell is from the right formula of the numbers that the sheet shows.
        bound: how large `own` may be at most by rounding, of the engine and of ours.
        cause: what follows from that.
    """

    distance: float
    read: float
    own: float
    bound: float
    cause: Cause


class Numbers:
    """The numbers of a workbook's blocks, as NumPy has them and as an engine shows them.

    Args:
        engine: what the engine shows.
    """

    def __init__(self, engine: EngineResult) -> None:
        self._results: Mapping[str, BlockResult] = {one.name: one for one in engine.blocks}
        self._given = {one.located.block.name: one for one in engine.given}

    def located(self, block: Block) -> BlockResult | GivenBlock | None:
        """Return what is known of a block."""
        return self._results.get(block.name) or self._given.get(block.name)

    def expected(self, block: Block, i: int, t: int) -> Value:
        """Return what NumPy has for a cell; of what is given, what the sheet shows."""
        result = self._results.get(block.name)
        if result is None:
            return self.shown(block, i, t)
        value: Value = result.cell(i, t).expected
        return value

    def shown(self, block: Block, i: int, t: int) -> Value:
        """Return what the engine shows in a cell."""
        result = self._results.get(block.name)
        rows = result.actual if result else self._given[block.name].shown
        return rows[i][t] if rows else None

    def tried(self, block: Block, i: int, t: int) -> bool:
        """Tell whether all that is known of a cell is from a trial with other inputs."""
        result = self._results.get(block.name)
        return result is not None and bool(result.tried[i, t])


def rule_in_numbers(block: Block, i: int, t: int) -> Expression | None:
    """Return the formula that belongs into a cell; None if an array formula says it, or nobody."""
    if block.rule is None or block.equation is not None:
        return None
    rule = rule_of(block, i, t)
    return None if isinstance(rule, Matrix) else rule


def origin(
    result: BlockResult, i: int, t: int, numbers: Numbers, usual: Tolerance
) -> Origin | None:
    """Return where the distance of a cell comes from.

    Args:
        result: its block.
        i: its row in the block, from 0.
        t: its column.
        numbers: what stands in the workbook.
        usual: how far numbers may be apart.

    Returns:
        None if nobody knows: no formula is known to belong there, or it has no number.
    """
    block = result.located.block
    rule = rule_in_numbers(block, i, t)
    if rule is None or result.numbers is None or numbers.tried(block, i, t):
        return None
    try:
        actual, expected = (look(block, i, t) for look in (_shown(numbers), _expected(numbers)))
        here = rounded(rule, _shown(numbers))
        there = rounded(rule, _expected(numbers))
    except NoValueError:
        return None
    distance, own, bound = abs(actual - expected), abs(actual - here.value), 2 * here.off
    if own > bound:
        cause = Cause.MISTAKE if result.cell(i, t).verdict in WRONG else Cause.MORE
    elif not usual.of(block).holds(*result.numbers)[i, t]:
        cause = Cause.READ
    else:
        cause = Cause.ROUNDING if distance else Cause.NONE
    return Origin(distance, abs(here.value - there.value), own, bound, cause)


def _shown(numbers: Numbers) -> Read:
    def read(block: Block, i: int, t: int) -> float:
        if numbers.tried(block, i, t):
            raise NoValueError("known with other inputs alone")
        return _number(numbers.shown(block, i, t))

    return read


def _expected(numbers: Numbers) -> Read:
    def read(block: Block, i: int, t: int) -> float:
        return _number(numbers.expected(block, i, t))

    return read


def _number(value: Value) -> float:
    if type(value) is not float:
        raise NoValueError("no number")
    return value
