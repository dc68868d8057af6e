"""What no input changes is calculated once, in NumPy: shapes above all, and first states.

A shape that is open holds `Size`s among its numbers. An array that is spread over an open side is
1 long there (`Spread`), and refused wherever that would matter.
"""

from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.interop.onnx.package import onnx_package
from xlrnn.nn.interop.onnx.reading.graph import Node
from xlrnn.nn.interop.wiring.axes import Size
from xlrnn.nn.interop.wiring.limits import MOST_NUMBERS, expect_small
from xlrnn.nn.interop.wiring.refusal import NotTakenError

Array = NDArray[Any]
Given = Sequence[Any]


class Spread(np.ndarray[Any, Any]):
    """An array that is the same along an open side, where it is 1 long."""


def folded(node: Node, given: Given) -> list[Array]:
    """Return what an operator gives for arrays that are known.

    Raises:
        NotTakenError: if it is none that is calculated here.
    """
    if node.domain or node.kind not in FOLDED:
        raise NotTakenError("it takes numbers that no input changes, and is not calculated once")
    if any(isinstance(each, Spread) for each in given) and node.kind not in OVER_SPREAD:
        raise NotTakenError("it takes an array that is spread over an open side")
    try:
        result = FOLDED[node.kind](node, given)
    except NotTakenError:
        raise
    except (ValueError, TypeError, IndexError, KeyError, OverflowError, AttributeError) as error:
        raise NotTakenError(f"it cannot be calculated: {error!s:.120}") from None
    several = result if isinstance(result, list) else [result]
    return [_plain(each) for each in several]


def _plain(array: Any) -> Array:
    """Return an array; sizes that are all known become numbers."""
    found = array if isinstance(array, np.ndarray) else np.asarray(array)
    if found.dtype == object and all(
        not isinstance(each, Size) or each.known for each in found.ravel()
    ):
        numbers = [each.number if isinstance(each, Size) else int(each) for each in found.ravel()]
        return np.array(numbers, np.int64).reshape(found.shape)
    return found


def axes_of(node: Node, given: Given, k: int = 1, default: Any = None) -> Any:
    """Return axes, which stand in an attribute or, in later versions, in an input."""
    own = given[k] if len(given) > k else None
    if own is not None:
        return [int(axis) for axis in np.ravel(own)]
    return node.attributes.get("axes", default)


def _spread(array: Array, shape: Array) -> Array:
    """Return an array over a shape, 1 long where that is open."""
    sides = [Size.of(each) for each in shape.ravel()]
    known = [side.number if side.known else 1 for side in sides]
    expect_small(np.broadcast_shapes(array.shape, tuple(known)))
    found = np.array(np.broadcast_to(array, np.broadcast_shapes(array.shape, tuple(known))))
    return found if all(side.known for side in sides) else found.view(Spread)


def _constant(node: Node, _: Given) -> Any:
    for name, kind in (("value", None), ("value_float", np.float32), ("value_int", np.int64),
                       ("value_floats", np.float32), ("value_ints", np.int64)):  # fmt: skip
        if name in node.attributes:
            return np.asarray(node.attributes[name], kind)
    raise NotTakenError("its value is no array of numbers")


def _slice(node: Node, given: Given) -> Any:
    (x, places) = given[0], slices(node, given)
    assert x is not None
    cuts = [slice(None)] * x.ndim
    for axis, (start, stop, step) in places.items():
        back = step < 0 and stop < -(2**30)
        cuts[axis] = slice(start, None if back else stop, step)
    return x[tuple(cuts)]


def slices(node: Node, given: Given, rank: int | None = None) -> dict[int, tuple[int, int, int]]:
    """Return start, stop and step of a `Slice` by axis."""
    starts = given[1] if len(given) > 1 else np.asarray(node.attributes["starts"])
    ends = given[2] if len(given) > 2 else np.asarray(node.attributes["ends"])
    axes = axes_of(node, given, 3) or range(len(np.ravel(starts)))
    own = given[4] if len(given) > 4 else None
    steps = np.ones(len(np.ravel(starts)), int) if own is None else own
    first = given[0]
    count = rank if rank is not None else first.ndim if first is not None else 0
    for each in (starts, ends, steps):
        if each is None or np.asarray(each).dtype == object:
            raise NotTakenError("it goes to an open side's length")
    return {
        int(axis) % count: (int(start), int(stop), int(step))
        for axis, start, stop, step in zip(
            axes, np.ravel(starts), np.ravel(ends), np.ravel(steps), strict=True
        )
    }


def _reshape(node: Node, given: Given) -> Any:
    x, shape = given[0], given[1] if len(given) > 1 else np.asarray(node.attributes["shape"])
    sides = [x.shape[k] if side == 0 and not node.attributes.get("allowzero") else side
             for k, side in enumerate(np.ravel(shape))]  # fmt: skip
    return x.reshape([int(side) for side in sides])


