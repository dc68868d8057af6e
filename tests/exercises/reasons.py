"""What is told of a formula, without an engine: the lesson says what the cells around it show.

All lessons, all blocks: `python -m tests.exercises.reasons`.
"""

import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from tests.exercises.everywhere import Asked, exercises
from tests.exercises.foreign import FOREIGN
from tests.exercises.hands import Hand
from tests.exercises.known import Handed
from tests.exercises.slips import drifted
from tests.exercises.submissions import sheet_of
from xlrnn.exercises.ask.trials import trials
from xlrnn.exercises.judge.expect import NOTHING, Expectation
from xlrnn.exercises.judge.explain import Explainer, Seen
from xlrnn.exercises.judge.precedents import Precedents
from xlrnn.exercises.judge.reading import Grid, Reading
from xlrnn.exercises.judge.rules import Rules
from xlrnn.exercises.mistakes.same_value import same_value
from xlrnn.formula.block import Block
from xlrnn.formula.evaluating.evaluate import NoValueError, by_cell, evaluated
from xlrnn.formula.expression import Expression, Number, Text
from xlrnn.formula.value import CellError, Value
from xlrnn.formula.walk import everything, references
from xlrnn.sheet.book import shown_by
from xlrnn.xlsx.handout import Index
from xlrnn.xlsx.reading.read import read

_POINTS = 4
_NO_VALUE = CellError("#VALUE!")


