"""Activation functions as formulas, each with its slope beside it, as in `nn.activations`.

A function is written twice: for one cell, in the symbols of the maths, and for a whole array, in
the text of an array formula. The slope is written in terms of the output y = f(a).
"""

from collections.abc import Callable
from dataclasses import dataclass

from xlrnn.errors import UsageError
from xlrnn.formula.expression import Expression
from xlrnn.formula.functions import exp, greater, log, max_, min_, tanh, where


@dataclass(frozen=True)
class ActivationFormula:
    """One activation function.

    Args:
        name: its Keras name.
        symbol: what an equation calls it.
        cell: y of one cell.
        array: y of an array formula's text.
        slope: ∂y/∂a of one cell, from y.
        array_slope: the same of an array formula's text.
    """

    name: str
    symbol: str
    cell: Callable[[Expression], Expression]
    array: Callable[[str], str]
    slope: Callable[[Expression], Expression | int]
    array_slope: Callable[[str], str]


_ALL = (
    ActivationFormula("linear", "", lambda a: a, lambda a: a, lambda _: 1, lambda _: "1"),
    ActivationFormula(
        "tanh",
        "tanh",
        tanh,
        lambda a: f"TANH({a})",
        lambda y: 1 - y * y,
        lambda y: f"(1 - {y}*{y})",
    ),
    ActivationFormula(
        "sigmoid",
        "σ",
        lambda a: 1 / (1 + exp(-a)),
        lambda a: f"1/(1 + EXP(-({a})))",
        lambda y: y * (1 - y),
        lambda y: f"{y}*(1 - {y})",
    ),
    ActivationFormula(
        "relu",
        "relu",
        lambda a: max_(a, 0),
        lambda a: f"IF({a} > 0, {a}, 0)",
        lambda y: where(greater(y, 0), 1, 0),
        lambda y: f"IF({y} > 0, 1, 0)",
    ),
    ActivationFormula(
        "elu",
        "elu",
        lambda a: where(greater(a, 0), a, exp(a) - 1),
        lambda a: f"IF({a} > 0, {a}, EXP({a}) - 1)",
        lambda y: min_(y, 0) + 1,
        lambda y: f"(IF({y} < 0, {y}, 0) + 1)",
    ),
    ActivationFormula(
        "softplus",
        "softplus",
        # ln(1 + e^a) without overflow: max(a, 0) + ln(1 + e^(−|a|)).
        lambda a: max_(a, 0) + log(1 + exp(-max_(a, -a))),
        lambda a: f"IF({a} > 0, {a}, 0) + LN(1 + EXP(-ABS({a})))",
        lambda y: 1 - exp(-y),
        lambda y: f"(1 - EXP(-{y}))",
    ),
    ActivationFormula(
        "hard_sigmoid",
        "hard σ",
        lambda a: max_(0, min_(1, (a + 3) / 6)),
        lambda a: f"IF({a} > 3, 1, IF({a} < -3, 0, ({a} + 3)/6))",
        lambda y: where(greater(y, 0), where(greater(1, y), 1, 0), 0) / 6,
        lambda y: f"(IF({y} > 0, IF({y} < 1, 1, 0), 0)/6)",
    ),
)

_BY_NAME = {activation.name: activation for activation in _ALL}


def get(name: str) -> ActivationFormula:
    """Return an activation by its Keras name; softmax is a layer of its own here.

    Raises:
        UsageError: if there is none; the message lists those there are.
    """
    if name not in _BY_NAME:
        raise UsageError(
            f"activation {name!r} cannot be written as formulas: expected one of "
            f"{', '.join(_BY_NAME)}"
        )
    return _BY_NAME[name]
