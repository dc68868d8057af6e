"""Operators that move axes, take parts, or do nothing here."""

import numpy as np

from xlrnn.nn.interop.onnx.reading.folding import slices, split_sizes
from xlrnn.nn.interop.onnx.reading.here import Array, Given, Here, means
from xlrnn.nn.interop.wiring.arranged import read_anew
from xlrnn.nn.interop.wiring.axes import ONE, Size, size_of, sizes_of
from xlrnn.nn.interop.wiring.joining import joined
from xlrnn.nn.interop.wiring.picking import cut_out
from xlrnn.nn.interop.wiring.refusal import NotTakenError
from xlrnn.nn.interop.wiring.value import Value, squeezed, transposed, unsqueezed


@means("Identity")
def _identity(here: Here) -> Value:
    return here.value()


@means("Dropout")
def _dropout(here: Here) -> list[Given]:
    if here.there(2):
        training = here.constant(2, "training_mode")
        ratio = here.optional(1, "ratio")
        if np.any(training) and (ratio is None or np.any(ratio)):
            raise NotTakenError("it is in training: export the model for inference")
    if len(here.used) > 1 and here.used[1]:
        raise NotTakenError("its mask is used: expected its output alone")
    return [here.value(), None]


@means("Cast")
def _cast(here: Here) -> Value:
    x, kind = here.value(), here.get("to")
    whole = "int" in x.symbol.dtype
    if kind in (1, 11) or (whole and kind in (6, 7)):
        return x
    raise NotTakenError(f"it turns numbers into kind {kind}: expected float or double")


@means("Transpose")
def _transpose(here: Here) -> Value:
    return transposed(here.value(), here.get("perm"))


@means("Squeeze")
def _squeeze(here: Here) -> Value:
    return squeezed(here.value(), here.axes())


@means("Unsqueeze")
def _unsqueeze(here: Here) -> Value:
    return unsqueezed(here.value(), here.axes([]))


@means("Flatten")
def _flatten(here: Here) -> Value:
    x = here.value()
    given = here.get("axis", 1)
    axis = given if given == x.rank else x.axis(given)
    front = Size()
    for group in x.theirs[:axis]:
        front = front * size_of(group)
    return read_anew(here.wiring, x, [front, -1])


@means("Reshape")
def _reshape(here: Here) -> Value:
    x = here.value()
    shape = np.ravel(
        here.constant(1, "the shape") if here.there(1) else np.array(here.get("shape"))
    )
    target = [
        side
        if isinstance(side, Size)
        else int(side)
        if side != 0 or here.get("allowzero", 0)
        else size_of(x.theirs[x.axis(k)])
        for k, side in enumerate(shape)
    ]
    return read_anew(here.wiring, x, target)


@means("Shape")
def _shape(here: Here) -> Array:
    sizes = sizes_of(here.value().theirs)[here.get("start", 0) : here.get("end")]
    if all(size.known for size in sizes):
        return np.array([size.number for size in sizes], np.int64)
    found = np.empty(len(sizes), object)
    found[:] = sizes
    return found


@means("Expand")
def _expand(here: Here) -> Value:
    x, shape = here.value(), [Size.of(side) for side in np.ravel(here.constant(1, "the shape"))]
    missing = len(shape) - x.rank
    x = unsqueezed(x, list(range(missing))) if missing > 0 else x
    own = sizes_of(x.theirs)[x.rank - len(shape) :]
    if any(side not in (size, ONE) for side, size in zip(shape, own, strict=True)):
        raise NotTakenError(f"numbers are repeated from {[*map(str, own)]} to {[*map(str, shape)]}")
    return x


@means("Concat")
def _concat(here: Here) -> Value:
    values = [here.value(k) for k in range(len(here.given))]
    return joined(here.wiring, values, here.get("axis", 1))


@means("Slice")
def _slice(here: Here) -> Value:
    x = here.value()
    given: list[Array | None] = [None]
    given += [here.optional(k, "what is cut out") for k in range(1, len(here.given))]
    for axis, (start, stop, step) in slices(here.node, given, x.rank).items():
        if step < 0 and stop < -(2**30):
            raise NotTakenError("it goes backwards over a whole axis")
        x = cut_out(here.wiring, x, axis, start, stop, step)
    return x


@means("Split")
def _split(here: Here) -> list[Given]:
    x = here.value()
    axis = x.axis(here.get("axis", 0))
    size = size_of(x.theirs[axis])
    if not size.known:
        raise NotTakenError(f"an open number of places ({size}) is divided")
    given: list[Array | None] = [None]
    given += [here.optional(k, "the sizes") for k in range(1, len(here.given))]
    ends = np.cumsum(split_sizes(here.node, given, size.number))
    starts = [0, *ends[:-1]]
    return [
        cut_out(here.wiring, x, axis, int(start), int(end)) if used else None
        for start, end, used in zip(starts, ends, here.used, strict=True)
    ]
