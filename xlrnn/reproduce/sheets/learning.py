"""What the article says of training, in the workbook hello-training: an epoch a row."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.reproduce.evidence import Evidence, Line, Plot, Setting
from xlrnn.reproduce.sheets.book import book_of
from xlrnn.reproduce.sheets.relation import Relation, Values, apart, evidence

_WEIGHTS: Final = ("W_xh_1", "W_xh_2", "W_xh_3", "w_hh", "b_h", "W_hy_1", "W_hy_2", "W_hy_3",
                   "W_hy_4")  # fmt: skip


def learning(setting: Setting) -> Mapping[str, Evidence]:
    """Return what the cells say of the updates, and of what they lead to."""
    book = book_of(setting, "hello-training")
    found = evidence(_RELATIONS, book)
    losses = book.cells["e_word_loss"][:, 0]
    plot = Plot(
        "The loss of “hello” while it is learnt",
        "epoch",
        "loss of the word",
        tuple(range(len(losses))),
        (Line("loss", tuple(losses.tolist())),),
    )
    found["error-updates-weights"] = replace(found["error-updates-weights"], plots=(plot,))
    return found


def _update_is_off(v: Values, names: tuple[str, ...]) -> float:
    """Return how far each row's weights are from those of the row before, less its gradient."""
    step = v["rate"][0, 0] * v["e_gradient_scale"]
    return max(
        apart(v[f"e_{name}"][1:], (v[f"e_{name}"] - step * v[f"e_d{name}"])[:-1]) for name in names
    )


def _moved(v: Values, names: tuple[str, ...]) -> bool:
    return all(bool((v[f"e_{name}"][1] != v[f"e_{name}"][0]).any()) for name in names)


def _all_updated(v: Values) -> float:
    return _update_is_off(v, _WEIGHTS) if _moved(v, _WEIGHTS) else np.inf


def _one_update_a_word(v: Values) -> float:
    """Return how far a row's gradients are from what all of its letters add up to."""
    letters = range(1, v["letter"].shape[1] + 1)
    by_letter = [[v[f"e_dlogits_{t}"][:, [k]] * v[f"e_h_{t}"] for t in letters] for k in range(4)]
    return max(apart(v[f"e_dW_hy_{k + 1}"], sum(terms)) for k, terms in enumerate(by_letter))


def _learns_o(v: Values) -> bool:
    asked = "".join(map(str, v["letter"][0]))
    return asked == "hell" and str(v["predicted_end"][0, 3]) == "o" == str(v["last_letter"][0, 0])


def _untouched_at_first(v: Values) -> bool:
    started = (v["e_W_xh_1"][0] == v["start_W_xh"][0]).all() and v["e_w_hh"][0, 0] == v[
        "start_w_hh"
    ][0, 0]
    expected = int(np.argmax(v["p_start"][:, 1])) == 0
    return bool(started) and expected and str(v["predicted_end"][0, 1]) == "l"


def _falls(v: Values) -> bool:
    losses: NDArray[Any] = v["e_word_loss"][:, 0]
    return bool(losses[-1] < losses[0] / 4 and v["e_hits"][-1, 0] == 4)


_RELATIONS: Final = {
    "hell-in-o-out": Relation(
        _learns_o,
        "Given h, e, l, l the trained sheet expects “o” last, with probability {p:.4f}.",
        ("predicted_end", 0, 3), lambda v: {"p": float(v["p_end"][3, 3])},
    ),
    "error-updates-weights": Relation(
        _falls,
        "Over {epochs} epochs the loss falls from {first:.4f} to {last:.4f}, and all four letters "
        "are right.",
        ("e_word_loss", 0, 0),
        lambda v: {
            "epochs": len(v["e_word_loss"]),
            "first": float(v["e_word_loss"][0, 0]),
            "last": float(v["e_word_loss"][-1, 0]),
        },
    ),
    "hardly-trained": Relation(
        _untouched_at_first,
        "In the first row the weights are the article's, and “h” is expected after “e”; after "
        "training it is “l”.",
        ("predicted_end", 0, 1),
    ),
    "word-is-one-example": Relation(
        _one_update_a_word,
        "Each row has one gradient, in which all letters of the word are added.",
        ("e_dW_hy_1", 0, 0),
    ),
    "bptt-5-updated": Relation(
        _all_updated,
        "From row to row every weight goes down its gradient, of the recurrent neuron as of the "
        "output.",
        ("e_w_hh", 1, 0),
    ),
}  # fmt: skip
