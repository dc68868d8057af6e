"""From a foreign graph to a model: node by node, with what no input changes calculated once.

Each program has its own nodes; what a node takes, and what it means, the program's own side says.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import prod
from typing import Any, ClassVar, Generic, Protocol, TypeVar, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError, XlrnnError
from xlrnn.nn.interop.wiring.attempts import Axes, Declared
from xlrnn.nn.interop.wiring.axes import Size, sizes_of
from xlrnn.nn.interop.wiring.made import Made, made
from xlrnn.nn.interop.wiring.refusal import NotTakenError
from xlrnn.nn.interop.wiring.value import Known, Value
from xlrnn.nn.interop.wiring.wiring import Wiring

Array = NDArray[Any]


@runtime_checkable
class ForeignNode(Protocol):
    """A node as every program has them."""

    @property
    def kind(self) -> str:
        """What it does."""

    @property
    def outputs(self) -> Sequence[str]:
        """The names of what it gives."""

    @property
    def called(self) -> str:
        """What an error calls it."""


N = TypeVar("N", bound=ForeignNode)
N_co = TypeVar("N_co", bound=ForeignNode, covariant=True)


@runtime_checkable
class Foreign(Protocol[N_co]):
    """A graph as every program has them."""

    @property
    def nodes(self) -> Sequence[N_co]:
        """Its nodes, in an order in which they can be calculated."""

    @property
    def constants(self) -> Mapping[str, Array]:
        """The arrays that are known, by name."""

    @property
    def inputs(self) -> Sequence[Declared]:
        """What is given."""

    @property
    def outputs(self) -> Sequence[str]:
        """The names of what is wanted."""

    def uses(self) -> Counter[str]:
        """Return how often each array is used."""


@dataclass
class Translation(ABC, Generic[N]):
    """A graph on its way.

    Args:
        graph: the graph.
        lengths: how long open sides are taken to be, by name, but for the batch; empty if they
            stay open.

    Attributes:
        most: so many numbers are calculated once, or stand in an array of one sample.
        unfit: what comes of arguments that no graph of this program has.
        taken: how often each operator became layers, or axes that moved.
        folded: how often each was calculated once.
    """

    graph: Foreign[N]
    lengths: Mapping[str, int] = field(default_factory=dict)
    taken: Counter[str] = field(default_factory=Counter)
    folded: Counter[str] = field(default_factory=Counter)

    most: ClassVar[int]
    unfit: ClassVar[tuple[type[Exception], ...]] = ()

    @abstractmethod
    def given(self, node: N, known: Mapping[str, Any]) -> Any:
        """Return what a node takes."""

    @abstractmethod
    def calculated_once(self, node: N, given: Any) -> list[Any] | None:
        """Return what a node gives that no input changes; None if one does."""

    @abstractmethod
    def layers(self, wiring: Wiring, node: N, given: Any, used: list[bool]) -> Any:
        """Return what a node gives, by layers; of several outputs a list.

        Raises:
            NotTakenError: if there is no such operator here.
        """

    def after(self, node: N, known: dict[str, Any]) -> None:
        """Have other names know what a node did to them; most do nothing."""

    def build(self, wiring: Wiring, axes: Axes) -> Made:
        """Make the model.

        Args:
            wiring: what is being made.
            axes: of each input the axis of the batch.

        Raises:
            UsageError: with the node at which something is not taken.
        """
        self.taken.clear()
        self.folded.clear()
        uses, known = self.graph.uses(), dict[str, Any](self.graph.constants)
        for own in self.graph.inputs:
            whole = own.dtype if own.dtype.startswith("int") else ""
            sides = [self._side(side, wiring) for side in own.sides]
            known[own.name] = wiring.input(own.name, sides, axes[own.name], whole)
        room = self.most
        for node in self.graph.nodes:
            results = self._results(wiring, node, known, uses)
            room -= sum(each.size for each in results if isinstance(each, np.ndarray))
            if room < 0:
                raise NotTakenError(
                    f"{node.called}: more than {self.most:,} numbers are calculated"
                )
            for name, result in zip(node.outputs, results, strict=False):
                if isinstance(result, Value):
                    self._expect_small(result, node)
                    result = replace(result, alone=result.alone and uses[name] == 1)
                known[name] = result
            self.after(node, known)
        return made(wiring, self._outputs(known), self._steps(known))

    def _side(self, side: Size, wiring: Wiring) -> Size:
        if side.known or side == wiring.batch.size or not self.lengths:
            return side
        return Size(self.lengths[side.names[0]])

    def _results(
        self, wiring: Wiring, node: N, known: dict[str, Any], uses: Counter[str]
    ) -> list[Any]:
        """Return what a node gives."""
        used = [bool(name) and uses[name] > 0 for name in node.outputs]
        try:
            given = self.given(node, known)
            once = self.calculated_once(node, given)
            if once is not None:
                self.folded[node.kind] += 1
                return once
            results = self.layers(wiring, node, given, used)
        except XlrnnError as error:
            raise UsageError(f"{node.called}: {error}") from error
        except self.unfit as error:
            said = f"{type(error).__name__}: {error!s:.80}"
            raise UsageError(f"{node.called}: arguments that do not fit it: {said}") from None
        self.taken[node.kind] += 1
        several = [*results] if isinstance(results, list | tuple) else [results]
        if any(there and each is None for there, each in zip(used, several, strict=False)):
            raise UsageError(f"{node.called}: one of its outputs is not here, and is used")
        return several

    def _expect_small(self, value: Value, node: N) -> None:
        """Refuse an array that a few nodes have made too large to be compared.

        Raises:
            UsageError: then.
        """
        shape = tuple(size.number for size in sizes_of(value.theirs))
        if prod(shape) > self.most:
            raise UsageError(
                f"{node.called}: it gives an array of shape {shape}, more than {self.most:,} "
                "numbers a sample"
            )

    def _outputs(self, known: Mapping[str, Any]) -> dict[str, Value]:
        found = {}
        for name in self.graph.outputs:
            if not isinstance(known.get(name), Value):
                raise NotTakenError(f"the output {name} depends on no input")
            found[name] = known[name]
        return found

    def _steps(self, known: Mapping[str, Any]) -> dict[str, Value]:
        """Return the arrays between that have a symbol by now, as no layer swallowed them."""
        given = {own.name for own in self.graph.inputs}
        return {
            name: value
            for name, value in known.items()
            if isinstance(value, Value) and name not in given
            and (isinstance(value.source, Known) or getattr(value.source, "called", None))
        }  # fmt: skip
