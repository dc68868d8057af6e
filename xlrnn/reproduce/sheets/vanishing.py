"""Gradients over many steps, in the workbook vanishing-gradient: factors and their products."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.reproduce.evidence import Evidence, Line, Plot, Setting
from xlrnn.reproduce.sheets.book import LessonBook, book_of
from xlrnn.reproduce.sheets.relation import Relation, Values, evidence

Array = NDArray[Any]

STEPS: Final = 24
"""How many steps the workbook with one small factor has."""
SHUT: Final = 12
"""The step in which its forget gates shut."""
NO_HELP: Final = 2.0**-24
"""What is smaller than this is lost beside a 1 in the numbers that networks are trained with."""
_CALLED: Final = {"rnn": "SimpleRNN", "exploding": "larger weights", "lstm": "LSTM", "gru": "GRU"}


def vanishing(setting: Setting) -> Mapping[str, Evidence]:
    """Return what the cells say of products of factors over all steps."""
    book = book_of(setting, "vanishing-gradient")
    shut = np.linspace(-0.5, 0.5, STEPS)
    shut[SHUT - 1] = -12.0
    once = book_of(
        setting, "vanishing-gradient", "vanishing-once",
        {"signal": shut, "lstm_W_xf": [[1.0], [1.0]]}, steps=STEPS,
    )  # fmt: skip
    found = {**evidence(_RELATIONS, book), **evidence(_ONCE, once)}
    found["vanishes-exponentially"] = replace(found["vanishes-exponentially"], plots=(_plot(book),))
    return found


def _plot(book: LessonBook) -> Plot:
    steps = book.cells["rnn_felt_norm"].shape[1]
    lines = (
        Line(called, tuple(book.cells[f"{network}_felt_norm"][0, ::-1].tolist()))
        for network, called in _CALLED.items()
    )
    return Plot(
        "What the last step feels of the steps before", "steps back", "norm of the product",
        tuple(range(1, steps + 1)), tuple(lines), logarithmic=True,
    )  # fmt: skip


def _norms(v: Values, network: str) -> Array:
    """Return the norms of a network's products, the longest product last."""
    norms: Array = v[f"{network}_felt_norm"][0, ::-1]
    return norms


def _factor_a_step(norms: Array) -> float:
    """Return by which factor norms change from step to step, on the whole."""
    return float((norms[-1] / norms[0]) ** (1 / (len(norms) - 1)))


def _straight(norms: Array) -> float:
    """Return how well a straight line fits the logarithms: 1 is exponential."""
    steps = np.arange(len(norms))
    return float(np.corrcoef(steps, np.log(norms))[0, 1] ** 2)


def _vanishes(v: Values) -> bool:
    norms = _norms(v, "rnn")
    return _factor_a_step(norms) < 0.9 and _straight(norms) > 0.98


def _explodes(v: Values) -> bool:
    norms = _norms(v, "exploding")
    return _factor_a_step(norms) > 1.02 and _straight(norms) > 0.98


def _kept(v: Values) -> bool:
    return all(_norms(v, network)[-1] > 0.05 for network in ("lstm", "gru"))


def _last(network: str, v: Values) -> float:
    return float(_norms(v, network)[-1])


def _memory_factors(v: Values) -> Array:
    norms: Array = v["lstm_memory_norm"][0]
    return norms[:-1] / norms[1:]


def _small_once(v: Values) -> bool:
    factors = np.delete(_memory_factors(v), SHUT - 1)
    return bool(_memory_factors(v)[SHUT - 1] < 1e-2 and factors.min() > 0.9)


_RELATIONS: Final = {
    "vanishes-exponentially": Relation(
        _vanishes,
        "Over {steps} steps the product shrinks to {left:.2e}, by a factor of {factor:.3f} a step: "
        "a straight line in powers of ten (R² = {straight:.4f}).",
        ("rnn_felt_norm", 0, 0),
        lambda v: {
            "steps": len(_norms(v, "rnn")),
            "left": _last("rnn", v),
            "factor": _factor_a_step(_norms(v, "rnn")),
            "straight": _straight(_norms(v, "rnn")),
        },
    ),
    "no-help-to-learn": Relation(
        lambda v: _last("rnn", v) < NO_HELP,
        "What arrives at the first step is {left:.2e} of what leaves the last: less than is kept "
        "beside a 1 in the numbers of training.",
        ("rnn_felt_norm", 0, 0), lambda v: {"left": _last("rnn", v)},
    ),
    "explodes": Relation(
        _explodes,
        "With larger recurrent weights the product grows by {factor:.3f} a step, to {grown:.3g}.",
        ("exploding_felt_norm", 0, 0),
        lambda v: {
            "factor": _factor_a_step(_norms(v, "exploding")),
            "grown": _last("exploding", v),
        },
    ),
    "gates-keep-gradients": Relation(
        _kept,
        "Over the same steps LSTM and GRU keep {lstm:.3f} and {gru:.3f}, with the biases of their "
        "gates set to remember.",
        ("lstm_felt_norm", 0, 0),
        lambda v: {"lstm": _last("lstm", v), "gru": _last("gru", v)},
    ),
}  # fmt: skip
_ONCE: Final = {
    "one-zero-takes-all": Relation(
        _small_once,
        "Forget gates that shut at one step multiply what comes through by {shut:.1e}, once; at "
        "every other step {open:.3f} or more is kept.",
        ("lstm_memory_norm", 0, SHUT - 1),
        lambda v: {
            "shut": float(_memory_factors(v)[SHUT - 1]),
            "open": float(np.delete(_memory_factors(v), SHUT - 1).min()),
        },
    ),
}  # fmt: skip
