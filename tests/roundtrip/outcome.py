"""What verification says of a workbook, in the words that the tests use."""

from collections import Counter
from pathlib import Path

from xlrnn import api
from xlrnn.verify.results.result import BookResult
from xlrnn.verify.results.verdict import Outcome, Verdict


def verified(path: Path, engine: str = "ironcalc") -> BookResult:
    """Return what verification says."""
    return api.verify([path], engine).books[0]


def agrees(path: Path, engine: str = "ironcalc") -> Counter[str]:
    """Demand agreement, and return how many cells have which verdict."""
    result = verified(path, engine).engines[0]
    assert result.outcome is Outcome.AGREE, (result.reason, result.first_difference)
    assert result.cells_verified == sum(block.codes.size for block in result.blocks)
    counts = Counter({v.label: result.count(v) for v in Verdict})
    return Counter({label: count for label, count in counts.items() if count})


def agrees_unnoted(path: Path, engine: str = "ironcalc") -> None:
    """Demand that every cell matches, formula included, and that none is left over."""
    assert set(agrees(path, engine)) == {"matched"}
    assert verified(path, engine).engines[0].strays == []
