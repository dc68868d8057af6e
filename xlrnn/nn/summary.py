"""A model as a table: its layers, what they return, how many weights they have."""

from xlrnn.counted import counted
from xlrnn.nn.network import Network


def summary(model: Network) -> str:
    """Return the table that `model.summary()` prints.

    Example:
        >>> from xlrnn.nn import Dense, Input, Sequential
        >>> print(summary(Sequential([Input((3,)), Dense(2), Dense(1)])))
        sequential
        layer            output     weights
        dense (Dense)    (None, 2)        8
        dense_1 (Dense)  (None, 1)        3
        11 weights, 11 of them trainable, 44 bytes
    """
    rows = [("layer", "output", "weights")]
    for layer in model.layers:
        shape = layer.input_shape and layer.compute_output_shape(layer.input_shape)
        name = f"{layer.name} ({type(layer).__name__})"
        rows.append((name, str(shape or "unknown"), f"{layer.count_params():,}"))
    widths = [max(len(row[k]) for row in rows) for k in range(3)]
    lines = [
        f"{name:{widths[0]}}  {shape:{widths[1]}}  {count:>{widths[2]}}"
        for name, shape, count in rows
    ]
    trainable = sum(weight.value.size for weight in model.trainable_weights)
    size = sum(weight.value.nbytes for weight in model.weights)
    weights = counted(model.count_params(), "weight")
    total = f"{weights}, {trainable:,} of them trainable, {counted(size, 'byte')}"
    return "\n".join([model.name, *lines, total])
