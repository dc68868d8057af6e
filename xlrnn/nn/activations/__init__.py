"""Activation functions by their Keras names, each with its derivative beside it.

The derivative is written in terms of the output y = f(a), which the forward pass keeps anyway,
wherever y tells it.
"""

from typing import Any

from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.activations.function import ActivationFunction
from xlrnn.nn.activations.rectifying import Elu, Exponential, LeakyRelu, Relu, Selu, Softplus
from xlrnn.nn.activations.saturating import (
    HardSigmoid,
    Relu6,
    Sigmoid,
    Softmax,
    Softsign,
    Tanh,
)
from xlrnn.nn.activations.weighed import Gelu, Silu

__all__ = ["ActivationFunction", "get", "known_by_output"]

Array = NDArray[Any]

linear, tanh, sigmoid, relu = ActivationFunction(), Tanh(), Sigmoid(), Relu()
elu, softplus, hard_sigmoid, softmax = Elu(), Softplus(), HardSigmoid(), Softmax()
relu6, leaky_relu, selu, softsign = Relu6(), LeakyRelu(), Selu(), Softsign()
exponential, gelu, silu = Exponential(), Gelu(), Silu()
swish = silu

_ALL = (
    linear, tanh, sigmoid, relu, elu, softplus, hard_sigmoid, softmax, relu6, leaky_relu, selu,
    softsign, exponential, gelu, silu,
)  # fmt: skip
_BY_NAME = {activation.name: activation for activation in _ALL} | {"swish": silu}


def get(given: str | ActivationFunction | None) -> ActivationFunction:
    """Return the activation with a name; None means linear.

    Raises:
        UsageError: if there is none; the message lists those there are.
    """
    if isinstance(given, ActivationFunction):
        return given
    try:
        return _BY_NAME["linear" if given is None else given]
    except (KeyError, TypeError):
        known = ", ".join(sorted(_BY_NAME))
        raise UsageError(f"activation {given!r} is unknown: expected one of {known}") from None


def known_by_output(given: str | ActivationFunction | None, what: str) -> ActivationFunction:
    """Return an activation whose slope the output tells, for layers that keep nothing else.

    Args:
        given: as of `get`.
        what: what it is for, as an error calls it.

    Raises:
        UsageError: if it is another; the message lists those there are.
    """
    activation = get(given)
    if not activation.of_output:
        fit = ", ".join(sorted(name for name, each in _BY_NAME.items() if each.of_output))
        raise UsageError(
            f"{what} is {activation.name!r}, whose slope the state does not tell, and a recurrent "
            f"layer keeps nothing else: expected one of {fit}"
        )
    return activation
