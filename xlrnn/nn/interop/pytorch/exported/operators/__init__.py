"""What each operator of PyTorch means: a file for each family; importing them fills `MEANINGS`."""

from xlrnn.nn.interop.pytorch.exported.operators import (
    activations,
    elementwise,
    normalization,
    products,
    recurrent,
    reductions,
    shapes,
    windows,
)

__all__ = [
    "activations", "elementwise", "normalization", "products", "recurrent", "reductions", "shapes",
    "windows",
]  # fmt: skip
