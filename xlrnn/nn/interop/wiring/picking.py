"""Parts of an array along an axis: one place, several, or pieces of what was put together."""

from collections.abc import Sequence

from xlrnn.nn.interop.wiring.axes import ONE, size_of
from xlrnn.nn.interop.wiring.joining import Joined
from xlrnn.nn.interop.wiring.products import picked
from xlrnn.nn.interop.wiring.recurrences import States
from xlrnn.nn.interop.wiring.refusal import NotTakenError, OpenSideError
from xlrnn.nn.interop.wiring.value import Value
from xlrnn.nn.interop.wiring.wiring import Wiring


def one(wiring: Wiring, value: Value, axis: int, index: int) -> Value:
    """Return one place of an axis, which is 1 long afterwards.

    Args:
        wiring: what is being made.
        value: the array.
        axis: of the other program's array.
        index: the place, from 0, or below 0 from the end.

    Raises:
        OpenSideError: if it takes knowing how long the axis is.
        NotTakenError: if there is no such place.
    """
    axis = value.axis(axis)
    group = wiring.no_batch(value.theirs[axis])
    size = size_of(group)
    if isinstance(value.source, States):
        found = value.source.at(value, axis, index)
        if found is not None:
            return found
    if not size.known:
        raise OpenSideError(f"step {index} is picked, of an open number ({size})")
    if not -size.number <= index < size.number:
        raise NotTakenError(f"place {index} of {size} is picked")
    return several(wiring, value, axis, [index % size.number])


def several(wiring: Wiring, value: Value, axis: int, places: Sequence[int | None]) -> Value:
    """Return several places of an axis, in this order; None for zeros."""
    axis = value.axis(axis)
    if isinstance(value.source, Joined):
        found = _piece(value, axis, places)
        if found is not None:
            piece, rest = found
            return several(wiring, piece, axis, rest) if len(rest) > 1 else (
                one(wiring, piece, axis, rest[0])
            )  # fmt: skip
    if len(places) == 1 and places[0] is not None and isinstance(value.source, States):
        whole = value.source.at(value, axis, places[0])
        if whole is not None:
            return whole
    return picked(wiring, value, axis, places)


def cut_out(wiring: Wiring, value: Value, axis: int, start: int, stop: int, step: int = 1) -> Value:
    """Return a slice of an axis, with Python's rules."""
    axis = value.axis(axis)
    size = size_of(value.theirs[axis])
    if not size.known:
        if step == 1 and start == 0 and stop > 2**30:
            return value
        if step == 1 and start == -1 and stop > 2**30:
            return one(wiring, value, axis, -1)
        raise OpenSideError(f"steps {start} to {stop} are picked, of an open number ({size})")
    places = list(range(size.number))[start:stop:step]
    if not places:
        raise NotTakenError(f"nothing is left of {size} places between {start} and {stop}")
    if size == ONE or (len(places) == size.number and step == 1):
        return value
    return several(wiring, value, axis, places)


def _piece(value: Value, axis: int, places: Sequence[int | None]) -> tuple[Value, list[int]] | None:
    """Return the piece in which all places lie, if they lie in one, and where they are there."""
    joined = value.source
    assert isinstance(joined, Joined)
    if value.theirs[axis] != (joined.along,) or None in places:
        return None
    begin = 0
    for k, piece in enumerate(joined.pieces):
        size = size_of(piece.theirs[joined.axis])
        if not size.known:
            return None
        own = [place - begin for place in places if place is not None]
        if all(0 <= place < size.number for place in own):
            found = joined.piece_of(k, value)
            return None if found is None else (found, own)
        begin += size.number
    return None
