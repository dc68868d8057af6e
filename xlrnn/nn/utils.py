"""Where Keras code finds these: `from xlrnn.nn.utils import to_categorical`."""

from xlrnn.nn.batches.py_dataset import PyDataset
from xlrnn.nn.batches.windows import timeseries_dataset_from_array
from xlrnn.nn.core.random import set_random_seed
from xlrnn.nn.custom import custom_object_scope
from xlrnn.text.categorical import to_categorical
from xlrnn.text.padding import pad_sequences

Sequence = PyDataset

__all__ = [
    "PyDataset",
    "Sequence",
    "custom_object_scope",
    "pad_sequences",
    "set_random_seed",
    "timeseries_dataset_from_array",
    "to_categorical",
]
