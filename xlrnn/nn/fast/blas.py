"""Matrix products inside compiled loops: NumPy's own BLAS, called without Python in between.

A loop over steps then is one call, product and gates and all, and what a product has just written
is still in the cache when the gates read it.
"""

import ctypes
import platform
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numba
import numpy as np
from llvmlite import binding
from numba import types
from numba.extending import overload
from numpy.typing import NDArray

from xlrnn.nn.fast.functions import OPTIONS, compiled

Array = NDArray[Any]

NAMES = ("scipy_cblas_{}gemm64_", "cblas_{}gemm64_", "cblas_{}gemm$NEWLAPACK$ILP64", "cblas_{}gemm")
"""What a product is called, by who built NumPy: its wheels, 64-bit builds, Apple's, others."""
ROW_MAJOR, AS_IT_IS, TURNED = 101, 111, 112
"""What BLAS is told of the order of memory, and of a matrix that is not turned, or is."""


def find() -> dict[str, int]:
    """Return where the products of float32 (s) and float64 (d) are; nothing if not both are found.

    Whole numbers are handed over with 64 bits. A BLAS that takes 32 reads the lower half of each,
    but for Apple's processors, which lay them side by side.
    """
    packed = sys.platform == "darwin" and platform.machine() == "arm64"
    for library in _libraries():
        for name in NAMES[:-1] if packed else NAMES:
            try:
                found = {kind: getattr(library, name.format(kind)) for kind in "sd"}
            except AttributeError:
                continue
            return {kind: _address(function) for kind, function in found.items()}
    return {}


def _libraries() -> Iterator[ctypes.CDLL]:
    """Yield the module of NumPy that calls BLAS, which knows its names, and what lies beside it."""
    from numpy.linalg import _umath_linalg

    beside = Path(np.__file__).parent.with_name("numpy.libs")
    for path in [_umath_linalg.__file__, *map(str, sorted(beside.glob("*openblas*")))]:
        try:
            yield ctypes.CDLL(path)
        except OSError:
            continue


def _address(function: Any) -> int:
    address = ctypes.cast(function, ctypes.c_void_p).value
    assert address is not None
    return address


FOUND = find()
for _kind, _place in FOUND.items():
    binding.add_symbol(f"xlrnn_{_kind}gemm", _place)


def _gemm(kind: str, number: Any) -> Any:
    whole, matrix = types.int64, (types.voidptr, types.int64)
    given = [whole] * 6 + [number, *matrix, *matrix, number, *matrix]
    return types.ExternalFunction(f"xlrnn_{kind}gemm", types.void(*given))


sgemm, dgemm = _gemm("s", types.float32), _gemm("d", types.float64)


@compiled
def apart(matrix: Array) -> int:
    """Return how far from each other rows begin; of a single row NumPy may say anything."""
    if matrix.shape[0] < 2:
        return max(matrix.shape[1], 1)
    return matrix.strides[0] // matrix.itemsize


def multiply(turned: int, size: Any, a: Array, b: Array, out: Array, kept: Any) -> None:
    """Have BLAS set out = a · b + kept · out, a turned or as it is.

    Args:
        turned: what BLAS is told of a.
        size: of the product: its rows, its columns, and what is summed up for each number.
        a: the rows of each may lie apart, their numbers may not.
        b: likewise.
        out: likewise.
        kept: 1 or 0.
    """
    raise NotImplementedError("only compiled loops call it")


@overload(multiply, jit_options=OPTIONS)
def _multiply(turned: Any, size: Any, a: Any, b: Any, out: Any, kept: Any) -> Any:  # noqa: ARG001
    """Choose by the number format, when a loop is compiled for it."""
    gemm, number = (dgemm, np.float64) if a.dtype == numba.float64 else (sgemm, np.float32)

    def call(turned: Any, size: Any, a: Any, b: Any, out: Any, kept: Any) -> Any:
        rows, columns, summed = size
        gemm(
            ROW_MAJOR, turned, AS_IT_IS, rows, columns, summed,
            number(1), a.ctypes.data, apart(a), b.ctypes.data, apart(b),
            number(kept), out.ctypes.data, apart(out),
        )  # fmt: skip

    return call


@compiled
def product(a: Array, b: Array, out: Array, kept: Any) -> None:
    """Set out = a · b + kept · out."""
    multiply(AS_IT_IS, (a.shape[0], b.shape[1], a.shape[1]), a, b, out, kept)


@compiled
def product_of_turned(a: Array, b: Array, out: Array, kept: Any) -> None:
    """Set out = a.T · b + kept · out."""
    multiply(TURNED, (a.shape[1], b.shape[1], a.shape[0]), a, b, out, kept)


@compiled
def look_up(table: Array, index: Array, t: int, a: Array) -> None:
    """Fill a with the rows of step t, unless it has them: then there is no index."""
    if len(index) > 0:
        for b in range(a.shape[0]):
            row, own = table[index[t, b]], a[b]
            for k in range(len(own)):
                own[k] = row[k]


@compiled
def take_up(dy: Array, t: int, steps: int, dh: Array) -> None:
    """Add to dh what arrives at step t: at every step, or at the last one alone."""
    if len(dy) == steps or t == steps - 1:
        arrived = dy[t - steps + len(dy)]
        for b in range(dh.shape[0]):
            own, more = dh[b], arrived[b]
            for k in range(len(own)):
                own[k] += more[k]
