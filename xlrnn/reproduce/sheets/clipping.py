"""Clipping, on a page of the workbook vanishing-gradient."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from xlrnn.reproduce.evidence import Evidence, Setting
from xlrnn.reproduce.sheets.book import book_of
from xlrnn.reproduce.sheets.relation import Relation, Values, apart, evidence


def clipping(setting: Setting) -> Mapping[str, Evidence]:
    """Return what the cells say of gradients that are clipped, by value and by norm."""
    return evidence(_RELATIONS, book_of(setting, "vanishing-gradient"))


def _clipped(v: Values) -> float:
    """Return how far both ways of clipping are from what they should do."""
    most, arriving = v["threshold"][0, 0], v["arriving"]
    lengths = np.linalg.norm(arriving, axis=0)
    if lengths.max() <= most:
        return np.inf
    by_norm = arriving * np.minimum(1, most / lengths)
    turned = v["cosine_by_value"].min() < 0.999
    return max(
        apart(v["by_value"], np.clip(arriving, -most, most)),
        apart(v["by_norm"], by_norm),
        apart(v["cosine_by_norm"], 1) if turned else np.inf,
    )


_RELATIONS: Final = {
    "clipped-at-a-threshold": Relation(
        _clipped,
        "Gradients of length {longest:.3g} become no longer than {most:g}. By norm their direction "
        "stays, by value its cosine falls to {turned:.3f}.",
        ("by_norm", 0, 0),
        lambda v: {
            "longest": float(v["length"].max()),
            "most": float(v["threshold"][0, 0]),
            "turned": float(v["cosine_by_value"].min()),
        },
    ),
}
