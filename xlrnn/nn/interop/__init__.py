"""Models and weights of Keras, PyTorch and ONNX, in and out; none has to be installed.

`keras` and `torch` hold the functions; `torch_layers` is the layout of each layer in PyTorch,
`pytorch` what a module says when it is run and when it is exported, `keras_run` a Keras model that
is run. `onnx` reads and writes ONNX, and `wiring` makes a model of any other program's graph.
`compared` is what each import says of its source; `own_run` and `samples` are what that takes.
"""

from xlrnn.nn.interop.keras import from_keras, to_keras
from xlrnn.nn.interop.onnx.reading.from_onnx import from_onnx
from xlrnn.nn.interop.onnx.writing import to_onnx
from xlrnn.nn.interop.torch import from_torch, to_torch

__all__ = ["from_keras", "from_onnx", "from_torch", "to_keras", "to_onnx", "to_torch"]
