"""How wrong a prediction is: Keras' losses, each with its gradient beside it.

A name in capitals is a loss that becomes one number, one in small letters a function that returns
the loss of each row: `MeanSquaredError()` and `mean_squared_error`, as in Keras.
"""

from types import BuiltinFunctionType
from typing import Any

from xlrnn.errors import UsageError
from xlrnn.nn import custom
from xlrnn.nn.losses import functions
from xlrnn.nn.losses.binary import BinaryCrossentropy
from xlrnn.nn.losses.categorical import CategoricalCrossentropy
from xlrnn.nn.losses.divergences import CosineSimilarity, KLDivergence, Poisson
from xlrnn.nn.losses.functions import (
    binary_crossentropy,
    categorical_crossentropy,
    categorical_hinge,
    cosine_similarity,
    hinge,
    huber,
    kl_divergence,
    log_cosh,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    mean_squared_logarithmic_error,
    poisson,
    sparse_categorical_crossentropy,
    squared_hinge,
)
from xlrnn.nn.losses.hinges import CategoricalHinge, Hinge, SquaredHinge
from xlrnn.nn.losses.loss import Loss
from xlrnn.nn.losses.of_ones_own import FunctionLoss
from xlrnn.nn.losses.pairs import floats, pair
from xlrnn.nn.losses.regression import (
    MeanAbsoluteError,
    MeanAbsolutePercentageError,
    MeanSquaredError,
    MeanSquaredLogarithmicError,
)
from xlrnn.nn.losses.robust import Huber, LogCosh
from xlrnn.nn.losses.row_weights import aligned, row_weights
from xlrnn.nn.losses.sampled import SampledCrossentropy
from xlrnn.nn.losses.sparse import SparseCategoricalCrossentropy

__all__ = [
    "BCE",
    "KLD",
    "MAE",
    "MAPE",
    "MSE",
    "MSLE",
    "BinaryCrossentropy",
    "CategoricalCrossentropy",
    "CategoricalHinge",
    "CosineSimilarity",
    "FunctionLoss",
    "Hinge",
    "Huber",
    "KLDivergence",
    "LogCosh",
    "Loss",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanSquaredError",
    "MeanSquaredLogarithmicError",
    "Poisson",
    "SampledCrossentropy",
    "SparseCategoricalCrossentropy",
    "SquaredHinge",
    "aligned",
    "bce",
    "binary_crossentropy",
    "categorical_crossentropy",
    "categorical_hinge",
    "cosine_similarity",
    "floats",
    "function_named",
    "get",
    "hinge",
    "huber",
    "kl_divergence",
    "kld",
    "log_cosh",
    "mae",
    "mape",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "mean_squared_logarithmic_error",
    "mse",
    "msle",
    "pair",
    "poisson",
    "row_weights",
    "sparse_categorical_crossentropy",
    "squared_hinge",
]

MSE = mse = mean_squared_error
MAE = mae = mean_absolute_error
MAPE = mape = mean_absolute_percentage_error
MSLE = msle = mean_squared_logarithmic_error
KLD = kld = kl_divergence
BCE = bce = binary_crossentropy

_FUNCTIONS = {function.__name__: function for function in functions.BY_FUNCTION}
_FUNCTIONS |= functions.ABBREVIATED
_FUNCTIONS |= {name.upper(): function for name, function in functions.ABBREVIATED.items()}
_KINDS: dict[str, type[Loss]] = {
    kind.__name__: kind for kind in (*functions.BY_FUNCTION.values(), SampledCrossentropy)
}


def get(given: Any) -> Loss:
    """Return a loss from its name, its function, its class, its configuration, or itself.

    A function or class of one's own goes by its name inside a `custom_object_scope`.

    Raises:
        UsageError: if there is none; the message lists those there are.
    """
    if isinstance(given, Loss):
        return given
    if isinstance(given, type) and issubclass(given, Loss):
        return given()
    if isinstance(given, str) and custom.own(given):
        return get(custom.own(given))
    found: Loss | None = custom.of_config(given, Loss, FunctionLoss, "loss")
    if found is not None:
        return found
    if isinstance(given, dict) and given.get("class_name") in _KINDS:
        return _KINDS[given["class_name"]].from_config(given.get("config", {}))
    if isinstance(given, str) and given in _KINDS:
        return _KINDS[given]()
    function = function_named(given)
    if function is None and callable(given) and not isinstance(given, type | BuiltinFunctionType):
        return FunctionLoss(given)
    if function is None:
        known = ", ".join(sorted(name for name in _FUNCTIONS if name.islower()))
        raise UsageError(f"loss {given!r} is unknown: expected one of {known}{custom.hint(given)}")
    return functions.BY_FUNCTION[function](name=function.__name__)


def function_named(given: Any) -> Any:
    """Return the function of this package that something is, or is the name of, if any."""
    if isinstance(given, str):
        return _FUNCTIONS.get(given)
    return next((function for function in functions.BY_FUNCTION if function is given), None)