def _range(_: Node, given: Given) -> Any:
    start, stop, step = (float(np.ravel(each)[0]) for each in given)
    if step == 0 or (stop - start) / step > MOST_NUMBERS:
        raise NotTakenError("its numbers have no end")
    return np.arange(*(np.ravel(each)[0] for each in given))


def _split(node: Node, given: Given) -> Any:
    axis = node.attributes.get("axis", 0)
    return list(np.split(given[0], np.cumsum(split_sizes(node, given, given[0].shape[axis]))[:-1],
                         axis))  # fmt: skip


def split_sizes(node: Node, given: Given, side: int) -> list[int]:
    """Return how long the pieces of a `Split` are."""
    sizes = given[1] if len(given) > 1 else node.attributes.get("split")
    if sizes is not None:
        return [int(size) for size in np.ravel(sizes)]
    count = len(node.outputs)
    each = -(-side // count)
    return [min(each, max(side - k * each, 0)) for k in range(count)]


def _concat(node: Node, given: Given) -> Any:
    expect_small([sum(each.size for each in given if each is not None)])
    found = np.concatenate(list(given), axis=node.attributes["axis"])
    spread = any(isinstance(each, Spread) for each in given)
    return found.view(Spread) if spread else found


def _cast(node: Node, given: Given) -> Any:
    if given[0].dtype == object:
        return given[0]
    kind = onnx_package().helper.tensor_dtype_to_np_dtype(node.attributes["to"])
    with np.errstate(invalid="ignore", over="ignore"):
        return given[0].astype(kind)


def _squeeze(node: Node, given: Given) -> Any:
    axes = axes_of(node, given)
    return np.squeeze(given[0], None if axes is None else tuple(axes))


def _tile(_: Node, given: Given) -> Any:
    expect_small([given[0].size, *map(int, np.ravel(given[1]))])
    return np.tile(given[0], np.ravel(given[1]).astype(int))


def _quietly(function: Callable[..., Any]) -> Callable[[Node, Given], Any]:
    def run(_: Node, given: Given) -> Any:
        if len(given) > 1 and function is not np.matmul:
            expect_small(np.broadcast_shapes(*(each.shape for each in given if each is not None)))
        with np.errstate(all="ignore"):
            return function(*given)

    return run


def _divided(a: Array, b: Array) -> Any:
    if a.dtype.kind in "iu" and b.dtype.kind in "iu":
        return np.trunc(a / b).astype(a.dtype)
    return a / b


def _filled(node: Node, given: Given) -> Any:
    value = node.attributes.get("value", np.zeros(1, np.float32))
    return _spread(np.asarray(np.ravel(value)[0]), np.asarray(given[0]))


FOLDED: Final[Mapping[str, Callable[[Node, Given], Any]]] = {
    "Constant": _constant,
    "ConstantOfShape": _filled,
    "Expand": lambda _, given: _spread(given[0], given[1]),
    "Identity": lambda _, given: given[0],
    "Dropout": lambda _, given: given[0],
    "Cast": _cast,
    "Concat": _concat,
    "Slice": _slice,
    "Split": _split,
    "Tile": _tile,
    "Range": _range,
    "Reshape": _reshape,
    "Squeeze": _squeeze,
    "Unsqueeze": lambda node, given: np.expand_dims(given[0], tuple(axes_of(node, given))),
    "Transpose": lambda node, given: np.transpose(given[0], node.attributes.get("perm")),
    "Gather": lambda node, given: np.take(given[0], given[1].astype(int),
                                          axis=node.attributes.get("axis", 0)),
    "Shape": lambda node, given: np.array(
        given[0].shape[node.attributes.get("start", 0):node.attributes.get("end")], np.int64
    ),
    "Flatten": lambda node, given: given[0].reshape(
        prod(given[0].shape[: node.attributes.get("axis", 1)]), -1
    ),
    "ReduceProd": lambda node, given: np.prod(
        given[0],
        axis=None if axes_of(node, given) is None else tuple(axes_of(node, given)),
        keepdims=bool(node.attributes.get("keepdims", 1)),
    ),
    "MatMul": _quietly(np.matmul),
    "Add": _quietly(np.add),
    "Sub": _quietly(np.subtract),
    "Mul": _quietly(np.multiply),
    "Div": _quietly(_divided),
    "Neg": _quietly(np.negative),
    "Sqrt": _quietly(np.sqrt),
    "Pow": _quietly(np.power),
    "Equal": _quietly(np.equal),
    "Where": _quietly(np.where),
}  # fmt: skip
OVER_SPREAD: Final = {"Identity", "Cast", "Concat", "Slice", "Squeeze", "Unsqueeze", "Transpose",
                      "Dropout", "MatMul", "Add", "Sub", "Mul"}  # fmt: skip
