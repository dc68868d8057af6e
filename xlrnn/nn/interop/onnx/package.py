"""The package that knows the format, for both ways; it is an extra."""

from typing import Any

from xlrnn.errors import UsageError


def onnx_package() -> Any:
    """Return the package onnx.

    Raises:
        UsageError: if it is not installed.
    """
    try:
        import onnx
    except ImportError:
        raise UsageError("models of ONNX need onnx: pip install 'xlrnn[onnx]'") from None
    return onnx
