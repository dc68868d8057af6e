"""The section on back-propagation through time, in the workbook hello-bptt."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.reproduce.evidence import Evidence, Setting
from xlrnn.reproduce.sheets.book import book_of
from xlrnn.reproduce.sheets.relation import Relation, Values, apart, evidence

Array = NDArray[Any]
Weights = Mapping[str, Array]

NUDGE: Final = 1e-5
BY_NUDGING: Final = 1e-8
"""How far a slope found by nudging may be from a gradient."""


def backward(setting: Setting) -> Mapping[str, Evidence]:
    """Return what the cells say of the loss and its gradient."""
    return evidence(_RELATIONS, book_of(setting, "hello-bptt"))


def _targets(v: Values) -> float:
    """Return how far the targets are from the letters that follow, and the last one."""
    following = [*v["letter"][0, 1:], v["last_letter"][0, 0]]
    order = list(v["vocabulary"][:, 0])
    wanted = [[float(one == letter) for one in following] for letter in order]
    return apart(v["y_true"], wanted)


def _each_step(v: Values) -> float:
    """Return how far the gradients of each step are from error times input."""
    steps = range(v["x"].shape[1])
    outer = {
        "dW_xh_step": [np.outer(v["da"][:, t], v["x"][:, t]).ravel() for t in steps],
        "dW_hy_step": [np.outer(v["dlogits"][:, t], v["h"][:, t]).ravel() for t in steps],
        "dw_hh_step": [[v["da"][:, t] @ v["h_prev"][:, t]] for t in steps],
        "db_h_step": [[v["da"][:, t].sum()] for t in steps],
    }
    return max(apart(v[name], np.array(columns).T) for name, columns in outer.items())


_COMBINED: Final = ("W_xh", "W_hy", "w_hh", "b_h")


def _combined(v: Values) -> float:
    return max(apart(v[f"d{name}"].ravel(), v[f"d{name}_step"].sum(axis=1)) for name in _COMBINED)


def _loss(v: Values, layers: Sequence[Weights]) -> float:
    """Return the loss of a regular network with a layer for each letter."""
    h, loss = v["h_0"][:, 0], 0.0
    for t, own in enumerate(layers):
        h = np.tanh(own["W_xh"] @ v["x"][:, t] + own["w_hh"][0, 0] * h + own["b_h"][0, 0])
        exps = np.exp(own["W_hy"] @ h)
        loss -= np.log(v["y_true"][:, t] @ exps / exps.sum())
    return float(loss)


def _slopes(v: Values, name: str, chosen: Callable[[int], bool]) -> Array:
    """Return how the loss changes with each number of a weight, nudged in some of the layers."""
    own = {one: v[one] for one in _COMBINED}
    found = np.zeros(v[name].shape)
    for index in np.ndindex(*found.shape):
        losses = []
        for nudge in (NUDGE, -NUDGE):
            nudged = v[name].copy()
            nudged[index] += nudge
            layers = [{**own, name: nudged} if chosen(t) else own for t in range(v["x"].shape[1])]
            losses.append(_loss(v, layers))
        found[index] = (losses[0] - losses[1]) / (2 * NUDGE)
    return found


def _by_nudging_all(v: Values) -> float:
    return max(apart(v[f"d{name}"], _slopes(v, name, lambda _: True)) for name in _COMBINED)


def _by_nudging_one_layer(v: Values) -> float:
    """Return how far the gradients of each step are from those of a layer with its own weights."""
    return max(
        apart(v[f"d{name}_step"][:, t], _slopes(v, name, t.__eq__).ravel())
        for name in _COMBINED
        for t in range(v["x"].shape[1])
    )


def _from_the_future(v: Values) -> float:
    later = v["w_hh"] * v["da"][:, 1:]
    return max(apart(v["dh_next"][:, :-1], later), apart(v["dh_next"][:, -1], 0))


_RELATIONS: Final = {
    "output-against-target": Relation(
        _targets, "The targets e, l, l, o stand beside the probabilities, as columns with a 1.",
        ("y_true", 0, 0),
    ),
    "back-in-time": Relation(
        _from_the_future,
        "What a step hears of later ones comes from the column to its right; the last hears none.",
        ("dh_next", 0, 3),
    ),
    "cross-entropy": Relation(
        lambda v: apart(v["loss"][0], -np.log((v["y_true"] * v["p"]).sum(axis=0))),
        "The loss of each step is −ln of the right letter's probability: {first:.6f} for “h”.",
        ("loss", 0, 0), lambda v: {"first": float(v["loss"][0, 0])},
    ),
    "loss-is-a-sum": Relation(
        lambda v: apart(v["total_loss"][0, 0], v["loss"].sum()),
        "The loss of the word is {total:.6f}, the sum over four steps; a mean would be {mean:.6f}.",
        ("total_loss", 0, 0),
        lambda v: {"total": float(v["total_loss"][0, 0]), "mean": float(v["loss"].mean())},
    ),
    "bptt-1-error": Relation(
        lambda v: apart(v["dlogits"], v["p"] - v["y_true"]),
        "At the output the error is p − y, the probabilities less the targets.",
        ("dlogits", 0, 0),
    ),
    "bptt-2-unrolled": Relation(
        lambda v: v["h"].shape[1] == v["da"].shape[1] == v["letter"].shape[1] == 4,
        "Four letters have four columns, forward and backward.", ("h", 0, 0),
    ),
    "bptt-3-each-step": Relation(
        _each_step, "Each step has its own gradient of each weight, error times input.",
        ("dW_xh_step", 0, 0),
    ),
    "bptt-4-combined": Relation(
        _combined, "The gradient of each weight is the sum of those of the steps.",
        ("dW_xh", 0, 0),
    ),
    "gradient-is-right": Relation(
        _by_nudging_all, "Nudging each weight changes the loss as its gradient says.",
        ("dw_hh", 0, 0), within=BY_NUDGING,
    ),
    "like-a-regular-network": Relation(
        _by_nudging_one_layer,
        "The gradient of a step is that of a regular network with a layer, and weights, for each "
        "letter.",
        ("dW_hy_step", 0, 0), within=BY_NUDGING,
    ),
}  # fmt: skip
