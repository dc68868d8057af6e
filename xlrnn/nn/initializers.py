"""How weights begin: Keras' initializers, by name or as objects."""

from collections.abc import Callable, Mapping
from math import prod, sqrt
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.core import random

Array = NDArray[Any]
Shape = tuple[int, ...]
WITHIN_TWO = 0.87962566103423978
"""The standard deviation of a standard normal that is drawn again beyond ±2."""


class Initializer:
    """Draws the first numbers of a weight.

    Args:
        seed: of draws of its own; by default they come from the shared generator.
    """

    def __init__(self, seed: int | None = None) -> None:
        self.seed = seed

    def __call__(self, shape: Shape, dtype: DTypeLike = "float32") -> Array:
        """Return an array of a shape; every call of an initializer with a seed gives the same."""
        return np.asarray(self.draw(shape, random.generator(self.seed)), dtype)

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        """Return the numbers in float64."""
        raise NotImplementedError

    def get_config(self) -> dict[str, Any]:
        """Return the arguments, as JSON can hold them."""
        return dict(vars(self))


class Zeros(Initializer):
    """All 0."""

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:  # noqa: ARG002
        """Return zeros."""
        return np.zeros(shape)


class Ones(Initializer):
    """All 1."""

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:  # noqa: ARG002
        """Return ones."""
        return np.ones(shape)


class Constant(Initializer):
    """All the same number, or the numbers of an array.

    Args:
        value: the number, or an array of the weight's shape.
    """

    def __init__(self, value: "float | Array" = 0.0) -> None:
        super().__init__()
        self.value = value

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:  # noqa: ARG002
        """Return the number everywhere."""
        return np.broadcast_to(np.asarray(self.value, float), shape).copy()

    def get_config(self) -> dict[str, Any]:
        """Return the number."""
        return {"value": np.asarray(self.value).tolist()}


class RandomUniform(Initializer):
    """Uniform between two numbers."""

    def __init__(
        self, minval: float = -0.05, maxval: float = 0.05, seed: int | None = None
    ) -> None:
        super().__init__(seed)
        self.minval, self.maxval = minval, maxval

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        """Draw evenly."""
        return rng.uniform(self.minval, self.maxval, shape)


class RandomNormal(Initializer):
    """A bell curve."""

    def __init__(self, mean: float = 0.0, stddev: float = 0.05, seed: int | None = None) -> None:
        super().__init__(seed)
        self.mean, self.stddev = mean, stddev

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        """Draw from the whole curve."""
        return rng.normal(self.mean, self.stddev, shape)


class TruncatedNormal(RandomNormal):
    """A bell curve without what is more than two standard deviations away."""

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        """Draw, and draw again what lies too far out."""
        return self.mean + self.stddev * _within_two(shape, rng)


class VarianceScaling(Initializer):
    """A spread that keeps the size of signals, after how many inputs and outputs there are.

    Args:
        scale: the variance times the number that is counted.
        mode: which number: `fan_in`, `fan_out` or `fan_avg`.
        distribution: `uniform` or `truncated_normal`.
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
        self.scale, self.mode, self.distribution = scale, mode, distribution

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        """Draw with variance `scale` / fan."""
        fan_in, fan_out = _fans(shape)
        fan = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[self.mode]
        variance = self.scale / max(1.0, fan)
        if self.distribution == "uniform":
            limit = sqrt(3 * variance)
            return rng.uniform(-limit, limit, shape)
        return sqrt(variance) / WITHIN_TWO * _within_two(shape, rng)


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


class Orthogonal(Initializer):
    """Rows or columns at right angles; Keras' default for recurrent kernels.

    Args:
        gain: the length of the rows.
        seed: of draws of its own.
    """

    def __init__(self, gain: float = 1.0, seed: int | None = None) -> None:
        super().__init__(seed)
        self.gain = gain

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        """Draw a random rotation, from the QR decomposition of a random matrix."""
        if len(shape) < 2:
            raise UsageError(f"orthogonal weights need two dimensions or more, not shape {shape}")
        rows, columns = prod(shape[:-1]), shape[-1]
        q, r = np.linalg.qr(rng.normal(size=(max(rows, columns), min(rows, columns))))
        q = q * np.sign(np.diag(r))  # makes every rotation equally likely
        return self.gain * (q if rows >= columns else q.T).reshape(shape)


_BY_NAME: dict[str, type[Initializer]] = {
    "zeros": Zeros,
    "ones": Ones,
    "constant": Constant,
    "uniform": RandomUniform,
    "random_uniform": RandomUniform,
    "normal": RandomNormal,
    "random_normal": RandomNormal,
    "truncated_normal": TruncatedNormal,
    "variance_scaling": VarianceScaling,
    "glorot_uniform": GlorotUniform,
    "glorot_normal": GlorotNormal,
    "he_uniform": HeUniform,
    "he_normal": HeNormal,
    "orthogonal": Orthogonal,
}
_BY_NAME |= {kind.__name__: kind for kind in dict.fromkeys(_BY_NAME.values())}


def get(given: "str | Mapping[str, Any] | Callable[..., Array]") -> Callable[..., Array]:
    """Return an initializer from its name, its configuration, or itself.

    Raises:
        UsageError: if there is none; the message lists those there are.
    """
    if isinstance(given, Mapping):
        return _BY_NAME[given["class_name"]](**given.get("config", {}))
    if callable(given):
        return given() if isinstance(given, type) else given
    try:
        return _BY_NAME[given]()
    except (KeyError, TypeError):
        known = ", ".join(sorted(name for name in _BY_NAME if name.islower()))
        raise UsageError(f"initializer {given!r} is unknown: expected one of {known}") from None


def as_config(given: "str | Mapping[str, Any] | Callable[..., Array]") -> Any:
    """Return an initializer as JSON can hold it, for `get` to read: its name if that says all."""
    made = get(given)
    names = {kind: name for name, kind in reversed(_BY_NAME.items())}
    if not isinstance(made, Initializer) or type(made) not in names:
        raise UsageError(f"{given!r} cannot be saved: expected one of Keras' initializers")
    name, config = names[type(made)], made.get_config()
    return name if config == type(made)().get_config() else {"class_name": name, "config": config}


def _fans(shape: Shape) -> tuple[float, float]:
    """Return how many inputs and outputs a unit of a weight has, as Keras counts them."""
    if len(shape) == 0:
        return 1, 1
    if len(shape) == 1:
        return shape[0], shape[0]
    field = prod(shape[:-2])
    return shape[-2] * field, shape[-1] * field


def _within_two(shape: Shape, rng: np.random.Generator) -> Array:
    """Draw from the standard normal between −2 and 2."""
    draws = rng.normal(size=shape)
    while (far := np.abs(draws) > 2).any():
        draws[far] = rng.normal(size=int(far.sum()))
    return draws
