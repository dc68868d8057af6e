"""What an array of another program is here: a symbol of `nn`, and where its axes went."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from xlrnn.nn.core.symbol import Symbol
from xlrnn.nn.interop.wiring.axes import ONE, Group, Part, Size, after, flat, regrouped, sizes_of
from xlrnn.nn.interop.wiring.refusal import NotTakenError, OpenSideError


class Source:
    """Where the numbers come from."""

    @property
    def symbol(self) -> Symbol:
        """The symbol, batch first; layers that wait for it are called now."""
        raise NotImplementedError


@dataclass(frozen=True)
class Known(Source):
    """A symbol that is there already."""

    given: Symbol

    @property
    def symbol(self) -> Symbol:
        """The symbol."""
        return self.given


@dataclass(frozen=True)
class Value:
    """An array.

    Args:
        source: where its numbers come from.
        ours: the parts of each axis of the symbol behind the batch.
        theirs: the parts of each axis in the other program, the batch among them.
        alone: whether only one step of the other program uses it, so that what that does may
            become part of the layer.
    """

    source: Source
    ours: tuple[Group, ...]
    theirs: tuple[Group, ...]
    alone: bool = True

    @property
    def symbol(self) -> Symbol:
        """The symbol."""
        return self.source.symbol

    @property
    def rank(self) -> int:
        """How many axes the other program sees."""
        return len(self.theirs)

    def axis(self, given: int) -> int:
        """Return an axis counted from the front.

        Raises:
            NotTakenError: if there is none.
        """
        if not -self.rank <= given < self.rank:
            raise NotTakenError(f"there is no axis {given} of {self.rank}")
        return given % self.rank

    def laid(self, theirs: Sequence[Group]) -> "Value":
        """Return the same numbers, of which the other program sees other axes."""
        return replace(self, theirs=tuple(theirs))


def transposed(value: Value, order: Sequence[int] | None = None) -> Value:
    """Return an array with its axes in another order, by default the opposite one."""
    places = list(reversed(range(value.rank))) if order is None else list(order)
    places = [value.axis(place) for place in places]
    if sorted(places) != list(range(value.rank)):
        raise NotTakenError(f"the order {places} does not name each of {value.rank} axes once")
    return value.laid([value.theirs[place] for place in places])


def squeezed(value: Value, axes: Sequence[int] | None = None) -> Value:
    """Return an array without axes that are 1 long: those named, or all."""
    sizes = sizes_of(value.theirs)
    if axes is None:
        places = {k for k, size in enumerate(sizes) if size == ONE}
    else:
        places = {value.axis(axis) for axis in axes}
    for place in places:
        if sizes[place] != ONE:
            raise NotTakenError(f"axis {place} is {sizes[place]} long, not 1")
    return value.laid([group for k, group in enumerate(value.theirs) if k not in places])


def unsqueezed(value: Value, axes: Sequence[int]) -> Value:
    """Return an array with new axes that are 1 long, at these places of the result."""
    rank = value.rank + len(axes)
    places = {axis % rank for axis in axes}
    if len(places) != len(axes) or any(not -rank <= axis < rank for axis in axes):
        raise NotTakenError(f"new axes at {list(axes)} of {rank}")
    rest = iter(value.theirs)
    return value.laid([() if k in places else next(rest) for k in range(rank)])


def reshaped(value: Value, target: Sequence[Size | int]) -> Value:
    """Return an array with other axes; −1 stands for what is left.

    Raises:
        NotTakenError: if the numbers do not fill them.
    """
    wanted = [Size.of(size) for size in target]
    left = [k for k, size in enumerate(wanted) if size.number == -1]
    if len(left) > 1:
        raise NotTakenError("two sides of a shape are -1")
    if left:
        whole = Size()
        for part in flat(value.theirs):
            whole = whole * part.size
        for k, size in enumerate(wanted):
            quotient = whole if k in left else whole.over(size)
            if quotient is None:
                kind = NotTakenError if whole.known else OpenSideError
                raise kind(f"a shape of {list(map(str, wanted))} does not fit {whole} numbers")
            whole = quotient
        wanted[left[0]] = whole
    theirs, split = regrouped(value.theirs, wanted)
    return Value(value.source, after(value.ours, split), after(theirs, split), value.alone)


def without(group: Group, part: Part) -> Group:
    """Return an axis without a part."""
    return tuple(each for each in group if each is not part)
