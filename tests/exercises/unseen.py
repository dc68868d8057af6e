"""Wrong formulas that are easily overlooked, for the blocks of any lesson.

They are right for the given numbers, or for letters, signs and bounds that are met by chance; or
they are nearly right, or what another cell shows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from tests.exercises.foreign import FOREIGN
from tests.exercises.hands import Hand, Way
from tests.exercises.slips import Cells, Slips
from xlrnn.exercises.ask.trials import trials
from xlrnn.exercises.judge.rules import Rules
from xlrnn.exercises.mistakes.same_value import same_value
from xlrnn.formula.block import Block, Ref
from xlrnn.formula.evaluating.evaluate import NoValueError, by_cell, evaluated
from xlrnn.formula.expression import Call, Expression
from xlrnn.formula.value import CellError, Value
from xlrnn.formula.walk import cells_of, rule_of
from xlrnn.formula.writing.fill import cell_texts
from xlrnn.sheet.book import shown_by
from xlrnn.trials.draws import chooses
from xlrnn.xlsx.handout import Index

# Other inputs than those of the marking, by which is known that a formula is wrong.
_SEEDS = range(101, 103)
# So many cells of a block are looked at.
_SOME = 12
# What may be said of what is right for the given numbers alone.
CHANCE = frozenset({"", "given-numbers-only"})
# What is true of a mistake, whichever of the catalogue's wrong formulas it is.
_TRUE_OF = {"rounded": frozenset({"rounded"}), "last term forgotten": frozenset({"part-left-out"})}
_SIGNS = ("its size, its sign, its root", "never below 0")
_NEAR = ("times one and a half", "nearly")
# What some students take for tanh; the last two nobody's evaluator knows here.
_BENT = ("TAN", "ATAN", "SIN")


@dataclass(frozen=True)
class Unseen:
    """A wrong block: its kind, what may be said of it, and its cells."""

    kind: str
    name: str
    says: frozenset[str]
    cells: Cells


class Overlooked:
    """Makes them for one exercise.

    Args:
        slips: the exercise's numbers.
        blanks: the blank cells of its blocks.
        lesson: the lesson.
    """

    def __init__(self, slips: Slips, blanks: Mapping[str, Any], lesson: Any) -> None:
        self.book, self._slips, self._blanks, self._lesson = slips.book, slips, blanks, lesson
        self._rules = Rules(self.book)

    @cached_property
    def _grids(self) -> list[dict[str, list[list[Any]]]]:
        given = self._lesson.inputs()
        inputs = [one for seed in _SEEDS for one in trials(list(self.book.blocks), given, seed)[1:]]
        shown = [{**self._lesson.expected({**given, **one}), **one} for one in inputs]
        return [
            {
                block.name: shown_by(block, values).tolist()
                for block in self.book.blocks
                if {block.name, block.key} & values.keys()
            }
            for values in shown
        ]

    def of(self, name: str) -> Iterator[Unseen]:
        """Yield the wrong formulas of a block that some inputs show to be wrong."""
        block = self.book[name]
        for what in (*_SIGNS, "one cell short", "last term forgotten"):
            kind = "right by sign or size" if what in _SIGNS else "one short"
            yield from self._made(block, kind, what)
        for what in _NEAR:
            yield from self._made(block, "nearly right", what)
        others = [what for what in FOREIGN if what not in (*_SIGNS, *_NEAR)]
        place = list(self._blanks).index(name)
        yield from self._made(block, "wrong in another way", others[place % len(others)])
        yield from self._by_way(block, "a parameter typed", self._typed)
        yield from self._by_way(block, "the letter beside", self._beside)
        yield from self._bent(block)
        yield from self._twins(block)

    def _made(self, block: Block, kind: str, what: str) -> Iterator[Unseen]:
        """Yield a block of foreign formulas, with the reasons that are true of most cells."""
        made = {
            cell: next(FOREIGN[what](self._right(block, cell)), None) for cell in self._of(block)
        }
        changed = {cell: one for cell, one in made.items() if one is not None}
        some = dict([*changed.items()][:: max(1, len(changed) // _SOME)])
        if not any(self._differs(block, cell, one) for cell, one in some.items()):
            return
        texts = {cell: Hand(block.page).write(one) for cell, one in changed.items()}
        says = CHANCE | {
            says
            for cell, one in some.items()
            for says, other in self._rules.wrong(block, *cell)
            if self._same(one, other)
        }
        says |= _TRUE_OF.get(what, frozenset())
        yield Unseen(kind, f"{block.name}: {what}", says, partial(self._cell, block, texts))

    def _by_way(self, block: Block, kind: str, way: Way) -> Iterator[Unseen]:
        """Yield a block that is written in a wrong way, as far as that makes a difference."""
        texts = {}
        for cell in self._of(block):
            right = self._right(block, cell)
            text = Hand(block.page, way).write(right)
            if text != Hand(block.page).write(right):
                texts[cell] = text
        if texts:
            yield Unseen(kind, f"{block.name}: {kind}", ANYTHING, partial(self._cell, block, texts))

    def _typed(self, _: Hand, part: Expression) -> str | None:
        """The number that a single parameter has, typed in."""
        if not isinstance(part, Ref) or not part.block.constant or part.block.shape != (1, 1):
            return None
        value = self._slips.shown(part.block.name, 0, 0)
        return None if isinstance(value, str) or chooses(part.block) else repr(value)

    def _beside(self, hand: Hand, part: Expression) -> str | None:
        """A column of letters in which the same letter happens to stand."""
        if not isinstance(part, Ref) or not part.block.stepwise or part.column is None:
            return None
        letters = self._slips.column(part.block.name, part.column)
        texts = any(isinstance(one, str) for one in letters) or part.block.quantity == "x"
        same_ones = [
            t
            for t in range(part.block.shape[1])
            if t != part.column and self._slips.column(part.block.name, t) == letters
        ]
        return (
            hand.address(Ref(part.block, part.row, same_ones[0])) if texts and same_ones else None
        )

    def _bent(self, block: Block) -> Iterator[Unseen]:
        """Yield a block with another function for tanh."""
        for function in _BENT:

            def way(hand: Hand, part: Expression, function: str = function) -> str | None:
                if not isinstance(part, Call) or part.function != "TANH":
                    return None
                return f"{function}({hand.listed(part.arguments)})"

            for one in self._by_way(block, "another function", way):
                yield Unseen(one.kind, f"{block.name}: {function}", CHANCE, one.cells)

    def _twins(self, block: Block) -> Iterator[Unseen]:
        """Yield a block copied from another one that shows the same numbers, always or now."""
        cells = self._of(block)
        own = {(block.name, cell) for cell in cells}
        for other in self.book.blocks:
            if other is block or other.constant or other.shape != block.shape:
                continue
            if other.name in self._blanks or not self._shows_the_same(block, other, cells):
                continue
            ends = (cells[0], cells[-1])
            after = any(own & self._rules.before((other.name, cell)) for cell in ends)
            ahead = any(
                (other.name, cell) in self._rules.before((block.name, cell)) for cell in ends
            )
            if not after and not ahead:
                texts = {cell: Hand(block.page).address(Ref(other, *cell)) for cell in cells}
                yield Unseen(
                    "copied from another block", f"{block.name}: {other.name}", ANYTHING,
                    partial(self._cell, block, texts),
                )  # fmt: skip
                return

    def _shows_the_same(self, block: Block, other: Block, cells: list[Index]) -> bool:
        shown = [[self._slips.value(one.name, *cell) for cell in cells] for one in (block, other)]
        return shown[0][0] is not None and same_value(shown[0], shown[1]) and len(set(shown[0])) > 1

    def _of(self, block: Block) -> list[Index]:
        return [tuple(cell) for cell in self._blanks[block.name]]

    def _right(self, block: Block, cell: Index) -> Expression:
        return rule_of(block, *cell)

    def _cell(self, block: Block, texts: Mapping[Index, str], i: int, t: int) -> str:
        return texts.get((i, t)) or cell_texts(block)[i][t]

    def _differs(self, block: Block, cell: Index, wrong: Expression) -> bool:
        """Whether some inputs show that a formula is wrong."""
        right = self._right(block, cell)
        return not same_value(self._shows(right), self._shows(wrong))

    def _same(self, one: Expression, other: Expression) -> bool:
        """Whether two formulas read the same cells and show the same."""
        cells = [{(block.name, cell) for block, cell in cells_of(e)} for e in (one, other)]
        return cells[0] == cells[1] and same_value(self._shows(one), self._shows(other))

    def _shows(self, expression: Expression) -> list[Value]:
        return [_value(expression, grids) for grids in self._grids]


ANYTHING: frozenset[str] = frozenset()


def _value(expression: Expression, grids: Mapping[str, Any]) -> Value:
    def look(block: Block, i: int, t: int) -> Value:
        return grids[block.name][i][t]  # type: ignore[no-any-return]

    try:
        return evaluated(expression)(by_cell(look), lambda *_: None)
    except (NoValueError, KeyError):
        return CellError("#VALUE!")
