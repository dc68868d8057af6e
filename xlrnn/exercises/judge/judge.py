"""The judge: is each cell right, and if not, which known misconception predicts what it shows?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from xlrnn.exercises.judge.explain import Explainer, Seen
from xlrnn.exercises.judge.follows import Follows
from xlrnn.exercises.judge.order import cell_of
from xlrnn.exercises.judge.reading import Reading
from xlrnn.exercises.judge.rules import Rules
from xlrnn.exercises.judge.strays import strays
from xlrnn.exercises.judge.submission import Submission
from xlrnn.exercises.judge.verdict import CIRCULAR, WORDS, CellVerdict, State
from xlrnn.exercises.mistakes.misconceptions import CATALOGUE
from xlrnn.exercises.mistakes.same_value import same_value
from xlrnn.formula.block import Block
from xlrnn.formula.cell import Cell
from xlrnn.formula.value import CellError, Value
from xlrnn.xlsx.handout import Index

_UNEXPLAINED: Final = {"wrong", "error"}
# What is said in several ways has one name.
_CALLED: Final = {"given-numbers-typed": "given-numbers-only"}


class Judge(Follows):
    """Judges the cells of one submission over all trials.

    Args:
        submission: the student's workbook.
        rules: the lesson's expressions.
        readings: what the sheet shows in each trial.
        explains: whether it looks for misconceptions.
        last: who judged before some cells were put right.
    """

    def __init__(
        self,
        submission: Submission,
        rules: Rules,
        readings: Sequence[Reading],
        *,
        explains: bool = True,
        last: "Judge | None" = None,
    ) -> None:
        super().__init__(submission, rules, readings, last)
        self._explainer = Explainer(rules, self._expected, submission.places) if explains else None

    def verdicts(self, given: Sequence[CellVerdict] = ()) -> list[CellVerdict]:
        """Return the verdict of each cell that was to be filled, not yet explained, in their order.

        Args:
            given: verdicts that were given before; those that are right stand, and those of cells
                for which nothing has changed.
        """
        settled = {cell_of(v): v for v in given if v.right or self.stays(cell_of(v))}
        return [
            settled.get((name, index)) or self.verdict(name, index)
            for name, indices in self._of.blanks.items()
            for index in indices
        ]

    def verdict(self, name: str, index: Index) -> CellVerdict:
        """Return the verdict of a cell, not yet explained."""
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
            inherits = self.reads(block, index, str)  # an error is a text, too
            found = replace(found, shows=str(errors[0])[:60], inherits=inherits)
        state = State.ERROR if errors else State.WRONG
        if found.shows in CIRCULAR:
            return _refused(found, state, "circular")
        if errors and self._of.is_mute(name, index):
            return _refused(found, state, "entered-plainly")
        return _refused(found, state, str(state))

    def explained(self, found: CellVerdict) -> CellVerdict:
        """Return the verdict of a cell with the misconception that explains it, if one does.

        It takes long, and a cell may be judged many times: this is asked of the last verdict.
        """
        open_ones = found.state in (State.WRONG, State.ERROR) and not found.misconception
        if self._explainer is None or not open_ones or not found.words:
            return found
        block, index = self._rules.blocks[found.block], (found.row, found.column)
        why = self._explainer.explain(block, index, self._seen(block, index))
        return _refused(found, found.state, why) if why else found

    def _seen(self, block: Block, index: Index) -> Seen:
        """Return what is seen of a cell."""
        sheet, precedents = self._of.places[block.name].sheet, self._of.precedents
        text = self._of.read_text(block.name, index)
        return Seen(
            self._shown(block, index),
            self._of.reads(block.name, index),
            precedents.written(sheet, text),
            precedents.wanders(sheet, text),
        )

    def _without_formula(self, found: CellVerdict, block: Block, index: Index) -> CellVerdict:
        shown = self._shown(block, index)[0]
        if self._is_constant(block, index) and same_value(self.truth(block, index)[:1], [shown]):
            return found
        if shown in (None, ""):
            elsewhere = self._elsewhere(block, index)
            refused = _refused(found, State.EMPTY, "wrong-place" if elsewhere else "empty")
            if elsewhere:
                return replace(refused, words=f"{refused.words}: {elsewhere}")
            return refused
        return replace(_refused(found, State.TYPED, "typed"), words=WORDS[_typed(shown)])

    def reads(self, block: Block, index: Index, kind: type) -> bool:
        """Tell whether a formula reads a cell that shows a value of a kind."""
        sheet, reading = self._of.places[block.name].sheet, self._expected[0].reading
        cells = self._of.precedents.read_cells(sheet, self._of.read_text(block.name, index))
        return any(isinstance(reading.cell(*cell), kind) for cell in cells)

    def _elsewhere(self, block: Block, index: Index) -> str:
        """Return the cell outside all blocks that holds what belongs into an empty one."""
        right = self._right(block, index, None)
        if any(isinstance(value, CellError) for value in right):
            return ""
        sheet = self._of.places[block.name].sheet
        for row, column in strays(self._of.file, self._of.places, sheet):
            shown = [expected.reading.cell(sheet, row, column) for expected in self._expected]
            if same_value(right, shown):
                return f"{sheet}!{Cell(row, column)}"
        return ""


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
