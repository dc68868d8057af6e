"""Try a workbook again with wrong cells put right, so that the cells after them can be judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from xlrnn.errors import EngineError
from xlrnn.exercises.expect import NOTHING, Expectation
from xlrnn.exercises.judge import Judge
from xlrnn.exercises.order import Place
from xlrnn.exercises.reading import Bench, Reading, Repair
from xlrnn.exercises.submission import Opened
from xlrnn.exercises.trials import Array
from xlrnn.xlsx.value import CellError, Value


@dataclass(frozen=True)
class Retrial:
    """Tries one workbook with one engine.

    Args:
        bench: the workbook, loaded.
        opened: what it is.
        trials: the inputs of each trial.
        explains: whether misconceptions are looked for.
    """

    bench: Bench
    opened: Opened
    trials: Sequence[Mapping[str, Array]]
    explains: bool

    def judge(self, targets: Sequence[Place] = ()) -> Judge:
        """Return who judges the workbook with these cells put right.

        Raises:
            EngineError: if the engine refuses to change a cell.
        """
        readings = [self._settle(inputs, targets) for inputs in self.trials]
        opened = self.opened
        return Judge(opened.submission, opened.rules, readings, explains=self.explains)

    def judge_behind(self, targets: Sequence[Place]) -> Judge | None:
        """Return who judges with these cells put right; None if the engine cannot change them.

        A part of an array formula cannot be changed, for one.
        """
        try:
            return self.judge(targets)
        except EngineError:
            return None

    def _settle(self, inputs: Mapping[str, Array], targets: Sequence[Place]) -> Reading:
        """Put cells right one after the other, as each follows from those before it."""
        repairs: list[Repair] = [(*self._where(cell), 0.0) for cell in targets]
        reading = self.bench.read(inputs, repairs)
        for _ in range(len(targets) + 1):
            wanted = [(*self._where(cell), self._right(reading, cell)) for cell in targets]
            if wanted == repairs:
                break
            repairs = wanted
            reading = self.bench.read(inputs, repairs)
        return reading

    def _right(self, reading: Reading, cell: Place) -> float | str:
        """Return what a cell should show: by the cells before it, by the inputs if they fail."""
        name, index = cell
        block = self.opened.rules.blocks[name]
        expected = Expectation(self.opened.rules, reading, self.opened.submission.places)
        values = (expected.of(block, *index, believed) for believed in (None, NOTHING))
        return next((value for value in values if _usable(value)), 0.0)

    def _where(self, cell: Place) -> tuple[str, int, int]:
        name, index = cell
        place = self.opened.submission.places[name]
        at = place.cell(*index)
        return place.sheet, at.row, at.column


def _usable(value: Value) -> TypeGuard[float | str]:
    return isinstance(value, float | str) and not isinstance(value, CellError)
