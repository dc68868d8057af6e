"""Dropout: in training some inputs are left out by chance (Srivastava et al. 2014)."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.core import checked, random
from xlrnn.nn.core.layer import Layer, Mask
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.core.trace import Trace

Array = NDArray[Any]


@registered
class Dropout(Layer):
    """In training a share of the inputs becomes 0; what is left grows to make up for it.

    1. m = 0 with the probability p, else 1 / (1 − p)       drawn anew for every batch
    2. y = m · x

    Outside training y = x, and nothing has to be scaled.

    Args:
        rate: p, the share that is left out.
        noise_shape: the shape of m, where sides of 1 share a draw: (None, 1, None) leaves out
            the same features at every step. None means the input's side.
        seed: of draws of its own; by default they come from the shared generator.
        **common: as of every `Layer`.
    """

    def __init__(
        self,
        rate: float,
        noise_shape: Sequence[int | None] | None = None,
        seed: int | None = None,
        **common: Any,
    ) -> None:
        super().__init__(**common)
        self.rate = checked.SHARE.number(rate, f"{self.name}: rate")
        self.seed = checked.seed(seed, f"{self.name}: seed")
        self.noise_shape = None if noise_shape is None else _noise_shape(noise_shape, self.name)
        self.own_draws = None if seed is None else random.generator(seed)

    def forward(
        self,
        x: Array,
        *,
        training: bool = False,
        mask: Mask | None = None,  # noqa: ARG002
    ) -> Array:
        """Leave out by chance, in training alone."""
        self.m: Array | None = None
        if not training or not self.rate:
            return x
        self.m = self._draw(x.shape)  # 1
        y: Array = np.multiply(x, self.m, out=self.work.sequence("y", x.shape, self.dtype))  # 2
        return y

    def backward(self, dy: Array) -> Array | None:
        """Undo 2: what was left out has no part in the loss."""
        if not self.needs_input_gradient or self.m is None:
            return dy if self.needs_input_gradient else None
        dx: Array = np.multiply(dy, self.m, out=self.work.sequence("dx", dy.shape, self.dtype))
        return dx

    def _draw(self, shape: tuple[int, ...]) -> Array:
        """Draw m."""
        wanted = self._noise_shape(shape)
        m = self.work.sequence("m", wanted, self.dtype)
        draws = m.swapaxes(0, 1) if len(wanted) == 3 else m
        (self.own_draws or random.generator()).random(out=draws, dtype=self.dtype.type)
        np.greater_equal(m, self.rate, out=m)
        if self.rate < 1:
            m *= self.dtype.type(1 / (1 - self.rate))
        return m

    def _noise_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        if self.noise_shape is None:
            return shape
        wanted = tuple(
            side if noise is None else noise
            for noise, side in zip(self.noise_shape, shape, strict=False)
        )
        fits = len(self.noise_shape) == len(shape) and all(
            noise in (1, side) for noise, side in zip(wanted, shape, strict=True)
        )
        if not fits:
            raise ShapeError(
                f"{self.name}: noise_shape is {self.noise_shape}, and the input has shape {shape}: "
                "expected 1, None or the input's side for each"
            )
        return wanted

    def trace(self) -> Trace:
        """Return m, unless nothing was left out."""
        return Trace() if self.m is None else Trace(m=self.m).copied()

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        noise_shape = None if self.noise_shape is None else list(self.noise_shape)
        return {
            **super().get_config(),
            "rate": self.rate,
            "noise_shape": noise_shape,
            "seed": self.seed,
        }


def _noise_shape(given: Any, layer: str) -> tuple[int | None, ...]:
    """Return a shape of draws, each side of which is a number from 1, or None.

    Raises:
        UsageError: if it is something else.
    """
    shape = checked.sides(given, f"{layer}: noise_shape")
    if 0 in shape:
        raise UsageError(f"{layer}: noise_shape is {shape}: expected numbers from 1, or None")
    return shape
