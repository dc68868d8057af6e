"""Operators that move axes, take parts, or do nothing here."""

from typing import Any

import numpy as np

from xlrnn.nn.interop.pytorch.exported.folding import filled
from xlrnn.nn.interop.pytorch.exported.here import Array, Here, means
from xlrnn.nn.interop.pytorch.exported.program import Kind
from xlrnn.nn.interop.wiring.arranged import read_anew
from xlrnn.nn.interop.wiring.axes import ONE, Size, size_of, sizes_of
from xlrnn.nn.interop.wiring.joining import joined
from xlrnn.nn.interop.wiring.picking import cut_out, one, several
from xlrnn.nn.interop.wiring.refusal import NotTakenError
from xlrnn.nn.interop.wiring.value import Value, squeezed, transposed, unsqueezed

TO_THE_END = 2**62


@means("contiguous", "clone", "detach", "detach_", "alias", "lift_fresh_copy")
def _itself(here: Here) -> Value:
    return here.x


@means("dropout", "feature_dropout", "alpha_dropout", "feature_alpha_dropout")
def _dropout(here: Here) -> Value:
    if here.get("train", False) and here.get("p", 0.5):
        raise NotTakenError("it is in training: export the module in eval()")
    return here.x


@means("to", "type_as", "_to_copy")
def _to(here: Here) -> Value:
    x, kind = here.x, here.get("dtype")
    whole = "int" in x.symbol.dtype
    if not isinstance(kind, Kind) or kind.number in (7, 8) or (whole and kind.number in (4, 5)):
        return x
    raise NotTakenError("it turns numbers into another kind: expected float32 or float64")


@means("sym_size")
def _size(here: Here) -> Any:
    x = here.x
    size = size_of(x.theirs[x.axis(here.get("dim"))])
    return size.number if size.known else size


@means("view", "reshape", "_unsafe_view", "reshape_as", "view_as")
def _reshape(here: Here) -> Value:
    if "size" in here.given or "shape" in here.given:
        return read_anew(here.wiring, here.x, here.get("size", here.get("shape")))
    return read_anew(here.wiring, here.x, sizes_of(here.value("other").theirs))


@means("flatten")
def _flatten(here: Here) -> Value:
    x = here.x
    first, last = x.axis(here.get("start_dim", 0)), x.axis(here.get("end_dim", -1))
    sides = sizes_of(x.theirs)
    whole = Size()
    for side in sides[first : last + 1]:
        whole = whole * side
    return read_anew(here.wiring, x, [*sides[:first], whole, *sides[last + 1 :]])


@means("unflatten")
def _unflatten(here: Here) -> Value:
    x = here.x
    axis, sides = x.axis(here.get("dim")), sizes_of(x.theirs)
    own = list(here.get("sizes"))
    if -1 in own:
        rest = sides[axis].over(Size(int(-np.prod(own))))
        if rest is None:
            raise NotTakenError(f"{sides[axis]} is divided into {own}")
        own[own.index(-1)] = rest
    return read_anew(here.wiring, x, [*sides[:axis], *own, *sides[axis + 1 :]])


@means("squeeze", "squeeze_")
def _squeeze(here: Here) -> Value:
    x, dim = here.x, here.get("dim")
    sizes = sizes_of(x.theirs)
    if dim is None:
        return squeezed(x)
    listed = dim if isinstance(dim, list) else [dim]
    return squeezed(x, [axis for axis in listed if sizes[x.axis(axis)] == ONE])


@means("unsqueeze", "unsqueeze_")
def _unsqueeze(here: Here) -> Value:
    return unsqueezed(here.x, [here.get("dim")])


@means("permute")
def _permute(here: Here) -> Value:
    return transposed(here.x, here.get("dims"))


@means("transpose", "t", "numpy_T", "swapaxes", "swapdims")
def _transpose(here: Here) -> Value:
    x = here.x
    if here.node.kind == "numpy_T" or (here.node.kind == "t" and x.rank < 2):
        return transposed(x) if here.node.kind == "numpy_T" else x
    names = [name for name in here.given if name != "self"]
    axes = [x.axis(here.get(name)) for name in names] or [0, 1]
    order = list(range(x.rank))
    order[axes[0]], order[axes[1]] = order[axes[1]], order[axes[0]]
    return transposed(x, order)


