"""Truncated back-propagation through time: long sequences in windows."""

from collections.abc import Iterator
from contextlib import contextmanager

from xlrnn.errors import UsageError
from xlrnn.nn.layers.bidirectional import Bidirectional
from xlrnn.nn.layers.rnn import RNN
from xlrnn.nn.network import Network
from xlrnn.nn.training.data import Samples


def windows(batch: Samples, steps: int) -> Iterator[Samples]:
    """Cut the sequences of a batch into windows of so many steps; the last may be shorter.

    Raises:
        UsageError: if there is no label for each step, or there are several inputs or outputs.
    """
    if isinstance(batch.x, tuple) or isinstance(batch.y, tuple):
        raise UsageError(
            f"truncate={steps} cuts one sequence into windows: the model has several inputs or "
            "outputs, leave it out"
        )
    time = batch.x.shape[1]
    if batch.y is None or batch.y.ndim < 2 or batch.y.shape[1] != time:
        raise UsageError(
            f"truncate={steps} needs a label for each of the {time} steps, as with "
            f"return_sequences=True: y has shape {None if batch.y is None else batch.y.shape}"
        )
    for start in range(0, time, steps):
        part = slice(start, start + steps)
        weight = batch.weight
        if weight is not None and weight.ndim > 1 and weight.shape[1] == time:
            weight = weight[:, part]
        yield Samples(batch.x[:, part], batch.y[:, part], weight)


@contextmanager
def carried_states(model: Network) -> Iterator[None]:
    """Let every window begin with the states in which the one before ended.

    The gradient does not follow: it goes back to the beginning of its own window.

    Raises:
        UsageError: if a layer reads backwards, for then the end would have to come first.
    """
    layers = [layer for layer in model.layers if isinstance(layer, RNN | Bidirectional)]
    for layer in layers:
        if isinstance(layer, Bidirectional) or layer.go_backwards:
            raise UsageError(f"{layer.name} reads backwards: truncate does not go with it")
    before, shape = [layer.stateful for layer in layers], model.input_shape
    model.input_shape = (*shape[:1], None, *shape[2:])  # a window is shorter than a sample
    for layer in layers:
        layer.stateful = True
        layer.reset_states()
    try:
        yield
    finally:
        model.input_shape = shape
        for layer, stateful in zip(layers, before, strict=True):
            layer.stateful = stateful
            layer.reset_states()
