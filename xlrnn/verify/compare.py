"""Compare what an engine shows with what NumPy calculates from the same inputs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from xlrnn.engines.base import Sheets
from xlrnn.errors import InputError
from xlrnn.formula.value import Value
from xlrnn.names import Role
from xlrnn.sheet.book import shown_by
from xlrnn.verify.doubts.withheld import refuse_unknown_inputs, without_blame
from xlrnn.verify.prepare import Prepared
from xlrnn.verify.results.block_result import BlockResult
from xlrnn.verify.results.cell_verdicts import judge
from xlrnn.verify.results.distance import Tolerance
from xlrnn.verify.results.verdict import Verdict
from xlrnn.verify.subject.inputs import GIVEN, input_array, is_text, reference_array
from xlrnn.verify.subject.locate import Located
from xlrnn.verify.subject.subject import Subject

Array = NDArray[Any]
Shown: TypeAlias = Mapping[str, Sequence[Sequence[Value]]]


class Compared(NamedTuple):
    """What is said of every block, and what all of them show, inputs and weights included."""

    results: list[BlockResult]
    shown: Shown


def compare(sheets: Sheets, prepared: Prepared, tolerance: Tolerance) -> Compared:
    """Judge every block of a workbook that an engine has calculated.

    Inputs and weights are read from the engine too, so that NumPy starts from the very numbers
    that the formulas saw.

    Raises:
        InputError: if an input is nothing that NumPy can calculate with.
    """
    shown = read_blocks(sheets, prepared.subject.blocks)
    stored = stored_references(prepared.subject, shown)
    expected = calculate(prepared.subject, stored, given_inputs(prepared, shown))
    return Compared(compare_shown(shown, expected, prepared, tolerance), shown)


def read_blocks(sheets: Sheets, blocks: Iterable[Located]) -> Shown:
    """Return what blocks show, as far as they are there."""
    return {b.block.name: _read(sheets, b) for b in blocks if b.place is not None}


def given_inputs(prepared: Prepared, shown: Shown) -> dict[str, Array]:
    """Return the inputs and weights from which NumPy starts, by the names of their blocks.

    Args:
        prepared: the workbook.
        shown: what its inputs and weights show.

    Raises:
        InputError: if one is nothing that NumPy can calculate with.
    """
    blocks = prepared.subject.blocks
    if prepared.left_out:
        refuse_unknown_inputs(blocks, prepared.undecided, prepared.left_out)
    found = [b for b in blocks if b.place is not None and b.block.role in GIVEN]
    return {b.block.name: input_array(b, shown[b.block.name]) for b in found}


def compare_shown(
    shown: Shown,
    expected: Mapping[str, Array],
    prepared: Prepared,
    tolerance: Tolerance,
    left_out: Collection[Role] = GIVEN,
) -> list[BlockResult]:
    """Judge what the blocks of a workbook show.

    Args:
        shown: what every block that is there shows.
        expected: what NumPy calculates.
        prepared: the workbook.
        tolerance: how far numbers may be apart.
        left_out: the roles of blocks that are not judged.

    Raises:
        InputError: if NumPy has no finite numbers to compare with.
    """
    blocks = prepared.subject.blocks
    _refuse_overflow(blocks, expected)
    judged = [b for b in blocks if b.block.role not in left_out]
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


def stored_references(subject: Subject, shown: Shown) -> dict[str, Array]:
    """Return the stored references, by key, as they are shown; they should be untouched."""
    return {
        b.block.key: reference_array(b, shown[b.block.name])
        for b in subject.blocks
        if b.place is not None and b.block.role is Role.REFERENCE
    }


def calculate(
    subject: Subject, stored: Mapping[str, Array], inputs: Mapping[str, Array]
) -> dict[str, Array]:
    """Calculate in NumPy what every block should show.

    Args:
        subject: the workbook's blocks, and how they are calculated.
        stored: the stored references, by key.
        inputs: the inputs and weights, by the names of their blocks.
    """
    found = [b for b in subject.blocks if b.place is not None]
    given = {b.block.key: inputs[b.block.name] for b in found if b.block.role in GIVEN}
    with np.errstate(over="ignore", invalid="ignore"):
        return subject.expected(given, {**subject.reference, **stored} or None)


def _refuse_overflow(blocks: Sequence[Located], expected: Mapping[str, Array]) -> None:
    """Give up where a calculation has no finite result: there is nothing to compare with."""
    for located in blocks:
        block = located.block
        if block.role in (*GIVEN, Role.CHECK, Role.REFERENCE) or is_text(block):
            continue
        beyond = np.argwhere(~np.isfinite(shown_by(block, expected)))
        if beyond.size:
            i, t = beyond[np.lexsort(beyond.T)[0]].tolist()
            where = f"step {t + located.first_step}, row {i + 1}"
            if located.counts is not None:
                where = ", ".join(f"{axis} {n}" for axis, n in located.counts(i, t).items())
            raise InputError(
                f"{block.name} ({block.entry.label}) overflows at {where}: the inputs and weights "
                "are too large"
            )


def _compare_block(
    located: Located,
    shown: Shown,
    expected: Mapping[str, Array],
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
