"""Which parts of a layer are gates, what each of them does, and what a layer costs."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn import nn

Array = NDArray[Any]

FEATURES, UNITS, STEPS, SAMPLES = 3, 4, 6, 50
FAR: Final = 50.0
"""A bias of that much opens a gate wholly, or closes it."""
PARTS: Final = ("input", "forget", "output", "update", "reset", "candidate")
LSTM_ORDER, GRU_ORDER = ("input", "forget", "candidate", "output"), ("update", "reset", "candidate")


def layer_of(kind: type[Any], seed: int) -> Any:
    """Return a built layer whose weights are drawn widely, so that every part moves."""
    nn.set_random_seed(seed)
    wide: Any = nn.initializers.RandomNormal(stddev=2.0)
    layer = kind(UNITS, return_sequences=True, kernel_initializer=wide, dtype="float64")
    layer.build((None, STEPS, FEATURES))
    return layer


def gates_of(kind: type[Any], seed: int) -> list[str]:
    """Return the parts whose values lie between 0 and 1: gates; the candidate is also negative."""
    layer = layer_of(kind, seed)
    layer(np.random.default_rng(seed).normal(size=(SAMPLES, STEPS, FEATURES)))
    trace = layer.trace()
    return [name for name in PARTS if name in trace and trace[name].min() >= 0]


def blocks_of(kind: type[Any]) -> float:
    """Return how many times as many input weights as a simple RNN a layer has."""
    ours, simple = layer_of(kind, 0), layer_of(nn.SimpleRNN, 0)
    return float(ours.kernel.value.size / simple.kernel.value.size)


def multiplications(kind: type[Any], units: int) -> int:
    """Return by how many numbers a layer of as many inputs as units multiplies at each step."""
    layer = kind(units)
    layer.build((None, STEPS, units))
    return int(layer.kernel.value.size + layer.recurrent_kernel.value.size)


def _one_step(kind: type[Any], seed: int, forced: Mapping[str, float]) -> dict[str, float]:
    """Force gates and return what the new states still depend on: by how much they change."""
    layer = layer_of(kind, seed)
    order = LSTM_ORDER if kind is nn.LSTM else GRU_ORDER
    weights = layer.get_weights()
    for name, bias in forced.items():
        k = order.index(name)
        weights[2].reshape(-1)[k * UNITS : (k + 1) * UNITS] = bias
    layer.set_weights(weights)
    rng = np.random.default_rng(seed)
    (x, other_x) = rng.normal(size=(2, SAMPLES, 1, FEATURES)) / 10
    states = [rng.normal(size=(SAMPLES, UNITS)) / 10 for _ in layer.states]
    others = [state + 1 for state in states]

    def after(x: Array, states: list[Array]) -> Array:
        layer(x, initial_state=states)
        trace = layer.trace()
        return np.array(trace["cell" if "cell" in trace else "h"])

    first = after(x, states)
    h = np.array(layer(x, initial_state=states))
    return {
        "past": float(abs(after(x, [*states[:-1], others[-1]]) - first).max()),
        "input": float(abs(after(other_x, states) - first).max()),
        "kept": float(abs(first[:, 0] - states[-1]).max()),
        "shown": float(abs(h).max()),
    }


def lstm_roles(seed: int) -> dict[str, bool]:
    """Return of each gate of an LSTM whether it does what its name says.

    The forget gate, closed, leaves nothing of the past, and then the input gate, closed, nothing of
    the input either; the output gate, closed, shows nothing of the cell.
    """
    usual = _one_step(nn.LSTM, seed, {})
    forgetting = _one_step(nn.LSTM, seed, {"forget": -FAR})
    deaf = _one_step(nn.LSTM, seed, {"forget": -FAR, "input": -FAR})
    silent = _one_step(nn.LSTM, seed, {"output": -FAR})
    return {
        "input": _nothing(deaf["input"]) and not _nothing(forgetting["input"]),
        "forget": _nothing(forgetting["past"]) and not _nothing(usual["past"]),
        "output": _nothing(silent["shown"]) and not _nothing(usual["shown"]),
    }


def gru_roles(seed: int) -> dict[str, bool]:
    """Return of each gate of a GRU whether it does what its name says.

    The update gate, open, keeps the state as it is. The reset gate, closed, hides the past from
    the candidate, which is all that is left with the update gate closed.
    """
    kept = _one_step(nn.GRU, seed, {"update": FAR})
    new = _one_step(nn.GRU, seed, {"update": -FAR})
    alone = _one_step(nn.GRU, seed, {"update": -FAR, "reset": -FAR})
    return {
        "update": _nothing(kept["kept"]) and not _nothing(new["kept"]),
        "reset": _nothing(alone["past"]) and not _nothing(new["past"]),
    }


def _nothing(change: float) -> bool:
    return change < 1e-9
