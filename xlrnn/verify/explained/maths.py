"""A formula as mathematics: with symbols, `tanh(a_x_2[1] + a_h_2[1])`, or with numbers put in.

What stands for a cell is said by whoever asks, so that both are written by the same code.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, TypeAlias

from xlrnn.errors import FormulaError
from xlrnn.formula.block import Block, Ref
from xlrnn.formula.expression import (
    Binary,
    Call,
    Expression,
    Matrix,
    Negative,
    Number,
    Text,
)
from xlrnn.formula.value import Value

Cell: TypeAlias = Callable[[Block, int, int], str]
"""What is written for a cell, counted from 0."""

_MOST: Final = 8  # terms of a sum; of longer ones the first and the last are shown
_SIGNS: Final = {"*": "·", "-": "−", "<=": "≤"}
_STRENGTH: Final = {"=": 1, "<=": 1, ">": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4}
_SIGN: Final = 5
_WHOLE: Final = 9
"""How strongly that holds together which needs no parentheses."""


class Part(NamedTuple):
    """A piece of mathematics, and how strongly it holds together."""

    text: str
    strength: int = _WHOLE

    def within(self, needed: int) -> str:
        """Return it in parentheses if it holds together less strongly than what is around it."""
        return f"({self.text})" if self.strength < needed else self.text


def in_maths(expression: Expression, cell: Cell) -> str:
    """Return an expression as mathematics.

    Args:
        expression: the formula.
        cell: what is written for each cell that it reads.
    """
    return _part(expression, cell).text


def symbol(block: Block, i: int, t: int) -> str:
    """Return what a cell is called: `h_2[1]` is unit 1 at step 2, `W_xh[1, 3]` a weight."""
    height, width = block.shape
    step = block.step_at(t)
    name = block.name if step is None or not block.stepwise else f"{block.name}_{step + 1}"
    numbers = [i + 1] * (height > 1) + [t + 1] * (width > 1 and not block.stepwise)
    return name + (f"[{', '.join(map(str, numbers))}]" if numbers else "")


def shown(value: Value) -> str:
    """Return a value as it is put in: six digits of a number, a text in quotes."""
    if isinstance(value, bool) or value is None:
        return {None: "nothing", True: "TRUE", False: "FALSE"}[value]
    if isinstance(value, float):
        return f"{value + 0.0:.6g}".replace("-", "−")
    return f"“{value}”" if type(value) is str else str(value)


def _part(expression: Expression, cell: Cell) -> Part:
    match expression:
        case Ref():
            return _listed(_cells(expression, cell))
        case Binary():
            return _binary(expression, cell)
        case Call():
            return _call(expression, cell)
        case Number():
            return Part(str(expression.value))
        case Text():
            return Part(f"“{expression.value}”")
        case Negative():
            return Part("−" + _part(expression.operand, cell).within(_SIGN), _SIGN)
        case Matrix():
            return Part(expression.formula)
        case _:
            raise FormulaError(f"{expression!r} cannot be told in mathematics")


def _cells(ref: Ref, cell: Cell) -> list[Part]:
    return [_signed(cell(ref.block, i, t)) for i, t in ref.cells()]


def _signed(text: str) -> Part:
    return Part(text, _SIGN if text.startswith("−") else _WHOLE)


def _listed(parts: Sequence[Part]) -> Part:
    return parts[0] if len(parts) == 1 else Part(", ".join(_few([part.text for part in parts])))


def _few(texts: Sequence[str]) -> list[str]:
    """Return the first and the last of many texts."""
    if len(texts) <= _MOST:
        return [*texts]
    return [*texts[: _MOST - 2], f"… ({len(texts)} in all) …", texts[-1]]


def _binary(binary: Binary, cell: Cell) -> Part:
    strength = _STRENGTH[binary.operator]
    left, right = _part(binary.left, cell), _part(binary.right, cell)
    sign = _SIGNS.get(binary.operator, binary.operator)
    # A minus behind another sign stands in parentheses.
    after = right.within(_WHOLE if right.text.startswith("−") else strength + 1)
    space = "" if binary.operator in "*/" else " "
    return Part(f"{left.within(strength)}{space}{sign}{space}{after}", strength)


def _call(call: Call, cell: Cell) -> Part:
    arguments = call.arguments
    match call.function, arguments:
        case ("SUM", (Call(function="MMULT", arguments=(left, right)),)) if _are_cells(left, right):
            return _products(left, right, cell)
        case ("SUMPRODUCT", (left, right)) if _are_cells(left, right):
            return _products(left, right, cell)
        case ("SUM", _):
            return _sum([part.within(3) for one in arguments for part in _terms(one, cell)])
        case ("SUMSQ", _):
            return _sum([part.within(_WHOLE) + "²" for a in arguments for part in _terms(a, cell)])
        case ("EXACT", (left, right)):
            one, other = (_part(side, cell).within(1) for side in (left, right))
            return Part(f"{one} = {other}", 1)
        case ("SQRT", (one,)):
            return Part("√" + _part(one, cell).within(_WHOLE))
        case ("IF", (condition, one, other)):
            texts = (_part(part, cell).text for part in (one, condition, other))
            return Part("{} if {}, else {}".format(*texts), 0)
    inside = ", ".join(_listed(_terms(argument, cell)).text for argument in arguments)
    return Part(f"{call.function.lower()}({inside})")


def _are_cells(*expressions: Expression) -> bool:
    return all(isinstance(one, Ref) for one in expressions)


def _terms(expression: Expression, cell: Cell) -> list[Part]:
    """Return the cells of a range, or the one part that something else is."""
    if isinstance(expression, Ref):
        return _cells(expression, cell)
    return [_part(expression, cell)]


def _products(left: Expression, right: Expression, cell: Cell) -> Part:
    pairs = zip(_terms(left, cell), _terms(right, cell), strict=True)
    return _sum([f"{one.text}·{other.within(_WHOLE)}" for one, other in pairs], 4)


def _sum(terms: Sequence[str], alone: int = _WHOLE) -> Part:
    """Return terms that are added up; one alone holds together as it is."""
    if len(terms) == 1:
        return Part(terms[0], alone)
    first, *others = _few(terms)
    return Part(" + ".join([first, *(f"({t})" if t.startswith("−") else t for t in others)]), 3)
