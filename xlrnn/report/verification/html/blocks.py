"""The blocks of a workbook as a table: how far they are off, and what that is made of."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from xlrnn.counted import counted
from xlrnn.report.page import text
from xlrnn.report.verification.html.distance import cause
from xlrnn.report.verification.html.tables import number, row, small, table
from xlrnn.report.verification.rows import rows_of
from xlrnn.verify.explained.origin import Numbers
from xlrnn.verify.results.block_result import BlockResult
from xlrnn.verify.results.distance import Tolerance, distances
from xlrnn.verify.results.result import EngineResult
from xlrnn.verify.results.verdict import WRONG, Verdict

_NUMBERS: Final = ("max_abs", "max_rel", "max_ulp")
_HEAD: Final = ("block", "cells", "what it is", "verdict", *_NUMBERS, "along the steps", "made of")
_MOST_BARS: Final = 60
_HIGH: Final = 16


def blocks_table(engine: EngineResult, usual: Tolerance) -> str:
    """Return the table of what an engine shows.

    Args:
        engine: the engine.
        usual: how far numbers may be apart.
    """
    shown, quiet = rows_of([engine])
    numbers = Numbers(engine)
    found = table(_HEAD, (_row(block, numbers, usual) for (block,) in shown), _NUMBERS)
    if not quiet:
        return found
    blocks = counted(quiet, "block")
    return f"{found}<p>and {blocks} of labels, references and checks, all right</p>"


def _row(block: BlockResult, numbers: Numbers, usual: Tolerance) -> str:
    far = [""] * 3
    if block.numbers is not None:
        ulp = f"{block.max_ulp(usual.absolute):.6g}"
        far = [small(block.max_abs), small(block.max_rel), ulp]
    return row(
        f"<b>{text(block.name)}</b>",
        text(block.range or "not found"),
        text(block.located.block.meaning.label),
        mark(block),
        *map(number, far),
        _bars(block),
        text(cause(block, numbers, usual)),
    )


def mark(block: BlockResult) -> str:
    """Return in a sign and a few words how a block fares, as HTML."""
    total = block.codes.size
    wrong = sum(block.count(verdict) for verdict in WRONG)
    if wrong:
        return f"<span class='whole wrong'>{wrong:,} of {total:,}</span>"
    if unverified := block.count(Verdict.UNVERIFIED):
        return f"<span class='whole open'>{unverified:,} of {total:,}</span>"
    return f"<span class='whole right'>{total:,}</span>"


def _bars(block: BlockResult) -> str:
    """Return how the largest distance grows along the steps, in ulp, as a drawing."""
    steps = [*_by_step(block)]
    most = max(steps, default=0.0)
    if len(steps) < 2 or not most:
        return ""
    bars = "".join(
        f"M{4 * n} {_HIGH}h3v-{_HIGH * step / most:.1f}h-3z" for n, step in enumerate(steps) if step
    )
    said = ", ".join(f"{step:.3g}" for step in steps)
    return (
        f"<svg role='img' aria-label='ulp by step: {said}' width='{4 * len(steps)}' "
        f"height='{_HIGH}' class='bars'><title>ulp by step: {said}</title><path d='{bars}'/></svg>"
    )


def _by_step(block: BlockResult) -> Iterator[float]:
    """Yield the largest distance of each step, or of some steps together."""
    if block.numbers is None or not block.located.block.stepwise:
        return
    with np.errstate(invalid="ignore"):
        ulp = np.nan_to_num(distances(*block.numbers).ulp, posinf=0.0).max(axis=0)
    for few in np.array_split(ulp, min(len(ulp), _MOST_BARS)):
        yield float(few.max())
