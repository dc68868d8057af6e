"""A model as an ONNX graph, for whatever runs ONNX; needs the onnx package.

`model` walks through a model, `layers` says who writes which layer, `graph` collects the nodes.
Each kind of layer has a file: `weighing`, `recurrent` with its `masked` steps, `windows`,
`merging`, `attending`, `arranging`, `functions`.
"""

from xlrnn.nn.interop.onnx.writing.model import to_onnx

__all__ = ["to_onnx"]
