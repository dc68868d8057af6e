"""What a recurrent layer's last state feels of earlier ones, by its own backward pass.

Every number of a Jacobian comes from a backward pass that begins with a 1 at one number of the
state. All of them run as one batch, a sample for each.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.layers import LSTM
from xlrnn.nn.layers.rnn import RNN
from xlrnn.shapes import Float

Array = NDArray[Any]


def run(layer: RNN, x: Float[np.ndarray, "time features"], firsts: Sequence[Array]) -> Array:
    """Run a layer over one sequence and return all that it hands on, from the first step.

    Args:
        layer: the layer.
        x: the sequence.
        firsts: its first states, each (1, units).

    Returns:
        s_0 to s_T, the parts of a state side by side: (time + 1, size).
    """
    layer(x[None], initial_state=list(firsts))
    return np.concatenate([state[:, 0] for state in layer.all_states], axis=1)


def factors(layer: RNN, x: Array, states: Array) -> Float[np.ndarray, "time size size"]:
    """Return J_t = ∂s_t/∂s_(t−1) of every step: one step forward and one backward."""
    time, size = len(x), states.shape[1]
    return _sensitivities(layer, np.repeat(x[:, None], size, axis=0), states[:-1], None, time)


def products(layer: RNN, x: Array, states: Array) -> Float[np.ndarray, "time size size"]:
    """Return ∂s_T/∂s_(t−1) of every step: a sample begins at each, and stands still before it."""
    time, size = len(x), states.shape[1]
    mask = np.repeat(np.arange(time)[None] >= np.arange(time)[:, None], size, axis=0)
    every = np.repeat(x[None], time * size, axis=0)
    return _sensitivities(layer, every, states[:-1], mask, time)


def _sensitivities(
    layer: RNN, x: Array, firsts: Array, mask: Array | None, starts: int
) -> Float[np.ndarray, "starts size size"]:
    """Run from each of these states, and back from each number of the last one.

    Args:
        layer: the layer.
        x: a sequence for each start and each number of the state.
        firsts: the state to start from, a row for each start.
        mask: the steps that each of them takes; None for all.
        starts: how many there are.
    """
    size = firsts.shape[1]
    parts = len(layer.states)
    begin = np.split(np.repeat(firsts, size, axis=0), parts, axis=1)
    layer(x, initial_state=begin, mask=mask)
    ones = np.tile(np.eye(size), (starts, 1))
    nothing = np.zeros((starts * size, layer.units))
    layer.backward(nothing, np.split(ones, parts, axis=1))
    found = np.concatenate(layer.d_first, axis=1)
    return found.reshape(starts, size, size).copy()


def memory_alone(layer: LSTM, x: Array, firsts: Sequence[Array]) -> Float[np.ndarray, "time units"]:
    """Return what c_T feels of c_(t−1) if the gates stay as they are.

    That is an LSTM whose gates are given from outside: it reads the pre-activations of the first
    and has no recurrent weights of its own.
    """
    layer(x[None], initial_state=list(firsts))
    trace = layer.trace().sample(0)
    gates = ("input", "forget", "candidate", "output")
    a = np.concatenate([trace[f"a_{gate}"] for gate in gates], axis=1)
    width = a.shape[1]
    weights = [np.eye(width), np.zeros((layer.units, width)), np.zeros(width)]
    open_loop = LSTM(layer.units, weights=weights, dtype="float64")
    states = run(open_loop, a, firsts)
    through = products(open_loop, a, states)[:, layer.units :, layer.units :]
    return np.diagonal(through, axis1=1, axis2=2).copy()


def size_of(matrices: Float[np.ndarray, "time *shape"]) -> tuple[Array, Array]:
    """Return the largest number and the norm of each matrix; no square is lost."""
    flat = np.abs(matrices.reshape(len(matrices), -1))
    most = flat.max(axis=1)
    safe = np.where(most == 0, 1, most)
    return most, most * np.sqrt(np.square(flat / safe[:, None]).sum(axis=1))
