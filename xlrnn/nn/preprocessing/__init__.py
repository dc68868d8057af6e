"""Where older Keras code finds the tokenizer, the padding, and windows of time series."""

from xlrnn.nn.batches.windows import timeseries_dataset_from_array
from xlrnn.nn.preprocessing import sequence, text

__all__ = ["sequence", "text", "timeseries_dataset_from_array"]
