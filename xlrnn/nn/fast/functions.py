"""tanh and the sigmoid as the compiled loops calculate them, several numbers at once."""

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from numba.extending import overload

OPTIONS: Any = {"error_model": "numpy", "fastmath": {"contract", "nsz", "arcp"}}
"""Divisions as NumPy does them; sums and products may be taken together, NaN must stay NaN."""

compiled: Callable[..., Any] = numba.njit(cache=True, nogil=True, **OPTIONS)
"""How every kernel is compiled; the result is kept on disk, and threads need not wait for it."""

# tanh(a) ≈ a · P(a²) / Q(a²) for |a| < 7.9: the rational function that Eigen and others use, within
# 3 float32 steps of tanh; beyond, tanh is ±1 in float32.
REACH = np.float32(7.90531110763549805)
P = [np.float32(p) for p in (
    4.89352455891786e-03, 6.37261928875436e-04, 1.48572235717979e-05, 5.12229709037114e-08,
    -8.60467152213735e-11, 2.00018790482477e-13, -2.76076847742355e-16,
)]  # fmt: skip
Q = [np.float32(q) for q in (
    4.89352518554385e-03, 2.26843463243900e-03, 1.18534705686654e-04, 1.19825839466702e-06,
)]  # fmt: skip
P0, P1, P2, P3, P4, P5, P6 = P
Q0, Q1, Q2, Q3 = Q
HALF = np.float32(0.5)


def tanh(a: Any) -> Any:
    """Return the hyperbolic tangent: exact in float64, within 1e-7 in float32."""
    return np.tanh(a)


def sigmoid(a: Any) -> Any:
    """Return 1 / (1 + e^(−a))."""
    return 1 / (1 + np.exp(-a))


def _rational_tanh(a: Any) -> Any:
    near = min(max(a, -REACH), REACH)
    s = near * near
    p = P0 + s * (P1 + s * (P2 + s * (P3 + s * (P4 + s * (P5 + s * P6)))))
    q = Q0 + s * (Q1 + s * (Q2 + s * Q3))
    return near * p / q if a == a else a  # NaN stays NaN


def _half_of_tanh(a: Any) -> Any:
    """Return the sigmoid as (1 + tanh(a / 2)) / 2."""
    return HALF + HALF * tanh(HALF * a)


@overload(tanh, jit_options=OPTIONS)
def _tanh(a: Any) -> Any:
    """Choose by the number format, when a kernel is compiled for it."""
    return tanh if a == numba.float64 else _rational_tanh


@overload(sigmoid, jit_options=OPTIONS)
def _sigmoid(a: Any) -> Any:
    return sigmoid if a == numba.float64 else _half_of_tanh
