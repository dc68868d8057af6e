"""The gates of a GRU, in the workbook gru-cell."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.reproduce.evidence import Evidence, Setting
from xlrnn.reproduce.sheets.backward import BY_NUDGING, NUDGE
from xlrnn.reproduce.sheets.book import book_of
from xlrnn.reproduce.sheets.lstm import handed_on, sigmoid
from xlrnn.reproduce.sheets.relation import Relation, Values, apart, evidence

Array = NDArray[Any]

_OF_GATES: Final = ("W_xz", "W_hz", "b_z", "b_hz", "W_xr", "W_hr", "b_r", "b_hr")


def gru(setting: Setting) -> Mapping[str, Evidence]:
    """Return what the cells say of the GRU's two gates and their weights."""
    return evidence(_RELATIONS, book_of(setting, "gru-cell"))


def _gate(v: Values, one: str, h: Array, x: Array) -> Array:
    return sigmoid(v[f"W_x{one}"] @ x + v[f"b_{one}"] + v[f"W_h{one}"] @ h + v[f"b_h{one}"])


def _gates(v: Values) -> float:
    """Return how far gates and candidate are from what makes them."""
    h, x = v["h_prev"], v["x"]
    recalled = v["W_hg"] @ h + v["b_hg"]
    candidate = np.tanh(v["W_xg"] @ x + v["b_g"] + v["reset"] * recalled)
    return max(
        apart(v["update"], _gate(v, "z", h, x)),
        apart(v["reset"], _gate(v, "r", h, x)),
        apart(v["candidate"], candidate),
        handed_on(v, "h_prev", "h", "h_0"),
    )


def _mixed(v: Values) -> float:
    """Return how far the state is from a mixture, by the update gate, of old and new."""
    if not 0 < v["update"].min() <= v["update"].max() < 1:
        return np.inf
    return apart(v["h"], v["update"] * v["h_prev"] + (1 - v["update"]) * v["candidate"])


def _loss(v: Values) -> float:
    """Return the loss of the sequence, from inputs and weights alone."""
    h, loss = v["h_0"], 0.0
    for t in range(v["x"].shape[1]):
        x = v["x"][:, [t]]
        z, r = _gate(v, "z", h, x), _gate(v, "r", h, x)
        g = np.tanh(v["W_xg"] @ x + v["b_g"] + r * (v["W_hg"] @ h + v["b_hg"]))
        h = z * h + (1 - z) * g
        loss += float(v["counts"][0, t] * ((h - v["goal"][:, [t]]) ** 2).sum() / 2)
    return loss


def _slopes(v: Values, name: str) -> Array:
    """Return how the loss changes with each number of a weight, by nudging it."""
    found = np.zeros(v[name].shape)
    for index in np.ndindex(*found.shape):
        up, down = v[name].copy(), v[name].copy()
        up[index] += NUDGE
        down[index] -= NUDGE
        found[index] = (_loss({**v, name: up}) - _loss({**v, name: down})) / (2 * NUDGE)
    return found


def _learnt(v: Values) -> float:
    """Return how far the gradients of the gates' weights are from slopes found by nudging."""
    if any(not v[f"d{name}"].any() for name in _OF_GATES):
        return np.inf
    return max(apart(v[f"d{name}"], _slopes(v, name)) for name in _OF_GATES)


_RELATIONS: Final = {
    "gru-gates-in-cells": Relation(
        _gates,
        "The reset gate decides how much of the memory makes the candidate; it and the update gate "
        "read letter and state.",
        ("reset", 0, 0),
    ),
    "gates-control": Relation(
        _mixed,
        "Each state is a mixture of memory and candidate, of which the update gate keeps "
        "{least:.3f} to {most:.3f}.",
        ("update", 0, 0),
        lambda v: {"least": float(v["update"].min()), "most": float(v["update"].max())},
    ),
    "gates-own-weights": Relation(
        _learnt,
        "Each weight of both gates has a gradient of its own, the slope that nudging it shows.",
        ("dW_hz", 0, 0), within=BY_NUDGING,
    ),
}  # fmt: skip
