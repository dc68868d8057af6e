"""Verify by behaviour: other inputs, the same formulas, and every cell has to follow.

A cell that agrees with NumPy for the given inputs may hold a formula that is right for them only.
So inputs and weights are changed in the copy that the engine holds; it calculates again, NumPy
does, too, and the two are compared once more.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from xlrnn.engines.base import Sheets
from xlrnn.errors import EngineError, XlrnnError
from xlrnn.names import Role
from xlrnn.verify.chosen_inputs import HowMany, Trial, chosen
from xlrnn.verify.compare import (
    Shown,
    calculate,
    compare_shown,
    given_inputs,
    read_blocks,
    stored_references,
)
from xlrnn.verify.prepare import Prepared
from xlrnn.verify.results.block_result import BlockResult
from xlrnn.verify.results.distance import Tolerance
from xlrnn.verify.results.verdict import WRONG, Verdict
from xlrnn.verify.subject.inputs import GIVEN
from xlrnn.verify.subject.locate import Located
from xlrnn.verify.together import Together

Array: TypeAlias = NDArray[Any]
Inputs: TypeAlias = Mapping[str, Array]

USUAL: Final = HowMany(3, 3)
"""So many trials there are if nothing is said, and"""
CHANGED: Final = HowMany(8, 24)
"""so many where a formula was changed: then every case of it has to decide something."""
LARGE: Final = 20_000
"""A workbook of more cells has a third of them, since each costs another calculation."""
# What the check page allows is no input of a calculation; less would show how numbers are rounded.
_TOLERANCE: Final = "tolerance"
_FAILS: Final = np.isin(np.arange(len(Verdict)), [*WRONG])
_HELD: Final = np.isin(
    np.arange(len(Verdict)), [Verdict.MATCHED, Verdict.NOTED, Verdict.UNVERIFIED]
)


def usual_trials(prepared: Prepared) -> HowMany:
    """Return how many trials a workbook gets if nothing is said."""
    cells = sum(math.prod(located.block.shape) for located in prepared.subject.blocks)
    usual = USUAL if prepared.as_written else CHANGED
    return usual if cells <= LARGE else HowMany(*(round(number / 3) for number in usual))


def follow(
    sheets: Sheets,
    prepared: Prepared,
    given: Sequence[BlockResult],
    many: HowMany,
    tolerance: Tolerance,
) -> tuple[list[BlockResult], int]:
    """Try other inputs; a cell that does not follow gets the verdict of that trial.

    Args:
        sheets: the workbook, calculated with the inputs that it holds.
        prepared: what is known of it.
        given: what was said of every block with these inputs.
        many: so many trials are made, fewer where no other inputs can be found.
        tolerance: how far numbers may be apart.

    Returns:
        What is said of every block now, and how many trials were made.
    """
    varied = [located for located in prepared.subject.blocks if _can_vary(located, prepared)]
    if many.most < 1 or not varied:
        return [*given], 0
    stored = {b.name: b.actual for b in given if b.located.block.role is Role.REFERENCE}
    inputs = read_blocks(sheets, [b for b in prepared.subject.blocks if b.block.role in GIVEN])
    rest = [b for b in prepared.subject.blocks if b.block.name not in stored]
    judged = [b for b in rest if b.block.role not in GIVEN and b.place is not None]
    cells = Together(judged, tolerance)
    results, made = [*given], 0
    for trial in chosen(prepared, varied, {**inputs, **stored}, many, tolerance):
        try:
            for located in varied:
                _set(sheets, located, trial.inputs[located.block.name])
            sheets.calculate()
            shown = {**stored, **read_blocks(sheets, rest)}
        except EngineError:
            if any(block.wrong for block in results):
                break  # that is known, whatever the engine died of
            raise
        try:
            expected = _expected(prepared, shown, trial)
            if not cells.agree(expected, shown):
                tried = compare_shown(
                    shown, expected, prepared, tolerance, (*GIVEN, Role.REFERENCE)
                )
                results = _merged(results, {block.name: block for block in tried}, made + 1)
        except XlrnnError:
            continue  # an input that follows from others by a formula has become unusable
        made += 1
    return results, made


def _can_vary(located: Located, prepared: Prepared) -> bool:
    """Tell whether a block offers numbers or letters to change: constants, and no formulas."""
    place = located.place
    if place is None or located.block.role not in GIVEN or located.block.key == _TOLERANCE:
        return False
    formulas = prepared.file.sheets[place.sheet].formulas
    return not any((row, column) in formulas for row in place.rows for column in place.columns)


def _set(sheets: Sheets, located: Located, array: Array) -> None:
    place = located.place
    assert place is not None
    array = array.T if located.transposed else array
    rows = [[v if isinstance(v, str) else float(v) for v in row] for row in array.tolist()]
    if place.whole:
        sheets.fill(place.sheet, place.rows[0], place.columns[0], rows)
        return
    for row, values in zip(place.rows, rows, strict=True):
        for column, value in zip(place.columns, values, strict=True):
            sheets.set(place.sheet, row, column, value)


def _expected(prepared: Prepared, shown: Shown, trial: Trial) -> Inputs:
    """Return what NumPy calculates; anew where some inputs follow from others by formulas."""
    inputs = given_inputs(prepared, shown)
    if all(np.array_equal(array, trial.inputs[name]) for name, array in inputs.items()):
        return trial.expected
    return calculate(prepared.subject, stored_references(prepared.subject, shown), inputs)


def _merged(
    before: Sequence[BlockResult], tried: Mapping[str, BlockResult], number: int
) -> list[BlockResult]:
    """Let cells that were right until now and are wrong in a trial have its verdict."""
    merged = []
    for block in before:
        now = tried.get(block.name)
        if now is not None and block.actual:
            bad = _FAILS[now.codes] & _HELD[block.codes]
            block = block.failing(bad, now, number) if bad.any() else block
        merged.append(block)
    return merged
