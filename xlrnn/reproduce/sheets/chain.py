"""The chain of derivatives that the article prints, on a page of vanishing-gradient."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.reproduce.evidence import Evidence, Setting
from xlrnn.reproduce.sheets.book import book_of
from xlrnn.reproduce.sheets.relation import Relation, Values, apart, evidence


def chain(setting: Setting) -> Mapping[str, Evidence]:
    """Return what the cells say of the printed chain, and of the one that holds."""
    return evidence(_RELATIONS, book_of(setting, "vanishing-gradient"))


def _through_outputs(v: Values) -> float:
    """Return how far the printed chain is from 0, where the gradient is not 0."""
    if abs(v["short_nudged_slope"][0, 0]) < 0.01:
        return np.inf
    return max(apart(v["short_article_gradient"], 0), apart(v["short_dh_dy"], 0))


def _through_states(v: Values) -> float:
    """Return how far the products of the factors are from what the gradient is made of."""
    factors: NDArray[Any] = v["short_jacobian"][0]
    reach = np.append(np.cumprod(factors[:0:-1])[::-1], 1.0)
    back = v["short_dE_dy"][0, 0] * v["short_dy_dh"][0, 0]
    summed = (back * v["short_reach"] * v["short_direct"]).sum()
    return max(
        apart(v["short_reach"][0], reach),
        apart(v["short_right_gradient"][0, 0], summed),
        apart(v["short_right_gradient"], v["short_nudged_slope"]) / 1e4,
    )


_RELATIONS: Final = {
    "chain-as-printed": Relation(
        _through_outputs,
        "The printed chain gives 0, since nudging an output moves no later state; by nudging the "
        "weight the gradient is {slope:.6f}.",
        ("short_article_gradient", 0, 0),
        lambda v: {"slope": float(v["short_nudged_slope"][0, 0])},
    ),
    "chain-rule-multiplies": Relation(
        _through_states,
        "A factor for each step back, {two:.4f} and {three:.4f} here, makes the gradient "
        "{gradient:.6f}, as nudging does.",
        ("short_reach", 0, 0),
        lambda v: {
            "two": float(v["short_jacobian"][0, 1]),
            "three": float(v["short_jacobian"][0, 2]),
            "gradient": float(v["short_right_gradient"][0, 0]),
        },
    ),
}
