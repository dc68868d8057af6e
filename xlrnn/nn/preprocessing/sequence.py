"""Where older Keras code finds the padding, and windows of time series."""

from xlrnn.nn.batches.timeseries_generator import TimeseriesGenerator
from xlrnn.text.padding import pad_sequences

__all__ = ["TimeseriesGenerator", "pad_sequences"]
