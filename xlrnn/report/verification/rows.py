"""The blocks of a workbook as rows of a table: each as every engine shows it."""

from typing import TypeAlias

from xlrnn.names import Role
from xlrnn.verify.results.block_result import BlockResult
from xlrnn.verify.results.result import EngineResult
from xlrnn.verify.results.verdict import Verdict

BlockRow: TypeAlias = tuple[BlockResult, ...]
"""A block, as each engine shows it."""

_QUIET = (Role.LABEL, Role.CHECK, Role.REFERENCE)


def rows_of(engines: list[EngineResult]) -> tuple[list[BlockRow], int]:
    """Return the rows that are worth it, and how many are not.

    Args:
        engines: those that showed any blocks.
    """
    rows = list(zip(*(engine.blocks for engine in engines), strict=True))
    shown = [row for row in rows if _is_worth_a_row(row)]
    return shown, len(rows) - len(shown)


def _is_worth_a_row(row: BlockRow) -> bool:
    """Tell whether a block is what a reader looks for: a step of the calculation, or a problem."""
    wrong = any(block.wrong or block.count(Verdict.UNVERIFIED) for block in row)
    return wrong or row[0].located.block.role not in _QUIET
