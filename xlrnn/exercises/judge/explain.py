"""Which misconception explains what a cell shows?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Final, NamedTuple

from xlrnn.exercises.judge.expect import NOTHING, Expectation, Slip
from xlrnn.exercises.judge.formula_agrees import ExpectedFormula, agrees, reads_all
from xlrnn.exercises.judge.rounded import is_rounded
from xlrnn.exercises.judge.rules import Rules
from xlrnn.exercises.judge.written import FormulaContents
from xlrnn.exercises.mistakes.misconceptions import CATALOGUE
from xlrnn.exercises.mistakes.same_value import all_alike, same_value
from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.formula.place import Place
from xlrnn.formula.value import CellError, Value
from xlrnn.formula.walk import alike, cells_of, read_by
from xlrnn.xlsx.handout import Index

# So many wrong formulas of one misconception are looked for inside a longer formula.
_VARIANTS: Final = 3
# More steps than this nobody writes in one formula: it reads other cells than it should.
_STEPS: Final = 200


class Seen(NamedTuple):
    """What is seen of a refused cell.

    Args:
        shown: what it shows in each trial.
        read: the blocks that its formula reads.
        written: what stands in its formula, and in the helper cells that it reads.
        wanders: whether it reads a cell in which nothing stands.
    """

    shown: Sequence[Value]
    read: frozenset[str]
    written: FormulaContents
    wanders: bool = False


class Explainer:
    """Compares what refused cells show with what misconceptions predict.

    Args:
        rules: the lesson's expressions, right and wrong ones.
        expected: what the cells should show, in each trial.
        places: where each block stands.
    """

    def __init__(
        self, rules: Rules, expected: Sequence[Expectation], places: Mapping[str, Place]
    ) -> None:
        self._rules, self._expected, self._places = rules, expected, places
        self._slips: list[Slip] = []
        self._tried: set[str] = set()
        self._last: dict[str, str] = {}

    def explain(self, block: Block, index: Index, seen: Seen) -> str:
        """Return the name of what explains a cell, "" if nothing does.

        Args:
            block: its block.
            index: where it stands in it.
            seen: what is seen of it.
        """
        rights = [
            [expected.of(block, *index, believed) for expected in self._expected]
            for believed in (None, NOTHING)
        ]
        if _all_errors(seen.shown) and _all_errors(rights[0]):
            return ""  # the cells before it show errors: nothing can be told
        fits_once = any(same_value(right[:1], seen.shown[:1]) for right in rights)
        reads_nothing = not (seen.read or seen.wanders or seen.written.unsure)
        if fits_once and reads_nothing:
            given = "given-numbers-typed" if seen.written.typed else "given-numbers-only"
            return self._as_beside_it(block, index, seen) or given
        found = self._predicting(block, index, seen) or self._inside(block, index, seen)
        if found:
            return found
        if any(is_rounded(right, seen.shown, seen.written.functions) for right in rights):
            return "rounded"
        if not fits_once:
            return ""
        typed = self._types(self._rules.right(block, *index), seen)
        return "given-numbers-typed" if typed else "given-numbers-only"

    def _as_beside_it(self, block: Block, index: Index, seen: Seen) -> str:
        """Return what explained the cell before if that predicts a formula that reads nothing.

        Who always takes one case, and this is a text or a number, is right by chance in some cells.
        """
        last = self._last.get(block.name, "")
        fits = any(
            name == last
            and not read_by(wrong)
            and _predict(
                (e.of_wrong(block, index, number) for e in self._expected), seen.shown, name
            )
            for number, (name, wrong) in enumerate(self._rules.wrong(block, *index))
        )
        return last if fits else ""

    def _predicting(self, block: Block, index: Index, seen: Seen) -> str:
        """Return the misconception that fits, the best one of those that the formula agrees with.

        Behind a mistake all steps may look alike; then only the cells tell which one is read.
        """
        for candidates, believed in self._candidates(block, index, seen):
            fitting = [
                (self._distance(wanted, seen), number, name, expression)
                for number, (name, expression) in candidates
                if _predict(
                    (e.of_wrong(block, index, number, believed) for e in self._expected),
                    seen.shown,
                    name,
                )
                and self._agrees(wanted := ExpectedFormula.by(expression), seen)
            ]
            if fitting:
                nearest, _, name, expression = min(fitting, key=itemgetter(0, 1))
                others = [one for one in fitting if one[0] == nearest and one[2] != name]
                if not all(self._alike(expression, other) for *_, other in others):
                    return ""
                self._last[block.name] = name
                return name
        return ""

    def _candidates(
        self, block: Block, index: Index, seen: Seen
    ) -> Iterator[tuple[Sequence[tuple[int, tuple[str, Expression]]], frozenset[str] | None]]:
        """Yield wrong formulas with their numbers, and the blocks that are read from the sheet."""
        wrong = list(enumerate(self._rules.wrong(block, *index)))
        # A block is mostly wrong in one way: what explained its last cell is tried first.
        yield [one for one in wrong if one[1][0] == self._last.get(block.name)], None
        yield wrong, None
        # Who reads all of it has left out no step that would be looked through.
        yield [one for one in wrong if not read_by(one[1][1]) <= seen.read], seen.read

    def _distance(self, wanted: ExpectedFormula, seen: Seen) -> tuple[int, int]:
        """Return how far a formula is from what it must have, in what it reads and how often."""
        spots = wanted.spots(self._places)
        how_often = len(wanted.cells) + len(wanted.wandered)
        return seen.written.apart(spots), abs(seen.written.addresses - how_often)

    def _alike(self, one: Expression, other: Expression) -> bool:
        """Tell whether two wrong formulas are the same function of the cells that they read."""
        return alike(one, other) or all(
            same_value([e.at_random(one, number)], [e.at_random(other, number)])
            for number, e in enumerate(self._expected)
        )

    def _agrees(self, wanted: ExpectedFormula, seen: Seen) -> bool:
        """Tell whether a formula looks as one of a misconception must look.

        Where the cell always shows the same, results say nothing: it must read the very cells.
        """
        if seen.wanders and not wanted.wandered:
            return False
        if all_alike(seen.shown) and not seen.written.unsure:
            strange = seen.written.numbers - wanted.constants
            if strange or any(self._distance(wanted, seen)):
                return False
        return agrees(wanted, seen.written, seen.read, self._places)

    def _types(self, right: Expression, seen: Seen) -> bool:
        """Tell whether numbers or texts are typed where the right formula reads cells."""
        wanted, written = ExpectedFormula.by(right), seen.written
        if written.numbers | written.texts <= wanted.constants:
            return False
        return not reads_all(wanted, written, seen.read, self._places)

    def _inside(self, block: Block, index: Index, seen: Seen) -> str:
        """Return the misconception that fits a step that the formula does not show by itself.

        Who reads nothing has looked through nothing, and no misconception predicts an error.
        """
        shown, read = seen.shown, seen.read
        if not read or any(isinstance(value, CellError) for value in shown):
            return ""
        inside = read_by(self._rules.right(block, *index)) - read
        if not inside or self._expected[0].steps(block, index, read, _STEPS) > _STEPS:
            return ""
        slips = [slip for slip in self._slips if slip.block in inside] or [
            Slip(name, wrong, number)
            for name in inside
            if self._rules.blocks[name].rule is not None and block.name not in self._tried
            for wrong in CATALOGUE
            for number in range(_VARIANTS)
        ]
        self._tried.add(block.name)
        for slip in slips:
            if _predict(
                (e.through(block, index, read, slip) for e in self._expected), shown
            ) and self._agrees(self._with(slip, block, index), seen):
                self._slips.insert(0, slip)
                return slip.name
        return ""

    def _with(self, slip: Slip, block: Block, index: Index) -> ExpectedFormula:
        """Return what a formula must have that looks through a block and is wrong about it."""
        right = self._rules.right(block, *index)
        wrong = [
            [
                expression
                for name, expression in self._rules.wrong(other, *cell)
                if name == slip.name
            ]
            for other, cell in cells_of(right)
            if other.name == slip.block
        ]
        own, inside = (
            ExpectedFormula.by(right),
            ExpectedFormula.by(
                *(found[slip.number] for found in wrong if slip.number < len(found))
            ),
        )
        outside = tuple(ref for ref in own.cells if ref.block.name != slip.block)
        return ExpectedFormula(
            outside + inside.cells, inside.wandered, own.constants | inside.constants,
            own.functions | inside.functions, own.bounds + inside.bounds,
        )  # fmt: skip


def _predict(predictions: Iterable[Value], shown: Sequence[Value], name: str = "") -> bool:
    """Tell whether predictions are what a cell shows; most fail in the first trial."""
    predicted: list[Value] = []
    for one, value in zip(predictions, shown, strict=True):
        predicted.append(one)
        if not _all_errors([one, value]) and not _fits(name, [one], [value]) and not _vanishes(one):
            return False
    return _fits(name, predicted, shown)


def _fits(name: str, predicted: Sequence[Value], shown: Sequence[Value]) -> bool:
    """Tell whether a misconception predicts what a cell shows.

    An error is predicted by an error, where other values tell which misconception it is. A
    reference that wandered off onto a text may show nothing else.
    """
    pairs = [
        (wanted, value)
        for wanted, value in zip(predicted, shown, strict=True)
        if not _all_errors([wanted, value])
    ]
    if not pairs:
        return name == "dollar-missing"
    return same_value([wanted for wanted, _ in pairs], [value for _, value in pairs])


def _all_errors(values: Sequence[Value]) -> bool:
    return all(isinstance(value, CellError) for value in values)


def _vanishes(value: Value) -> bool:
    """Tell whether one value alone cannot be compared: near zero, the others say how near."""
    return isinstance(value, float) and abs(value) < 1e-6
