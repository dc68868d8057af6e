"""An array as a layer wants it: `Permute` and `Reshape` where its axes are elsewhere."""

from collections.abc import Sequence
from itertools import pairwise

from xlrnn.nn.core.symbol import Symbol
from xlrnn.nn.interop.wiring.axes import ONE, Group, Part, Size, flat, size_of
from xlrnn.nn.interop.wiring.refusal import NotTakenError, OpenSideError
from xlrnn.nn.interop.wiring.value import Known, Value, reshaped
from xlrnn.nn.interop.wiring.wiring import Wiring, part_size
from xlrnn.nn.layers.flatten import Flatten
from xlrnn.nn.layers.permute import Permute
from xlrnn.nn.layers.reshape import Reshape


def arranged(wiring: Wiring, value: Value, groups: Sequence[Group]) -> Symbol:
    """Return the symbol with these axes behind the batch.

    Args:
        wiring: what is being made.
        value: the array.
        groups: all its parts but the batch, on the axes on which they shall be.

    Raises:
        OpenSideError: if two sides would have to be told apart that are both open.
    """
    wanted, ours, symbol = tuple(groups), value.ours, value.symbol
    if _same(ours, wanted):
        return symbol
    order = _real(flat(wanted))
    if _real(flat(ours)) != order:
        blocks = _blocks(ours, order)
        symbol = _reshape(wiring, symbol, ours, blocks)
        places = [next(k for k, b in enumerate(blocks) if b[0] is part)
                  for part in order if any(b[0] is part for b in blocks)]  # fmt: skip
        symbol = wiring.call(Permute, symbol, dims=[place + 1 for place in places])
        ours = tuple(blocks[place] for place in places)
    return _reshape(wiring, symbol, ours, wanted)


def settled(wiring: Wiring, value: Value, groups: Sequence[Group]) -> Value:
    """Return the value with these axes, so that nobody has to arrange it again."""
    symbol = arranged(wiring, value, groups)
    return Value(Known(symbol), tuple(groups), value.theirs, value.alone)


def read_anew(wiring: Wiring, value: Value, target: Sequence[Size | int]) -> Value:
    """Return an array with other axes, also where they cut across those that there were.

    Raises:
        NotTakenError: if the numbers do not fill them.
    """
    try:
        return reshaped(value, target)
    except OpenSideError:
        raise
    except NotTakenError:
        front = 1 if value.theirs[:1] == ((wiring.batch,),) and wiring.batch.size != ONE else 0
        parts = wiring.no_batch(tuple(flat(value.theirs[front:])))
        own = settled(wiring, value, [parts])
        whole = (Part(size_of(parts)),)
        laid = Value(own.source, (whole,), (*value.theirs[:front], whole), value.alone)
        return reshaped(laid, target)


def last(value: Value, parts: Group) -> tuple[Group, ...]:
    """Return the axes of a value with these parts as the last one, the others as they are."""
    chosen = set(map(id, parts))
    if value.ours and _real(value.ours[-1]) == _real(parts):
        return value.ours
    rest = [tuple(p for p in group if id(p) not in chosen) for group in value.ours]
    return (*(group for group in rest if group), tuple(parts))


def _real(parts: Sequence[Part]) -> list[Part]:
    return [part for part in parts if part.size != ONE]


def _same(a: Sequence[Group], b: Sequence[Group]) -> bool:
    return [_real(group) for group in a] == [_real(group) for group in b]


def _blocks(ours: Sequence[Group], order: list[Part]) -> list[Group]:
    """Return the axes cut where they have to be, so that the order can be had by swapping."""
    follows = {id(a): b for a, b in pairwise(order)}
    found: list[Group] = []
    for group in ours:
        own: list[Part] = []
        for part in _real(group):
            if own and follows.get(id(own[-1])) is part:
                own.append(part)
                continue
            if own:
                found.append(tuple(own))
            own = [part]
        if own:
            found.append(tuple(own))
    return found


def _reshape(
    wiring: Wiring, symbol: Symbol, before: Sequence[Group], groups: Sequence[Group]
) -> Symbol:
    if _same(before, groups):
        return symbol
    sides = [part_size(group) for group in groups]
    if sides.count(None) > 1:
        raise OpenSideError("two sides are open that a reshape has to tell apart")
    if len(sides) == 1:
        if sides[0] is None:
            raise OpenSideError("steps of an open number are put side by side")
        return wiring.call(Flatten, symbol)
    return wiring.call(Reshape, symbol, target_shape=[-1 if s is None else s for s in sides])
