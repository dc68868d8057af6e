"""Recurrent layers: one direction or both, and what somebody asks of them.

A layer returns its states at every step, its last ones, or both, only where they are used. Who uses
what is known when the whole model has been made: it is made a second time with what was asked the
first time.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from numpy.typing import NDArray

from xlrnn.nn.core.symbol import Symbol
from xlrnn.nn.interop.wiring.arranged import arranged
from xlrnn.nn.interop.wiring.axes import Group, Part, Size, size_of
from xlrnn.nn.interop.wiring.products import picked
from xlrnn.nn.interop.wiring.refusal import NotTakenError
from xlrnn.nn.interop.wiring.value import Known, Source, Value
from xlrnn.nn.interop.wiring.wiring import Wiring
from xlrnn.nn.layers.bidirectional import Bidirectional
from xlrnn.nn.layers.concatenate import Concatenate
from xlrnn.nn.layers.rnn import RNN

Array = NDArray[Any]

SEQUENCE: Final = "sequence"


@dataclass(frozen=True)
class Direction:
    """One way of reading.

    Args:
        make: the layer's class.
        weights: in Keras' order and layout.
        backwards: whether it reads from the end.
        options: of the layer.
    """

    make: Callable[..., RNN]
    weights: Sequence[Array]
    backwards: bool
    options: Mapping[str, Any]


class Recurrence:
    """A recurrent layer that waits until somebody asks for what it returns.

    Args:
        wiring: what is being made.
        x: what it reads.
        time: the axis of the steps in the other program's array.
        batch: that of the batch.
        directions: one or two.

    Attributes:
        steps: the axis of steps.
        ways: the part of the directions.
        units: that of the units.
        first: the states that it begins with, if they are no zeros: forward's, then backward's.
    """

    def __init__(
        self,
        wiring: Wiring,
        x: Value,
        time: int,
        batch: int,
        directions: Sequence[Direction],
    ) -> None:
        self.wiring, self.directions, self.node = wiring, directions, wiring.node
        if x.rank != 3:
            raise NotTakenError(f"a recurrent layer reads an array of 3 axes, not of {x.rank}")
        wiring.expect_batch(x.theirs[batch])
        self.batch = x.theirs[batch]
        self.steps = wiring.no_batch(x.theirs[time])
        features = wiring.no_batch(x.theirs[3 - time - batch])
        self.x = arranged(wiring, x, [self.steps, features])
        self.ways, size = Part(Size(len(directions))), directions[0].weights[1].shape[0]
        self.units = Part(Size(size))
        self.kinds = ("h", "c")[: len(directions[0].make.states)]  # type: ignore[attr-defined]
        self.first: list[Symbol] = []
        self.called: dict[str, Symbol] = {}
        self.turned: dict[str, Symbol] = {}

    # What it returns.

    def sequence(self) -> Value:
        """Return every state: an array of (steps, directions, batch, units)."""
        theirs = (self.steps, self._ways, self.batch, (self.units,))
        ours = (self.steps, (*self._ways, self.units))
        return Value(States(self, SEQUENCE), ours, theirs)

    def last(self, kind: str) -> Value:
        """Return the last state: an array of (directions, batch, units)."""
        ours = ((*self._ways, self.units),)
        return Value(States(self, kind), ours, (self._ways, self.batch, (self.units,)))

    @property
    def _ways(self) -> Group:
        return (self.ways,) if len(self.directions) > 1 else ()

    def ask(self, what: str) -> Symbol:
        """Return a symbol of what is asked: `sequence`, `h`, or `h0` of the first direction."""
        self.wiring.asks.setdefault(self.node, set()).add(what)
        if not self.called:
            with self.wiring.making(self.node):
                self._call()
        if what not in self.called and what in self.kinds:
            both = [self.called[f"{what}{way}"] for way in (0, 1)]
            with self.wiring.making(self.node):
                self.called[what] = self.wiring.call(Concatenate, both)
        return self.called[what]

    def in_order(self) -> Symbol:
        """Return every state in the order of the steps.

        A layer that reads from the end alone returns them in the order in which it reads.

        Raises:
            OpenSideError: if it is open how many there are, and they have to be turned.
        """
        if len(self.directions) > 1 or not self.directions[0].backwards or not self.steps:
            return self.ask(SEQUENCE)
        if SEQUENCE not in self.turned:
            groups = (self.steps, (self.units,))
            read = Value(Known(self.ask(SEQUENCE)), groups, groups)
            places = list(range(size_of(self.steps).number))[::-1]
            with self.wiring.making(self.node):
                turned = picked(self.wiring, read, 0, places)
                own = (turned.theirs[0], (self.units,))
                self.turned[SEQUENCE] = arranged(self.wiring, turned, own)
        return self.turned[SEQUENCE]

    def _call(self) -> None:
        wanted = {SEQUENCE, *self.kinds}
        if self.wiring.asked is not None:
            wanted = self.wiring.asked.get(self.node, wanted)
        every, states = SEQUENCE in wanted, bool(wanted - {SEQUENCE})
        if wanted == {"h"}:
            states = False  # the output is that
        returned = self._returned(every, states)
        output, *rest = returned if isinstance(returned, list) else [returned]
        self.called[SEQUENCE if every else "h"] = output
        names = [f"{kind}{way}" for way in range(len(self.directions)) for kind in self.kinds]
        self.called |= dict(zip(names, rest, strict=False))
        if len(self.directions) == 1:
            own = {name[0]: symbol for name, symbol in self.called.items() if name[1:] == "0"}
            self.called |= own

    def _returned(self, every: bool, states: bool) -> Any:
        common = {"return_sequences": every, "return_state": states, "dtype": self.wiring.dtype}
        call: dict[str, Any] = {"initial_state": self.first} if self.first else {}
        weights = [weight for way in self.directions for weight in way.weights]
        if len(self.directions) == 1:
            way = self.directions[0]
            options = {**common, **way.options, "go_backwards": way.backwards, "call": call}
            del options["dtype"]
            return self.wiring.call(way.make, self.x, weights, units=self._size, **options)
        forward, backward = (
            way.make(self._size, go_backwards=way.backwards, **way.options, **common)
            for way in self.directions
        )
        return self.wiring.call(
            Bidirectional, self.x, weights, layer=forward, backward_layer=backward, call=call
        )

    @property
    def _size(self) -> int:
        return self.units.size.number


@dataclass(frozen=True)
class States(Source):
    """What a recurrent layer returns.

    Args:
        recurrence: the layer.
        kind: what of it.
    """

    recurrence: Recurrence
    kind: str

    @property
    def symbol(self) -> Symbol:
        """The symbol."""
        own = self.recurrence
        return own.in_order() if self.kind == SEQUENCE else own.ask(self.kind)

    def at(self, value: Value, axis: int, index: int) -> Value | None:
        """Return one step or direction of it, where that is something the layer returns itself.

        Args:
            value: what is asked, of which this is the source.
            axis: of the other program's array.
            index: which place of it, from 0 or from the end.
        """
        own, group = self.recurrence, value.theirs[axis]
        theirs = (*value.theirs[:axis], (), *value.theirs[axis + 1 :])
        both = len(own.directions) > 1
        if self.kind == SEQUENCE and group == own.steps and not both:
            size = size_of(own.steps)
            last = [-1, size.number - 1] if size.known else [-1]
            end = index == 0 if own.directions[0].backwards else index in last
            if end and value.ours[:1] == (own.steps,):
                return Value(States(own, "h"), value.ours[1:], theirs)
        if self.kind in own.kinds and group == (own.ways,) and both:
            ours = ((own.units,),)
            if value.ours == ((own.ways, own.units),):
                return Value(States(own, f"{self.kind}{index % 2}"), ours, theirs)
        return None
