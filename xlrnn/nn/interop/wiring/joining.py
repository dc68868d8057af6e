"""Arrays that are put together: one behind the other, or number by number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlrnn.nn.core.layer import Layer
from xlrnn.nn.core.symbol import Symbol
from xlrnn.nn.interop.wiring.aligned import aligned, counterparts, expect_same_batch
from xlrnn.nn.interop.wiring.arranged import arranged
from xlrnn.nn.interop.wiring.axes import Group, Part, Size, size_of
from xlrnn.nn.interop.wiring.one_step import OneStep
from xlrnn.nn.interop.wiring.recurrences import States
from xlrnn.nn.interop.wiring.refusal import NotTakenError
from xlrnn.nn.interop.wiring.value import Known, Source, Value
from xlrnn.nn.interop.wiring.wiring import Wiring
from xlrnn.nn.layers.concatenate import Concatenate


@dataclass(eq=False)
class Joined(Source):
    """Arrays one behind the other, until somebody takes them apart again.

    Args:
        wiring: what is being made.
        pieces: the arrays.
        axis: along which, of the other program's arrays.
        along: the part that they make together.
        twins: of each piece, which of its parts each part of the first one is there.
        ours: the axes of the symbol.
    """

    wiring: Wiring
    pieces: Sequence[Value]
    axis: int
    along: Part
    twins: Sequence[dict[int, Part]]
    ours: tuple[Group, ...]
    node: str = ""
    called: list[Symbol] = field(default_factory=list)

    @property
    def symbol(self) -> Symbol:
        """The symbol."""
        if not self.called:
            with self.wiring.making(self.node):
                both = self._both_ways()
                self.called.append(self._symbol() if both is None else both)
        return self.called[0]

    def _both_ways(self) -> Symbol | None:
        """Return the last state of both directions, which a layer puts together itself."""
        sources = [piece.source for piece in self.pieces]
        kinds = [each.kind if isinstance(each, States) else "" for each in sources]
        first = sources[0]
        same = isinstance(first, States) and all(
            isinstance(each, States) and each.recurrence is first.recurrence for each in sources
        )
        if not same or kinds not in (["h0", "h1"], ["c0", "c1"]) or len(self.ours) > 1:
            return None
        assert isinstance(first, States)
        return first.recurrence.ask(kinds[0][0])

    def _symbol(self) -> Symbol:
        place = next(k for k, group in enumerate(self.ours) if group == (self.along,))
        symbols = []
        for piece, twins in zip(self.pieces, self.twins, strict=True):
            own = self.wiring.no_batch(piece.theirs[self.axis])
            groups = [
                own if k == place else tuple(twins[id(part)] for part in group)
                for k, group in enumerate(self.ours)
            ]
            symbols.append(arranged(self.wiring, piece, groups))
        symbol: Symbol = self.wiring.call(Concatenate, symbols, axis=place + 1)
        return symbol

    def piece_of(self, k: int, value: Value) -> Value | None:
        """Return a piece with the axes that the whole has by now; None if they were cut since."""
        piece, twins = self.pieces[k], self.twins[k]
        own = piece.theirs[self.axis]
        theirs = []
        for group in value.theirs:
            parts: list[Part] = []
            for part in group:
                if part is self.along:
                    parts += own
                elif id(part) in twins:
                    parts.append(twins[id(part)])
                else:
                    return None
            theirs.append(tuple(parts))
        return piece.laid(theirs)


def joined(wiring: Wiring, values: Sequence[Value], axis: int) -> Value:
    """Put arrays one behind the other along an axis.

    Raises:
        NotTakenError: if their other axes differ.
    """
    axis = values[0].axis(axis)
    if len(values) == 1:
        return values[0]
    if any(value.rank != values[0].rank for value in values):
        raise NotTakenError("arrays with differently many axes are put one behind the other")
    for value in values:
        wiring.no_batch(value.theirs[axis])
    steps = OneStep.all_of(values, axis)
    if steps is not None:
        return steps
    pieces = aligned(values, but=axis)
    first = pieces[0]
    along = Part(_sum([size_of(piece.theirs[axis]) for piece in pieces]))
    own = wiring.no_batch(first.theirs[axis])
    theirs = (*first.theirs[:axis], (along,), *first.theirs[axis + 1 :])
    if own and own in first.ours:
        ours = tuple((along,) if group == own else group for group in first.ours)
    else:
        chosen = set(map(id, own))
        rest = [tuple(p for p in group if id(p) not in chosen) for group in first.ours]
        ours = (*(group for group in rest if group), (along,))
    twins = [counterparts(first, piece, but=axis) for piece in pieces]
    expect_same_batch(wiring.batch, twins, first)
    source = Joined(wiring, pieces, axis, along, twins, ours, wiring.node)
    return Value(source, ours, theirs)


def _sum(sizes: Sequence[Size]) -> Size:
    if all(size.known for size in sizes):
        return Size(sum(size.number for size in sizes))
    return Size.open("+".join(map(str, sizes)))


# Number by number.


def merged(wiring: Wiring, make: Callable[..., Layer], values: Sequence[Value]) -> Value:
    """Make one number of several at every place, where arrays broadcast over each other.

    Args:
        wiring: what is being made.
        make: `Add`, `Multiply` and so on.
        values: the arrays.

    Raises:
        NotTakenError: if they do not meet.
    """
    rank = max(value.rank for value in values)
    padded = [value.laid([()] * (rank - value.rank) + list(value.theirs)) for value in values]
    pieces = aligned(padded, broadcast=True)
    theirs = [max((p.theirs[k] for p in pieces), key=len) for k in range(rank)]
    heads = {id(part) for group in theirs for part in group}
    whole = next(
        (p for p in pieces if heads <= {id(q) for g in p.theirs for q in g} | {id(wiring.batch)}),
        None,
    )
    if whole is not None:
        ours = list(whole.ours)
    else:
        ours = [(part,) for group in theirs for part in group if part is not wiring.batch]
    maps = [_at_places(theirs, piece) for piece in pieces]
    expect_same_batch(wiring.batch, maps, pieces[0].laid(theirs))
    if any(_partly(group, known) for group in ours for known in maps):
        ours = [(part,) for group in ours for part in group]
    symbols = [
        arranged(
            wiring,
            piece,
            [tuple(known[id(p)] for p in group if id(p) in known) for group in ours],
        )
        for piece, known in zip(pieces, maps, strict=True)
    ]
    call: Any = wiring.call(make, symbols)
    return Value(Known(call), tuple(ours), tuple(theirs))


def _at_places(theirs: Sequence[Group], piece: Value) -> dict[int, Part]:
    """Return which part of an array stands where each part of the result does."""
    return {
        id(part): own
        for group, owns in zip(theirs, piece.theirs, strict=True)
        for part, own in zip(group, owns, strict=False)
    }


def _partly(group: Group, known: dict[int, Part]) -> bool:
    there = sum(id(part) in known for part in group)
    return 0 < there < len(group)
