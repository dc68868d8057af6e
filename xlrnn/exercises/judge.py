"""The judge: does each cell follow the right function of its own precedents?

A formula is right if in every trial it shows what the lesson's rule gives from the values of the
blocks that the formula itself reads; how it is written does not matter. What is refused is
compared with what known misconceptions predict.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from xlrnn.exercises.expect import NOTHING, Expectation, Rules, Slip, same
from xlrnn.exercises.misconceptions import CATALOGUE
from xlrnn.exercises.precedents import Precedents
from xlrnn.exercises.reading import Reading
from xlrnn.exercises.verdict import WORDS, CellVerdict, State
from xlrnn.exercises.walk import references
from xlrnn.sheet.block import Block, Place
from xlrnn.sheet.cell import Cell
from xlrnn.sheet.expression import Expression
from xlrnn.xlsx.handout import Index
from xlrnn.xlsx.read import Workbook
from xlrnn.xlsx.value import CellError, Value

_UNEXPLAINED: Final = {"wrong", "error"}
# So many wrong formulas of one misconception are looked for inside a longer formula.
_VARIANTS: Final = 3


@dataclass
class Submission:
    """A student's workbook, read and found its blocks.

    Args:
        file: what it holds.
        places: where each block stands; what is missing is not in it.
        left_out: the cells whose formulas reach out, as `sheet!cell`.
        blanks: the cells that were to be filled.
    """

    file: Workbook
    places: Mapping[str, Place]
    left_out: frozenset[str]
    blanks: Mapping[str, Sequence[Index]]
    precedents: Precedents = field(init=False)

    def __post_init__(self) -> None:
        self.precedents = Precedents(self.file, self.places)

    def formula(self, block: str, index: Index) -> str | None:
        """Return the formula in a cell, None if there is none."""
        place = self.places[block]
        cell = place.cell(*index)
        return self.file.sheets[place.sheet].formulas.get((cell.row, cell.column))

    def address(self, block: str, index: Index) -> str:
        """Return where a cell stands."""
        place = self.places.get(block)
        return f"{place.sheet}!{place.cell(*index)}" if place else ""


class Judge:
    """Judges the cells of one submission over all trials.

    Args:
        submission: the student's workbook.
        rules: the lesson's expressions.
        readings: what the sheet shows in each trial.
        explains: whether it looks for misconceptions.
    """

    def __init__(
        self,
        submission: Submission,
        rules: Rules,
        readings: Sequence[Reading],
        *,
        explains: bool = True,
    ) -> None:
        self._of, self._rules, self._explains = submission, rules, explains
        self._slips: list[Slip] = []
        self._tried: set[str] = set()
        self._expected = [Expectation(rules, reading, submission.places) for reading in readings]

    def verdicts(self) -> list[CellVerdict]:
        """Return the verdict of each cell that was to be filled, in the order of the blanks."""
        return [
            self._verdict(self._rules.blocks[name], index)
            for name, indices in self._of.blanks.items()
            for index in indices
        ]

    def follows(self, block: Block, index: Index) -> bool:
        """Tell whether a cell follows the right function of what it reads."""
        shown = self._shown(block, index)
        if same(self._right(block, index, None), shown):
            return True
        formula = self._of.formula(block.name, index) or ""
        read = self._read(block, formula)
        return any(same(self._right(block, index, believed), shown) for believed in (read, NOTHING))

    def shows_nothing_usable(self, block: Block, index: Index) -> bool:
        """Tell whether a cell shows an error, or nothing, in any trial."""
        return any(
            value is None or isinstance(value, CellError) for value in self._shown(block, index)
        )

    def can_tell(self, block: Block, index: Index) -> bool:
        """Tell whether the cells before it show enough to say what a cell should show."""
        return not any(isinstance(v, CellError) for v in self._right(block, index, None))

    def _shown(self, block: Block, index: Index) -> list[Value]:
        i, t = index
        return [expected.reading.values[block.name][i][t] for expected in self._expected]

    def _right(self, block: Block, index: Index, believed: frozenset[str] | None) -> list[Value]:
        return [expected.of(block, *index, believed) for expected in self._expected]

    def _verdict(self, block: Block, index: Index) -> CellVerdict:
        name, found = block.name, CellVerdict(block.name, *index, "", State.MISSING)
        if name not in self._of.places:
            return replace(found, misconception="missing", words=WORDS["missing"])
        found = replace(found, cell=self._of.address(name, index))
        formula = self._of.formula(name, index)
        if formula is None:
            return self._without_formula(found, block, index)
        found = replace(found, formula=formula)
        if self.follows(block, index):
            return replace(found, state=State.RIGHT)
        if found.cell in self._of.left_out:
            return _refused(found, State.WRONG, "reaches-out")
        errors = [value for value in self._shown(block, index) if isinstance(value, CellError)]
        found = replace(found, shows=str(errors[0])[:60] if errors else "")
        state = State.ERROR if errors else State.WRONG
        why = self._explain(block, index, formula) if self._explains else ""
        return _refused(found, state, why or str(state))

    def _without_formula(self, found: CellVerdict, block: Block, index: Index) -> CellVerdict:
        if self._shown(block, index)[0] in (None, ""):
            elsewhere = self._elsewhere(block, index)
            refused = _refused(found, State.EMPTY, "wrong-place" if elsewhere else "empty")
            if elsewhere:
                return replace(refused, words=f"{refused.words}: {elsewhere}")
            return refused
        return _refused(found, State.TYPED, "typed")

    def _explain(self, block: Block, index: Index, formula: str) -> str:
        """Return the misconception that predicts what a cell shows, "" if none does."""
        shown = self._shown(block, index)
        read = self._read(block, formula)
        found = self._predicting(block, index, shown, read) or self._inside(
            block, index, shown, read
        )
        if found:
            return found
        now = [self._right(block, index, believed)[:1] for believed in (None, NOTHING)]
        return "given-numbers-only" if any(same(one, shown[:1]) for one in now) else ""

    def _predicting(
        self, block: Block, index: Index, shown: Sequence[Value], read: frozenset[str]
    ) -> str:
        """Return the misconception that fits, best one that also reads what the formula reads."""
        wrong = self._rules.wrong(block, *index)
        for believed in (None, read):
            fitting = [
                (len(_read_by(expression) ^ read), number, name)
                for number, (name, expression) in enumerate(wrong)
                if self._predicts(block, index, number, believed, name, shown)
            ]
            if fitting:
                return min(fitting)[2]
        return ""

    def _predicts(
        self,
        block: Block,
        index: Index,
        number: int,
        believed: frozenset[str] | None,
        name: str,
        shown: Sequence[Value],
    ) -> bool:
        """Tell whether a wrong formula shows what a cell does; most fail in the first trial."""
        predicted: list[Value] = []
        for expected, value in zip(self._expected, shown, strict=True):
            predicted.append(expected.of_wrong(block, index, number, believed))
            if not _fits(name, predicted[-1:], [value]) and not _vanishes(predicted[-1]):
                return False
        return _fits(name, predicted, shown)

    def _inside(
        self, block: Block, index: Index, shown: Sequence[Value], read: frozenset[str]
    ) -> str:
        """Return the misconception that fits a step that the formula does not show by itself."""
        inside = _read_by(self._rules.right(block, *index)) - read
        slips = [slip for slip in self._slips if slip.block in inside] or [
            Slip(name, wrong, number)
            for name in inside
            if self._rules.blocks[name].rule is not None and block.name not in self._tried
            for wrong in CATALOGUE
            for number in range(_VARIANTS)
        ]
        self._tried.add(block.name)
        for slip in slips:
            predicted = (e.through(block, index, read, slip) for e in self._expected)
            if same(list(predicted), shown):
                self._slips.insert(0, slip)
                return slip.name
        return ""

    def _read(self, block: Block, formula: str) -> frozenset[str]:
        return self._of.precedents.of(self._of.places[block.name].sheet, formula)

    def _elsewhere(self, block: Block, index: Index) -> str:
        """Return the cell outside all blocks that holds what belongs into an empty one."""
        right = self._right(block, index, None)
        if any(isinstance(value, CellError) for value in right):
            return ""
        sheet = self._of.places[block.name].sheet
        for row, column in self._strays(sheet):
            shown = [expected.reading.cell(sheet, row, column) for expected in self._expected]
            if same(right, shown):
                return f"{sheet}!{Cell(row, column)}"
        return ""

    def _strays(self, sheet: str) -> Iterator[tuple[int, int]]:
        taken = {
            (row, column)
            for place in self._of.places.values()
            if place.sheet == sheet
            for row in place.rows
            for column in place.columns
        }
        yield from sorted(self._of.file.sheets[sheet].formulas.keys() - taken)


def _fits(name: str, predicted: Sequence[Value], shown: Sequence[Value]) -> bool:
    """Tell whether a misconception predicts what a cell shows.

    A reference that wandered off onto a text shows an error, and is predicted to.
    """
    if name == "dollar-missing" and all(isinstance(v, CellError) for v in (*predicted, *shown)):
        return True
    return same(predicted, shown)


def _vanishes(value: Value) -> bool:
    """Tell whether one value alone cannot be compared: near zero, the others say how near."""
    return isinstance(value, float) and abs(value) < 1e-6


def _read_by(expression: Expression) -> frozenset[str]:
    return frozenset(ref.block.name for ref in references(expression))


def _refused(found: CellVerdict, state: State, why: str) -> CellVerdict:
    words = CATALOGUE[why].words if why in CATALOGUE else WORDS[why]
    named = "" if why in _UNEXPLAINED else why
    if why == "error":
        words = f"{words}, {found.shows}"
    return replace(found, state=state, misconception=named, words=words)


def first_wrong(verdicts: Sequence[CellVerdict], blocks: Mapping[str, Block]) -> CellVerdict | None:
    """Return the first refused cell in the order of the calculation: step by step in time."""
    order = {name: place for place, name in enumerate(blocks)}

    def position(found: CellVerdict) -> tuple[int, int, int]:
        step = found.column if blocks[found.block].stepwise else -1
        return step, order[found.block], found.row

    return min((found for found in verdicts if not found.right), key=position, default=None)


def commonest(verdicts: Sequence[CellVerdict]) -> str:
    """Return what explains most of the refused cells, "" if nothing does."""
    counts = Counter(found.misconception for found in verdicts if found.misconception)
    return counts.most_common(1)[0][0] if counts else ""
