"""What `fit`, `evaluate` and `predict` are asked for, checked."""

from typing import Any

from xlrnn.nn.core.checked import positive, whole

BATCH = 32


def size(given: Any, what: str) -> int | None:
    """Return the size of a batch, if one was asked for.

    Raises:
        UsageError: if it is no whole number from 1.
    """
    return None if given is None else positive(given, what)


def batch_size(*given: Any, samples: int, steps: Any = None) -> int:
    """Return the size of a batch: the first that was asked for, or one that makes so many steps.

    Args:
        *given: what was asked for; None for nothing.
        samples: how many there are.
        steps: how many batches there are to be, if that was said.

    Raises:
        UsageError: if it is no whole number from 1.

    Example:
        >>> batch_size(None, 4, samples=100), batch_size(None, samples=100, steps=3)
        (4, 34)
    """
    asked = next((each for each in given if each is not None), None)
    if asked is not None:
        return positive(asked, "batch_size")
    return BATCH if steps is None else -(-samples // positive(steps, "steps"))


def epochs(first: Any, end: Any) -> range:
    """Return the epochs of a training.

    Raises:
        UsageError: if one of the two is no whole number from 0.

    Example:
        >>> list(epochs(2, 4))
        [2, 3]
    """
    return range(whole(first, "initial_epoch"), whole(end, "epochs"))
