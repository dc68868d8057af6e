"""Layers around other layers, where older programs look for them."""

from xlrnn.nn.layers.bidirectional import Bidirectional
from xlrnn.nn.layers.time_distributed import TimeDistributed

__all__ = ["Bidirectional", "TimeDistributed"]
