"""The MLP with a hidden layer for each letter in NumPy, beside the recurrent network."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.lessons.common.plan import Arrays
from xlrnn.lessons.common.small_numbers import distinct, few_terms
from xlrnn.lessons.hello.network import EXACT, HelloNetwork
from xlrnn.lessons.mlp_to_rnn.pages import SAME
from xlrnn.nn import Dense, softmax
from xlrnn.nn.activations import get

Array = NDArray[Any]


def own_weights(
    common: Arrays, recurrent: str, layers: int, *, small: bool = False
) -> dict[str, Array]:
    """Return each layer's own weights: the first has the recurrent network's, others random ones.

    Args:
        common: the weights of the recurrent network.
        recurrent: the name of its recurrent weight.
        layers: how many layers there are.
        small: whether they are small numbers.
    """
    draw = np.random.default_rng(layers)

    def drawn(name: str) -> Array:
        shape: tuple[int, int] = common[name].shape
        if not small:
            return np.round(draw.uniform(-1, 1, shape), 6)
        return distinct(draw, shape) if name == "W_xh" else few_terms(draw, shape) / 2

    return {
        f"own_{name}_{number}": common[name] if number == 1 else drawn(name)
        for number in range(1, layers + 1)
        for name in ("W_xh", recurrent, "b_h")
    }


def calculate(inputs: Arrays, recurrent: str) -> dict[str, Array]:
    """Return what the pages show: both networks, and their comparison."""
    rnn = HelloNetwork(inputs, tied=recurrent == "w_hh").forward()
    layers = rnn["x"].shape[1]
    weights = _chosen(inputs, recurrent, layers)
    mlp = _mlp(inputs, weights, recurrent, rnn["x"])
    found = {"x": rnn["x"], **weights, "mlp_W_hy": inputs["W_hy"]}
    for number in range(2, layers + 1):
        found |= {f"rnn_{n}_{number}": inputs[n] for n in ("W_xh", recurrent, "b_h")}
    for network, of in (("rnn", rnn), ("mlp", mlp)):
        for part, name in PARTS.items():
            columns = of[part].T[:, :, None]
            found |= {f"{network}_{name}_{t}": columns[t - 1] for t in range(1, layers + 1)}
        found[f"{network}_h"] = of["h"]
        found |= _output(network, inputs["W_hy"], of["h"][:, -1])
    found["apart"] = found["mlp_h"] - found["rnn_h"]
    return found | _counted(inputs, recurrent, layers)


PARTS = {"x": "x", "h_prev": "before", "a_x": "a_x", "a_h": "a_h", "h": "h"}
"""The parts of a layer in a trace, and their names on the pages."""


def _chosen(inputs: Arrays, recurrent: str, layers: int) -> dict[str, Array]:
    """Return the weights that the layers of the MLP have."""
    same = str(inputs["sharing"][0, 0]).casefold() == SAME
    return {
        f"mlp_{name}_{number}": inputs[name if same else f"own_{name}_{number}"]
        for number in range(1, layers + 1)
        for name in ("W_xh", recurrent, "b_h")
    }


def _mlp(inputs: Arrays, weights: Arrays, recurrent: str, x: Array) -> dict[str, Array]:
    """Run the letters through the layers, each of which is two fully connected ones and tanh."""
    units = len(inputs["W_xh"])
    h = inputs["h_0"].T
    parts: dict[str, list[Array]] = {name: [] for name in PARTS}
    for number, letter in enumerate(x.T, start=1):
        W_xh, W_hh, b_h = (weights[f"mlp_{n}_{number}"] for n in ("W_xh", recurrent, "b_h"))
        if recurrent == "w_hh":
            W_hh, b_h = W_hh[0, 0] * np.eye(units), np.repeat(b_h, units, axis=0)
        reads = Dense(units, use_bias=False, weights=[W_xh.T], **EXACT)
        remembers = Dense(units, weights=[W_hh.T, b_h[:, 0]], **EXACT)
        a_x, a_h = reads(letter[None]), remembers(h)
        made = {"x": letter[None], "h_prev": h, "a_x": a_x, "a_h": a_h}
        h = get("tanh")(a_x + a_h)
        for name, array in {**made, "h": h}.items():
            parts[name].append(array[0])
    return {name: np.stack(columns, axis=1) for name, columns in parts.items()}


def _output(network: str, W_hy: Array, h: Array) -> dict[str, Array]:
    """Return the output of a network after its last letter."""
    logits = Dense(len(W_hy), use_bias=False, weights=[W_hy.T], **EXACT)(h[None])
    chances = softmax(logits)
    shown = {"y": logits, "e": chances["exps"], "p_last": chances["p"]}
    return {f"{network}_{name}": array.T for name, array in shown.items()}


def _counted(inputs: Arrays, recurrent: str, layers: int) -> dict[str, Array]:
    """Return how many weights each network has, by counting them."""
    layer = float(sum(inputs[name].size for name in ("W_xh", recurrent, "b_h")))
    output = float(inputs["W_hy"].size)
    numbers = np.arange(1, layers + 1)[None]
    return {
        "per_layer": np.array([[layer]]),
        "per_output": np.array([[output]]),
        "mlp_weights": numbers * layer + output,
        "rnn_weights": np.full((1, layers), layer + output),
    }
