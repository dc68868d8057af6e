"""Compare what an engine shows with what NumPy calculates from the same inputs."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.engines.base import Sheets
from xlrnn.errors import InputError
from xlrnn.names import Role
from xlrnn.sheet.book import shown_by
from xlrnn.verify.distance import Tolerance
from xlrnn.verify.inputs import GIVEN, input_array, is_text, reference_array
from xlrnn.verify.judge import judge
from xlrnn.verify.left_out import refuse_unknown_inputs, without_blame
from xlrnn.verify.locate import Located
from xlrnn.verify.prepare import Prepared
from xlrnn.verify.result import BlockResult
from xlrnn.verify.verdict import Verdict
from xlrnn.xlsx.value import Value

Array = NDArray[Any]
Shown = dict[str, list[list[Value]]]


def compare(sheets: Sheets, prepared: Prepared, tolerance: Tolerance) -> list[BlockResult]:
    """Judge every block of a workbook that an engine has calculated.

    Inputs and weights are read from the engine too, so that NumPy starts from the very numbers
    that the formulas saw.

    Raises:
        InputError: if an input is nothing that NumPy can calculate with.
    """
    blocks = prepared.subject.blocks
    if prepared.left_out:
        refuse_unknown_inputs(blocks, prepared.undecided, prepared.left_out)
    shown = {b.block.name: _read(sheets, b) for b in blocks if b.place is not None}
    expected = _expected(prepared, shown)
    _refuse_overflow(blocks, expected)
    judged = [b for b in blocks if b.block.role not in GIVEN]
    return [
        _missing(b) if b.place is None else _compare_block(b, shown, expected, prepared, tolerance)
        for b in judged
    ]


def lost_inputs(prepared: Prepared) -> list[BlockResult]:
    """Return what can be said without calculating: all that is lost, if an input is among it.

    Raises:
        InputError: if inputs are there, but in a shape that does not fit.
    """
    lost = [b for b in prepared.subject.blocks if b.place is None]
    if not any(b.block.role in GIVEN for b in lost):
        return []
    if all(b.misshapen for b in lost):
        raise InputError("; ".join(f"{b.block.name}: {b.problem}" for b in lost))
    return [_missing(b) for b in lost]


def _expected(prepared: Prepared, shown: Shown) -> dict[str, Array]:
    """Calculate in NumPy what every block should show; stored references should be untouched."""
    subject = prepared.subject
    found = [b for b in subject.blocks if b.place is not None]
    inputs = {
        b.block.key: input_array(b, shown[b.block.name]) for b in found if b.block.role in GIVEN
    }
    stored = {
        b.block.key: reference_array(b, shown[b.block.name])
        for b in found
        if b.block.role is Role.REFERENCE
    }
    with np.errstate(over="ignore", invalid="ignore"):
        return subject.expected(inputs, {**subject.reference, **stored} or None)


def _refuse_overflow(blocks: Sequence[Located], expected: dict[str, Array]) -> None:
    """Give up where a calculation has no finite result: there is nothing to compare with."""
    for located in blocks:
        block = located.block
        if block.role in (*GIVEN, Role.CHECK, Role.REFERENCE) or is_text(block):
            continue
        beyond = np.argwhere(~np.isfinite(shown_by(block, expected)))
        if beyond.size:
            i, t = beyond[np.lexsort(beyond.T)[0]].tolist()
            raise InputError(
                f"{block.name} ({block.entry.label}) overflows at step {t + located.first_step}, "
                f"row {i + 1}: the inputs and weights are too large"
            )


def _compare_block(
    located: Located,
    shown: Shown,
    expected: dict[str, Array],
    prepared: Prepared,
    tolerance: Tolerance,
) -> BlockResult:
    block, place = located.block, located.place
    assert place is not None
    is_reference = block.role is Role.REFERENCE
    should = shown_by(block, prepared.subject.reference if is_reference else expected)
    actual = shown[block.name]
    codes = judge(should, actual, prepared.formulas[block.name], tolerance.of(block))
    if prepared.left_out:
        codes = without_blame(located, codes, prepared.undecided)
    formulas = prepared.file.sheets[place.sheet].formulas
    return BlockResult(located, should, actual, codes, formulas)


def _missing(located: Located) -> BlockResult:
    shape = located.block.shape
    text = is_text(located.block)
    expected = np.full(shape, "" if text else np.nan, dtype=object if text else float)
    return BlockResult(located, expected, [], np.full(shape, Verdict.MISSING, np.uint8), {})


def _read(sheets: Sheets, located: Located) -> list[list[Value]]:
    """Return what a block shows, oriented as the block is."""
    place = located.place
    assert place is not None
    area = place.area
    values = sheets.read(place.sheet, area.first.row, area.first.column, *area.shape)
    if not place.whole:
        rows = [row - area.first.row for row in place.rows]
        columns = [column - area.first.column for column in place.columns]
        values = [[values[row][column] for column in columns] for row in rows]
    return [list(line) for line in zip(*values, strict=True)] if located.transposed else values
