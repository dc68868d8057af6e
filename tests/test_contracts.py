"""The decorator that executes shapes: each kind of wrong call is red, and right ones go through."""

from collections.abc import Iterator
from dataclasses import dataclass

import jaxtyping
import numpy as np
import pytest
from jaxtyping import Float

from tests.contracts import checked
from xlrnn.nn.core.parameter import Parameter
from xlrnn.verify.verify import verify

Row = Float[np.ndarray, "units"]


@checked
def doubled(x: Row, y: Row, *, wrong: bool = False) -> Row:
    return x[:-1] if wrong else x + y


@checked
def each(x: Float[np.ndarray, "batch units"]) -> Iterator[Row]:
    yield from x


@checked
def times(number: float) -> float:
    return number * 2


@checked
def folded(x: Float[np.ndarray, "batch units"]) -> Float[np.ndarray, "units batch"]:
    return folded(x[:, :1]).repeat(x.shape[1], axis=0) if x.shape[1] > 1 else x.T


@checked
def only_typed(x: "Nowhere") -> "Row":  # type: ignore[name-defined]
    return np.zeros(2) if x is None else x


@checked
@dataclass(frozen=True)
class Pair:
    x: Row
    y: Row


def test_right_calls_go_through():
    assert doubled(np.ones(2), y=np.ones(2)).tolist() == [2, 2]
    assert [row.tolist() for row in each(np.eye(2))] == [[1, 0], [0, 1]]
    assert times(2) == 4  # a whole number is a number
    assert only_typed(None).shape == (2,)
    assert Pair(np.ones(3), np.ones(3)).x.shape == (3,)


def test_a_call_within_a_call_has_dimensions_of_its_own():
    assert folded(np.ones((2, 3))).shape == (3, 2)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: doubled(np.ones(2), np.ones(3)),
        lambda: doubled(np.ones(2), np.ones(2), wrong=True),
        lambda: doubled(np.ones(2), np.ones(2, int)),
        lambda: doubled([1.0], np.ones(1)),
        lambda: each(np.ones(2)),
        lambda: times("2"),
        lambda: only_typed(3),
        lambda: Pair(np.ones(3), np.ones(2)),
    ],
)
def test_a_wrong_call_is_red_unless_that_is_turned_off(wrong):
    with pytest.raises(jaxtyping.TypeCheckError, match=r"violates type hint|Type-check error"):
        wrong()
    before = jaxtyping.config.jaxtyping_disable
    jaxtyping.config.update("jaxtyping_disable", True)
    try:
        wrong()
    except (ValueError, AttributeError):
        pass  # of the function itself
    finally:
        jaxtyping.config.update("jaxtyping_disable", before)


def test_a_dimension_that_one_call_bound_binds_no_other():
    doubled(np.ones(2), np.ones(2))
    doubled(np.ones(5), np.ones(5))


def test_functions_and_dataclasses_of_the_package_are_checked():
    with pytest.raises(TypeError, match="violates type hint"):
        verify(3, ["ironcalc"])
    assert hasattr(Parameter.__init__, "__wrapped__")
