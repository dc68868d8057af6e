"""What the steps of a simple recurrent layer mean that were found to be one layer."""

import numpy as np

from xlrnn.nn.interop.onnx.reading.here import Array, Given, Here, means
from xlrnn.nn.interop.onnx.reading.unrolled import DOMAIN, KIND
from xlrnn.nn.interop.wiring.axes import Size, size_of
from xlrnn.nn.interop.wiring.one_step import OneStep
from xlrnn.nn.interop.wiring.pending import Pending
from xlrnn.nn.interop.wiring.recurrences import Direction, Recurrence
from xlrnn.nn.interop.wiring.refusal import NotTakenError
from xlrnn.nn.interop.wiring.value import Value, unsqueezed
from xlrnn.nn.layers.simple_rnn import SimpleRNN


@means(KIND, domain=DOMAIN)
def _unrolled(here: Here) -> list[Given]:
    seen, R = here.value(), np.asarray(here.constant(1, "R"), float)
    first, steps = here.optional(2, "the first state"), len(here.node.outputs)
    bias = sum((np.ravel(here.constant(k, "b")) for k in range(3, len(here.given))),
               start=np.zeros(len(R)))  # fmt: skip
    axis = seen.axis(here.get("axis"))
    if seen.rank != 3 or axis == 2 or size_of(seen.theirs[axis]) != Size(steps):
        raise NotTakenError(f"{steps} steps of {size_of(seen.theirs[axis])} are written out")
    x, kernel, bias = _input(seen, np.eye(len(R)), bias)
    direction = Direction(SimpleRNN, [kernel, R, bias], False, {"activation": here.get("function")})
    own = Recurrence(here.wiring, x, axis, 1 - axis, [direction])
    rank = here.get("rank", 0) if first is None else first.ndim
    ranks = max(rank, 2) - 2
    return [
        unsqueezed(OneStep.of(own, k), list(range(ranks))) if used else None
        for k, used in enumerate(here.used)
    ]


def _input(seen: Value, kernel: Array, bias: Array) -> tuple[Value, Array, Array]:
    """Return what the layer reads, and the weights: those of a product that only it sees, too."""
    source = seen.source
    if isinstance(source, Pending) and source.open and seen.alone and source.before is not None:
        before = source.before
        if before.theirs[:-1] == seen.theirs[:-1]:
            own = np.zeros_like(bias) if source.bias is None else source.bias
            return before, source.kernel, bias + own
    return seen, kernel, bias
