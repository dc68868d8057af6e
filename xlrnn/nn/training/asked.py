"""What `fit`, `evaluate` and `predict` are asked for, checked."""

from typing import Any

from xlrnn.errors import UsageError
from xlrnn.nn.core.checked import positive, whole

BATCH = 32


def batch_size(given: Any) -> int:
    """Return the size of a batch.

    Raises:
        UsageError: if it is no whole number from 1.
    """
    return positive(BATCH if given is None else given, "batch_size")


def epochs(first: Any, end: Any) -> range:
    """Return the epochs of a training.

    Raises:
        UsageError: if one of the two is no whole number from 0.

    Example:
        >>> list(epochs(2, 4))
        [2, 3]
    """
    return range(whole(first, "initial_epoch"), whole(end, "epochs"))


def whole_passes(**steps: Any) -> None:
    """Refuse Keras' options that end an epoch before its samples do.

    Raises:
        UsageError: if one of them is anything but None.
    """
    for name, number in steps.items():
        if number is not None:
            raise UsageError(
                f"{name} is {number!r:.60}, and we have no such option, unlike Keras: all samples "
                "are taken; leave it out, or give fewer samples"
            )
