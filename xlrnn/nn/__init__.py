"""What NumPy computes: Keras' recurrent models, one layer a file.

Nothing here knows about spreadsheets; `xlrnn.sheet` writes the same equations as formulas, and
the two never import each other, so that a mistake in one is found by the other.

What only a training, a file or another program needs is imported when it is asked for: a layer
that calculates does without.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from xlrnn import __version__
from xlrnn.nn import activations, initializers, layers, regularizers
from xlrnn.nn.core.floatx import floatx, set_floatx
from xlrnn.nn.core.random import set_random_seed
from xlrnn.nn.core.trace import ModelTrace, Trace
from xlrnn.nn.layers import catalogue
from xlrnn.nn.layers.catalogue import *  # noqa: F403
from xlrnn.nn.layers.one_hot import one_hot
from xlrnn.nn.layers.softmax import predicted, softmax

if TYPE_CHECKING:
    from xlrnn.nn import callbacks, losses, metrics, models, optimizers, preprocessing, utils
    from xlrnn.nn.gradient_check import gradcheck
    from xlrnn.nn.interop import (
        from_keras,
        from_onnx,
        from_torch,
        to_keras,
        to_onnx,
        to_torch,
    )
    from xlrnn.nn.models import Model, Sequential, clone_model, load_model
    from xlrnn.text.categorical import to_categorical
    from xlrnn.text.padding import pad_sequences
    from xlrnn.text.tokenizer import Tokenizer

_LATER: Final = {
    "xlrnn.nn": (
        "callbacks", "files", "interop", "losses", "metrics", "models", "optimizers",
        "preprocessing", "training", "utils",
    ),
    "xlrnn.nn.gradient_check": ("gradcheck",),
    "xlrnn.nn.interop": (
        "from_keras", "from_onnx", "from_torch", "to_keras", "to_onnx", "to_torch",
    ),
    "xlrnn.nn.models": ("Model", "Sequential", "clone_model", "load_model"),
    "xlrnn.text.categorical": ("to_categorical",),
    "xlrnn.text.padding": ("pad_sequences",),
    "xlrnn.text.tokenizer": ("Tokenizer",),
}  # fmt: skip
"""What is imported when it is asked for: the modules of this package, and names by their module."""

__all__ = [
    "Model",
    "ModelTrace",
    "Sequential",
    "Tokenizer",
    "Trace",
    "__version__",
    "activations",
    "callbacks",
    "clone_model",
    "floatx",
    "from_keras",
    "from_onnx",
    "from_torch",
    "gradcheck",
    "initializers",
    "layers",
    "load_model",
    "losses",
    "metrics",
    "models",
    "one_hot",
    "optimizers",
    "pad_sequences",
    "predicted",
    "preprocessing",
    "regularizers",
    "set_floatx",
    "set_random_seed",
    "softmax",
    "to_categorical",
    "to_keras",
    "to_onnx",
    "to_torch",
    "utils",
]
__all__ += catalogue.__all__


def __getattr__(name: str) -> Any:
    """Import what only some need, once it is asked for."""
    for module, names in _LATER.items():
        if name in names:
            found = import_module(f"{module}.{name}") if module == __name__ else None
            globals()[name] = found or getattr(import_module(module), name)
            return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
