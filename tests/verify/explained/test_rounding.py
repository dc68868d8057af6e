"""The bound on rounding: above every order of adding up, and not far above."""

from fractions import Fraction
from itertools import accumulate

import numpy as np
import pytest

from xlrnn.formula.block import Block
from xlrnn.formula.evaluating.arithmetic import NoValueError
from xlrnn.formula.expression import Binary, Call, Text
from xlrnn.names import Role
from xlrnn.verify.explained.rounding import UNIT, rounded


def block(name, width):
    return Block(name, "h", "page", (1, width), ("unit", "step"), Role.INPUT)


def reading(**arrays):
    return lambda of, _, t: float(arrays[of.name][t])


def apart(number, exact):
    return abs(Fraction(float(number)) - exact)


@pytest.mark.parametrize("count", [1, 2, 7, 40])
def test_a_sum_of_products_in_any_order(count):
    rng = np.random.default_rng(count)
    a, b = block("a", count), block("b", count)
    for _ in range(20):
        x, y = rng.normal(size=(2, count)) * 10.0 ** rng.integers(-6, 6, size=count)
        found = rounded(Call("SUMPRODUCT", (a[0, :], b[0, :])), reading(a=x, b=y))
        exact = sum(Fraction(u) * Fraction(v) for u, v in zip(x, y, strict=True))
        for order in (rng.permutation(count) for _ in range(5)):
            *_, added = accumulate((x * y)[order].tolist())
            assert apart(added, exact) <= found.off
        sizes = np.abs(x * y).sum()
        assert 0 < found.off <= 1.01 * (count + 1) * UNIT * sizes


def test_where_terms_cancel_out_rounding_is_much_of_what_is_left():
    a = block("a", 3)
    found = rounded(Call("SUM", (a[0, :],)), reading(a=[1e8, 1e-3, -1e8]))
    assert found.off / found.value > 1e-6


@pytest.mark.parametrize("at", [-3.0, -0.1, 1e-9, 0.5, 4.0])
def test_a_function_hands_on_what_it_reads_by_its_slope(at):
    a = block("a", 2)
    inside = a[0, 0] + a[0, 1]
    before = rounded(inside, reading(a=[at, 0.1]))
    after = rounded(Call("TANH", (inside,)), reading(a=[at, 0.1]))
    slope = 1 - np.tanh(at + 0.1) ** 2
    assert after.value == pytest.approx(np.tanh(at + 0.1), rel=1e-15)
    assert after.off == pytest.approx(slope * before.off + 4 * UNIT * abs(after.value), rel=1e-9)


@pytest.mark.parametrize(
    ("make", "value"),
    [
        (lambda a: -a[0, 0] * a[0, 1], -0.75),
        (lambda a: a[0, 0] / a[0, 1], 3.0),
        (lambda a: 1 - a[0, 0], -0.5),
        (lambda a: Call("MAX", (a[0, :],)), 1.5),
        (lambda a: Call("MIN", (a[0, :],)), 0.5),
        (lambda a: Call("ABS", (-a[0, 0],)), 1.5),
        (lambda a: Call("SUMSQ", (a[0, :],)), 2.5),
        (lambda a: Call("SUM", (Call("MMULT", (a[0, :], a[0, :])),)), 2.5),
    ],
)
def test_values_are_those_of_the_formula(make, value):
    found = rounded(make(block("a", 2)), reading(a=[1.5, 0.5]))
    assert found.value == value
    assert 0 <= found.off < 8 * UNIT


@pytest.mark.parametrize(
    "make",
    [
        lambda a: a[0, 0] + Text("e"),
        lambda a: Binary("=", a[0, 0], a[0, 1]),
        lambda a: Call("IF", (a[0, 0], a[0, 1], a[0, 1])),
        lambda a: a[0, 0] / (a[0, 1] - a[0, 1]),
        lambda a: Call("LN", (-a[0, 0],)),
        lambda a: Call("EXP", (a[0, 0] * 1000,)),
        lambda a: Call("SUMPRODUCT", (a[0, :], a[0, 0])),
    ],
)
def test_what_has_no_number_has_no_bound(make):
    with pytest.raises(NoValueError):
        rounded(make(block("a", 2)), reading(a=[1.5, 0.5]))
