"""Convolutions and pooling: windows, strides and what is added at the edges."""

import numpy as np

from xlrnn.nn.interop.pytorch.exported.here import Here, means
from xlrnn.nn.interop.wiring.axes import size_of
from xlrnn.nn.interop.wiring.refusal import NotTakenError
from xlrnn.nn.interop.wiring.value import Value
from xlrnn.nn.interop.wiring.windows import Windows, convolution, pooled


@means("conv1d", "conv2d")
def _conv(here: Here) -> Value:
    kernel = np.asarray(here.constant("weight"))
    sizes = list(kernel.shape[2:])
    strides, gaps = (here.ints(name, len(sizes), 1) for name in ("stride", "dilation"))
    padding = here.get("padding", 0)
    if padding == "valid":
        before = behind = [0] * len(sizes)
    elif padding == "same":
        totals = [gap * (size - 1) for gap, size in zip(gaps, sizes, strict=True)]
        before = [total // 2 for total in totals]
        behind = [total - total // 2 for total in totals]
    else:
        before = behind = here.ints("padding", len(sizes), 0)
    windows = Windows(sizes, strides, gaps, before, behind)
    x, bias = here.value("input"), here.optional("bias")
    return convolution(here.wiring, x, kernel, bias, windows, here.get("groups", 1))


@means("max_pool1d", "max_pool2d")
def _max_pool(here: Here) -> Value:
    return pooled(here.wiring, here.x, _windows(here), largest=True)


@means("avg_pool1d", "avg_pool2d")
def _average_pool(here: Here) -> Value:
    windows = _windows(here)
    if here.get("count_include_pad", True) and any(windows.before):
        raise NotTakenError("count_include_pad is True: expected averages over what is there")
    here.expect("divisor_override", None)
    return pooled(here.wiring, here.x, windows, largest=False)


def _windows(here: Here) -> Windows:
    rank = 1 if here.node.kind.endswith("1d") else 2
    x, sizes = here.x, here.ints("kernel_size", rank, 1)
    if x.rank != rank + 2:
        raise NotTakenError(f"windows go over {x.rank} axes: expected samples, features, places")
    strides = here.ints("stride", rank, 0)
    strides = [s or size for s, size in zip(strides, sizes, strict=True)]
    pads, gaps = here.ints("padding", rank, 0), here.ints("dilation", rank, 1)
    windows = Windows(sizes, strides, gaps, pads, pads)
    if here.get("ceil_mode", False) and not _fits(x, windows):
        raise NotTakenError("ceil_mode is True: expected windows that lie inside")
    return windows


def _fits(x: Value, windows: Windows) -> bool:
    """Say whether the last window ends where the side ends, so that nothing is rounded up."""
    for k, group in enumerate(x.theirs[2:]):
        size = size_of(group)
        room = size.number + windows.before[k] + windows.behind[k] - windows.spans()[k]
        if not size.known or room % windows.strides[k]:
            return False
    return True
