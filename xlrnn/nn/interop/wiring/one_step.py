"""The state after one step of a layer, as exporters need it that write every step out."""

from collections.abc import Sequence
from dataclasses import dataclass

from xlrnn.nn.core.symbol import Symbol
from xlrnn.nn.interop.wiring.arranged import arranged
from xlrnn.nn.interop.wiring.axes import size_of
from xlrnn.nn.interop.wiring.products import picked
from xlrnn.nn.interop.wiring.recurrences import Recurrence
from xlrnn.nn.interop.wiring.value import Source, Value


@dataclass(frozen=True)
class OneStep(Source):
    """The state after one step.

    Args:
        recurrence: the layer.
        step: which step, from 0.
    """

    recurrence: Recurrence
    step: int

    @classmethod
    def of(cls, recurrence: Recurrence, step: int) -> Value:
        """Return the state as an array of (batch, units)."""
        units = (recurrence.units,)
        return Value(cls(recurrence, step), (units,), (recurrence.batch, units))

    @property
    def symbol(self) -> Symbol:
        """The symbol."""
        own = self.recurrence
        if self.step == size_of(own.steps).number - 1:
            return own.ask("h")
        with own.wiring.making(own.node):
            picked_one = picked(own.wiring, own.sequence(), 0, [self.step])
            return arranged(own.wiring, picked_one, [(own.units,)])

    @staticmethod
    def all_of(values: Sequence[Value], axis: int) -> Value | None:
        """Return every state at once, where arrays are those one behind the other."""
        sources = [value.source for value in values]
        first = sources[0]
        if not isinstance(first, OneStep):
            return None
        own = first.recurrence
        everything = [OneStep(own, step) for step in range(size_of(own.steps).number)]
        if sources != everything or values[0].theirs[axis] != ():
            return None
        theirs = (*values[0].theirs[:axis], own.steps, *values[0].theirs[axis + 1 :])
        return own.sequence().laid(theirs)
