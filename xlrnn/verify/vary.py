"""Verify by behaviour: other inputs, the same formulas, and every cell has to follow.

A cell that agrees with NumPy for the given inputs may hold a formula that is right for them only.
So inputs and weights are changed in the copy that the engine holds; it calculates again, NumPy
does, too, and the two are compared once more.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from xlrnn.engines.base import Sheets
from xlrnn.errors import XlrnnError
from xlrnn.names import Role
from xlrnn.sheet.book import shown_by
from xlrnn.trials.draws import drawn
from xlrnn.verify.compare import Shown, calculate, compare_shown, read_blocks
from xlrnn.verify.distance import Tolerance
from xlrnn.verify.inputs import GIVEN, input_array, is_text
from xlrnn.verify.locate import Located
from xlrnn.verify.prepare import Prepared
from xlrnn.verify.result import BlockResult
from xlrnn.verify.verdict import WRONG, Verdict

Array: TypeAlias = NDArray[Any]
Inputs: TypeAlias = Mapping[str, Array]

USUAL: Final = 3
"""So many trials there are if nothing is said, and"""
CHANGED: Final = 8
"""so many where a formula was changed: then every case of it has to decide something."""
LARGE: Final = 20_000
"""A workbook of more cells has a third of them, since each costs another calculation."""
_POOL: Final = 6
"""Among so many sound draws the first trial is chosen; of more trials, among more draws."""
_MOST_DRAWN: Final = 128
"""So many draws are made at most, sound or not."""
_SEED: Final = 14
# What does not follow is far off; what follows may be rounded more with inputs that nobody chose.
_RELATIVE, _ABSOLUTE = 1e-7, 1e-10
# What inputs that make no sense together may raise.
_SENSELESS = (XlrnnError, ArithmeticError, ValueError, IndexError)
# Inputs are steady if changes of this size in them change no result beyond the tolerance.
_NUDGE: Final = 1e-12
# So near to 1, tanh and sigmoid have lost most digits of their slope; nearer is 1, rounded.
_SATURATED: Final = (1e-13, 1e-6)
# What the check page allows is no input of a calculation; less would show how numbers are rounded.
_TOLERANCE: Final = "tolerance"
_FAILS: Final = np.isin(np.arange(len(Verdict)), [*WRONG])
_HELD: Final = np.isin(
    np.arange(len(Verdict)), [Verdict.MATCHED, Verdict.NOTED, Verdict.UNVERIFIED]
)


def usual_trials(prepared: Prepared) -> int:
    """Return how many trials a workbook gets if nothing is said."""
    cells = sum(int(np.prod(located.block.shape)) for located in prepared.subject.blocks)
    usual = USUAL if prepared.as_written else CHANGED
    return usual if cells <= LARGE else round(usual / 3)


def follow(
    sheets: Sheets,
    prepared: Prepared,
    given: Sequence[BlockResult],
    most: int,
    tolerance: Tolerance,
) -> tuple[list[BlockResult], int]:
    """Try other inputs; a cell that does not follow gets the verdict of that trial.

    Args:
        sheets: the workbook, calculated with the inputs that it holds.
        prepared: what is known of it.
        given: what was said of every block with these inputs.
        most: so many trials are made, fewer where no other inputs can be found.
        tolerance: how far numbers may be apart.

    Returns:
        What is said of every block now, and how many trials were made.
    """
    varied = [located for located in prepared.subject.blocks if _can_vary(located, prepared)]
    if most < 1 or not varied:
        return [*given], 0
    stored = {b.name: b.actual for b in given if b.located.block.role is Role.REFERENCE}
    inputs = read_blocks(sheets, [b for b in prepared.subject.blocks if b.block.role in GIVEN])
    allowed = Tolerance(
        max(_RELATIVE, tolerance.relative), max(_ABSOLUTE, tolerance.absolute), tolerance.by_column
    )
    results, made = [*given], 0
    for trial in chosen(prepared, varied, {**inputs, **stored}, most, allowed):
        for located in varied:
            _set(sheets, located, trial[located.block.name])
        sheets.calculate()
        rest = [b for b in prepared.subject.blocks if b.block.name not in stored]
        shown = {**stored, **read_blocks(sheets, rest)}
        try:
            tried = compare_shown(shown, prepared, allowed, (*GIVEN, Role.REFERENCE))
        except XlrnnError:
            continue  # an input that follows from others by a formula has become unusable
        made += 1
        results = _merged(results, {block.name: block for block in tried}, made)
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
    for i, row in enumerate(place.rows):
        for t, column in enumerate(place.columns):
            value = array[i, t]
            sheets.set(place.sheet, row, column, value if isinstance(value, str) else float(value))


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


# Which inputs.


def chosen(
    prepared: Prepared, varied: Sequence[Located], shown: Shown, most: int, tolerance: Tolerance
) -> Iterator[Inputs]:
    """Yield inputs with which cells show what they have not shown yet.

    Each cell of a calculation should be positive, negative, zero, one, the largest of its column
    and not the largest some time, if it can be: then both cases of a condition, both sides of a
    bound and either sign of a term have decided something. Inputs with which rounding alone
    changes a result are left out.

    Args:
        prepared: the workbook.
        varied: the blocks that change.
        shown: what inputs, weights and stored references show.
        most: so many are yielded, or fewer.
        tolerance: how far numbers may be apart.
    """
    found = [b for b in prepared.subject.blocks if b.place is not None and b.block.role in GIVEN]
    given = {b.block.name: input_array(b, shown[b.block.name]) for b in found}
    seen = _classes(_numbers(prepared, calculate(prepared, shown, given)))
    draws = _sound_draws(prepared, varied, shown, given)
    pool = list(islice(draws, max(_POOL, most * (most - 1))))
    while pool and most:
        news = [np.count_nonzero(draw.classes & ~seen) for draw in pool]
        draw = pool.pop(news.index(max(news)))
        pool += islice(draws, 1)
        if _steady(prepared, shown, draw, tolerance):
            seen, most = seen | draw.classes, most - 1
            yield draw.inputs


class _Draw(NamedTuple):
    """Other inputs, what NumPy calculates from them, and of which kind these numbers are."""

    inputs: Inputs
    expected: Inputs
    classes: Array


def _sound_draws(
    prepared: Prepared, varied: Sequence[Located], shown: Shown, given: Inputs
) -> Iterator[_Draw]:
    """Yield other inputs from which NumPy calculates numbers that follow them."""
    names = {located.block.name for located in varied}
    blocks = [located.block for located in varied]
    for number in range(1, _MOST_DRAWN + 1):
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                other = drawn(blocks, given, _SEED, number)
            tamed = {name: _tamed(other[name], given[name], number) for name in names}
            inputs = {**given, **tamed}
            expected = calculate(prepared, shown, inputs)
        except _SENSELESS:
            continue
        numbers = _numbers(prepared, expected)
        if _are_sound(numbers):
            yield _Draw(inputs, expected, _classes(numbers))


def _tamed(array: Array, given: Array, number: int) -> Array:
    """Make weights smaller the longer nothing sound is drawn: large ones saturate tanh."""
    if array.dtype == object or array.size == 1 or (given == np.round(given)).all():
        return array
    return array * 0.8 ** (number // _POOL)


def _numbers(prepared: Prepared, expected: Inputs) -> Array:
    """Return all calculated numbers, and below each whether it is the largest of its column."""
    found = [
        shown_by(located.block, expected).astype(float)
        for located in prepared.subject.blocks
        if located.block.role not in (*GIVEN, Role.CHECK, Role.REFERENCE)
        and not is_text(located.block)
    ]
    if not found:
        return np.empty((2, 0))
    largest = [array == array.max(axis=0) for array in found]
    return np.stack([np.concatenate([a.ravel() for a in rows]) for rows in (found, largest)])


def _are_sound(numbers: Array) -> bool:
    """Tell whether all numbers are finite, and none is so near to 1 that nothing follows it."""
    gap = 1 - np.abs(numbers[0])
    low, high = _SATURATED
    return bool(np.isfinite(gap).all() and not ((gap > low) & (gap < high)).any())


def _classes(numbers: Array) -> Array:
    """Tell of each number of which kinds it is."""
    values, largest = numbers
    return np.stack([values == 0, values == 1, values < 0, values > 0, largest == 1, largest == 0])


def _steady(prepared: Prepared, shown: Shown, draw: _Draw, tolerance: Tolerance) -> bool:
    """Tell whether rounding does no harm with these inputs: a little noise changes no result."""
    noise = np.random.default_rng(_SEED)
    nudged = {
        name: array
        if array.dtype == object or (array == np.round(array)).all()
        else array * (1 + _NUDGE * noise.uniform(-1, 1, array.shape))
        for name, array in draw.inputs.items()
    }
    try:
        other = calculate(prepared, shown, nudged)
    except _SENSELESS:
        return False
    for located in prepared.subject.blocks:
        block = located.block
        if block.role in (*GIVEN, Role.CHECK, Role.REFERENCE):
            continue
        here, there = shown_by(block, draw.expected), shown_by(block, other)
        if is_text(block):
            if (here != there).any():
                return False
        elif not tolerance.of(block).holds(here, there).all():
            return False
    return True
