"""Ways in which students write a right formula of any lesson: rewritings that algebra allows."""

from collections.abc import Sequence
from itertools import groupby

from tests.exercises.hands import HELPER, Hand, Way
from xlrnn.formula.block import Ref
from xlrnn.formula.expression import Binary, Call, Expression, Negative
from xlrnn.formula.sums import parts_of
from xlrnn.formula.walk import alike, rule_of


def turned_round(hand: Hand, part: Expression) -> str | None:
    """b + a for a + b, b · a for a · b."""
    if isinstance(part, Binary) and part.operator in "+*":
        return f"({hand.write(part.right)}{part.operator}{hand.write(part.left)})"
    return None


def functions(hand: Hand, part: Expression) -> str | None:
    """SUM and PRODUCT for plus and times."""
    if isinstance(part, Binary) and part.operator in "+*":
        name = {"+": "SUM", "*": "PRODUCT"}[part.operator]
        return f"{name}({hand.listed(parts_of(part, part.operator))})"
    return None


def no_minus(hand: Hand, part: Expression) -> str | None:
    """Plus −1 times for minus, to the power −1 for divided by."""
    match part:
        case Binary(operator="-"):
            return f"({hand.write(part.left)}+-1*{hand.write(part.right)})"
        case Binary(operator="/"):
            return f"({hand.write(part.left)}*{hand.write(part.right)}^-1)"
        case Negative():
            return f"(0-{hand.write(part.operand)})"
    return None


def powers(hand: Hand, part: Expression) -> str | None:
    """x^2 for x · x, x^0.5 for the root."""
    match part:
        case Binary(operator="*", left=Ref(), right=Ref()) if alike(part.left, part.right):
            return f"({hand.write(part.left)}^2)"
        case Call(function="SQRT"):
            return f"({hand.write(part.arguments[0])}^0.5)"
        case Call(function="SUMSQ"):
            return f"({'+'.join(f'SUMSQ({hand.write(one)})' for one in part.arguments)})"
    return None


def other_functions(hand: Hand, part: Expression) -> str | None:
    """tanh by exponentials, the sigmoid by tanh, ln and sums by another function."""
    match part:
        case Call(function="TANH"):
            inside = hand.write(part.arguments[0])
            return f"((EXP({inside})-EXP(-({inside})))/(EXP({inside})+EXP(-({inside}))))"
        case Binary(operator="/", right=Binary(operator="+", right=Call(function="EXP"))):
            (exponent,) = part.right.right.arguments
            if isinstance(exponent, Negative):
                return f"(0.5+0.5*TANH({hand.write(exponent.operand)}/2))"
        case Call(function="LN"):
            return f"LOG({hand.write(part.arguments[0])},EXP(1))"
        case Call(function="SUM", arguments=(Ref(),)):
            return f"SUMPRODUCT({hand.write(part.arguments[0])})"
    return None


def by_name(hand: Hand, part: Expression) -> str | None:
    """INDEX of a defined name for every address."""
    if not isinstance(part, Ref):
        return None
    if part.block.shape == (1, 1) or (part.row is None and part.column is None):
        return part.block.name
    if isinstance(part.row, range) or isinstance(part.column, range):
        return None  # a window has no INDEX of its own
    row, column = (0 if one is None else one + 1 for one in (part.row, part.column))
    return f"INDEX({part.block.name},{row},{column})"


def matrix_products(hand: Hand, part: Expression) -> str | None:
    """MMULT of a row and a column, or SUMPRODUCT, for a sum that is written out."""
    if not (isinstance(part, Binary) and part.operator == "+"):
        return None
    terms = parts_of(part, "+")
    groups = [list(group) for _, group in groupby(terms, key=_blocks_of)]
    written = [_product(hand, group) or f"({'+'.join(map(hand.write, group))})" for group in groups]
    return f"({'+'.join(written)})" if any(len(group) > 1 for group in groups) else None


def _blocks_of(term: Expression) -> object:
    match term:
        case Binary(operator="*", left=Ref() as left, right=Ref() as right):
            return id(left.block), id(right.block)
    return id(term)


def _product(hand: Hand, terms: list[Expression]) -> str:
    """Write a sum over whole rows and columns as one function, "" if it is none."""
    pairs = [(term.left, term.right) for term in terms if isinstance(term, Binary)]
    if len(pairs) < 2:
        return ""
    left, right = (_whole(refs) for refs in zip(*pairs, strict=True))
    if left is None or right is None:
        return ""
    if left.shape == right.shape:
        return f"SUMPRODUCT({hand.write(left)},{hand.write(right)})"
    if left.shape[0] == 1 and right.shape[1] == 1:
        return f"SUM(MMULT({hand.write(left)},{hand.write(right)}))"
    return ""


def _whole(refs: Sequence[Expression]) -> Ref | None:
    """Return the row or column that the cells make up."""
    first, cells = refs[0], [(ref.row, ref.column) for ref in refs if isinstance(ref, Ref)]
    if not isinstance(first, Ref):
        return None
    height, width = first.block.shape
    if cells == [(first.row, k) for k in range(width)]:
        return Ref(first.block, first.row, None)
    if cells == [(k, first.column) for k in range(height)]:
        return Ref(first.block, None, first.column)
    return None


def written_out(hand: Hand, part: Expression) -> str | None:
    """Every term of a sum, a product or a largest value by itself."""
    match part:
        case Call(function="SUM" | "MAX" | "MIN" | "SUMSQ"):
            cells = [one for ref in part.arguments for one in _cells(ref)]
            if part.function == "SUM":
                return f"({'+'.join(map(hand.write, cells))})"
            return f"{part.function}({hand.listed(cells)})" if len(cells) < 60 else None
        case Call(function="SUMPRODUCT", arguments=(Ref() as left, Ref() as right)):
            pairs = zip(_cells(left), _cells(right), strict=True)
            return f"({'+'.join(f'{hand.write(a)}*{hand.write(b)}' for a, b in pairs)})"
    return None


def _cells(part: Expression) -> list[Expression]:
    if not isinstance(part, Ref):
        return [part]
    return [Ref(part.block, i, t) for i, t in part.cells()]


def in_one_formula(hand: Hand, part: Expression) -> str | None:
    """The formula of an earlier block instead of its address."""
    if hand.deep or not isinstance(part, Ref) or part.shape != (1, 1):
        return None
    block = part.block
    if block.rule is None or block.array:
        return None
    inside = Hand(hand.page, hand.way, deep=True)
    return inside.write(rule_of(block, part.rows[0], part.columns[0]))


def with_helpers(hand: Hand, part: Expression) -> str | None:
    """A cell of its own, beside the page, for what is inside a function or a product."""
    if isinstance(part, Binary | Call) and not hand.helpers:
        inside = part.right if isinstance(part, Binary) else part.arguments[0]
        if isinstance(inside, Binary | Call):
            hand.helpers.append(Hand(hand.page).write(inside))
            if isinstance(part, Binary):
                return f"({hand.write(part.left)}{part.operator}{HELPER})"
            return f"{part.function}({','.join([HELPER, *map(hand.write, part.arguments[1:])])})"
    return None


def nothing(hand: Hand, part: Expression) -> str | None:
    """Parentheses around everything, and nothing else."""
    return None


WAYS: dict[str, Way] = {
    "parentheses everywhere": nothing,
    "turned round": turned_round,
    "SUM and PRODUCT": functions,
    "without minus and division": no_minus,
    "powers": powers,
    "other functions": other_functions,
    "names": by_name,
    "matrix functions": matrix_products,
    "written out": written_out,
    "several steps in one formula": in_one_formula,
    "helper cells": with_helpers,
}
