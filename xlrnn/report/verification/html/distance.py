"""What a distance is made of, in words for an engineer: rounding, or a mistake."""

import math
from collections.abc import Iterator
from typing import Final

import numpy as np

from xlrnn.names import Role
from xlrnn.verify.explained.origin import Cause, Numbers, Origin, origin
from xlrnn.verify.results.block_result import BlockResult
from xlrnn.verify.results.distance import Tolerance, distances
from xlrnn.verify.results.verdict import Verdict

_DIGITS: Final = 16
"""So many decimal digits a number in a cell has, about."""
LIKELY: Final = 1e4
"""Up to so many ulp a distance is rounding, where nothing but its size is known;"""
POSSIBLE: Final = 1e9
"""beyond so many it is none."""


def made_of(result: BlockResult, i: int, t: int, numbers: Numbers, usual: Tolerance) -> list[str]:
    """Return sentences on the distance of a cell, none if it has no number.

    Args:
        result: its block.
        i: its row in the block, from 0.
        t: its column.
        numbers: what stands in the workbook.
        usual: how far numbers may be apart.
    """
    if result.numbers is None:
        return []
    expected, actual = (float(array[i, t]) for array in result.numbers)
    if not np.isfinite([expected, actual]).all():
        return []
    lines = [_sizes(expected, actual), _allowed(result, i, t, usual)]
    if result.tried[i, t]:
        lines.append(
            "With its own inputs the cell shows the right number; with others it does not follow. "
            "That is no rounding: the formula is right for these inputs alone."
        )
        return lines
    found = origin(result, i, t, numbers, usual)
    lines += _parts(found) if found else _by_size(expected, actual)
    if result.codes[i, t] in (Verdict.BORROWED, Verdict.CONSTANT):
        lines.append("Whatever its distance, the number is not calculated here as it should be.")
    return lines


def cause(result: BlockResult, numbers: Numbers, usual: Tolerance) -> str:
    """Return in a few words what the largest distance in a block is made of.

    Args:
        result: the block; nothing is said of one of the check page, which holds distances.
        numbers: what stands in the workbook.
        usual: how far numbers may be apart.
    """
    where = _worst(result)
    if where is None or result.numbers is None or result.located.block.role is Role.CHECK:
        return ""
    found = origin(result, *where, numbers, usual)
    if found is not None:
        return found.cause.value
    expected, actual = (float(array[where]) for array in result.numbers)
    apart = distances(np.array(expected), np.array(actual))
    if not apart.absolute:
        return Cause.NONE.value
    ulp = float(apart.ulp) if abs(expected) > usual.absolute else 0.0
    if ulp > LIKELY:
        return "no rounding, by its size" if ulp > POSSIBLE else "not known"
    return "rounding, by its size"


def _worst(result: BlockResult) -> tuple[int, int] | None:
    """Return the cell with the largest distance, from 0; those of trials do not count."""
    if result.numbers is None:
        return None
    apart = np.where(result.tried, np.nan, distances(*result.numbers).absolute)
    if np.isnan(apart).all():
        return None
    i, t = np.unravel_index(int(np.nanargmax(apart)), apart.shape)
    return int(i), int(t)


def _sizes(expected: float, actual: float) -> str:
    apart = distances(np.array(expected), np.array(actual))
    relative = f"{float(apart.relative):.3g} times the expected number, "
    return (
        f"The distance is {float(apart.absolute):.3g} as such, "
        f"{relative if math.isfinite(apart.relative) else ''}{float(apart.ulp):,.6g} ulp."
    )


def _allowed(result: BlockResult, i: int, t: int, usual: Tolerance) -> str:
    own = usual.of(result.located.block)
    expected, actual = (float(array[i, t]) for array in result.numbers or ())
    reach = float(np.broadcast_to(own.reach(result.expected), result.expected.shape)[i, t])
    share = abs(actual - expected) / reach if reach else math.inf
    return f"Allowed here is {reach:.3g}: the distance is {share:,.3g} times as large."


def _parts(found: Origin) -> Iterator[str]:
    """Yield what the parts of a distance are, and what follows from them."""
    yield (
        f"With the numbers that the sheet shows in the cells it reads, the right formula would be "
        f"{found.read:.3g} from NumPy's result: so much is handed on. This cell adds "
        f"{found.own:.3g}, where rounding in this formula can add {found.bound:.3g} at most."
    )
    yield _CONCLUSIONS[found.cause]


_CONCLUSIONS: Final = {
    Cause.NONE: "There is no distance.",
    Cause.ROUNDING: "Rounding explains it.",
    Cause.READ: "This cell is right for what it reads: the mistake is further back.",
    Cause.MORE: "That is more than the rounding of the formula that belongs here, and still within "
    "what is allowed.",
    Cause.MISTAKE: "That is no rounding: another formula or value stands in this cell than the one "
    "that belongs there, or the engine calculates it otherwise.",
}


def _by_size(expected: float, actual: float) -> Iterator[str]:
    """Yield what the size of a distance alone tells."""
    apart = distances(np.array(expected), np.array(actual))
    ulp, relative = float(apart.ulp), float(apart.relative)
    same = _DIGITS if not relative else math.floor(-math.log10(min(relative, 1.0)))
    yield (
        f"The two numbers agree in {max(same, 0)} of about {_DIGITS} digits. No formula is known "
        "here that could be followed number by number; by rounding alone, about "
        f"{ulp:,.2g} results would have to be off in the same direction."
    )
    if ulp > POSSIBLE:
        yield "That is no rounding."
    elif ulp > LIKELY:
        yield (
            "Rounding can do that only where large numbers nearly cancel out, so that what is left "
            "has few digits of its own."
        )
    else:
        yield "Rounding explains it."
