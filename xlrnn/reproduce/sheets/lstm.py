"""The gates of an LSTM, in the workbook lstm-cell."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.reproduce.evidence import Evidence, Setting
from xlrnn.reproduce.sheets.book import book_of
from xlrnn.reproduce.sheets.relation import Relation, Values, apart, evidence

Array = NDArray[Any]

PARTS: Final = {"input": "i", "forget": "f", "candidate": "g", "output": "o"}
GATES: Final = ("input", "forget", "output")


def lstm(setting: Setting) -> Mapping[str, Evidence]:
    """Return what the cells say of the LSTM's chain, its layers and its gates."""
    return evidence(_RELATIONS, book_of(setting, "lstm-cell"))


def sigmoid(a: Array) -> Array:
    """Return 1 / (1 + e^−a)."""
    result: Array = 1 / (1 + np.exp(-a))
    return result


def handed_on(v: Values, before: str, block: str, first: str) -> float:
    """Return how far a state before is from the state of the step before."""
    return max(apart(v[before][:, 1:], v[block][:, :-1]), apart(v[before][:, :1], v[first]))


def _layers(v: Values) -> float:
    """Return how far four layers are from weights times what they read, through σ or tanh."""
    sums = [
        apart(v[f"a_{name}"],
              v[f"W_x{one}"] @ v["x"] + v[f"W_h{one}"] @ v["h_prev"] + v[f"b_{one}"])
        for name, one in PARTS.items()
    ]  # fmt: skip
    gates = [apart(v[name], sigmoid(v[f"a_{name}"])) for name in GATES]
    return max(*sums, *gates, apart(v["candidate"], np.tanh(v["a_candidate"])))


def _memory(v: Values) -> float:
    """Return how far memory and state are from what the gates let through."""
    if any(not 0 < v[name].min() <= v[name].max() < 1 for name in GATES):
        return np.inf
    cell = v["forget"] * v["c_prev"] + v["input"] * v["candidate"]
    return max(apart(v["cell"], cell), apart(v["h"], v["output"] * np.tanh(v["cell"])))


_RELATIONS: Final = {
    "lstm-chain": Relation(
        lambda v: max(
            handed_on(v, "h_prev", "h", "h_0"), handed_on(v, "c_prev", "cell", "c_0")
        ),
        "Each step hands hidden state and cell state on to the next, and all have the same form.",
        ("c_prev", 0, 1),
    ),
    "lstm-several-layers": Relation(
        _layers, "Four layers, each with weights of its own, read the same letter and state.",
        ("a_forget", 0, 0),
    ),
    "lstm-gates-in-cells": Relation(
        _memory,
        "The cell state is what the forget gate keeps and the input gate lets in; the output gate "
        "shows it.",
        ("cell", 0, 0),
    ),
}  # fmt: skip
