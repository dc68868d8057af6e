"""The one source of chance: weights, dropout and the order of the samples all draw from it."""

from typing import Any

import numpy as np

_generator = np.random.default_rng()


def set_random_seed(seed: int) -> None:
    """Start the draws again from a seed: the same seed gives the same bits on one machine.

    Example:
        >>> set_random_seed(1)
        >>> first = generator().random()
        >>> set_random_seed(1)
        >>> generator().random() == first
        True
    """
    global _generator
    _generator = np.random.default_rng(seed)


def generator(seed: int | None = None) -> np.random.Generator:
    """Return the shared generator, or one of its own for a seed."""
    return _generator if seed is None else np.random.default_rng(seed)


def get_random_state() -> dict[str, Any]:
    """Return where the draws stand, as JSON can hold it."""
    return dict(_generator.bit_generator.state)


def set_random_state(state: dict[str, Any]) -> None:
    """Go on drawing from where `get_random_state` was called."""
    _generator.bit_generator.state = state
