"""Convolutions and pooling: windows, strides and what is added at the edges."""

import numpy as np

from xlrnn.nn.interop.onnx.reading.here import Given, Here, means
from xlrnn.nn.interop.wiring.axes import size_of
from xlrnn.nn.interop.wiring.refusal import NotTakenError, OpenSideError
from xlrnn.nn.interop.wiring.value import Value
from xlrnn.nn.interop.wiring.windows import Windows, convolution, pooled


@means("Conv")
def _conv(here: Here) -> Value:
    kernel = np.asarray(here.constant(1, "W"))
    bias = here.optional(2, "B")
    windows = _windows(here, kernel.shape[2:])
    return convolution(here.wiring, here.value(), kernel, bias, windows, here.get("group", 1))


@means("MaxPool")
def _max_pool(here: Here) -> list[Given]:
    if any(here.used[1:]):
        raise NotTakenError(
            "the places of the largest numbers are used: expected the numbers alone"
        )
    return [pooled(here.wiring, here.value(), _windows(here), largest=True), None]


@means("AveragePool")
def _average_pool(here: Here) -> Value:
    windows = _windows(here)
    if here.get("count_include_pad", 0) and any((*windows.before, *windows.behind)):
        raise NotTakenError("count_include_pad is 1: expected averages over what is there")
    return pooled(here.wiring, here.value(), windows, largest=False)


def _windows(here: Here, sizes: tuple[int, ...] | None = None) -> Windows:
    given = [int(size) for size in (here.get("kernel_shape") or sizes or [])]
    rank = len(given)
    if here.value().rank != rank + 2 or rank not in (1, 2):
        raise NotTakenError(f"windows go over {rank} sides: expected 1 or 2")
    strides = [int(s) for s in here.get("strides") or [1] * rank]
    dilations = [int(d) for d in here.get("dilations") or [1] * rank]
    pads = [int(p) for p in here.get("pads") or [0] * 2 * rank]
    windows = Windows(given, strides, dilations, pads[:rank], pads[rank:])
    windows = _as_same(here, windows)
    if here.get("ceil_mode", 0) and not _fits(here, windows):
        raise NotTakenError("ceil_mode is 1: expected windows that lie inside")
    return windows


def _as_same(here: Here, windows: Windows) -> Windows:
    """Return windows with what `auto_pad` adds."""
    auto = here.get("auto_pad", "NOTSET")
    if auto in ("NOTSET", "VALID"):
        return (
            windows if auto == "NOTSET" else _padded(windows, [0] * len(windows.sizes), lower=False)
        )
    totals = []
    for group, span, stride in zip(
        here.value().theirs[2:], windows.spans(), windows.strides, strict=True
    ):
        size = size_of(group)
        if not size.known and stride != 1:
            raise OpenSideError("what is added at the edges depends on an open side")
        side = size.number
        totals.append(
            span - 1 if stride == 1 else max((-(-side // stride) - 1) * stride + span - side, 0)
        )
    return _padded(windows, totals, lower=auto == "SAME_LOWER")


def _padded(windows: Windows, totals: list[int], *, lower: bool) -> Windows:
    less, more = [total // 2 for total in totals], [total - total // 2 for total in totals]
    before, behind = (more, less) if lower else (less, more)
    return Windows(windows.sizes, windows.strides, windows.dilations, before, behind)


def _fits(here: Here, windows: Windows) -> bool:
    """Say whether the last window ends where the side ends, so that nothing is rounded up."""
    for k, group in enumerate(here.value().theirs[2:]):
        size = size_of(group)
        room = size.number + windows.before[k] + windows.behind[k] - windows.spans()[k]
        if not size.known or room % windows.strides[k]:
            return False
    return True
