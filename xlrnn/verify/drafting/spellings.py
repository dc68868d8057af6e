"""The ways in which sheets write activations, and the one name that each of them has.

1/(1+EXP(-x)), EXP(x)/(1+EXP(x)), (1+TANH(x/2))/2 are all `sigmoid`; 2/(1+EXP(-2*x))-1 is `tanh`;
MAX(0,x), IF(x>0,x,0), (x>0)*x are `relu`. Whatever is no such spelling stays a function of its own.
"""

from typing import Final

from xlrnn.verify.drafting.algebra import (
    Atoms,
    Poly,
    added,
    as_number,
    constant,
    multiplied,
    scaled,
)

ACTIVATIONS: Final = frozenset({"tanh", "sigmoid", "relu", "softplus", "softsign", "elu"})
_POSITIVE: Final = {">": 1.0, ">=": 1.0, "<": -1.0, "<=": -1.0}


def divided(atoms: Atoms, above: Poly, below: Poly) -> Poly:
    """Return a quotient."""
    number = as_number(below)
    if number is not None:
        return respelled(atoms, scaled(above, 1.0 / number)) if number else atoms.function("error")
    return _sigmoid(atoms, above, below) or _other_quotient(atoms, above, below)


def _sigmoid(atoms: Atoms, above: Poly, below: Poly) -> Poly | None:
    """Recognise k/(1+e^x) and k·e^x/(1+e^x), and tanh as a quotient of exponentials."""
    if len(below) != 2:
        return None
    (first, a), (second, b) = below.items()
    if a != b:
        return None
    x, y = atoms.argument(first, "exp"), atoms.argument(second, "exp")
    if x is not None and y is not None and not added(x, y):
        return atoms.function("tanh", x) if above == {first: a, second: -a} else None
    if () not in (first, second):
        return None
    x, name = (x, first) if x is not None else (y, second)
    if x is None:
        return None
    number = as_number(above)
    if number is not None:
        return respelled(atoms, scaled(atoms.function("sigmoid", scaled(x, -1.0)), number / a))
    if set(above) == {name}:
        return respelled(atoms, scaled(atoms.function("sigmoid", x), above[name] / a))
    if above == {name: a, (): -a}:
        return atoms.function("tanh", scaled(x, 0.5))
    return None


def _other_quotient(atoms: Atoms, above: Poly, below: Poly) -> Poly:
    """Recognise k/e^x = k·e^−x and x/(1+|x|); all else is a quotient."""
    number, x = as_number(above), atoms.only(below, "exp")
    if number is not None and x is not None:
        return scaled(atoms.function("exp", scaled(x, -1.0)), number)
    if below == added(constant(1.0), atoms.function("abs", above)):
        return atoms.function("softsign", above)
    return atoms.function("quotient", above, below)


def respelled(atoms: Atoms, poly: Poly) -> Poly:
    """Return ½ + ½·tanh(x) as sigmoid(2x), and 2·sigmoid(x) − 1 as tanh(x/2)."""
    if len(poly) != 2 or () not in poly:
        return poly
    (factors, scale), *_ = (item for item in poly.items() if item[0])
    inside = atoms.argument(factors, "tanh")
    if inside is not None and poly[()] == scale == 0.5:
        return atoms.function("sigmoid", scaled(inside, 2.0))
    inside = atoms.argument(factors, "sigmoid")
    if inside is not None and (poly[()], scale) == (-1.0, 2.0):
        return atoms.function("tanh", scaled(inside, 0.5))
    return poly


def logarithm(atoms: Atoms, poly: Poly) -> Poly:
    """Return ln(x); ln(1+e^x) is softplus."""
    if len(poly) == 2 and poly.get(()) == 1.0:
        factors, scale = next(item for item in poly.items() if item[0])
        inside = atoms.argument(factors, "exp")
        if inside is not None and scale == 1.0:
            return atoms.function("softplus", inside)
    return atoms.function("ln", poly)


def largest(atoms: Atoms, arguments: list[Poly]) -> Poly:
    """Return the largest of several; max(0, x) is relu."""
    others = [argument for argument in arguments if argument]
    if len(others) == 1 and len(arguments) > 1:
        return atoms.function("relu", others[0])
    return atoms.function("max", *arguments) if len(arguments) > 1 else arguments[0]


def compared(atoms: Atoms, operator: str, left: Poly, right: Poly) -> Poly:
    """Return a comparison: 1 where `left - right` is positive, else 0."""
    sign = _POSITIVE.get(operator)
    if sign is None:
        return atoms.function(f"compare {operator}", left, right)
    return atoms.function("positive", scaled(added(left, right, -1.0), sign))


def chosen(atoms: Atoms, condition: Poly, yes: Poly, no: Poly) -> Poly:
    """Return IF; IF(x>0,x,0) and its like are relu, IF(x>0,x,e^x−1) is elu."""
    x = atoms.only(condition, "positive")
    if x is None:
        return atoms.function("if", condition, yes, no)
    if (yes == x and not no) or (no == scaled(x, -1.0) and not yes):
        return atoms.function("relu", yes or no)
    if yes == x and no == added(atoms.function("exp", x), constant(1.0), -1.0):
        return atoms.function("elu", x)
    if as_number(yes) == 1.0 and not no:
        return condition
    return atoms.function("if", condition, yes, no)


def times(atoms: Atoms, one: Poly, other: Poly) -> Poly:
    """Multiply; (x>0)*x is relu."""
    for mask, value in ((one, other), (other, one)):
        x = atoms.only(mask, "positive")
        if x is not None and x == value:
            return atoms.function("relu", x)
    return multiplied(one, other)
