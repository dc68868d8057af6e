"""What every initializer is."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from xlrnn.nn.core import checked, random
from xlrnn.nn.core.checked import ANY, Range
from xlrnn.nn.core.configured import Configured

Array = NDArray[Any]
Shape = tuple[int, ...]


class Initializer(Configured):
    """Draws the first numbers of a weight.

    Args:
        seed: of draws of its own; by default they come from the shared generator.
    """

    called = "an initializer"

    def __init__(self, seed: int | None = None) -> None:
        self.seed = checked.seed(seed, f"{type(self).__name__}: seed")

    def __call__(self, shape: Shape, dtype: DTypeLike = "float32") -> Array:
        """Return an array of a shape; every call of an initializer with a seed gives the same."""
        return np.asarray(self.draw(shape, random.generator(self.seed)), dtype)

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        """Return the numbers in float64."""
        raise NotImplementedError

    def _number(self, value: Any, name: str, expected: Range = ANY) -> float:
        """Return an argument that is a number of a range."""
        return expected.number(value, f"{type(self).__name__}: {name}")
