"""The section "What are Recurrent Neural Networks?", in the workbook mlp-to-rnn."""

from collections.abc import Mapping
from itertools import combinations
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.lessons.mlp_to_rnn.pages import SAME
from xlrnn.reproduce.evidence import Evidence, Setting
from xlrnn.reproduce.sheets.book import book_of
from xlrnn.reproduce.sheets.relation import OTHER, Relation, Values, apart, evidence

LAYERS: Final = (1, 2, 3, 4)


def layers(setting: Setting) -> Mapping[str, Evidence]:
    """Return what the cells say of layers with weights of their own, and with the same."""
    own = book_of(setting, "mlp-to-rnn")
    same = book_of(setting, "mlp-to-rnn", "mlp-same-weights", {"sharing": SAME})
    return {**evidence(_OWN, own), **evidence(_SAME, same, own)}


def _all(v: Values, block: str) -> list[NDArray[Any]]:
    return [v[f"{block}_{t}"] for t in LAYERS]


def _in_a_row(v: Values) -> float:
    handed = [apart(v[f"mlp_before_{t + 1}"], v[f"mlp_h_{t}"]) for t in LAYERS[:-1]]
    activated = [
        apart(v[f"mlp_h_{t}"], np.tanh(v[f"mlp_a_x_{t}"] + v[f"mlp_a_h_{t}"])) for t in LAYERS
    ]
    return max(*handed, *activated, apart(v["mlp_y"], v["mlp_W_hy"] @ v["mlp_h_4"]))


def _of_their_own(v: Values) -> bool:
    names = ("mlp_W_xh", "mlp_W_hh", "mlp_b_h")
    return all((a != b).any() for name in names for a, b in combinations(_all(v, name), 2))


def _inputs(v: Values) -> float:
    read = [apart(v[f"mlp_x_{t}"][:, 0], v["x"][:, t - 1]) for t in LAYERS]
    used = [apart(v[f"mlp_a_x_{t}"], v[f"mlp_W_xh_{t}"] @ v[f"mlp_x_{t}"]) for t in LAYERS]
    return max(*read, *used)


def _rolled_into_one(v: Values) -> float:
    """Return how far both networks are from each other, and from one layer used four times."""
    h, states = v["h_0"][:, 0], []
    for x in v["x"].T:
        h = np.tanh(v["W_xh"] @ x + v["W_hh"] @ h + v["b_h"][:, 0])
        states.append(h)
    once = np.array(states).T
    return max(apart(v["mlp_h"], once), apart(v["rnn_h"], once), apart(v["apart"], 0))


def _the_same_everywhere(v: Values) -> float:
    later = [apart(v[f"rnn_{name}_{t}"], v[name]) for name in ("W_xh", "W_hh", "b_h")
             for t in LAYERS[1:]]  # fmt: skip
    return max(*later, apart(v["rnn_weights"], v["rnn_weights"][0, 0]))


_OWN: Final = {
    "mlp-layers-in-a-row": Relation(
        _in_a_row, "Each layer reads what the one before made, and the last leads to the output.",
        ("mlp_before_2", 0, 0),
    ),
    "mlp-weights-of-their-own": Relation(
        _of_their_own, "No two of the four layers have the same weights or the same bias.",
        ("mlp_W_xh_2", 0, 0),
    ),
    "inputs-into-hidden-layers": Relation(
        _inputs, "Each of the four hidden layers reads a letter of its own.", ("mlp_x_2", 0, 0)
    ),
    "own-weights-cannot-combine": Relation(
        lambda v: bool(v["apart"].max() > 0.01),
        "With weights of their own the layers are up to {apart:.3f} away from one that is used "
        "again and again.",
        ("apart", 0, 3), lambda v: {"apart": float(v["apart"].max())},
    ),
}  # fmt: skip
_SAME: Final = {
    "same-weights-one-layer": Relation(
        _rolled_into_one, "With the same weights in all layers both networks are the same.",
        ("apart", 0, 3),
    ),
    "same-weights-at-all-steps": Relation(
        _the_same_everywhere,
        "The recurrent layer has {rnn:.0f} weights however long the word is; the MLP has {mlp:.0f} "
        "for four letters.",
        ("rnn_weights", 0, 0),
        lambda v: {
            "rnn": float(v["rnn_weights"][0, -1]),
            "mlp": float(v[f"{OTHER}mlp_weights"][0, -1]),
        },
    ),
}  # fmt: skip
