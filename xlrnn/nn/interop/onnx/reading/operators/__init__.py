"""What each operator means: a file for each family; importing them fills `MEANINGS`."""

from xlrnn.nn.interop.onnx.reading.here import MEANINGS
from xlrnn.nn.interop.onnx.reading.operators import (
    activations,
    elementwise,
    learned,
    normalization,
    products,
    recurrent,
    reductions,
    shapes,
    unrolled,
    windows,
)

__all__ = [
    "MEANINGS", "activations", "elementwise", "learned", "normalization", "products", "recurrent",
    "reductions", "shapes", "unrolled", "windows",
]  # fmt: skip
