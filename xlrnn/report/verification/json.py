"""The report for programs: JSON with the schema `xlrnn/verify/1`."""

import json
import math
from typing import Any

from xlrnn import provenance
from xlrnn.verify.results.block_result import BlockResult, CellResult
from xlrnn.verify.results.distance import Tolerance
from xlrnn.verify.results.result import BookResult, EngineResult, Verification
from xlrnn.verify.results.verdict import Verdict

SCHEMA = "xlrnn/verify/1"
# Of a sheet full of formulas that no map speaks of; `cells_total` counts them all.
MOST_LISTED = 1_000
BEGINNINGS = ('{\n  "schema": "xlrnn/verify/',)


def render(result: Verification) -> str:
    """Return the report as a JSON document."""
    books = [_book(book) for book in result.books]
    document = {"schema": SCHEMA, **provenance.as_json(), "books": books}
    return json.dumps(document, indent=2, allow_nan=False)


def _book(book: BookResult) -> dict[str, Any]:
    return {
        "book": book.book,
        "verdict": book.outcome.value,
        "reason": book.reason,
        "tolerance": _tolerance(book.tolerance),
        "doubts": book.doubts,
        "notes": book.notes,
        "engines": [_engine(engine, book.tolerance) for engine in book.engines],
        "engine_pairs": [
            {"a": p.a, "b": p.b, "max_abs": _finite(p.max_abs), "max_ulp": _finite(p.max_ulp)}
            for p in book.pairs
        ],
    }


def _engine(engine: EngineResult, tolerance: Tolerance) -> dict[str, Any]:
    first = engine.first_difference
    return {
        "name": engine.name,
        "version": engine.version,
        "recalculated": engine.recalculated,
        "verdict": engine.outcome.value,
        "reason": engine.reason,
        "cells_total": engine.cells_total,
        "cells_verified": engine.cells_verified,
        "trials": engine.trials,
        "blocks": [_block(block, tolerance) for block in engine.blocks],
        "not_followed": [{"place": one.place, "why": one.why} for one in engine.left_out],
        "not_verified": {
            "given": [*engine.given_formulas[:MOST_LISTED]],
            "outside": [*engine.strays[:MOST_LISTED]],
        },
        "first_difference": _cell(first) if first is not None else None,
    }


def _block(block: BlockResult, tolerance: Tolerance) -> dict[str, Any]:
    own = tolerance.of(block.located.block)
    counted = [verdict for verdict in Verdict if verdict is not Verdict.UNVERIFIED]
    return {
        "name": block.name,
        "range": block.range,
        "cells": int(block.codes.size),
        **{verdict.label: block.count(verdict) for verdict in counted},
        "max_abs": _finite(block.max_abs),
        "max_rel": _finite(block.max_rel),
        "max_ulp": _finite(block.max_ulp(tolerance.absolute)),
        "tolerance": _tolerance(own) if own != tolerance else None,
    }


def _tolerance(tolerance: Tolerance) -> dict[str, Any]:
    """Return how far numbers may be apart, and whether that is relative to their column."""
    return {
        "relative": tolerance.relative,
        "absolute": tolerance.absolute,
        "by_column": tolerance.by_column,
    }


def _cell(cell: CellResult) -> dict[str, Any]:
    return {
        "cell": cell.cell,
        "block": cell.block,
        "step": cell.step,
        "unit": cell.unit,
        "verdict": cell.verdict.label,
        "expected": _finite(cell.expected),
        "actual": _finite(cell.actual),
        "formula": cell.formula,
        "trial": cell.trial,
    }


def _finite(value: Any) -> Any:
    """Return None for what JSON has no number for."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
