"""The largest number of each window of a few steps."""

from xlrnn.nn.core.serialization import registered
from xlrnn.nn.layers.max_pooling import MaxPooling


@registered
class MaxPooling1D(MaxPooling):
    """The largest number of each window of a few steps, of each feature on its own.

    Args:
        pool_size: the steps of a window.
        strides: how far the next window is; None for as far as a window is long.
        padding: `valid` or `same`.
        data_format: where the features are: `channels_last` or `channels_first`.
        **common: as of every `Layer`.
    """
