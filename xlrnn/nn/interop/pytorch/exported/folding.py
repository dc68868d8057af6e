"""Operators on what no input changes: they are calculated once, by NumPy.

An open side, such as that of the batch, is 1 long here: such an array is the same all along it.
"""

from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.interop.pytorch.exported.archive import FORMATS
from xlrnn.nn.interop.pytorch.exported.program import Kind, Node
from xlrnn.nn.interop.wiring.axes import Size
from xlrnn.nn.interop.wiring.refusal import NotTakenError

Array = NDArray[Any]
Folding = Callable[[Mapping[str, Any]], Any]

MOST_NUMBERS: Final = 5_000_000


def filled(given: Mapping[str, Any], fill: float) -> Array:
    """Return an array of one number.

    Raises:
        NotTakenError: if it is too large.
    """
    sides = [side.number if (side := Size.of(each)).known else 1 for each in given["size"]]
    if prod(sides) > MOST_NUMBERS or len(sides) > 16 or min(sides, default=1) < 0:
        raise NotTakenError(f"an array of sides {sides}")
    kind = given.get("dtype")
    return np.full(sides, fill, FORMATS[kind.number] if isinstance(kind, Kind) else "float32")


def _same(given: Mapping[str, Any]) -> Array:
    return np.asarray(next(iter(given.values())))


def _joined(given: Mapping[str, Any]) -> Array:
    return np.concatenate([np.asarray(each) for each in given["tensors"]], given.get("dim") or 0)


def _sliced(given: Mapping[str, Any]) -> Array:
    x, dim = np.asarray(given["self"]), given.get("dim") or 0
    cut = [slice(None)] * x.ndim
    cut[dim] = slice(given.get("start"), given.get("end"), given.get("step"))
    return x[tuple(cut)]


def _number_by_number(operator: Callable[[Any, Any], Any]) -> Folding:
    def calculated(given: Mapping[str, Any]) -> Any:
        other = given["other"]
        alpha = given.get("alpha")
        return operator(given["self"], other if alpha is None else other * alpha)

    return calculated


FOLDINGS: Final[dict[str, Folding]] = {
    "zeros": lambda given: filled(given, 0.0),
    "ones": lambda given: filled(given, 1.0),
    "full": lambda given: filled(given, given["fill_value"]),
    **dict.fromkeys(("lift_fresh_copy", "detach", "detach_", "clone", "alias", "contiguous",
                     "expand"), _same),
    "cat": _joined,
    "slice": _sliced,
    "select": lambda given: np.take(given["self"], given["index"], given["dim"]),
    "unsqueeze": lambda given: np.expand_dims(given["self"], given["dim"]),
    "t": lambda given: np.transpose(given["self"]),
    "permute": lambda given: np.transpose(given["self"], given["dims"]),
    "transpose": lambda given: np.swapaxes(given["self"], given["dim0"], given["dim1"]),
    "add": _number_by_number(np.add),
    "sub": _number_by_number(np.subtract),
    "mul": _number_by_number(np.multiply),
    "div": _number_by_number(np.divide),
    "scalar_tensor": lambda given: np.asarray(given["s"]),
}  # fmt: skip
"""What is calculated, by the operator's kind."""

SIDES: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "_operator.mul": lambda a, b: Size.of(a) * Size.of(b),
    "_operator.floordiv": lambda a, b: Size.of(a).over(Size.of(b)),
}
"""What is calculated of sides, which may be open."""


def folded(node: Node, given: Mapping[str, Any]) -> Any:
    """Return what a node gives whose arguments are known.

    Raises:
        NotTakenError: if there is no such operator here.
    """
    if node.kind in SIDES:
        found = SIDES[node.kind](*_two(list(given.values())))
        if found is None:
            raise NotTakenError("a side is divided with a rest")
        return found.number if found.known else found
    if node.kind not in FOLDINGS:
        raise NotTakenError("there is no such operator here, for constants")
    try:
        with np.errstate(all="ignore"):
            return FOLDINGS[node.kind](given)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise NotTakenError(f"constants that do not fit it: {error!s:.60}") from None


def _two(given: Sequence[Any]) -> tuple[Any, Any]:
    if len(given) != 2 or not all(isinstance(each, int | Size) for each in given):
        raise NotTakenError("a side is calculated of something else than two sides")
    return given[0], given[1]
