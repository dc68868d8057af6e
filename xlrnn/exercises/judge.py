"""The judge: does each cell follow the right function of its own precedents?

A formula is right if in every trial it shows what the lesson's rule gives from the values of the
blocks that the formula itself reads; how it is written does not matter. What is refused is
compared with what known misconceptions predict.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from xlrnn.exercises.expect import NOTHING, Expectation, Rules, all_alike, same
from xlrnn.exercises.explain import Explainer, Seen
from xlrnn.exercises.filled import Submission
from xlrnn.exercises.misconceptions import CATALOGUE
from xlrnn.exercises.order import cells_of
from xlrnn.exercises.reading import Reading
from xlrnn.exercises.verdict import CIRCULAR, WORDS, CellVerdict, State
from xlrnn.exercises.walk import references
from xlrnn.sheet.block import Block
from xlrnn.sheet.cell import Cell
from xlrnn.xlsx.handout import Index
from xlrnn.xlsx.value import CellError, Value

# As large may be what a cell shows in another trial: beside it, what is very small vanishes.
_LARGE: Final = 1e6
_UNEXPLAINED: Final = {"wrong", "error"}
# What is said in several ways has one name.
_CALLED: Final = {"given-numbers-typed": "given-numbers-only"}


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
        self._of, self._rules = submission, rules
        self._asking: set[tuple[str, int, int]] = set()
        self._known: dict[tuple[str, Index], bool] = {}
        self._rights: dict[tuple[str, Index, frozenset[str] | None], list[Value]] = {}
        self._expected = [Expectation(rules, reading, submission.places) for reading in readings]
        self._explainer = Explainer(rules, self._expected, submission.places) if explains else None

    def verdicts(self, before: Sequence[CellVerdict] = ()) -> list[CellVerdict]:
        """Return the verdict of each cell that was to be filled, in the order of the blanks.

        Args:
            before: verdicts that were given before; those that are right stand.
        """
        settled = {(v.block, (v.row, v.column)): v for v in before if v.right}
        return [
            settled.get((name, index)) or self.verdict(name, index)
            for name, indices in self._of.blanks.items()
            for index in indices
        ]

    def follows(self, block: Block, index: Index) -> bool:
        """Tell whether a cell follows the right function of what it reads.

        Each is asked once: the cells of a long chain ask for all those before them.
        """
        key = block.name, index
        if key not in self._known:
            self._known[key] = self._follows(block, index)
        return self._known[key]

    def _follows(self, block: Block, index: Index) -> bool:
        if self.shows_errors(block, index):
            return False  # whatever is right: what that is need not be calculated
        shown = self._shown(block, index)
        for believed in self._beliefs(block, index):
            right = self._right(block, index, believed)
            if same(right, shown) and self._tells(block, index, right):
                return True
        return False

    def contradicts(self, block: Block, index: Index) -> bool:
        """Tell whether a cell is wrong, whatever it would show in more trials.

        Where it shows no value, or those before it do not say which one is right, it may be right
        behind others that are put right.
        """
        if self.shows_nothing_usable(block, index) or not self.can_tell(block, index):
            return False
        shown = self._shown(block, index)
        return not any(
            same(self._right(block, index, believed), shown, _LARGE)
            for believed in self._beliefs(block, index)
        )

    def _beliefs(self, block: Block, index: Index) -> Iterator[frozenset[str] | None]:
        """Yield what a cell may be judged on: all that the sheet shows, or what its formula reads.

        A formula may look through a step that it leaves out.
        """
        yield None
        read = self._of.reads(block.name, index)
        # Who reads all that the rule reads has left out no step that would be looked through.
        if not self._rules.read(block, *index) <= read:
            yield read
        yield NOTHING

    def is_open(self, block: Block, index: Index) -> bool:
        """Tell whether a cell may be right, but the cells before it never change.

        Behind an empty or a typed cell, a wrong formula may show the right number in every trial.
        """
        if self.shows_errors(block, index):
            return False
        shown, right = self._shown(block, index), self._right(block, index, None)
        return same(right, shown) and not self._tells(block, index, right)

    def never_changes(self, block: Block, index: Index) -> bool:
        """Tell whether a cell shows the same in every trial."""
        return all_alike(self._shown(block, index))

    def _tells(self, block: Block, index: Index, right: Sequence[Value]) -> bool:
        """Tell whether right formulas can be told from others by what they show.

        They cannot where the right result never changes because a cell before it is empty or
        typed. It may also never change by chance, as e^0 where one score is always the largest;
        then a formula counts that reads any block.
        """
        if not all_alike(right) or all_alike(self.truth(block, index)):
            return True
        return bool(self._of.reads(block.name, index)) and self._alive_before(block, index)

    def _alive_before(self, block: Block, index: Index) -> bool:
        """Tell whether each cell before one changes, or is right not to."""
        key = block.name, *index
        if key in self._asking:  # cells that go round in a circle
            return False
        self._asking.add(key)
        alive = all(
            not self.never_changes(before, cell)
            or (self._is_filled(before, cell) and self.follows(before, cell))
            for before, cell in cells_of(self._rules.right(block, *index))
            if before.name in self._of.places
        )
        self._asking.discard(key)
        return alive

    def _is_filled(self, block: Block, index: Index) -> bool:
        """Tell whether a formula stands in a cell, or it needs none."""
        return self._of.formula(block.name, index) is not None or self._is_constant(block, index)

    def shows_nothing_usable(self, block: Block, index: Index) -> bool:
        """Tell whether a cell shows an error, or nothing, in any trial."""
        return any(
            value is None or isinstance(value, CellError) for value in self._shown(block, index)
        )

    def shows_errors(self, block: Block, index: Index) -> bool:
        """Tell whether a cell shows an error in any trial."""
        return any(isinstance(value, CellError) for value in self._shown(block, index))

    def can_tell(self, block: Block, index: Index) -> bool:
        """Tell whether the cells before it show enough to say what a cell should show."""
        return not any(isinstance(v, CellError) for v in self._right(block, index, None))

    def truth(self, block: Block, index: Index) -> list[Value]:
        """Return what a cell should show in each trial if no cell before it were wrong."""
        return self._right(block, index, NOTHING)

    def _shown(self, block: Block, index: Index) -> list[Value]:
        i, t = index
        return [expected.reading.values[block.name][i][t] for expected in self._expected]

    def _right(self, block: Block, index: Index, believed: frozenset[str] | None) -> list[Value]:
        key = block.name, index, believed
        if key not in self._rights:
            self._rights[key] = [
                expected.of(block, *index, believed) for expected in self._expected
            ]
        return self._rights[key]

    def verdict(self, name: str, index: Index) -> CellVerdict:
        """Return the verdict of a cell."""
        block = self._rules.blocks[name]
        if name not in self._of.places:
            return CellVerdict(name, *index, "", State.MISSING, "missing", WORDS["missing"])
        cell, formula = self._of.address(name, index), self._of.formula(name, index)
        found = CellVerdict(name, *index, cell, State.RIGHT, formula=formula or "")
        if formula is None:
            return self._without_formula(found, block, index)
        if self.follows(block, index):
            return found
        if found.cell in self._of.left_out:
            return _refused(found, State.WRONG, self._of.left_out[found.cell])
        errors = [value for value in self._shown(block, index) if isinstance(value, CellError)]
        if errors:
            inherits = self._inherits(block, index)
            found = replace(found, shows=str(errors[0])[:60], inherits=inherits)
        state = State.ERROR if errors else State.WRONG
        if found.shows in CIRCULAR:
            return _refused(found, state, "circular")
        if errors and self._of.is_mute(name, index):
            return _refused(found, state, "entered-plainly")
        why = self._explain(block, index) if self._explainer else ""
        return _refused(found, state, why or str(state))

    def _explain(self, block: Block, index: Index) -> str:
        assert self._explainer is not None
        sheet, precedents = self._of.places[block.name].sheet, self._of.precedents
        text = self._of.read_text(block.name, index)
        seen = Seen(
            self._shown(block, index),
            self._of.reads(block.name, index),
            precedents.written(sheet, text),
            precedents.wanders(sheet, text),
        )
        return self._explainer.explain(block, index, seen)

    def _without_formula(self, found: CellVerdict, block: Block, index: Index) -> CellVerdict:
        shown = self._shown(block, index)[0]
        if self._is_constant(block, index) and same(self.truth(block, index)[:1], [shown]):
            return found
        if shown in (None, ""):
            elsewhere = self._elsewhere(block, index)
            refused = _refused(found, State.EMPTY, "wrong-place" if elsewhere else "empty")
            if elsewhere:
                return replace(refused, words=f"{refused.words}: {elsewhere}")
            return refused
        return replace(_refused(found, State.TYPED, "typed"), words=WORDS[_typed(shown)])

    def _inherits(self, block: Block, index: Index) -> bool:
        """Tell whether a formula reads a cell that shows a text or an error."""
        sheet, reading = self._of.places[block.name].sheet, self._expected[0].reading
        cells = self._of.precedents.read_cells(sheet, self._of.read_text(block.name, index))
        return any(isinstance(reading.cell(*cell), str) for cell in cells)

    def _is_constant(self, block: Block, index: Index) -> bool:
        """Tell whether the lesson's own formula reads nothing: then a typed number is right."""
        return not any(references(self._rules.right(block, *index)))

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


def _refused(found: CellVerdict, state: State, why: str) -> CellVerdict:
    words = CATALOGUE[why].words if why in CATALOGUE else WORDS[why]
    named = "" if why in _UNEXPLAINED else _CALLED.get(why, why)
    if why == "error":
        words = f"{words}, {found.shows}"
    return replace(found, state=state, misconception=named, words=words)


def _typed(value: Value) -> str:
    """Return what was typed: a number, a text, or a formula that the program took for a text."""
    if not isinstance(value, str):
        return "typed"
    return "formula-as-text" if value.lstrip("' ").startswith("=") else "typed-text"


def commonest(verdicts: Sequence[CellVerdict]) -> str:
    """Return what explains most of the refused cells, "" if nothing does."""
    counts = Counter(found.misconception for found in verdicts if found.misconception)
    return counts.most_common(1)[0][0] if counts else ""