@means("expand", "expand_as", "broadcast_to")
def _expand(here: Here) -> Value:
    x, wanted = here.x, here.get("size")
    if wanted is None:
        wanted = sizes_of(here.value("other").theirs)
    missing = len(wanted) - x.rank
    x = unsqueezed(x, list(range(missing))) if missing > 0 else x
    for size, side in zip(sizes_of(x.theirs), wanted, strict=True):
        if Size.of(side) not in (size, Size(-1)):
            raise NotTakenError(f"numbers are repeated, from {size} to {side}")
    return x


@means("select")
def _select(here: Here) -> Value:
    x, axis = here.x, here.x.axis(here.get("dim"))
    return squeezed(one(here.wiring, x, axis, here.get("index")), [axis])


@means("slice", "narrow")
def _slice(here: Here) -> Value:
    start = here.get("start", 0)
    end = here.get("end", TO_THE_END)
    if "length" in here.given:
        end = start + here.get("length")
    if not isinstance(start, int) or not isinstance(end, int):
        raise NotTakenError("it cuts at an open side: expected whole numbers")
    return cut_out(here.wiring, here.x, here.get("dim", 0), start, end, here.get("step", 1))


@means("flip")
def _flip(here: Here) -> Value:
    x = here.x
    for axis in here.get("dims"):
        size = size_of(x.theirs[x.axis(axis)])
        if not size.known:
            raise NotTakenError(f"an open number of steps ({size}) is turned")
        x = several(here.wiring, x, axis, list(range(size.number))[::-1])
    return x


@means("cat", "concat", "concatenate")
def _cat(here: Here) -> Value:
    values = here.get("tensors")
    if not all(isinstance(each, Value) for each in values):
        raise NotTakenError("constants stand beside what is calculated")
    return joined(here.wiring, values, here.get("dim", 0))


@means("stack")
def _stack(here: Here) -> Value:
    values = here.get("tensors")
    if not all(isinstance(each, Value) for each in values):
        raise NotTakenError("constants stand beside what is calculated")
    axis = here.get("dim", 0)
    return joined(here.wiring, [unsqueezed(each, [axis]) for each in values], axis)


@means("split", "split_with_sizes", "chunk", "unbind")
def _split(here: Here) -> list[Value | None]:
    x = here.x
    axis = x.axis(here.get("dim", 0))
    size = size_of(x.theirs[axis])
    if not size.known:
        raise NotTakenError(f"an open number of places ({size}) is divided")
    sizes = here.get("split_size", here.get("split_sizes", 1))
    if here.node.kind == "chunk":
        sizes = -(-size.number // here.get("chunks"))
    if isinstance(sizes, int):
        sizes = [min(sizes, size.number - k) for k in range(0, size.number, sizes)]
    ends = [int(end) for end in np.cumsum(sizes)]
    parts = [
        cut_out(here.wiring, x, axis, end - own, end) if used else None
        for own, end, used in zip(sizes, ends, here.used, strict=False)
    ]
    if here.node.kind != "unbind":
        return parts
    return [None if part is None else squeezed(part, [axis]) for part in parts]


@means("pad", "constant_pad_nd")
def _pad(here: Here) -> Value:
    x, pads = here.x, here.get("pad")
    here.expect("mode", "constant")
    if here.get("value", 0):
        raise NotTakenError(f"it pads with {here.get('value')}: expected 0")
    for k in range(0, len(pads), 2):
        axis, (before, behind) = x.rank - 1 - k // 2, pads[k : k + 2]
        size = size_of(x.theirs[axis])
        if before < 0 or behind < 0 or not size.known:
            raise NotTakenError(f"{pads} are added to {size} places: expected 0 or more, to known")
        if before or behind:
            places = [*[None] * before, *range(size.number), *[None] * behind]
            x = several(here.wiring, x, axis, places)
    return x


@means("zeros_like", "new_zeros", "ones_like", "new_ones", "new_full", "full_like")
def _filled(here: Here) -> Array:
    size = here.get("size", sizes_of(here.x.theirs))
    fill = here.get("fill_value", 1.0 if "ones" in here.node.kind else 0.0)
    return filled({**here.given, "size": size}, fill)
