"""A model as a table: its layers, what they return, how many weights they have, what feeds what."""

from collections.abc import Sequence

from xlrnn.counted import counted
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.core.symbol import Call, Symbol


def summary(model: Layer, layers: Sequence[Layer], calls: Sequence[Call]) -> str:
    """Return the table that `model.summary()` prints.

    Args:
        model: whose name and number of weights are told.
        layers: a row each.
        calls: of the layers with each other; empty where each feeds the next.

    Example:
        >>> from xlrnn.nn import Add, Dense, Input, Model, Sequential
        >>> Sequential([Input((3,)), Dense(2), Dense(1)]).summary()
        sequential
        layer            output     weights
        dense (Dense)    (None, 2)        8
        dense_1 (Dense)  (None, 1)        3
        11 weights, 11 of them trainable, 44 bytes
        >>> x = Input((2,))
        >>> Model(x, Add()([x, Dense(2)(x)])).summary()
        functional
        layer                     output     weights  takes from
        input_layer (InputLayer)  (None, 2)        0
        dense (Dense)             (None, 2)        6  input_layer
        add (Add)                 (None, 2)        0  input_layer, dense
        6 weights, 6 of them trainable, 24 bytes
    """
    head = ("layer", "output", "weights", "takes from" if calls else "")
    rows = [head, *((*who, f"{count:,}", of) for *who, count, of in rows_of(layers, calls))]
    widths = [max(len(row[k]) for row in rows) for k in range(3)]
    lines = [
        f"{name:{widths[0]}}  {shape:{widths[1]}}  {count:>{widths[2]}}  {source}".rstrip()
        for name, shape, count, source in rows
    ]
    return "\n".join([model.name, *lines, size_of(model)])


def rows_of(layers: Sequence[Layer], calls: Sequence[Call]) -> list[tuple[str, str, int, str]]:
    """Return of each layer its name, what it returns, how many weights it has, and its sources."""
    return [
        (
            f"{layer.name} ({type(layer).__name__})",
            _output(layer, calls),
            layer.count_params(),
            _sources(layer, calls),
        )
        for layer in layers
    ]


def size_of(model: Layer) -> str:
    """Return in words how large a model is."""
    trainable = sum(weight.value.size for weight in model.trainable_weights)
    size = sum(weight.value.nbytes for weight in model.weights)
    weights = counted(model.count_params(), "weight")
    return f"{weights}, {trainable:,} of them trainable, {counted(size, 'byte')}"


def _sources(layer: Layer, calls: Sequence[Call]) -> str:
    """Return from which layers a layer takes; where it is called again, a semicolon parts them."""
    own = [call for call in calls if call.layer is layer]
    return "; ".join(", ".join(map(_called, call.sources)) for call in own)


def _called(symbol: Symbol) -> str:
    """Return a symbol's layer, and which of its arrays, where it returns several."""
    several = symbol.call is not None and len(symbol.call.returned) > 1
    return f"{symbol.name}[{symbol.index}]" if several else symbol.name


def _output(layer: Layer, calls: Sequence[Call]) -> str:
    """Return the shapes of what a layer returns; those of its first call, where it has several."""
    for call in (*calls, *layer.calls[-1:]):
        if call.layer is layer:
            return " ".join(str(symbol.shape) for symbol in call.returned)
    shape = layer.input_shape and layer.compute_output_shape(layer.input_shape)
    return str(shape or "unknown")
