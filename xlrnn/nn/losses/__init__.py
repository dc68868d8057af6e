"""How wrong a prediction is: Keras' losses, one a file, each with its gradient beside it."""

from typing import Any

from xlrnn.errors import UsageError
from xlrnn.nn.losses.binary_crossentropy import BinaryCrossentropy
from xlrnn.nn.losses.categorical_crossentropy import CategoricalCrossentropy
from xlrnn.nn.losses.loss import Loss
from xlrnn.nn.losses.mean_absolute_error import MeanAbsoluteError
from xlrnn.nn.losses.mean_squared_error import MeanSquaredError
from xlrnn.nn.losses.row_weights import row_weights
from xlrnn.nn.losses.sparse_categorical_crossentropy import SparseCategoricalCrossentropy

__all__ = [
    "BinaryCrossentropy",
    "CategoricalCrossentropy",
    "Loss",
    "MeanAbsoluteError",
    "MeanSquaredError",
    "SparseCategoricalCrossentropy",
    "get",
    "row_weights",
]

_ALL: tuple[type[Loss], ...] = (
    MeanSquaredError,
    MeanAbsoluteError,
    CategoricalCrossentropy,
    SparseCategoricalCrossentropy,
    BinaryCrossentropy,
)
_BY_NAME = {kind.name: kind for kind in _ALL} | {kind.__name__: kind for kind in _ALL}
_BY_NAME |= dict.fromkeys(("mse", "MSE"), MeanSquaredError)
_BY_NAME |= dict.fromkeys(("mae", "MAE"), MeanAbsoluteError)


def get(given: "str | Loss | dict[str, Any]") -> Loss:
    """Return a loss from its name, its configuration, or itself.

    Raises:
        UsageError: if there is none; the message lists those there are.
    """
    if isinstance(given, Loss):
        return given
    if isinstance(given, dict):
        return _BY_NAME[given["class_name"]](**given["config"])
    try:
        return _BY_NAME[given]()
    except (KeyError, TypeError):
        known = ", ".join(sorted(name for name in _BY_NAME if name.islower()))
        raise UsageError(f"loss {given!r} is unknown: expected one of {known}") from None
