"""RNN, LSTM and GRU, of several levels and directions; cells are one step of them.

| | here, as in Keras | PyTorch |
| --- | --- | --- |
| arrays | (batch, steps, features) | (steps, batch, features), with batch_first as here |
| states | (batch, units) | (levels · directions, batch, units) |
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from xlrnn.nn.interop.pytorch.exported.here import Array, Here, means
from xlrnn.nn.interop.torch_layers import from_theirs
from xlrnn.nn.interop.wiring.axes import Size, size_of
from xlrnn.nn.interop.wiring.first_states import begin_with
from xlrnn.nn.interop.wiring.joining import joined
from xlrnn.nn.interop.wiring.recurrences import Direction, Recurrence
from xlrnn.nn.interop.wiring.refusal import BatchAxisError, NotTakenError
from xlrnn.nn.interop.wiring.value import Value, reshaped, squeezed, transposed, unsqueezed
from xlrnn.nn.layers.gru import GRU
from xlrnn.nn.layers.lstm import LSTM
from xlrnn.nn.layers.rnn import RNN
from xlrnn.nn.layers.simple_rnn import SimpleRNN

LAYERS: Final[dict[str, tuple[type[RNN], dict[str, Any]]]] = {
    "lstm": (LSTM, {"unit_forget_bias": False}),
    "gru": (GRU, {"reset_after": True}),
    "rnn_tanh": (SimpleRNN, {"activation": "tanh"}),
    "rnn_relu": (SimpleRNN, {"activation": "relu"}),
}


@means(*LAYERS)
def _recurrent(here: Here) -> list[Any]:
    if "data" in here.given:
        raise NotTakenError(
            "it reads packed sequences: expected padded ones, whose steps all count"
        )
    if here.get("train", False) and here.get("dropout", 0.0):
        raise NotTakenError("it is in training: export the module in eval()")
    x = here.value("input")
    if x.rank != 3:
        raise NotTakenError(f"it reads {x.rank} axes: expected samples, steps, features")
    batch_first, levels = here.get("batch_first", False), here.get("num_layers", 1)
    x = transposed(x, [1, 0, 2]) if batch_first else x
    ways = 2 if here.get("bidirectional", False) else 1
    weights = _weights(here, levels * ways)
    lasts: list[list[Value]] = []
    for level in range(levels):
        own = weights[level * ways : (level + 1) * ways]
        states = [_states(state, level * ways, ways) for state in _first(here)]
        directions = [_direction(here.node.kind, each, k == 1) for k, each in enumerate(own)]
        with here.wiring.making(f"{here.node.name}.{level}" if levels > 1 else here.node.name):
            read = Recurrence(here.wiring, x, 0, 1, directions)
            begin_with(read, states)
        x = _side_by_side(read.sequence())
        lasts.append([read.last(kind) for kind in read.kinds])
    states = [joined(here.wiring, list(each), 0) for each in zip(*lasts, strict=True)]
    return [transposed(x, [1, 0, 2]) if batch_first else x, *states]


def _side_by_side(sequence: Value) -> Value:
    """Return (steps, directions, batch, units) as (steps, batch, directions · units)."""
    turned = transposed(sequence, [0, 2, 1, 3])
    steps, batch, ways, units = (size_of(group) for group in turned.theirs)
    return reshaped(turned, [steps, batch, ways * units])


def _first(here: Here) -> list[Any]:
    """Return the first state, or both of an LSTM."""
    given = here.get("hx", [])
    return list(given) if isinstance(given, list) else [given]


def _states(state: Any, first: int, ways: int) -> Value | Array | None:
    """Return the first state of a level: (directions, batch, units).

    Raises:
        NotTakenError: if it is calculated, and of several levels.
    """
    if isinstance(state, Value):
        size = size_of(state.theirs[0])
        if size != Size(ways):
            raise NotTakenError(f"a calculated first state is for {size} levels: expected one")
        return state
    array = np.asarray(state)[first : first + ways]
    if array.ndim != 3:
        raise NotTakenError(f"its first state has {array.ndim} axes: expected 3")
    if (array != array[:, :1]).any():
        raise BatchAxisError("its first state differs from sample to sample")
    return array[:, :1] if array.any() else None


def _weights(here: Here, count: int) -> list[list[Array]]:
    """Return the arrays of each level and direction.

    Raises:
        NotTakenError: if there is a projection, or they are calculated.
    """
    each = 4 if here.get("has_biases", True) else 2
    params = here.get("params", [])
    if any(isinstance(own, Value) for own in params):
        raise NotTakenError("its weights are calculated: expected those of the module")
    if len(params) != count * each:
        raise NotTakenError(
            f"it has {len(params)} weights, expected {count * each}: there is no projection "
            "(proj_size) here"
        )
    return [[np.asarray(own) for own in params[k : k + each]] for k in range(0, len(params), each)]


def _direction(kind: str, arrays: Sequence[Array], backwards: bool) -> Direction:
    make, options = LAYERS[kind]
    units = arrays[1].shape[-1]
    biased = {**options, "use_bias": len(arrays) == 4}
    layer = make(units, **biased)
    return Direction(make, from_theirs(layer, arrays), backwards, biased)


CELLS: Final = {
    "lstm_cell": "lstm", "gru_cell": "gru", "rnn_tanh_cell": "rnn_tanh",
    "rnn_relu_cell": "rnn_relu",
}  # fmt: skip


@means(*CELLS)
def _cell(here: Here) -> Any:
    """Return the state after a step, of an LSTM both."""
    names = [name for name in ("w_ih", "w_hh", "b_ih", "b_hh") if here.get(name) is not None]
    direction = _direction(CELLS[here.node.kind], [here.constant(name) for name in names], False)
    states = [_as_first(state) for state in _first(here)]
    x = unsqueezed(here.value("input"), [0])
    own = Recurrence(here.wiring, x, 0, 1, [direction])
    begin_with(own, states)
    lasts = [squeezed(own.last(kind), [0]) for kind in own.kinds]
    return lasts if len(lasts) > 1 else lasts[0]


def _as_first(state: Any) -> Value | Array | None:
    if isinstance(state, Value):
        return unsqueezed(state, [0])
    return _states(np.asarray(state)[None], 0, 1)
