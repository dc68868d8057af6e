"""Functions that let a through the more, the larger it is: a times a share between 0 and 1.

They fall before they rise, so that two a have the same y: their slope takes a as well.
"""

import math
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.activations.function import ActivationFunction
from xlrnn.nn.activations.saturating import Sigmoid

Array = NDArray[Any]

BEYOND: Final = 40.0
"""At this distance from 0 a share is 0 or 1 in float64, too, and e^(−a²/2) is 0."""

# erfc(z) ≈ t · e^(−z² + P(t)), t = 1 / (1 + z/2), z ≥ 0, within 1.2e-7 of it (Press et al.,
# Numerical Recipes): one float32 step.
P: Final = tuple(np.float32(p) for p in (
    0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418,
    0.37409196, 1.00002368, -1.26551223,
))  # fmt: skip


class Weighed(ActivationFunction):
    """y = a · s(a), where s is a share between 0 and 1."""

    of_output: ClassVar[bool] = False

    def share(self, a: Array) -> Array:
        """Return s(a), in memory of its own."""
        raise NotImplementedError

    def slope(self, a: Array, y: Array, share: Array) -> Array:
        """Return ∂y/∂a; it may be written into `share`."""
        raise NotImplementedError

    def __call__(self, a: Array, out: Array | None = None) -> Array:
        """Return a · s(a)."""
        return np.multiply(a, self.share(a), out=out)

    def gradient(
        self, y: Array, dy: Array, out: Array | None = None, a: Array | None = None
    ) -> Array:
        """Return ∂L/∂y · ∂y/∂a, with the a that `undoing` was told."""
        assert a is not None
        return np.multiply(dy, self.slope(a, y, self.share_of(a, y)), out=out)

    def share_of(self, a: Array, y: Array) -> Array:
        """Return s(a), which the way forward has calculated, as y / a."""
        return np.divide(y, a, out=np.full_like(y, 0.5), where=a != 0)

    def undoing(self, a: Array) -> Callable[..., Array]:
        """Return the `gradient` of these a."""
        return partial(self.gradient, a=a)


class Silu(Weighed):
    """y = a · σ(a); also called swish."""

    name = "silu"
    _sigmoid: ClassVar[ActivationFunction] = Sigmoid()

    def share(self, a: Array) -> Array:
        """Return σ(a)."""
        return self._sigmoid(a)

    def slope(self, a: Array, y: Array, share: Array) -> Array:  # noqa: ARG002
        """Return σ + y · (1 − σ)."""
        slope: Array = share + y * (1 - share)
        return slope


class Gelu(Weighed):
    """y = a · Φ(a), where Φ is the share of a normal distribution below a."""

    name = "gelu"

    def share(self, a: Array) -> Array:
        """Return Φ(a) = erfc(−a / √2) / 2."""
        z = np.clip(a, -BEYOND, BEYOND) * a.dtype.type(-math.sqrt(0.5))
        share = _erfc32(z) if a.dtype == np.float32 else _erfc64(z)
        share *= a.dtype.type(0.5)
        return share

    def slope(self, a: Array, y: Array, share: Array) -> Array:  # noqa: ARG002
        """Return Φ + a · e^(−a²/2) / √2π."""
        near = np.clip(a, -BEYOND, BEYOND)
        density = np.exp(near * near * near.dtype.type(-0.5))
        density *= near
        density *= near.dtype.type(1 / math.sqrt(2 * math.pi))
        density += share
        return density


def _erfc64(z: Array) -> Array:
    """Return erfc(z), exactly."""
    return np.fromiter(map(math.erfc, z.ravel().tolist()), np.float64, z.size).reshape(z.shape)


def _erfc32(z: Array) -> Array:
    """Return erfc(z) to a float32 step, 40 times as fast."""
    size = np.abs(z)
    t = np.float32(0.5) * size
    t += 1
    np.divide(1, t, out=t)
    power = t * P[0]
    power += P[1]
    for p in P[2:]:
        power *= t
        power += p
    size *= size
    power -= size
    t *= np.exp(power, out=power)
    np.subtract(1, t, out=t)
    np.copysign(t, z, out=t)  # erf(z); a choice between two arrays would take three times as long
    return np.subtract(1, t, out=t)
