"""Convolutions and pooling, along one axis or two; numbers of a place stand last here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.interop.wiring.arranged import arranged
from xlrnn.nn.interop.wiring.axes import Group, Part, Size, size_of
from xlrnn.nn.interop.wiring.pending import Pending
from xlrnn.nn.interop.wiring.products import picked
from xlrnn.nn.interop.wiring.refusal import NotTakenError, OpenSideError
from xlrnn.nn.interop.wiring.value import Known, Value
from xlrnn.nn.interop.wiring.wiring import Wiring, part_size
from xlrnn.nn.layers.average_pooling1d import AveragePooling1D
from xlrnn.nn.layers.average_pooling2d import AveragePooling2D
from xlrnn.nn.layers.conv1d import Conv1D
from xlrnn.nn.layers.conv2d import Conv2D
from xlrnn.nn.layers.max_pooling1d import MaxPooling1D
from xlrnn.nn.layers.max_pooling2d import MaxPooling2D

Array = NDArray[Any]

CONVOLUTIONS: Final[Any] = {1: Conv1D, 2: Conv2D}
LARGEST: Final[Any] = {1: MaxPooling1D, 2: MaxPooling2D}
AVERAGE: Final[Any] = {1: AveragePooling1D, 2: AveragePooling2D}


@dataclass(frozen=True)
class Windows:
    """How windows go along the sides.

    Args:
        sizes: of a window along each side.
        strides: how far the next one is.
        dilations: how far the places of one are apart.
        before: how many places there are in front of the first one.
        behind: how many behind the last one.
    """

    sizes: Sequence[int]
    strides: Sequence[int]
    dilations: Sequence[int]
    before: Sequence[int]
    behind: Sequence[int]

    def spans(self) -> list[int]:
        """Return how many places a window reaches over."""
        return [(k - 1) * d + 1 for k, d in zip(self.sizes, self.dilations, strict=True)]

    def left(self, side: int, k: int) -> int:
        """Return how many windows there are along a side."""
        room = side + self.before[k] + self.behind[k] - self.spans()[k]
        if room < 0:
            raise NotTakenError(f"a window of {self.spans()[k]} does not fit into {side} places")
        return room // self.strides[k] + 1

    def as_same(self, sides: Sequence[int | None]) -> bool:
        """Say whether what is added at the edges is what `padding="same"` adds."""
        for k, side in enumerate(sides):
            if side is None and self.strides[k] != 1:
                return False
            out = -(-(side or 0) // self.strides[k])
            total = self.spans()[k] - 1 if side is None else max(
                (out - 1) * self.strides[k] + self.spans()[k] - side, 0
            )  # fmt: skip
            if (self.before[k], self.behind[k]) != (total // 2, total - total // 2):
                return False
        return True


def _sides(wiring: Wiring, value: Value, rank: int) -> tuple[list[Group], Group]:
    """Return the axes behind the features, and that of the features, of batch, features, places."""
    if value.rank != rank + 2 or rank not in (1, 2):
        raise NotTakenError(f"windows go over {value.rank - 2} sides: expected 1 or 2")
    wiring.expect_batch(value.theirs[0])
    return [wiring.no_batch(g) for g in value.theirs[2:]], wiring.no_batch(value.theirs[1])


def convolution(
    wiring: Wiring, value: Value, kernel: Array, bias: Array | None, windows: Windows, groups: int
) -> Value:
    """Look at every window; features are on axis 1, before the places.

    Args:
        wiring: what is being made.
        value: what is looked at.
        kernel: filters, features of a group, places of a window.
        bias: of each filter.
        windows: where they are.
        groups: into so many the features are divided, each of which sees its own filters.
    """
    rank = len(windows.sizes)
    sides, features = _sides(wiring, value, rank)
    wide = _whole_kernel(kernel, groups)
    if Size(wide.shape[1]) != size_of(features):
        raise NotTakenError(
            f"a kernel of shape {kernel.shape} does not fit {size_of(features)} features"
        )
    value, padding, windows = _padded(wiring, value, sides, windows, causal=rank == 1)
    sides = [wiring.no_batch(g) for g in value.theirs[2:]]
    taken = arranged(wiring, value, [*sides, features])
    options: dict[str, Any] = {
        "filters": len(wide),
        "kernel_size": tuple(windows.sizes),
        "strides": tuple(windows.strides),
        "dilation_rate": tuple(windows.dilations),
        "padding": padding,
    }
    turned = wide.transpose(*range(2, rank + 2), 1, 0)
    filters = Part(Size(len(wide)))
    source = Pending(
        wiring, CONVOLUTIONS[rank], Known(taken), turned, bias, options, node=wiring.node
    )
    after = [_side_after(side, padding, windows, k) for k, side in enumerate(sides)]
    return Value(source, (*after, (filters,)), (value.theirs[0], (filters,), *after))


def _whole_kernel(kernel: Array, groups: int) -> Array:
    """Return a kernel that sees all features, with zeros for those of other groups."""
    if groups == 1:
        return kernel
    filters, own, *sizes = kernel.shape
    if filters % groups:
        raise NotTakenError(f"{filters} filters are not divided into {groups} groups")
    wide = np.zeros((filters, own * groups, *sizes), kernel.dtype)
    for group in range(groups):
        rows = slice(group * filters // groups, (group + 1) * filters // groups)
        wide[rows, group * own : (group + 1) * own] = kernel[rows]
    return wide


def _padded(
    wiring: Wiring, value: Value, sides: Sequence[Group], windows: Windows, *, causal: bool
) -> tuple[Value, str, Windows]:
    """Return the array, with zeros at its edges where no padding of ours adds them."""
    none = Windows(windows.sizes, windows.strides, windows.dilations,
                   [0] * len(sides), [0] * len(sides))  # fmt: skip
    if not any((*windows.before, *windows.behind)):
        return value, "valid", windows
    if windows.as_same([part_size(side) for side in sides]):
        return value, "same", windows
    if causal and [*windows.before, *windows.behind] == [windows.spans()[0] - 1, 0]:
        return value, "causal", windows
    for k, side in enumerate(sides):
        size = size_of(side)
        if windows.before[k] or windows.behind[k]:
            if not size.known:
                raise OpenSideError("zeros are added at the edges of an open side")
            places = [None] * windows.before[k] + [*range(size.number)] + [None] * windows.behind[k]
            value = picked(wiring, value, k + 2, places)
    return value, "valid", none


def _side_after(side: Group, padding: str, windows: Windows, k: int) -> Group:
    size = size_of(side)
    if not size.known:
        if padding in ("same", "causal") and windows.strides[k] == 1:
            return side
        return (Part(Size.open(f"windows of {size}")),)
    left = windows.left(size.number, k)
    return () if left == 1 else (Part(Size(left)),)


def pooled(wiring: Wiring, value: Value, windows: Windows, *, largest: bool) -> Value:
    """Take the largest number of every window, or the average; features are on axis 1."""
    rank = len(windows.sizes)
    sides, features = _sides(wiring, value, rank)
    if any(d != 1 for d in windows.dilations):
        raise NotTakenError(f"dilations={list(windows.dilations)}: expected 1, no gaps in a window")
    padding = "valid"
    if any((*windows.before, *windows.behind)):
        if not windows.as_same([part_size(side) for side in sides]):
            raise NotTakenError(
                f"pads {list(windows.before)} and {list(windows.behind)}: expected none, or those "
                "of padding 'same'"
            )
        padding = "same"
    make = (LARGEST if largest else AVERAGE)[rank]
    symbol = wiring.call(
        make,
        arranged(wiring, value, [*sides, features]),
        pool_size=tuple(windows.sizes),
        strides=tuple(windows.strides),
        padding=padding,
    )
    after = [_side_after(side, padding, windows, k) for k, side in enumerate(sides)]
    return Value(Known(symbol), (*after, features), (value.theirs[0], features, *after))
