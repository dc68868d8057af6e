"""A sample that tells models apart, drawn for what a model, or a module, takes."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.layers.embedding import Embedding
from xlrnn.nn.models import Model, Sequential

Array = NDArray[Any]

SAMPLES: Final = 3
OPEN_SIDE: Final = 7
"""How long a side is that may have any length: the steps of a sequence."""


def drawn_for(model: Sequential | Model) -> list[Array]:
    """Return an array for each input of a model that is built, the same every time."""
    rng = np.random.default_rng(0)
    tables = [layer for layer in model.layers if isinstance(layer, Embedding)]
    words = {id(each): table for table in tables for call in table.calls for each in call.taken}
    shapes = model.input_shape if len(model.inputs or ()) > 1 else [model.input_shape]
    return [
        _drawn(rng, shape, words.get(id(symbol)))
        for symbol, shape in zip(model.inputs or (), shapes, strict=True)
    ]


def drawn_for_part(module: Any) -> Array | None:
    """Return what a single module of PyTorch takes, steps and features last; None if unknown."""
    rng, kind = np.random.default_rng(0), type(module).__name__
    if kind == "Embedding":
        return rng.integers(module.num_embeddings, size=(SAMPLES, OPEN_SIDE))
    if kind in ("LSTM", "GRU", "RNN"):
        return rng.normal(size=(SAMPLES, OPEN_SIDE, module.input_size))
    if kind in ("LSTMCell", "GRUCell", "RNNCell"):
        return rng.normal(size=(SAMPLES, 1, module.input_size))
    if kind in ("Conv1d", "Conv2d"):
        spans = zip(module.kernel_size, module.dilation, strict=True)
        sides = [OPEN_SIDE + size * gap for size, gap in spans]
        return rng.normal(size=(SAMPLES, *sides, module.in_channels))
    sides = {"LayerNorm": [OPEN_SIDE], "BatchNorm2d": [OPEN_SIDE, OPEN_SIDE]}.get(kind, [])
    features = getattr(module, "in_features", getattr(module, "num_features", None))
    if kind == "LayerNorm":
        features = module.normalized_shape[-1]
    return None if features is None else rng.normal(size=(SAMPLES, *sides, features))


def _drawn(rng: np.random.Generator, shape: Shape, words: Embedding | None) -> Array:
    """Return numbers, or words; where 0 is no word, sentences of several lengths."""
    size = (shape[0] or SAMPLES, *(side or OPEN_SIDE for side in shape[1:]))
    if words is None:
        return rng.normal(size=size)
    if not words.mask_zero:
        return rng.integers(words.input_dim, size=size)
    array = rng.integers(min(1, words.input_dim - 1), words.input_dim, size=size)
    for k in range(1, min(len(array), array.shape[-1])):
        array[k, ..., -k:] = 0
    return array
