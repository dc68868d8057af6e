"""Arrays whose axes are made of the same parts, so that they can meet."""

from collections.abc import Sequence

from xlrnn.nn.interop.wiring.axes import (
    ONE,
    Group,
    Part,
    Split,
    after,
    regrouped,
    shown,
    size_of,
)
from xlrnn.nn.interop.wiring.refusal import BatchAxisError, NotTakenError
from xlrnn.nn.interop.wiring.value import Value


def aligned(
    values: Sequence[Value], *, but: int | None = None, broadcast: bool = False
) -> list[Value]:
    """Return arrays of which each axis is made of parts of the same sizes in all of them.

    Args:
        values: of the same rank.
        but: an axis that may differ.
        broadcast: whether an axis that is 1 long meets any other.

    Raises:
        NotTakenError: if one differs.
    """
    found = [_without_ones(value) for value in values]
    for axis in range(found[0].rank):
        if axis == but:
            continue
        # Twice: the first array is cut as all others are, then they as it.
        for _ in (1, 2):
            for k, value in enumerate(found):
                for other in found:
                    value = _cut_as(value, other, axis, broadcast)
                found[k] = value
    return found


def _without_ones(value: Value) -> Value:
    """Return an array whose axes are made of parts that are longer than 1."""
    ours = tuple(_real(group) for group in value.ours)
    theirs = tuple(_real(group) for group in value.theirs)
    return Value(value.source, ours, theirs, value.alone)


def _real(group: Group) -> Group:
    return tuple(part for part in group if part.size != ONE)


def _cut_as(value: Value, other: Value, axis: int, broadcast: bool) -> Value:
    """Return an array with an axis cut where another one's is cut."""
    own, its = value.theirs[axis], other.theirs[axis]
    if broadcast and (not own or not its):
        return value
    if size_of(own) != size_of(its):
        raise NotTakenError(
            f"arrays of {shown(value.theirs)} and {shown(other.theirs)} do not meet along axis "
            f"{axis}"
        )
    if [part.size for part in own] == [part.size for part in its]:
        return value
    split: Split = {}
    try:
        _, split = regrouped([own], [part.size for part in its])
    except NotTakenError:
        return value  # it is the other that has to be cut
    return Value(value.source, after(value.ours, split), after(value.theirs, split), value.alone)


def counterparts(first: Value, other: Value, but: int | None = None) -> dict[int, Part]:
    """Return which part of another array each part of the first one is there.

    Args:
        first: the array.
        other: one that is aligned with it.
        but: the axis that is left out.

    Raises:
        BatchAxisError: if the batch of one is no batch of the other.
    """
    found: dict[int, Part] = {}
    for axis, (group, own) in enumerate(zip(first.theirs, other.theirs, strict=True)):
        if axis == but:
            continue
        if [part.size for part in group] != [part.size for part in own]:
            raise NotTakenError(
                f"arrays of {shown(first.theirs)} and {shown(other.theirs)} do not meet"
            )
        for part, its in zip(group, own, strict=True):
            found[id(part)] = its
    return found


def expect_same_batch(batch: Part, maps: Sequence[dict[int, Part]], first: Value) -> None:
    """Refuse arrays of which one has its batch where another has something else.

    Raises:
        BatchAxisError: then.
    """
    for known in maps:
        for group in first.theirs:
            for part in group:
                its = known.get(id(part), part)
                if (part is batch) != (its is batch):
                    raise BatchAxisError("two arrays meet whose batches are on different axes")
