"""The four networks of the lesson on vanishing gradients in NumPy, in the layers that train."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.lessons.common.plan import Arrays
from xlrnn.lessons.vanishing_gradient import sensitivity
from xlrnn.lessons.vanishing_gradient.pages import RECURRENT, states_of
from xlrnn.nn.core.parameter import Parameter, ParameterVector
from xlrnn.nn.layers import GRU, LSTM, SimpleRNN
from xlrnn.nn.layers.rnn import RNN
from xlrnn.nn.optimizers import SGD
from xlrnn.sheet.layers.jacobians import felt_by

Array = NDArray[Any]
Found = dict[str, Array]


def calculate(inputs: Arrays, units: int) -> Found:
    """Return what the pages show, oriented as there: all of it but the chain rule."""
    found = _scaled(inputs)
    heard = found["heard"] = inputs["loudness"] * inputs["signal"]
    for network in ("rnn", "exploding", "lstm", "gru"):
        x = heard if network == "exploding" else inputs["signal"]
        found |= _network(network, {**inputs, **found}, x.T, units)
    last = heard.shape[1]
    found["steps_back"] = np.arange(last, 0, -1.0)[None]
    found["starting"] = np.eye(units)
    return found | _clipped(found, inputs["threshold"][0, 0], units)


def _scaled(inputs: Arrays) -> Found:
    """Return the recurrent weights: each base times its scale."""
    found = {
        f"{network}_W_h{letter}": inputs["scale"] * inputs[f"{network}_base_{letter}"]
        for network, letters in RECURRENT.items()
        for letter in letters
    }
    return {**found, "exploding_W_hh": inputs["scale_up"] * inputs["rnn_base_h"]}


def _layer(network: str, known: Arrays, units: int) -> RNN:
    """Return a layer with a network's weights; Keras' lie side by side and transposed."""
    exact: dict[str, Any] = {"dtype": "float64"}

    def beside(*names: str) -> Array:
        return np.concatenate([known[f"{network}_{name}"].T for name in names], axis=1)

    if network in ("rnn", "exploding"):
        own = [known["rnn_W_xh"].T, known[f"{network}_W_hh"].T, known["rnn_b_h"][:, 0]]
        return SimpleRNN(units, weights=own, **exact)
    letters = RECURRENT[network]
    kernels = [beside(*(f"W_{of}{letter}" for letter in letters)) for of in "xh"]
    bias = beside(*(f"b_{letter}" for letter in letters))
    if network == "lstm":
        return LSTM(units, weights=[*kernels, bias[0]], **exact)
    second = beside(*(f"b_h{letter}" for letter in letters))
    return GRU(units, weights=[*kernels, np.concatenate([bias, second])], **exact)


def _network(network: str, known: Arrays, x: Array, units: int) -> Found:
    """Return a network's states, its factors and their products."""
    layer = _layer(network, known, units)
    of = "rnn" if network == "exploding" else network
    firsts = [known[f"{of}_{part}_0"].T for part in layer.states]
    states = sensitivity.run(layer, x, firsts)
    found = {name: array.T for name, array in layer.trace().sample(0).items()}
    jacobian = sensitivity.factors(layer, x, states)
    product = sensitivity.products(layer, x, states)
    found["jacobian"] = jacobian.reshape(len(x), -1).T
    found["felt_largest"], found["felt_norm"] = _as_rows(sensitivity.size_of(product))
    if isinstance(layer, LSTM):
        path = sensitivity.memory_alone(layer, x, firsts)
        found["memory_path"] = path.T
        found["memory_largest"], found["memory_norm"] = _as_rows(sensitivity.size_of(path))
    named = {f"{network}_{name}": array for name, array in found.items()}
    for number, state in enumerate(states_of(network, units)):
        for k, part in enumerate(layer.states):
            columns = slice(k * units, (k + 1) * units)
            named[felt_by(f"{network}_", state, part)] = product[:, number, columns].T
    return named


def _as_rows(sizes: tuple[Array, Array]) -> tuple[Array, Array]:
    return sizes[0][None], sizes[1][None]


def _clipped(found: Found, limit: float, units: int) -> Found:
    """Return the gradient of the sum of the last state, clipped as the optimizers do it."""
    g = sum(found[felt_by("exploding_", state, "h")] for state in states_of("exploding", units))
    assert isinstance(g, np.ndarray)
    clipped = {
        "by_value": _step_of(SGD(1.0, clipvalue=limit), g),
        "by_norm": _step_of(SGD(1.0, clipnorm=limit), g),
    }
    length = np.linalg.norm(g, axis=0, keepdims=True)
    measured = {"arriving": g, "length": length, **clipped}
    for name, array in clipped.items():
        own = measured[f"length_{name}"] = np.linalg.norm(array, axis=0, keepdims=True)
        along = (g * array).sum(axis=0, keepdims=True)
        with np.errstate(invalid="ignore", divide="ignore"):
            measured[f"cosine_{name}"] = np.where(own == 0, 0.0, along / length / own)
    return measured


def _step_of(optimizer: SGD, g: Array) -> Array:
    """Return how far an optimizer with rate 1 goes, each column being a weight of its own."""
    weights = [Parameter(f"g_{t}", "g", np.zeros(len(g))) for t in range(g.shape[1])]
    for weight, column in zip(weights, g.T, strict=True):
        weight.grad[...] = column
    optimizer.step([ParameterVector(weights)])
    return -np.stack([weight.value for weight in weights], axis=1)


def given(units: int, steps: int, seed: int) -> Found:
    """Return the inputs: a random sequence, weights that mix, gates that keep."""
    rng = np.random.default_rng(seed)
    zeros, column = np.zeros((units, 1)), (units, 1)
    found: Found = {
        "signal": rng.uniform(-1, 1, (1, steps)).round(3),
        "loudness": np.array([[LOUDNESS]]),
        "scale": np.array([[SCALE]]),
        "scale_up": np.array([[SCALE_UP]]),
        "threshold": np.array([[1.0]]),
    }
    for network, letters in RECURRENT.items():
        for letter in letters:
            found[f"{network}_base_{letter}"] = _mixing(rng, units)
            name = f"W_x{letter}"
            found[f"{network}_{name}"] = rng.uniform(-1, 1, column).round(3)
            bias = GATES.get(f"{network}_{letter}", 0.0)
            found[f"{network}_b_{letter}"] = np.full(column, bias)
            if network == "gru":
                found[f"{network}_b_h{letter}"] = zeros
        found[f"{network}_h_0"] = zeros
    return {**found, "lstm_c_0": zeros}


LOUDNESS, SCALE, SCALE_UP = 1e-4, 0.4, 1.1
GATES = {"lstm_f": 4.0, "lstm_i": -3.0, "gru_z": 3.0}
"""Biases of gates that keep much and write little: σ(4) = 0.982 of the cell state stays."""


def _mixing(rng: np.random.Generator, units: int) -> Array:
    """Draw a matrix of positive numbers, three decimals, of which each row adds up to 1."""
    mixed: Array = rng.uniform(0.2, 1, (units, units))
    mixed = (mixed / mixed.sum(axis=1, keepdims=True)).round(3)
    mixed[:, -1] = (1 - mixed[:, :-1].sum(axis=1)).round(3)
    return mixed
