"""Weights whose spread follows from how many inputs and outputs there are."""

from math import prod, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core import checked
from xlrnn.nn.initializers.drawn import within_two
from xlrnn.nn.initializers.initializer import Initializer, Shape

Array = NDArray[Any]
WITHIN_TWO = 0.87962566103423978
"""The standard deviation of a standard normal that is drawn again beyond ±2."""
MODES = ("fan_in", "fan_out", "fan_avg")
DISTRIBUTIONS = ("uniform", "truncated_normal", "untruncated_normal")


class VarianceScaling(Initializer):
    """A spread that keeps the size of signals, after how many inputs and outputs there are.

    Args:
        scale: the variance times the number that is counted.
        mode: which number: `fan_in`, `fan_out` or `fan_avg`.
        distribution: `uniform`, `truncated_normal` (also called `normal`) or
            `untruncated_normal`.
        seed: of draws of its own.
    """

    def __init__(
        self,
        scale: float = 1.0,
        mode: str = "fan_in",
        distribution: str = "truncated_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(seed)
        self.scale = self._number(scale, "scale", checked.ABOVE_ZERO)
        self.mode = checked.one_of(mode, MODES, f"{type(self).__name__}: mode")
        words = (*DISTRIBUTIONS, "normal")
        word = checked.one_of(distribution, words, f"{type(self).__name__}: distribution")
        self.distribution = "truncated_normal" if word == "normal" else word

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        """Draw with variance `scale` / fan."""
        fan_in, fan_out = _fans(shape)
        fan = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[self.mode]
        variance = self.scale / max(1.0, fan)
        if self.distribution == "uniform":
            limit = sqrt(3 * variance)
            return rng.uniform(-limit, limit, shape)
        if self.distribution == "untruncated_normal":
            return rng.normal(0, sqrt(variance), shape)
        return sqrt(variance) / WITHIN_TWO * within_two(shape, rng)


class GlorotUniform(VarianceScaling):
    """Uniform with variance 2 / (inputs + outputs); Keras' default for kernels."""

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(1.0, "fan_avg", "uniform", seed)

    def get_config(self) -> dict[str, Any]:
        """Return the seed."""
        return {"seed": self.seed}


class GlorotNormal(GlorotUniform):
    """A bell curve with variance 2 / (inputs + outputs)."""

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(seed)
        self.distribution = "truncated_normal"


class HeUniform(GlorotUniform):
    """Uniform with variance 2 / inputs; made for relu."""

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(seed)
        self.scale, self.mode = 2.0, "fan_in"


class HeNormal(HeUniform):
    """A bell curve with variance 2 / inputs."""

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(seed)
        self.distribution = "truncated_normal"


class LecunUniform(GlorotUniform):
    """Uniform with variance 1 / inputs."""

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(seed)
        self.mode = "fan_in"


class LecunNormal(LecunUniform):
    """A bell curve with variance 1 / inputs."""

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(seed)
        self.distribution = "truncated_normal"


def _fans(shape: Shape) -> tuple[float, float]:
    """Return how many inputs and outputs a unit of a weight has, as Keras counts them."""
    if len(shape) == 0:
        return 1, 1
    if len(shape) == 1:
        return shape[0], shape[0]
    field = prod(shape[:-2])
    return shape[-2] * field, shape[-1] * field
