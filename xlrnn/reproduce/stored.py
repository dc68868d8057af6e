"""Evidence as JSON, and back."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from xlrnn.reproduce.evidence import Evidence, Line, Link, Plot, Table


def as_json(evidence: Evidence) -> dict[str, Any]:
    """Return evidence as JSON has it; NumPy's numbers become Python's.

    Raises:
        TypeError: if something in it is neither number nor text.
    """
    plain: dict[str, Any] = json.loads(json.dumps(asdict(evidence), default=_plain))
    return plain


def _plain(number: Any) -> Any:
    if isinstance(number, np.generic):
        return number.item()
    raise TypeError(f"evidence holds {number!r}: expected numbers and texts")


def from_json(kept: Mapping[str, Any]) -> Evidence:
    """Return the evidence, the inverse of `as_json`."""
    return Evidence(
        kept["confirmed"],
        kept["says"],
        kept["numbers"],
        tuple(_table(one) for one in kept["tables"]),
        tuple(_plot(one) for one in kept["plots"]),
        tuple(Link(**one) for one in kept["links"]),
    )


def _table(kept: Mapping[str, Any]) -> Table:
    return Table(kept["title"], tuple(kept["columns"]), tuple(map(tuple, kept["rows"])))


def _plot(kept: Mapping[str, Any]) -> Plot:
    lines = tuple(
        Line(one["name"], tuple(one["y"]), tuple(one["low"]), tuple(one["high"]))
        for one in kept["lines"]
    )
    return Plot(**{**kept, "x": tuple(kept["x"]), "lines": lines})
