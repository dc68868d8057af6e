"""Activation functions: as nodes of their own, and as recurrent operators name them."""

from collections.abc import Callable
from math import sqrt
from typing import Any, Final

from xlrnn.errors import UsageError
from xlrnn.nn.activations.function import ActivationFunction
from xlrnn.nn.activations.rectifying import LEAK, SELU_ALPHA, SELU_SCALE
from xlrnn.nn.interop.onnx.writing.graph import Graph, Value

Write = Callable[[Graph, str], str]


def _node(op: str, **attributes: Any) -> Write:
    return lambda graph, a: graph.node(op, a, **attributes)


def _relu6(graph: Graph, a: str) -> str:
    return graph.node("Clip", a, graph.constant(0.0), graph.constant(6.0))


def _silu(graph: Graph, a: str) -> str:
    return graph.node("Mul", a, graph.node("Sigmoid", a))


def _gelu(graph: Graph, a: str) -> str:
    """Write a · (1 + erf(a / √2)) / 2: an operator of its own came later than this opset."""
    erf = graph.node("Erf", graph.node("Mul", a, graph.constant(sqrt(0.5))))
    share = graph.node("Mul", graph.node("Add", erf, graph.constant(1.0)), graph.constant(0.5))
    return graph.node("Mul", a, share)


NODES: Final[dict[str, Write]] = {
    "linear": lambda _, a: a,
    "tanh": _node("Tanh"),
    "sigmoid": _node("Sigmoid"),
    "relu": _node("Relu"),
    "softmax": _node("Softmax", axis=-1),
    "log_softmax": _node("LogSoftmax", axis=-1),
    "elu": _node("Elu", alpha=1.0),
    "selu": _node("Selu", alpha=SELU_ALPHA, gamma=SELU_SCALE),
    "leaky_relu": _node("LeakyRelu", alpha=LEAK),
    "hard_sigmoid": _node("HardSigmoid", alpha=1 / 6, beta=0.5),
    "softplus": _node("Softplus"),
    "softsign": _node("Softsign"),
    "exponential": _node("Exp"),
    "relu6": _relu6,
    "silu": _silu,
    "gelu": _gelu,
}
"""By the names that they have here."""

NAMED: Final[dict[str, tuple[str, float, float]]] = {
    "linear": ("Affine", 1.0, 0.0),
    "tanh": ("Tanh", 0.0, 0.0),
    "sigmoid": ("Sigmoid", 0.0, 0.0),
    "relu": ("Relu", 0.0, 0.0),
    "elu": ("Elu", 1.0, 0.0),
    "leaky_relu": ("LeakyRelu", LEAK, 0.0),
    "hard_sigmoid": ("HardSigmoid", 1 / 6, 0.5),
    "softplus": ("Softplus", 0.0, 0.0),
    "softsign": ("Softsign", 0.0, 0.0),
}
"""Those that a recurrent operator knows: what ONNX calls each, its alpha and its beta."""


def applied(graph: Graph, layer: Any, function: ActivationFunction, a: str) -> str:
    """Write a function of a layer's pre-activation.

    Raises:
        UsageError: if ONNX has no such function.
    """
    if function.name not in NODES:
        raise UsageError(
            f"{layer.name}: the activation {function.name} is a function of your own, which ONNX "
            f"cannot say: expected one of {', '.join(NODES)}"
        )
    return NODES[function.name](graph, a)


def named(layer: Any, functions: dict[str, ActivationFunction]) -> dict[str, Any]:
    """Return a recurrent operator's attributes that say its functions.

    Args:
        layer: the layer.
        functions: the functions in ONNX' order, by the options that they come from.

    Raises:
        UsageError: if recurrent operators have no such function.
    """
    for option, function in functions.items():
        if function.name not in NAMED:
            raise UsageError(
                f"{layer.name}: {option.split(' ')[0]} is {function.name!r}, which recurrent "
                f"operators of ONNX do not have: expected one of {', '.join(NAMED)}"
            )
    found = [NAMED[function.name] for function in functions.values()]
    return {
        "activations": [name for name, _, _ in found],
        "activation_alpha": [alpha for _, alpha, _ in found],
        "activation_beta": [beta for _, _, beta in found],
    }


# Layers that are functions.


def write_activation(graph: Graph, layer: Any, x: Value) -> str:
    """Write a function as a layer of its own."""
    return applied(graph, layer, layer.activation, x.name)


def write_leaky_relu(graph: Graph, layer: Any, x: Value) -> str:
    """Write LeakyReLU."""
    return graph.node("LeakyRelu", x.name, alpha=layer.negative_slope)


def write_softmax(graph: Graph, layer: Any, x: Value) -> str:
    """Write Softmax along its side."""
    return graph.node("Softmax", x.name, axis=layer.axis)


def write_relu(graph: Graph, layer: Any, x: Value) -> str:
    """Write ReLU with all its options: min(x, max) above the threshold, a line up to it."""
    if layer.max_value is None and not layer.negative_slope and not layer.threshold:
        return graph.node("Relu", x.name)
    threshold = graph.constant(float(layer.threshold))
    cut = x.name
    if layer.max_value is not None:
        cut = graph.node("Min", cut, graph.constant(float(layer.max_value)))
    below = graph.node("Mul", graph.node("Sub", x.name, threshold),
                       graph.constant(float(layer.negative_slope)))  # fmt: skip
    return graph.node("Where", graph.node("Greater", x.name, threshold), cut, below)
