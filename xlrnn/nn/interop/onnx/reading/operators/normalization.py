"""Normalization: with means that are known, or over the features of each place."""

import numpy as np

from xlrnn.nn.interop.onnx.reading.here import Here, means
from xlrnn.nn.interop.wiring.normalizing import batch_normalized, layer_normalized
from xlrnn.nn.interop.wiring.refusal import NotTakenError
from xlrnn.nn.interop.wiring.value import Value


@means("BatchNormalization")
def _batch(here: Here) -> Value:
    here.expect("training_mode", 0)
    if any(here.used[1:]):
        raise NotTakenError("its means are used: expected its output alone")
    names = ("scale", "B", "the mean", "the variance")
    weights = [np.asarray(here.constant(k, name)) for k, name in enumerate(names, start=1)]
    axis = 1 if here.value().rank > 1 else 0
    return batch_normalized(here.wiring, here.value(), axis, weights, here.get("epsilon", 1e-5))


@means("LayerNormalization")
def _layer(here: Here) -> Value:
    if any(here.used[1:]):
        raise NotTakenError("its means are used: expected its output alone")
    x = here.value()
    axes = range(x.axis(here.get("axis", -1)), x.rank)
    return layer_normalized(
        here.wiring, x, axes, here.constant(1, "scale"), here.optional(2, "B"),
        here.get("epsilon", 1e-5),
    )  # fmt: skip
