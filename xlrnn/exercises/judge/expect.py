"""What a cell should show, from what the sheet shows in the cells that it depends on.

Each block, or each cell, is either believed, and then read from the sheet, or calculated again by
the lesson's own rule. Believe all, and the cell is judged on the student's own earlier cells;
believe the inputs alone, and the answer is the true one.
"""

import contextlib
import math
import random
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple, TypeAlias

from xlrnn.exercises.judge.reading import Grid, Reading
from xlrnn.exercises.judge.rules import CellValues, Rules
from xlrnn.exercises.mistakes.same_value import differ_plainly
from xlrnn.formula.block import Block
from xlrnn.formula.evaluating.evaluate import Evaluated, NoValueError, Read, ReadDrifted, by_cell
from xlrnn.formula.expression import Expression
from xlrnn.formula.place import Place
from xlrnn.formula.value import CellError, Value
from xlrnn.xlsx.handout import Index

# What is read from the sheet: whole blocks, by name, and single cells of others.
Believed: TypeAlias = frozenset[str | tuple[str, Index]]
NOTHING: Final[Believed] = frozenset()
# LibreOffice and IronCalc compare somewhat more than fourteen digits; with one less, hardly any two
# numbers that are alike to them are rounded to different ones.
_DIGITS: Final = 13
_NO_VALUE: Final = CellError("#VALUE!")


class _EnoughError(Exception):
    """More cells are looked through than are counted."""


class Slip(NamedTuple):
    """A misconception somewhere inside a formula: its block, its name, which of its variants."""

    block: str
    name: str
    number: int


