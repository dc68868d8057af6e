"""Does each cell follow the right function of what it reads, whatever its formula looks like?

A formula is right if in every trial it shows what the lesson's rule gives from the values of the
cells that the formula itself reads; how it is written does not matter.
"""

import marshal
from collections.abc import Iterator, Sequence
from typing import Final

from xlrnn.exercises.judge.expect import NOTHING, Believed, Expectation
from xlrnn.exercises.judge.reading import Reading
from xlrnn.exercises.judge.rules import BlockCell, Rules
from xlrnn.exercises.judge.submission import Submission
from xlrnn.exercises.mistakes.same_value import all_alike, differ_plainly, same_value
from xlrnn.formula.block import Block
from xlrnn.formula.value import CellError, Value
from xlrnn.formula.walk import cells_of, references
from xlrnn.xlsx.handout import Index

# Equal values are written alike only by a version that does not note which are one object.
_WITHOUT_REFERENCES: Final = 2


class Follows:
    """Compares what the cells of one submission show with what is right, over all trials.

    Args:
        submission: the student's workbook.
        rules: the lesson's expressions.
        readings: what the sheet shows in each trial.
        last: who compared before some cells were put right.
    """

    def __init__(
        self,
        submission: Submission,
        rules: Rules,
        readings: Sequence[Reading],
        last: "Follows | None" = None,
    ) -> None:
        self._of, self._rules = submission, rules
        self._asking: set[tuple[str, int, int]] = set()
        self._known: dict[tuple[str, Index], bool] = {}
        self._rights: dict[tuple[str, Index, Believed | None], list[Value]] = {}
        self._expected = [Expectation(rules, reading, submission.places) for reading in readings]
        self._shown_before: dict[str, dict[Index, bool] | None] = {}
        self._changed = None if last is None else self._changed_since(last)

    def follows(self, block: Block, index: Index) -> bool:
        """Tell whether a cell follows the right function of what it reads.

        Each is asked once: the cells of a long chain ask for all those before them.
        """
        key = block.name, index
        if key not in self._known:
            self._known[key] = self._follows(block, index)
        return self._known[key]

    def is_open(self, block: Block, index: Index) -> bool:
        """Tell whether a cell may be right, but the cells before it never change.

        Behind an empty or a typed cell, a wrong formula may show the right number in every trial.
        """
        if self.shows_errors(block, index) or self._follows_plainly(block, index):
            return False
        if not self._shows_what_is_right(block, index, None):
            return False
        return not self._tells(block, index, self._right(block, index, None))

    def contradicts(self, block: Block, index: Index) -> bool:
        """Tell whether a cell is wrong in the first trial, whatever it shows in others.

        Where it shows no value, or those before it do not say which one is right, it may be right
        behind others that are put right.
        """
        if self.shows_nothing_usable(block, index) or not self.can_tell(block, index):
            return False
        return all(
            self._differs_at_once(block, index, believed)
            for believed in self._beliefs(block, index)
        )

    def never_changes(self, block: Block, index: Index) -> bool:
        """Tell whether a cell shows the same in every trial."""
        return all_alike(self._shown(block, index))

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

    def stays(self, place: BlockCell) -> bool:
        """Tell whether a cell, and all that it follows from, shows what the last judge saw."""
        if self._changed is None or place in self._changed:
            return False
        return self._changed.isdisjoint(self._rules.before(place))

    def _follows(self, block: Block, index: Index) -> bool:
        if self.shows_errors(block, index):
            return False  # whatever is right: what that is need not be calculated
        if self._follows_plainly(block, index):
            return True
        for believed in self._beliefs(block, index):
            if self._shows_what_is_right(block, index, believed):
                right = self._right(block, index, believed)
                if self._tells(block, index, right):
                    return True
        return False

    def _follows_plainly(self, block: Block, index: Index) -> bool:
        """Tell whether a cell shows what is right for all that the sheet shows, which changes.

        That follows from what is shown, and most students show the same: it is found out once.
        """
        seen = self._known_of(block)
        if seen is None:
            return False
        if index not in seen:
            seen[index] = self._shows_what_is_right(block, index, None) and not all_alike(
                self._right(block, index, None)
            )
        return seen[index]

    def _known_of(self, block: Block) -> dict[Index, bool] | None:
        """Return what is known of all workbooks whose block shows the same, read from the same.

        None if an error is shown, or a block is gone: then it depends on more than that.
        """
        if block.name not in self._shown_before:
            names = (block.name, *self._rules.read_by_block(block))
            try:
                shown = marshal.dumps(
                    [
                        [expected.reading.values[name] for name in names]
                        for expected in self._expected
                    ],
                    _WITHOUT_REFERENCES,
                )
                self._shown_before[block.name] = self._rules.seen(block.name, shown)
            except (KeyError, ValueError):
                self._shown_before[block.name] = None
        return self._shown_before[block.name]

    def _shows_what_is_right(self, block: Block, index: Index, believed: Believed | None) -> bool:
        """Tell whether a cell shows what is right; most wrong ones differ in the first trial."""
        if self._differs_at_once(block, index, believed):
            return False
        return same_value(self._right(block, index, believed), self._shown(block, index))

    def _differs_at_once(self, block: Block, index: Index, believed: Believed | None) -> bool:
        """Tell whether a cell shows something else than what is right in the first trial."""
        right = next(self._rights_of(block, index, believed))
        return differ_plainly(right, self._shown(block, index)[0])

    def _beliefs(self, block: Block, index: Index) -> Iterator[Believed | None]:
        """Yield what a cell may be judged on: all that the sheet shows, or what its formula reads.

        A formula may look through a step that it leaves out, for one cell or for all of a block.
        """
        yield None
        read = self._of.reads(block.name, index)
        # Who reads all that the rule reads has left out no step that would be looked through.
        if not self._rules.read(block, *index) <= read:
            yield read
        yield self._of.read_cells(block.name, index)
        yield NOTHING

    def _tells(self, block: Block, index: Index, right: Sequence[Value]) -> bool:
        """Tell whether right formulas can be told from others by what they show.

        They cannot where the right result never changes because a cell before it is empty, typed
        or wrong. It may also never change by chance, as e^0 where one score is always the largest;
        then a formula counts that reads any block.
        """
        if not all_alike(right):
            return True
        truth = self.truth(block, index)
        if all_alike(truth) and same_value(truth, right):
            return True
        return bool(self._of.reads(block.name, index)) and self._alive_before(block, index)

    def _alive_before(self, block: Block, index: Index) -> bool:
        """Tell whether each cell before one changes, or is right not to."""
        key = block.name, *index
        if key in self._asking:  # cells that go round in a circle
            return False
        self._asking.add(key)
        alive = all(
            not self.never_changes(other, cell)
            or (self._is_filled(other, cell) and self.follows(other, cell))
            for other, cell in cells_of(self._rules.right(block, *index))
            if other.name in self._of.places
        )
        self._asking.discard(key)
        return alive

    def _is_filled(self, block: Block, index: Index) -> bool:
        """Tell whether a formula stands in a cell, or it needs none."""
        return self._of.formula(block.name, index) is not None or self._is_constant(block, index)

    def _is_constant(self, block: Block, index: Index) -> bool:
        """Tell whether the lesson's own formula reads nothing: then a typed number is right."""
        return not any(references(self._rules.right(block, *index)))

    def _shown(self, block: Block, index: Index) -> list[Value]:
        i, t = index
        return [expected.reading.values[block.name][i][t] for expected in self._expected]

    def _right(self, block: Block, index: Index, believed: Believed | None) -> list[Value]:
        return list(self._rights_of(block, index, believed))

    def _rights_of(self, block: Block, index: Index, believed: Believed | None) -> Iterator[Value]:
        """Yield what is right in one trial after the other; each is worked out once."""
        known = self._rights.setdefault((block.name, index, believed), [])
        for number, expected in enumerate(self._expected):
            if number == len(known):
                known.append(expected.of(block, *index, believed))
            yield known[number]

    def _changed_since(self, last: "Follows") -> set[BlockCell]:
        """Return the cells that show something else than they did for another judge."""
        pairs = zip(self._expected, last._expected, strict=True)
        grids = [
            (name, grid, old.reading.values[name])
            for new, old in pairs
            for name, grid in new.reading.values.items()
        ]
        return {
            (name, (i, t))
            for name, grid, old in grids
            for i, row in enumerate(grid)
            if row != old[i]
            for t, value in enumerate(row)
            if value != old[i][t]
        }
