"""Where older Keras code finds these: `from xlrnn.nn.utils import to_categorical`."""

from xlrnn.nn.core.random import set_random_seed
from xlrnn.text.categorical import to_categorical
from xlrnn.text.padding import pad_sequences

__all__ = ["pad_sequences", "set_random_seed", "to_categorical"]