class Expectation:
    """What the cells of one sheet should show in one trial.

    Args:
        rules: the lesson's expressions.
        reading: what the sheet shows.
        places: where each block stands.
    """

    def __init__(self, rules: Rules, reading: Reading, places: Mapping[str, Place]) -> None:
        self.reading = reading
        self._rules, self._places = rules, places
        self._known: dict[Believed, CellValues] = {}
        self._shallowest: dict[Believed, int] = {}
        self._slip: Slip | None = None
        self._most: float | None = None

    def of(self, block: Block, i: int, t: int, believed: Believed | None = None) -> Value:
        """Return what the right formula shows in a cell; an error value if it shows an error.

        Programs take numbers for equal that differ in their last digits alone, and find the first
        of them: where the sheet shows that one, it is returned.

        Args:
            block: the block.
            i: the row in it.
            t: the column in it.
            believed: what is read from the sheet; None for all.
        """
        rule = self._rules.right(block, i, t)
        right = self._value(rule, believed)
        if self._rules.looks_for(block, i, t):
            shown = self._cell(block, i, t)
            if differ_plainly(right, shown):
                found = self._value(rule, believed, _as_seen)
                return right if differ_plainly(found, shown) else found
        return right

    def of_wrong(
        self, block: Block, index: Index, number: int, believed: Believed | None = None
    ) -> Value:
        """Return what a wrong formula of a cell shows, by its number in `Rules.wrong`."""
        return self._value(self._rules.wrong(block, *index)[number][1], believed)

    def at_random(self, expression: Expression, number: int) -> Value:
        """Return what a formula would show if every number on the sheet were another one."""

        def look(block: Block, i: int, t: int, down: int = 0, right: int = 0) -> Value:
            shown = self._cell(block, i, t)
            if isinstance(shown, str):
                return shown
            return random.Random(f"{number} {block.name} {i} {t} {down} {right}").uniform(0.1, 0.9)

        return _value_of(self._rules.evaluated(expression), by_cell(look), look)

    def steps(self, block: Block, index: Index, believed: Believed, most: float = math.inf) -> int:
        """Return how many cells are looked through from a cell to the blocks that are believed.

        Args:
            block: the block of the cell.
            index: its row and column.
            believed: what is read from the sheet.
            most: where counting stops: a whole network may lie behind a cell.
        """
        other = Expectation(self._rules, self.reading, self._places)
        other._most = most
        with contextlib.suppress(_EnoughError):
            other.of(block, *index, believed)
        return len(other._known.get(believed, ()))

    def through(self, block: Block, index: Index, believed: Believed, slip: Slip) -> Value:
        """Return what the right formula shows if a block that is looked through is wrong."""
        other = Expectation(self._rules, self.reading, self._places)
        other._slip = slip
        return other.of(block, *index, believed)

    def _value(
        self,
        expression: Expression,
        believed: Believed | None,
        seen: Callable[[Value], Value] | None = None,
    ) -> Value:
        look: Read = self._shown
        drift: ReadDrifted = self._drifted
        if believed is not None:
            look = partial(self._looked_through, believed=believed)
        formula = self._rules.evaluated(expression)
        if seen is None:
            return _value_of(formula, look, drift)
        return _value_of(formula, _all_seen(look, seen), lambda *place: seen(drift(*place)))

    def _shown(self, block: Block, rows: Sequence[int], columns: Sequence[int]) -> Grid:
        grid = self.reading.values.get(block.name)
        if grid is None:  # a block that is gone: what its rule gives is all there is
            return self._looked_through(block, rows, columns, frozenset(self.reading.values))
        first, end = columns[0], columns[-1] + 1
        return [grid[i][first:end] for i in rows]

    def _cell(self, block: Block, i: int, t: int) -> Value:
        return self._shown(block, (i,), (t,))[0][0]

    def _looked_through(
        self, block: Block, rows: Sequence[int], columns: Sequence[int], believed: Believed
    ) -> Grid:
        if block.rule is None or block.name in believed:
            return self._shown(block, rows, columns)
        return [[self._calculated(block, i, t, believed) for t in columns] for i in rows]

    def _calculated(self, block: Block, i: int, t: int, believed: Believed) -> Value:
        if believed:
            if (block.name, (i, t)) in believed:
                return self._cell(block, i, t)
            if self._slip is None and self._most is None:
                believed = self._that_matters(block, (i, t), believed)
        known = self._kept(believed)
        key = block.name, i, t
        if key not in known:
            if self._most is not None and len(known) > self._most:
                raise _EnoughError
            known[key] = _NO_VALUE  # what depends on itself has no value
            known[key] = self._value(self._rule(block, i, t), believed)
        return known[key]

    def _that_matters(self, block: Block, index: Index, believed: Believed) -> Believed:
        """Return what is believed, or nothing if it all lies behind a cell: then that one is true.

        What is true is worked out once for all cells. Else each cell of a long chain would ask for
        all those before it anew, as each believes others.
        """
        if believed not in self._shallowest:
            depths = (-1 if isinstance(one, str) else self._rules.depth(one) for one in believed)
            self._shallowest[believed] = min(depths, default=-1)
        deep = self._rules.depth((block.name, index)) > self._shallowest[believed]
        return believed if deep else NOTHING

    def _kept(self, believed: Believed) -> CellValues:
        """Return the values that are known already if so many blocks are believed."""
        if believed not in self._known:
            true = not believed and self._slip is None
            self._known[believed] = self._rules.truth(self.reading) if true else {}
        return self._known[believed]

    def _rule(self, block: Block, i: int, t: int) -> Expression:
        """Return the rule of a block that is looked through."""
        if self._slip is not None and self._slip.block == block.name:
            wrong = [e for name, e in self._rules.wrong(block, i, t) if name == self._slip.name]
            if self._slip.number < len(wrong):
                return wrong[self._slip.number]
        return self._rules.right(block, i, t)

    def _drifted(self, block: Block, i: int, t: int, down: int, right: int) -> Value:
        place = self._places[block.name]
        row, column = place.rows[i] + down, place.columns[t] + right
        return self.reading.cell(place.sheet, row, column)


def _value_of(formula: Evaluated, look: Read, drift: ReadDrifted) -> Value:
    try:
        return formula(look, drift)
    except (NoValueError, RecursionError):
        return _NO_VALUE


def _all_seen(read: Read, seen: Callable[[Value], Value]) -> Read:
    return lambda *range_: [[*map(seen, row)] for row in read(*range_)]


def _as_seen(value: Value) -> Value:
    """Return a number without the last digits, by which programs tell no numbers apart."""
    return float(f"{value:.{_DIGITS}g}") if type(value) is float else value
