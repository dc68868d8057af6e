"""How weights follow their gradients: Keras' optimizers, one a file, and their schedules."""

from typing import Any

from xlrnn.errors import UsageError
from xlrnn.nn.optimizers import schedules
from xlrnn.nn.optimizers.adagrad import Adagrad
from xlrnn.nn.optimizers.adam import Adam, AdamW
from xlrnn.nn.optimizers.optimizer import Optimizer
from xlrnn.nn.optimizers.rmsprop import RMSprop
from xlrnn.nn.optimizers.sgd import SGD

__all__ = ["SGD", "Adagrad", "Adam", "AdamW", "Optimizer", "RMSprop", "get", "schedules"]

_ALL: tuple[type[Optimizer], ...] = (SGD, RMSprop, Adagrad, Adam, AdamW)
_BY_NAME = {kind.__name__.lower(): kind for kind in _ALL}


def get(given: "str | Optimizer | dict[str, Any]") -> Optimizer:
    """Return an optimizer from its name, its configuration, or itself.

    Raises:
        UsageError: if there is none; the message lists those there are.

    Example:
        >>> get("adam").learning_rate
        0.001
    """
    if isinstance(given, Optimizer):
        return given
    name = given.get("class_name") if isinstance(given, dict) else given
    kind = _BY_NAME.get(name.lower()) if isinstance(name, str) else None
    if kind is None:
        known = ", ".join(sorted(_BY_NAME))
        raise UsageError(f"optimizer {name!r} is unknown: expected one of {known}")
    return kind.from_config(given.get("config") or {}) if isinstance(given, dict) else kind()
