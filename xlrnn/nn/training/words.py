"""Predict many batches of words: what is the same for all is calculated once."""

from contextlib import AbstractContextManager, nullcontext

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
