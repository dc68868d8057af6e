"""Cells as JSON: only errors need a form of their own, everything else is what JSON has."""

from typing import Any

from xlrnn.formula.value import CellError, Value


def encode(rows: list[list[Value]]) -> list[list[Any]]:
    """Return the rows in a form that survives JSON."""
    return [
        [{"error": str(value)} if isinstance(value, CellError) else value for value in row]
        for row in rows
    ]


def decode(rows: list[list[Any]]) -> list[list[Value]]:
    """Return the rows that `encode` was given.

    Example:
        >>> decode(encode([[1.5, True, None, CellError("#N/A"), "#N/A"]]))
        [[1.5, True, None, CellError('#N/A'), '#N/A']]
    """
    return [
        [CellError(value["error"]) if isinstance(value, dict) else value for value in row]
        for row in rows
    ]
