"""What is said of a formula, without an engine: the lesson's numbers, and a formula's text and value."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from tests.exercises.hands import Hand
from tests.exercises.known import Handed
from tests.exercises.slips import drifted
from tests.exercises.submissions import sheet_of
from xlrnn.exercises.evaluate import Evaluator, NoValueError
from xlrnn.exercises.expect import Expectation, Rules, same
from xlrnn.exercises.explain import Explainer, Seen
from xlrnn.exercises.precedents import Precedents
from xlrnn.exercises.reading import Grid, Reading
from xlrnn.exercises.trials import trials
from xlrnn.sheet.block import Block
from xlrnn.sheet.book import shown_by
from xlrnn.sheet.expression import Expression
from xlrnn.xlsx.handout import Index
from xlrnn.xlsx.read import read
from xlrnn.xlsx.value import CellError, Value

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
        tried = trials(list(self.book.blocks), given, self.assignment.chance)
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

    def is_right(self, name: str, index: Index, expression: Expression) -> bool:
        """Whether a formula shows what the right one shows."""
        return same(self.shows(self.rules.right(self.book[name], *index)), self.shows(expression))

    def _value(self, expression: Expression, reading: Reading) -> Value:
        def drift(block: Block, i: int, t: int, down: int, right: int) -> Value:
            place = self.places[block.name]
            return reading.cell(place.sheet, place.rows[i] + down, place.columns[t] + right)

        evaluator = Evaluator(lambda block, i, t: reading.values[block.name][i][t], drift)
        try:
            return evaluator.value(expression)
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


def all_wrong(bench: Bench, name: str, index: Index) -> Iterator[tuple[str, Expression]]:
    """Yield the wrong formulas of a cell that make a difference."""
    for says, expression in bench.rules.wrong(bench.book[name], *index):
        if not bench.is_right(name, index, expression):
            yield says, expression
