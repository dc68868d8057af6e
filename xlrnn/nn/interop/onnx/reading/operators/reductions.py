"""The largest of all numbers along axes, their mean, their sum."""

from typing import Final

from xlrnn.nn.interop.onnx.reading.here import Here, means
from xlrnn.nn.interop.wiring.reducing import reduced
from xlrnn.nn.interop.wiring.value import Value

KINDS: Final = {"ReduceMax": "max", "ReduceMean": "mean", "ReduceSum": "sum", "ReduceMin": "min"}
GLOBAL: Final = {"GlobalMaxPool": "max", "GlobalAveragePool": "mean"}


@means(*KINDS)
def _reduce(here: Here) -> Value:
    x, axes = here.value(), here.axes()
    if not axes and here.get("noop_with_empty_axes", 0):
        return x
    keep = bool(here.get("keepdims", 1))
    return reduced(here.wiring, x, axes or range(x.rank), KINDS[here.node.kind], keep=keep)


@means(*GLOBAL)
def _global(here: Here) -> Value:
    x = here.value()
    return reduced(here.wiring, x, range(2, x.rank), GLOBAL[here.node.kind], keep=True)
