"""Activation functions by their Keras names, each with its derivative beside it.

The derivative is written in terms of the output y = f(a), which the forward pass keeps anyway,
wherever y tells it.
"""

from typing import Any

from xlrnn.errors import UsageError
from xlrnn.nn import custom
from xlrnn.nn.activations.function import ActivationFunction
from xlrnn.nn.activations.of_ones_own import FunctionActivation, OwnName
from xlrnn.nn.activations.rectifying import Elu, Exponential, LeakyRelu, Relu, Selu, Softplus
from xlrnn.nn.activations.remembering import step_by_step
from xlrnn.nn.activations.saturating import (
    HardSigmoid,
    LogSoftmax,
    Relu6,
    Sigmoid,
    Softmax,
    Softsign,
    Tanh,
)
from xlrnn.nn.activations.weighed import Gelu, Silu

__all__ = ["ActivationFunction", "FunctionActivation", "get", "step_by_step"]

linear, tanh, sigmoid, relu = ActivationFunction(), Tanh(), Sigmoid(), Relu()
elu, softplus, hard_sigmoid, softmax = Elu(), Softplus(), HardSigmoid(), Softmax()
relu6, leaky_relu, selu, softsign = Relu6(), LeakyRelu(), Selu(), Softsign()
exponential, gelu, silu = Exponential(), Gelu(), Silu()
log_softmax = LogSoftmax()
swish = silu

_ALL = (
    linear, tanh, sigmoid, relu, elu, softplus, hard_sigmoid, softmax, relu6, leaky_relu, selu,
    softsign, exponential, gelu, silu, log_softmax,
)  # fmt: skip
_BY_NAME = {activation.name: activation for activation in _ALL} | {"swish": silu}


def get(given: Any) -> ActivationFunction:
    """Return the activation with a name, or a function of one's own; None means linear.

    Raises:
        UsageError: if there is none; the message lists those there are.
    """
    if isinstance(given, ActivationFunction):
        return given
    if isinstance(given, OwnName):
        return FunctionActivation(given.function)
    if callable(given) and not isinstance(given, type):
        return _own(given)
    name = "linear" if given is None else _name_of(given)
    if custom.own(name) is not None:
        return _own(custom.own(name))
    try:
        return _BY_NAME[name]
    except (KeyError, TypeError):
        known = ", ".join(sorted(_BY_NAME))
        raise UsageError(
            f"activation {name!r} is unknown: expected one of {known}{custom.hint(name)}"
        ) from None


def is_ones_own(name: str) -> bool:
    """Say whether an activation of this name is none of ours."""
    return name not in _BY_NAME


def _own(function: Any) -> ActivationFunction:
    """Return a function of one's own as activation."""
    if isinstance(function, ActivationFunction):
        return function
    name = custom.called(function)
    if hasattr(function, "get_config"):
        raise UsageError(
            f"activation is a layer, {name}: expected a function or a name; put the layer behind"
        )
    if name in _BY_NAME:
        raise UsageError(
            f"activation is a function of your own that is called {name!r}, as one of ours is: "
            "give it another name"
        )
    return FunctionActivation(function)


def _name_of(given: Any) -> Any:
    """Return a name, also from the way in which Keras' files write a function of one's own."""
    if isinstance(given, dict) and given.get("class_name") == "function":
        return given.get("config")
    return given
