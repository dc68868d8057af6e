"""What the catalogue of misconceptions makes of a lesson's blocks, as formulas of a student."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from tests.exercises.hands import Hand, corners
from tests.exercises.submissions import sheet_of
from xlrnn.exercises.ask.key import Assignment
from xlrnn.exercises.ask.questions import every_cell
from xlrnn.exercises.ask.trials import trials
from xlrnn.exercises.judge.rules import BlockCell, Rules
from xlrnn.exercises.mistakes.misconceptions import CATALOGUE, variants
from xlrnn.exercises.mistakes.same_value import same_value
from xlrnn.formula.block import Block, Drifted
from xlrnn.formula.cell import Cell
from xlrnn.formula.evaluating.evaluate import NoValueError, by_cell, evaluated
from xlrnn.formula.expression import Expression
from xlrnn.formula.value import CellError, Value
from xlrnn.formula.walk import cells_of, references, rule_of
from xlrnn.formula.writing.fill import cell_texts
from xlrnn.sheet.book import shown_by
from xlrnn.xlsx.handout import Index

# So many wrong formulas of a misconception show numbers that no other one may show; the first of
# them is handed in.
ALIKE = 3
# The formula of each cell of a block.
Cells = Callable[[int, int], str]


class Slips:
    """Wrong formulas for the blank cells of one exercise.

    Args:
        assignment: what was asked.
    """

    def __init__(self, assignment: Assignment) -> None:
        self.book = sheet_of(assignment).book
        self._blanks = assignment.questions.blanks
        lesson = assignment.make_lesson()
        given = lesson.inputs()
        inputs = trials(self.book.blocks, given, assignment.chance, assignment.trials)
        shown = [{**lesson.expected({**given, **one}), **one} for one in inputs]
        known = [block for block in self.book.blocks if {block.name, block.key} & shown[0].keys()]
        self._grids = [
            {block.name: shown_by(block, values).tolist() for block in known} for values in shown
        ]
        self._wrong: dict[tuple[str, int, int], list[tuple[str, Expression, list[Value]]]] = {}
        self._right: dict[tuple[str, int, int], list[Value]] = {}
        self._made: dict[str, list[tuple[str, Cells]]] = {}
        self._behind: dict[BlockCell, frozenset[BlockCell]] = {}
        self._where = {
            (block.page, str(block.located().cell(i, t))): (block.name, i, t)
            for block in self.book.blocks
            for i, t in every_cell(block)
        }

    def shown(self, block: str, i: int, t: int) -> float | str:
        """What a cell shows with the given inputs."""
        value = self._grids[0][block][i][t]
        return value if isinstance(value, str) else float(value)

    def value(self, block: str, i: int, t: int) -> Value:
        """What a cell shows with the given inputs, None if nothing is known of its block."""
        grid = self._grids[0].get(block)
        return None if grid is None else grid[i][t]

    def column(self, block: str, t: int) -> list[Value]:
        """What a column shows with the given inputs."""
        return [row[t] for row in self._grids[0].get(block, [])]

    def blank(self, block: str) -> Index:
        """The last of a block's cells that are to be filled."""
        return self._blanks[block][-1]

    def mostly_shows(self, block: str) -> bool:
        """Whether most blank cells show something: an empty text, typed in, is an empty cell."""
        cells = self._blanks[block]
        return 2 * sum(self.shown(block, i, t) != "" for i, t in cells) > len(cells)

    def number(self, block: str, i: int, t: int) -> str:
        """A formula that says the right number and follows nothing."""
        value = self.shown(block, i, t)
        if not any(references(rule_of(self.book[block], i, t))):
            return cell_texts(self.book[block])[i][t]
        return f'"{value}"&""' if isinstance(value, str) else f"{value!r}*1"

    def follows(self, block: str) -> bool:
        """Whether a block's numbers change when the inputs do."""
        return any(grids[block] != self._grids[0][block] for grids in self._grids)

    def of(self, block: str) -> list[tuple[str, Cells]]:
        """Return what must be said of each misconception that makes a difference, and its cells.

        Of two that show the same numbers in all cells, the first in the catalogue is handed in.
        """
        if block not in self._made:
            self._made[block] = list(self._of(block))
        return self._made[block]

    def _of(self, block: str) -> Iterator[tuple[str, Cells]]:
        seen: set[tuple[object, ...]] = set()
        for name in CATALOGUE:
            for number in range(ALIKE):
                formulas, shows, says = self._slip(self.book[block], name, number)
                if says and shows not in seen and not number:
                    yield says, lambda i, t, f=formulas: f[i, t]
                seen.add(shows)

    def _slip(
        self, block: Block, name: str, number: int
    ) -> tuple[dict[Index, str], tuple[object, ...], str]:
        """The formulas of all cells, what they show, and what must be said, "" for nothing.

        Nothing is known of what must be said where most cells show what another misconception
        shows, too.
        """
        texts, says, shows, vague = cell_texts(block), [], [], 0
        wrong = {(i, t): texts[i][t] for i, t in self._blanks[block.name]}
        for i, t in wrong:
            shows.append(self._right_shows(block, i, t))
            every = self._every_wrong(block, i, t)
            found = [one for one in every if one[0] == name][number : number + 1]
            for _, expression, shown in found:
                wrong[i, t] = Hand(block.page, drifted).write(expression)
                if self._circular(block, (i, t), expression):
                    says.append("circular")
                    shows[-1] = "circular"
                elif not same_value(shows[-1], shown):
                    says.append(name)
                    shows[-1] = shown
                    vague += any(
                        same_value(shown, other) for called, _, other in every if called != name
                    )
                    if name != "dollar-missing" and any(isinstance(v, CellError) for v in shown):
                        return wrong, (), ""  # it shows an error, and that is what is said
        known = says and 2 * vague < len(says)
        return wrong, tuple(map(str, shows)), Counter(says).most_common(1)[0][0] if known else ""

    def _every_wrong(
        self, block: Block, i: int, t: int
    ) -> list[tuple[str, Expression, list[Value]]]:
        """The wrong formulas of a cell, by misconception, and what they show."""
        key = block.name, i, t
        if key not in self._wrong:
            right = rule_of(block, i, t)
            self._wrong[key] = [
                (name, expression, self._shows(expression))
                for name in CATALOGUE
                for expression in variants(name, right, block, i, t)
            ]
        return self._wrong[key]

    def _circular(self, block: Block, index: Index, wrong: Expression) -> bool:
        """Whether a wrong formula reads what follows from its own cell."""
        read = {(other.name, cell) for other, cell in cells_of(wrong)}
        own = block.name, index
        return own in read or not read.isdisjoint(self._follow(own))

    def _follow(self, cell: BlockCell) -> frozenset[BlockCell]:
        """The cells that follow from a cell, near and far."""
        if cell not in self._behind:
            found: set[BlockCell] = set()
            waiting = [cell]
            while waiting:
                new = self._readers.get(waiting.pop(), set()) - found
                found |= new
                waiting += new
            self._behind[cell] = frozenset(found)
        return self._behind[cell]

    @cached_property
    def _readers(self) -> dict[BlockCell, set[BlockCell]]:
        """Which cells read a cell."""
        found: dict[BlockCell, set[BlockCell]] = defaultdict(set)
        directly_before = Rules(self.book).directly_before
        for block in self.book.blocks:
            for index in every_cell(block):
                for read in directly_before((block.name, index)):
                    found[read].add((block.name, index))
        return found

    def _right_shows(self, block: Block, i: int, t: int) -> list[Value]:
        """What the right formula of a cell shows."""
        key = block.name, i, t
        if key not in self._right:
            self._right[key] = self._shows(rule_of(block, i, t))
        return self._right[key]

    def _shows(self, expression: Expression) -> list[Value]:
        """What a formula shows in each trial, to ten digits."""
        return [self._value(expression, grids) for grids in self._grids]

    def _value(self, expression: Expression, grids: Mapping[str, Any]) -> Value:
        def drift(block: Block, i: int, t: int, down: int, right: int) -> Value:
            cell = block.located().cell(i, t)
            there = block.page, str(Cell(cell.row + down, cell.column + right))
            name, row, column = self._where.get(there, ("", 0, 0))
            return grids[name][row][column] if name else None

        def look(block: Block, i: int, t: int) -> Value:
            return grids[block.name][i][t]  # type: ignore[no-any-return]

        try:
            value = evaluated(expression)(by_cell(look), drift)
        except NoValueError:
            return CellError("#VALUE!")
        return float(f"{value:.10g}") if isinstance(value, float) else value


def drifted(hand: Hand, part: Expression) -> str | None:
    """The address of a reference that was filled without $."""
    if not isinstance(part, Drifted):
        return None
    ends = [Cell(c.row + part.rows, c.column + part.columns) for c in corners(part.ref)]
    before, mark, _ = hand.address(part.ref).rpartition("!")
    return before + mark + ":".join(dict.fromkeys(map(str, ends)))
