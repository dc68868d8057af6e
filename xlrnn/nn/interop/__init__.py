"""Weights of Keras and PyTorch in and out, and models as ONNX; none has to be installed.

`keras` and `torch` hold the functions; `keras_config` is Keras' description of a model,
`keras_file` its files, `hdf5` what those are made of, `limits` what a file may ask for;
`torch_layers` is the layout of each layer in PyTorch. `onnx` writes models as graphs.
"""

from xlrnn.nn.interop.keras import from_keras, to_keras
from xlrnn.nn.interop.onnx.writing import to_onnx
from xlrnn.nn.interop.torch import from_torch, to_torch

__all__ = ["from_keras", "from_torch", "to_keras", "to_onnx", "to_torch"]
