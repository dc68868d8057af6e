"""Products with matrices of the file, and rows of its tables."""

import numpy as np

from xlrnn.nn.interop.onnx.reading.here import Here, means, scalar
from xlrnn.nn.interop.wiring.axes import Size, size_of
from xlrnn.nn.interop.wiring.picking import one, several
from xlrnn.nn.interop.wiring.products import product
from xlrnn.nn.interop.wiring.reducing import looked_up
from xlrnn.nn.interop.wiring.refusal import NotTakenError
from xlrnn.nn.interop.wiring.value import Value, reshaped, squeezed, transposed, unsqueezed
from xlrnn.nn.interop.wiring.weighing import weighed


@means("Gemm")
def _gemm(here: Here) -> Value:
    if not isinstance(here.given[0], Value):
        raise NotTakenError("its A is a constant: expected what the model calculates")
    a, b = here.value(), here.constant(1, "B")
    if a.rank != 2 or b.ndim != 2:
        raise NotTakenError(f"A has {a.rank} axes and B {b.ndim}: expected 2 of each")
    a = transposed(a) if here.get("transA", 0) else a
    b = b.T if here.get("transB", 0) else b
    y = product(here.wiring, a, 1, np.asarray(b, float) * here.get("alpha", 1.0))
    c = here.given[2] if here.there(2) else None
    if c is None:
        return y
    return weighed(here.wiring, y, 1.0, here.constant(2, "C") * here.get("beta", 1.0))


@means("MatMul")
def _matmul(here: Here) -> Value:
    first = isinstance(here.given[0], Value)
    if first and isinstance(here.given[1], Value):
        raise NotTakenError(
            "two arrays that are calculated are multiplied: expected a matrix of the file"
        )
    x, kernel = (here.value(0), here.constant(1, "the matrix")) if first else (
        here.value(1), here.constant(0, "the matrix")
    )  # fmt: skip
    kernel = kernel.reshape(kernel.shape[-2:]) if kernel.ndim > 2 and (
        kernel.size == np.prod(kernel.shape[-2:])
    ) else kernel  # fmt: skip
    if kernel.ndim > 2:
        raise NotTakenError(f"a matrix for each of {kernel.shape[:-2]} places: expected one")
    if not x.rank:
        raise NotTakenError("a single number is multiplied by a matrix")
    if first:
        wide = kernel[:, None] if kernel.ndim == 1 else kernel
        y = product(here.wiring, x, -1, wide)
        return squeezed(y, [-1]) if kernel.ndim == 1 else y
    axis = -1 if x.rank == 1 else -2
    y = product(here.wiring, x, axis, kernel.reshape(-1, kernel.shape[-1]).T)
    return squeezed(y, [axis]) if kernel.ndim == 1 else y


@means("Gather")
def _gather(here: Here) -> Value:
    axis = here.get("axis", 0)
    if not isinstance(here.given[0], Value):
        if axis not in (0, -2):
            raise NotTakenError(f"rows are looked up along axis {axis} of a table: expected 0")
        return looked_up(here.wiring, here.constant(0, "the table"), here.value(1))
    x, places = here.value(), here.constant(1, "which places")
    if places.size == 1:
        own = one(here.wiring, x, axis, int(scalar(places, "the place")))
        if places.ndim == 0:
            return squeezed(own, [x.axis(axis)])
        return (
            unsqueezed(own, [x.axis(axis)] * 0)
            if places.ndim == 1
            else _spread(own, x, axis, places)
        )
    size = size_of(x.theirs[x.axis(axis)])
    chosen = [int(place) for place in np.ravel(places)]
    if not size.known or any(not -size.number <= place < size.number for place in chosen):
        raise NotTakenError(f"places {chosen[:5]} of {size} are picked")
    y = several(here.wiring, x, axis, [place % size.number for place in chosen])
    return y if places.ndim == 1 else _spread(y, x, axis, places)


def _spread(y: Value, x: Value, axis: int, places: np.ndarray) -> Value:
    """Return what was picked with an axis for each of those of the places."""
    k = x.axis(axis)
    sides = [size_of(group) for group in y.theirs]
    return reshaped(y, [*sides[:k], *(Size(side) for side in places.shape), *sides[k + 1 :]])
