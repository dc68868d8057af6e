"""Many batches of words: what is the same for all is calculated once, and who comes first."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.layers.embedding import Embedding
from xlrnn.nn.network import Network
from xlrnn.nn.training.data import Samples


def words_looked_up_once(model: Network, given: Samples, size: int) -> AbstractContextManager[None]:
    """Return a context in which each distinct word of all batches is looked up once.

    Args:
        model: whose weights stay as they are meanwhile.
        given: all samples.
        size: of a batch.
    """
    first = model.layers[0] if model.layers else None
    if isinstance(first, Embedding) and first.built and given.x.ndim > 1 and len(given) > size:
        return first.looking_up_once(given.x)
    return nullcontext()


def lengths(model: Network, given: Samples) -> NDArray[Any] | None:
    """Return how many words each sample has, of all its texts; None if no layer leaves any out."""
    masked = any(isinstance(layer, Embedding) and layer.mask_zero for layer in model.layers)
    texts = [x for x in (given.x if isinstance(given.x, tuple) else (given.x,)) if x.ndim == 2]
    if not masked or not texts:
        return None
    return np.sum([np.count_nonzero(text, axis=1) for text in texts], axis=0)
