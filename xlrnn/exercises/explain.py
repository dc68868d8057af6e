"""Which misconception explains what a cell shows?"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from xlrnn.exercises.expect import NOTHING, Expectation, Rules, Slip, same
from xlrnn.exercises.misconceptions import CATALOGUE
from xlrnn.exercises.order import Place, cells_of
from xlrnn.exercises.walk import read_by
from xlrnn.sheet.block import Block
from xlrnn.sheet.expression import Expression
from xlrnn.xlsx.handout import Index
from xlrnn.xlsx.value import CellError, Value

# So many wrong formulas of one misconception are looked for inside a longer formula.
_VARIANTS: Final = 3
# More steps than this nobody writes in one formula: it reads other cells than it should.
_STEPS: Final = 200
# What is rounded to two decimals is this far off.
_ROUNDED: Final = 0.005


class Seen(NamedTuple):
    """What is seen of a refused cell.

    Args:
        shown: what it shows in each trial.
        read: the blocks that its formula reads.
        cells: the cells of blocks that the formula itself reads.
        wanders: whether it reads a cell in which nothing stands.
    """

    shown: Sequence[Value]
    read: frozenset[str]
    cells: frozenset[Place] = frozenset()
    wanders: bool = False


class Explainer:
    """Compares what refused cells show with what misconceptions predict.

    Args:
        rules: the lesson's expressions, right and wrong ones.
        expected: what the cells should show, in each trial.
    """

    def __init__(self, rules: Rules, expected: Sequence[Expectation]) -> None:
        self._rules, self._expected = rules, expected
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
        fits_once = any(same(right[:1], seen.shown[:1]) for right in rights)
        if fits_once and not seen.read and not seen.wanders:
            return "given-numbers-only"
        found = self._predicting(block, index, seen)
        found = found or self._inside(block, index, seen.shown, seen.read)
        if not found and any(_near(right, seen.shown) for right in rights):
            return "rounded"  # and by chance right once
        return found or ("given-numbers-only" if fits_once else "")

    def _predicting(self, block: Block, index: Index, seen: Seen) -> str:
        """Return the misconception that fits, best one that also reads what the formula reads.

        Behind a mistake all steps may look alike; then only the cells tell which one is read.
        """
        shown, read = seen.shown, seen.read
        wrong = list(enumerate(self._rules.wrong(block, *index)))
        # A block is mostly wrong in one way: what explained its last cell is tried first.
        before = [one for one in wrong if one[1][0] == self._last.get(block.name)]
        # Who reads all of it has left out no step that would be looked through.
        longer = [one for one in wrong if not read_by(one[1][1]) <= read]
        for candidates, believed in ((before, None), (wrong, None), (longer, read)):
            fitting = [
                (
                    seen.wanders and name != "dollar-missing",
                    len(read_by(expression) ^ read),
                    len(_calculated(expression) - seen.cells),
                    number,
                    name,
                )
                for number, (name, expression) in candidates
                if _predict(
                    (e.of_wrong(block, index, number, believed) for e in self._expected),
                    shown,
                    name,
                )
            ]
            if fitting:
                self._last[block.name] = min(fitting)[-1]
                return self._last[block.name]
        return ""

    def _inside(
        self, block: Block, index: Index, shown: Sequence[Value], read: frozenset[str]
    ) -> str:
        """Return the misconception that fits a step that the formula does not show by itself.

        Who reads nothing has looked through nothing, and no misconception predicts an error.
        """
        if not read or any(isinstance(value, CellError) for value in shown):
            return ""
        inside = read_by(self._rules.right(block, *index)) - read
        if not inside or self._expected[0].steps(block, index, read) > _STEPS:
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
            if _predict((e.through(block, index, read, slip) for e in self._expected), shown):
                self._slips.insert(0, slip)
                return slip.name
        return ""


def _calculated(expression: Expression) -> set[Place]:
    return {(block.name, index) for block, index in cells_of(expression)}


def _predict(predictions: Iterable[Value], shown: Sequence[Value], name: str = "") -> bool:
    """Tell whether predictions are what a cell shows; most fail in the first trial."""
    predicted: list[Value] = []
    for one, value in zip(predictions, shown, strict=True):
        predicted.append(one)
        if not _fits(name, [one], [value]) and not _vanishes(one):
            return False
    return _fits(name, predicted, shown)


def _fits(name: str, predicted: Sequence[Value], shown: Sequence[Value]) -> bool:
    """Tell whether a misconception predicts what a cell shows.

    A reference that wandered off onto a text shows an error, and is predicted to.
    """
    if name == "dollar-missing" and _all_errors([*predicted, *shown]):
        return True
    return same(predicted, shown)


def _all_errors(values: Sequence[Value]) -> bool:
    return all(isinstance(value, CellError) for value in values)


def _vanishes(value: Value) -> bool:
    """Tell whether one value alone cannot be compared: near zero, the others say how near."""
    return isinstance(value, float) and abs(value) < 1e-6


def _near(right: Sequence[Value], shown: Sequence[Value]) -> bool:
    """Tell whether a cell shows what is right but for some decimals, and follows it."""
    pairs = list(zip(right, shown, strict=True))
    numbers = all(isinstance(a, float) and isinstance(b, float) for a, b in pairs)
    near = numbers and all(abs(a - b) <= _ROUNDED for a, b in pairs)  # type: ignore[operator]
    return near and not same(shown, [shown[0]] * len(shown))
