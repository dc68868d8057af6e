"""The largest number of each window of a few rows and columns."""

from typing import ClassVar

from xlrnn.nn.core.serialization import registered
from xlrnn.nn.layers.max_pooling import MaxPooling


@registered
class MaxPooling2D(MaxPooling):
    """The largest number of each window of a few rows and columns, of each feature on its own.

    Args:
        pool_size: the rows and columns of a window; one number for both.
        strides: how far the next window is; None for as far as a window is long.
        padding: `valid` or `same`.
        data_format: where the features are: `channels_last` or `channels_first`.
        **common: as of every `Layer`.
    """

    rank: ClassVar[int] = 2
