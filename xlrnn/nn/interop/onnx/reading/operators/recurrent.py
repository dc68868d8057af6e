"""RNN, LSTM and GRU: directions, lengths, first states, layouts.

| | here, as in Keras | ONNX |
| --- | --- | --- |
| arrays | (batch, steps, features) | (steps, batch, features), with layout=1 as here |
| matrices | (inputs, gates · units) | (directions, gates · units, inputs) |
| gates of an LSTM | i, f, g, o | i, o, f, g |
| gates of a GRU | z, r, g | z, r, g |
| biases | b_h; of a GRU with reset_after two rows | those of W, then those of R |
"""

from typing import Any, Final

import numpy as np

from xlrnn.nn.interop.onnx.reading.here import Array, Given, Here, means
from xlrnn.nn.interop.onnx.reading.operators.gate_functions import gate_functions
from xlrnn.nn.interop.wiring.axes import size_of
from xlrnn.nn.interop.wiring.first_states import begin_with
from xlrnn.nn.interop.wiring.picking import several
from xlrnn.nn.interop.wiring.recurrences import Direction, Recurrence
from xlrnn.nn.interop.wiring.refusal import BatchAxisError, NotTakenError, OpenSideError
from xlrnn.nn.interop.wiring.value import Value, transposed
from xlrnn.nn.layers.gru import GRU
from xlrnn.nn.layers.lstm import LSTM
from xlrnn.nn.layers.simple_rnn import SimpleRNN

LAYERS: Final[dict[str, Any]] = {"RNN": SimpleRNN, "LSTM": LSTM, "GRU": GRU}
ORDER: Final = {"RNN": [0], "LSTM": [0, 2, 3, 1], "GRU": [0, 1, 2]}
"""Where each of our gates is among theirs."""
STEPS_FIRST, BATCH_FIRST = 0, 1


@means(*LAYERS)
def _recurrent(here: Here) -> list[Given]:
    _refuse_what_is_lacking(here)
    layout = here.get("layout", STEPS_FIRST)
    time, batch = (1, 0) if layout == BATCH_FIRST else (0, 1)
    x, padding = _of_length(here, here.value(), time)
    states = [_state(here, k, layout) for k in (5, 6)[: 2 if here.node.kind == "LSTM" else 1]]
    own = Recurrence(here.wiring, x, time, batch, _directions(here))
    begin_with(own, states)
    sequence = own.sequence()
    if padding and here.used[0]:
        length = size_of(sequence.theirs[0]).number
        places = [*range(length), *([None] * padding)]
        sequence = several(here.wiring, sequence, 0, places)
    lasts = [own.last(kind) for kind in own.kinds]
    if layout == BATCH_FIRST:
        sequence = transposed(sequence, [2, 0, 1, 3])
        lasts = [transposed(state, [1, 0, 2]) for state in lasts]
    return [sequence, *lasts]


def _refuse_what_is_lacking(here: Here) -> None:
    """Refuse options that no layer of ours has.

    Raises:
        NotTakenError: with the option.
    """
    if here.get("clip"):
        raise NotTakenError(
            f"clip is {here.get('clip'):g}: expected none, there is no clipping here"
        )
    if here.get("input_forget", 0):
        raise NotTakenError("input_forget is 1: expected 0, gates of their own")
    if here.node.kind == "LSTM" and here.there(7) and np.any(here.constant(7, "P")):
        raise NotTakenError("it has peepholes (P): expected none, gates that see x and h alone")


def _directions(here: Here) -> list[Direction]:
    kind = here.node.kind
    W, R = (np.asarray(here.constant(k, name), float) for k, name in ((1, "W"), (2, "R")))
    B = here.optional(3, "B")
    said = here.get("direction", "forward")
    ways = {"forward": [False], "reverse": [True], "bidirectional": [False, True]}.get(said)
    gates = len(ORDER[kind])
    if ways is None or W.ndim != 3 or len(W) != len(ways):
        raise NotTakenError(f"direction is {said!r} and W has shape {W.shape}")
    if R.shape != (len(ways), W.shape[1], W.shape[1] // gates) or W.shape[1] % gates:
        raise NotTakenError(f"W has shape {W.shape} and R {R.shape}, which do not fit each other")
    if B is not None and B.shape != (len(ways), 2 * W.shape[1]):
        raise NotTakenError(f"B has shape {B.shape}: expected {(len(ways), 2 * W.shape[1])}")
    if here.get("hidden_size", R.shape[2]) != R.shape[2]:
        raise NotTakenError(f"hidden_size is {here.get('hidden_size')} and R has shape {R.shape}")
    return [
        Direction(
            LAYERS[kind],
            _weights(here, W[k], R[k], None if B is None else np.asarray(B[k], float)),
            backwards,
            _options(here, k, len(ways)),
        )
        for k, backwards in enumerate(ways)
    ]


def _weights(here: Here, W: Array, R: Array, B: Array | None) -> list[Array]:
    """Return kernel, recurrent kernel and bias of one direction."""
    kind = here.node.kind
    b_W, b_R = np.split(np.zeros(2 * len(W)) if B is None else B, 2)
    W, R, b_W, b_R = (_our_gates(kind, array) for array in (W, R, b_W, b_R))
    both = kind == "GRU" and here.get("linear_before_reset", 0)
    return [W.T, R.T, np.stack([b_W, b_R]) if both else b_W + b_R]


def _our_gates(kind: str, array: Array) -> Array:
    parts = np.split(array, len(ORDER[kind]))
    return np.concatenate([parts[k] for k in ORDER[kind]])


def _options(here: Here, way: int, ways: int) -> dict[str, Any]:
    kind, functions = here.node.kind, gate_functions(here, way, ways)
    if kind == "RNN":
        return {"activation": functions[0]}
    options: dict[str, Any] = {"recurrent_activation": functions[0], "activation": functions[1]}
    if kind == "LSTM":
        if functions[1] != functions[2]:
            raise NotTakenError(
                f"its candidate has {functions[1]} and its cell {functions[2]}: expected the same"
            )
        return {**options, "unit_forget_bias": False}
    return {**options, "reset_after": bool(here.get("linear_before_reset", 0))}


def _state(here: Here, k: int, layout: int) -> Given:
    """Return a first state as (directions, batch, units)."""
    state = here.given[k] if here.there(k) else None
    if state is None or layout == STEPS_FIRST:
        return state
    if isinstance(state, Value):
        return transposed(state, [1, 0, 2])
    return np.transpose(state, (1, 0, 2))


def _of_length(here: Here, x: Value, time: int) -> tuple[Value, int]:
    """Return the steps that count, and how many follow that do not."""
    if not here.there(4):
        return x, 0
    lengths = here.given[4]
    if isinstance(lengths, Value):
        raise NotTakenError(
            "sequence_lens is an input, or calculated, and no layer here is told how many steps "
            "count: expected one length for all that the file holds, or none. Export the model for "
            "sequences as long as your sample, without it (in PyTorch, without "
            "pack_padded_sequence)"
        )
    known = [] if lengths is None else [int(length) for length in np.ravel(lengths)]
    size = size_of(x.theirs[x.axis(time)])
    if len(set(known)) > 1:
        raise BatchAxisError("sequence_lens differs from sample to sample")
    if not known or not size.known:
        raise OpenSideError(f"sequence_lens of an open number of steps ({size})")
    if not 0 < known[0] <= size.number:
        raise NotTakenError(f"sequence_lens is {known[0]} of {size} steps")
    left = size.number - known[0]
    return (several(here.wiring, x, time, range(known[0])) if left else x), left
