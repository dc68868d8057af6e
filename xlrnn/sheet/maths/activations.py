"""Activation functions as formulas, each with its slope beside it, as in `nn.activations`.

A function is written twice: for one cell, in the symbols of the maths, and for a whole array, in
the text of an array formula. The slope is written in terms of the output y = f(a); functions that
it does not tell the slope of stand in `sheet.layers.weighed`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from xlrnn.errors import UsageError
from xlrnn.formula.expression import Expression, Number
from xlrnn.formula.functions import abs_, exp, greater, log, max_, min_, tanh, where

LEAK: Final = 5
"""A leaky relu divides by this below 0."""

SCALE: Final = (7377373, 7021382)
BELOW: Final = (13217099, 7517834)
"""λ and λ · α of selu as fractions of whole numbers, which are right to the last digits."""


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


def _fraction(given: tuple[int, int]) -> Expression:
    return Number(given[0]) / given[1]


def _times(a: Expression, given: tuple[int, int]) -> Expression:
    return a * given[0] / given[1]


_SCALE, _BELOW = (f"{above}/{below}" for above, below in (SCALE, BELOW))

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
    ActivationFormula(
        "relu6",
        "relu6",
        lambda a: min_(max_(a, 0), 6),
        lambda a: f"IF({a} > 6, 6, IF({a} > 0, {a}, 0))",
        lambda y: where(greater(y, 0), where(greater(6, y), 1, 0), 0),
        lambda y: f"IF({y} > 0, IF({y} < 6, 1, 0), 0)",
    ),
    ActivationFormula(
        "leaky_relu",
        "leaky relu",
        lambda a: max_(a, a / LEAK),
        lambda a: f"IF({a} > 0, {a}, ({a})/{LEAK})",
        lambda y: where(greater(y, 0), 1, Number(1) / LEAK),
        lambda y: f"IF({y} > 0, 1, 1/{LEAK})",
    ),
    ActivationFormula(
        "selu",
        "selu",
        lambda a: where(greater(a, 0), _times(a, SCALE), _times(exp(a) - 1, BELOW)),
        lambda a: f"IF({a} > 0, ({a})*{_SCALE}, (EXP({a}) - 1)*{_BELOW})",
        lambda y: where(greater(y, 0), _fraction(SCALE), y + _fraction(BELOW)),
        lambda y: f"IF({y} > 0, {_SCALE}, {y} + {_BELOW})",
    ),
    ActivationFormula(
        "softsign",
        "softsign",
        lambda a: a / (1 + abs_(a)),
        lambda a: f"({a})/(1 + ABS({a}))",
        lambda y: (1 - abs_(y)) * (1 - abs_(y)),
        lambda y: f"(1 - ABS({y}))*(1 - ABS({y}))",
    ),
    ActivationFormula(
        "exponential",
        "exp",
        exp,
        lambda a: f"EXP({a})",
        lambda y: y,
        lambda y: f"({y})",
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
