"""Normalization: with means that are known, or over the features of each place."""

import numpy as np

from xlrnn.nn.interop.pytorch.exported.here import Here, means
from xlrnn.nn.interop.wiring.normalizing import batch_normalized, layer_normalized
from xlrnn.nn.interop.wiring.refusal import NotTakenError
from xlrnn.nn.interop.wiring.value import Value


@means("batch_norm", "_native_batch_norm_legit_no_training")
def _batch(here: Here) -> Value:
    if here.get("training", False):
        raise NotTakenError("it takes the mean of the batch: export the module in eval()")
    mean, variance = here.constant("running_mean"), here.constant("running_var")
    gamma, beta = here.optional("weight"), here.optional("bias")
    gamma = np.ones_like(mean) if gamma is None else gamma
    beta = np.zeros_like(mean) if beta is None else beta
    weights = [gamma, beta, mean, variance]
    return batch_normalized(here.wiring, here.value("input"), 1, weights, here.get("eps", 1e-5))


@means("layer_norm", "native_layer_norm")
def _layer(here: Here) -> Value:
    x = here.value("input")
    axes = range(x.rank - len(here.get("normalized_shape")), x.rank)
    return layer_normalized(
        here.wiring, x, axes, here.optional("weight"), here.optional("bias"),
        here.get("eps", 1e-5),
    )  # fmt: skip