class Bench:
    """An exercise whose cells are all right, but for the one that is asked about.

    Args:
        handed: the exercise.
    """

    def __init__(self, handed: Handed) -> None:
        self.book, self.assignment = sheet_of(handed.assignment).book, handed.assignment
        self.rules, self._file = Rules(self.book), read(handed.blank)
        self.places = {block.name: block.located() for block in self.book.blocks}
        self._precedents = Precedents(self._file, self.places)

    @cached_property
    def readings(self) -> list[Reading]:
        """What the solved exercise shows in each trial."""
        lesson = self.assignment.make_lesson()
        given = lesson.inputs()
        tried = trials(
            list(self.book.blocks), given, self.assignment.chance, self.assignment.trials
        )
        return [self._reading({**lesson.expected({**given, **one}), **one}) for one in tried]

    def cells(self, name: str) -> list[Index]:
        """A few cells of a block: the first, one inside, the last."""
        height, width = self.book[name].shape
        found = [(0, 0), (height // 2, width // 2), (height - 1, width - 1)]
        return list(dict.fromkeys(found))

    def shows(self, expression: Expression) -> list[Value]:
        """What a formula shows in each trial."""
        return [self._value(expression, reading) for reading in self.readings]

    def write(self, block: Block, expression: Expression) -> str:
        """A formula as it stands in a block."""
        return Hand(block.page, drifted).write(expression)

    def told(self, name: str, index: Index, expression: Expression, text: str = "") -> str:
        """The reason that is told for a wrong formula of a cell."""
        block = self.book[name]
        return self.explained(
            name, index, text or self.write(block, expression), self.shows(expression)
        )

    def explained(self, name: str, index: Index, text: str, shown: Sequence[Value]) -> str:
        """The reason that is told for a formula that shows certain values."""
        block, find = self.book[name], self._precedents
        expected = [Expectation(self.rules, one, self.places) for one in self.readings]
        seen = Seen(
            shown,
            find.of(block.page, text),
            find.written(block.page, text),
            find.wanders(block.page, text),
        )
        return Explainer(self.rules, expected, self.places).explain(block, index, seen)

    def means(self, expression: Expression) -> tuple[object, ...]:
        """What a formula shows where every number is another one, to nine digits."""

        def look(block: Block, i: int, t: int, down: int = 0, right: int = 0) -> Value:
            shown = self.readings[point % len(self.readings)].values[block.name][i][t]
            if isinstance(shown, str):
                return shown
            return random.Random(f"{point}{block.name}{i} {t} {down} {right}").uniform(0.2, 1.4)

        found: list[object] = []
        for point in range(_POINTS):  # noqa: B007
            try:
                value = evaluated(expression)(by_cell(look), look)
            except NoValueError:
                value = "no value"
            found.append(f"{value:.9g}" if isinstance(value, float) else value)
        return tuple(found)

    def is_right(self, name: str, index: Index, expression: Expression) -> bool:
        """Whether a formula shows what the right one shows."""
        return same_value(
            self.shows(self.rules.right(self.book[name], *index)), self.shows(expression)
        )

    def _value(self, expression: Expression, reading: Reading) -> Value:
        def drift(block: Block, i: int, t: int, down: int, right: int) -> Value:
            place = self.places[block.name]
            return reading.cell(place.sheet, place.rows[i] + down, place.columns[t] + right)

        def look(block: Block, i: int, t: int) -> Value:
            return reading.values[block.name][i][t]

        try:
            return evaluated(expression)(by_cell(look), drift)
        except NoValueError:
            return _NO_VALUE

    def _reading(self, values: dict[str, object]) -> Reading:
        known = [block for block in self.book.blocks if {block.name, block.key} & values.keys()]
        reading = Reading({block.name: shown_by(block, values).tolist() for block in known})
        for block in self.book.blocks:
            if block.name not in reading.values:
                reading.values[block.name] = [[None] * block.shape[1]] * block.shape[0]
        for sheet in {place.sheet for place in self.places.values()}:
            reading.around[sheet] = self._page(sheet, reading)
        return reading

    def _page(self, sheet: str, reading: Reading) -> Grid:
        """All of a page: its words, and what its blocks show."""
        cells = dict(self._file.sheets[sheet].values)
        for name, place in self.places.items():
            if place.sheet == sheet:
                cells |= {
                    (row, column): reading.values[name][i][t]
                    for i, row in enumerate(place.rows)
                    for t, column in enumerate(place.columns)
                }
        height, width = (max(numbers) for numbers in zip(*cells, strict=True))
        return [
            [cells.get((row + 1, column + 1)) for column in range(width)] for row in range(height)
        ]


class Told(NamedTuple):
    """What was told of a wrong formula, and which reasons are true.

    Args:
        block: the block.
        index: the cell in it.
        what: the misconception, or what else is wrong.
        text: the formula.
        reason: what was told, "" if nothing was.
        true: the reasons that are true of it.
    """

    block: str
    index: Index
    what: str
    text: str
    reason: str
    true: frozenset[str]


def told(bench: Bench, name: str, index: Index) -> Iterator[Told]:
    """Yield what is told of each wrong formula of a cell, of the catalogue and foreign ones."""
    block, right = bench.book[name], bench.rules.right(bench.book[name], *index)
    known = bench.rules.wrong(block, *index)
    means = [(says, bench.means(expression)) for says, expression in known]
    foreign = [(what, one) for what, make in FOREIGN.items() for one in make(right)]
    for what, expression in [*known, *foreign]:
        if bench.is_right(name, index, expression):
            continue
        text, meant = bench.write(block, expression), bench.means(expression)
        true = {says for says, other in means if other == meant}
        true |= {"given-numbers-typed"} if not any(references(expression)) else set()
        true |= {"rounded"} if "ROUND(" in text else set()
        true |= _by_chance(bench, name, index, expression)
        reason = bench.told(name, index, expression)
        yield Told(name, index, what, text, reason, frozenset({what, *true}))


def _by_chance(bench: Bench, name: str, index: Index, expression: Expression) -> set[str]:
    """Which reasons are true of a formula that is right for the given numbers."""
    block = bench.book[name]
    right = bench.rules.right(block, *index)
    truth = Expectation(bench.rules, bench.readings[0], bench.places).of(block, *index, NOTHING)
    shown = bench.shows(expression)[:1]
    if not any(same_value(one, shown) for one in ([truth], bench.shows(right)[:1])):
        return set()
    extra = _constants(expression) - _constants(right)
    leaves_out = {*_cells(right)} - {*_cells(expression)}
    return {"given-numbers-only", "given-numbers-typed" if extra and leaves_out else ""}


def _cells(expression: Expression) -> Iterator[tuple[str, int, int]]:
    for ref in references(expression):
        yield from ((ref.block.name, i, t) for i, t in ref.cells())


def _constants(expression: Expression) -> set[float | str]:
    return {part.value for part in everything(expression) if isinstance(part, Number | Text)}


def main() -> int:
    """Ask about every wrong formula of every block; print the reasons that are not true."""
    wanted, counts = sys.argv[1:], [0, 0, 0]
    for asked in exercises():
        if not asked.blanks or (wanted and asked.lesson not in wanted):
            continue
        for one in every(asked):
            false = bool(one.reason) and one.reason not in one.true
            counts = [a + b for a, b in zip(counts, [1, bool(one.reason), false], strict=True)]
            if false:
                print(asked.lesson, *one[:5], sorted(one.true), flush=True)
    print(f"{counts[0]:,} wrong formulas, {counts[1]:,} with a reason, {counts[2]:,} untrue")
    return int(counts[2] > 0)


def every(asked: Asked) -> Iterator[Told]:
    """Yield what is told of a few cells of each block of an exercise."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(asked.hand_out(Path(folder) / "exercise"))
        for name in asked.blanks:
            for index in bench.cells(name):
                yield from told(bench, name, index)


if __name__ == "__main__":
    sys.exit(main())
