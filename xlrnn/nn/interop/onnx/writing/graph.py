"""An ONNX graph that grows: nodes one behind the other, and constants, each stored once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.interop.onnx.package import onnx_package

Array = NDArray[Any]


@dataclass(frozen=True)
class Value:
    """An array in a graph.

    Args:
        name: what the graph calls it.
        shape: batch first; None where a side may vary.
        mask: which of its steps count, (batch, time) of bool; None if all do.
    """

    name: str
    shape: Shape
    mask: str | None = None

    @property
    def sides(self) -> int:
        """How many sides it has, that of the batch included."""
        return len(self.shape)


class Graph:
    """Nodes and constants.

    Attributes:
        nodes: the nodes, each behind those that it takes from.
        constants: the stored arrays, as ONNX keeps them.
    """

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self._stored: dict[tuple[str, tuple[int, ...], bytes], str] = {}
        self._taken: set[str] = set()
        self.layer = ""

    def reserve(self, name: str) -> str:
        """Return a name that nothing else has: the one that is wished, or with a number."""
        found, number = name, 1
        while found in self._taken:
            number += 1
            found = f"{name}_{number}"
        self._taken.add(found)
        return found

    def node(self, op: str, *inputs: str, **attributes: Any) -> str:
        """Add a node, and return the name of its one output.

        Args:
            op: the operator.
            *inputs: what it takes; an empty name stands for one that is left out.
            **attributes: its attributes.
        """
        return self.nodes_of(op, inputs, 1, **attributes)[0]

    def nodes_of(
        self, op: str, inputs: Sequence[str], outputs: int, **attributes: Any
    ) -> list[str]:
        """Add a node, and return the names of its first outputs."""
        names = [self.reserve(f"{self.layer}/{op}") for _ in range(outputs)]
        self.nodes.append(
            onnx_package().helper.make_node(op, list(inputs), names, names[0], **attributes)
        )
        return names

    def constant(self, value: ArrayLike) -> str:
        """Store an array, numbers as float32, and return its name; equal ones are stored once."""
        array = np.asarray(value)
        array = array.astype(np.float32) if array.dtype.kind == "f" else array
        key = (array.dtype.str, array.shape, array.tobytes())
        if key not in self._stored:
            name = self.reserve(f"{self.layer}/constant")
            self._stored[key] = name
            kept = np.ascontiguousarray(array).reshape(array.shape)
            self.constants.append(onnx_package().numpy_helper.from_array(kept, name))
        return self._stored[key]

    def whole(self, *numbers: int) -> str:
        """Store whole numbers, as shapes and axes are given."""
        return self.constant(np.array(numbers, np.int64))

    # What several layers need.

    def transposed(self, name: str, *order: int) -> str:
        """Return an array with its sides in another order."""
        if list(order) == sorted(order):
            return name
        return self.node("Transpose", name, perm=list(order))

    def side(self, name: str, axis: int) -> str:
        """Return how long a side of an array is, as an array of that one number."""
        return self.sides(name, axis, axis + 1)

    def sides(self, name: str, start: int, end: int | None = None) -> str:
        """Return a part of an array's shape; without an end, what is left of it."""
        return self.node("Shape", name, start=start, **({} if end is None else {"end": end}))

    def backwards(self, name: str, axis: int) -> str:
        """Return an array with a side from its end."""
        least = np.iinfo(np.int64).min
        slices = [self.whole(each) for each in (-1, least, axis, -1)]
        return self.node("Slice", name, *slices)

    def last(self, name: str, axis: int = 1) -> str:
        """Return the last place along a side, which goes."""
        return self.node("Gather", name, self.constant(np.int64(-1)), axis=axis)

    def as_numbers(self, name: str) -> str:
        """Return an array as float32: True as 1, False as 0."""
        return self.node("Cast", name, to=onnx_package().TensorProto.FLOAT)

    def as_whole(self, name: str) -> str:
        """Return an array as whole numbers."""
        return self.node("Cast", name, to=onnx_package().TensorProto.INT64)
