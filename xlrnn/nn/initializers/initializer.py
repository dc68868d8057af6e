"""What every initializer is."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.core import checked, random
from xlrnn.nn.core.checked import ANY, Range

Array = NDArray[Any]
Shape = tuple[int, ...]


class Initializer:
    """Draws the first numbers of a weight.

    Args:
        seed: of draws of its own; by default they come from the shared generator.
    """

    def __init__(self, seed: int | None = None) -> None:
        self.seed = checked.seed(seed, f"{type(self).__name__}: seed")

    def __call__(self, shape: Shape, dtype: DTypeLike = "float32") -> Array:
        """Return an array of a shape; every call of an initializer with a seed gives the same."""
        return np.asarray(self.draw(shape, random.generator(self.seed)), dtype)

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        """Return the numbers in float64."""
        raise NotImplementedError

    def get_config(self) -> dict[str, Any]:
        """Return the arguments, as JSON can hold them."""
        return dict(vars(self))

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> "Initializer":
        """Make the initializer of the arguments that `get_config` returned.

        Raises:
            UsageError: if it has no such arguments.
        """
        try:
            return cls(**config)
        except TypeError as error:
            raise UsageError(f"an initializer {cls.__name__} cannot be made: {error}") from None

    def _number(self, value: Any, name: str, expected: Range = ANY) -> float:
        """Return an argument that is a number of a range."""
        return expected.number(value, f"{type(self).__name__}: {name}")
