"""Layers that are connected: one way forward, one way back, whatever feeds what.

A gradient comes to every array from all sides that used it, and is added up there.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from numpy.typing import NDArray

from xlrnn.nn.compute.adding import Gradient, added
from xlrnn.nn.compute.workspace import Workspace
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.core.symbol import Call, Symbol
from xlrnn.nn.graph.step import Step
from xlrnn.nn.graph.twin import inside, twin_of

Array = NDArray[Any]


class Arriving(NamedTuple):
    """∂L/∂ of an output, as a loss hands it down.

    Args:
        gradient: the numbers.
        at_logits: whether they are ∂L/∂ of what the last activation was given.
    """

    gradient: Array
    at_logits: bool = False


class Graph:
    """The calls between inputs and outputs, ready to calculate.

    Args:
        calls: each behind those that it takes from.
        inputs: what they begin with.
        outputs: what is wanted of them.

    Attributes:
        steps: the calls' turns, in order.
        ends: of each output the step that gives it; None for one that is an input.
    """

    def __init__(
        self, calls: Sequence[Call], inputs: Sequence[Symbol], outputs: Sequence[Symbol]
    ) -> None:
        places = {id(symbol): k for k, symbol in enumerate(inputs)}
        for call in calls:
            for symbol in call.returned:
                places[id(symbol)] = len(places)
        self.inputs = range(len(inputs))
        self.outputs = [places[id(symbol)] for symbol in outputs]
        self.places = len(places)
        self.steps = list(_steps(calls, places))
        given_by = {k: step for step in self.steps for k in step.gives}
        self.ends = [given_by.get(k) for k in self.outputs]
        used = [k for step in self.steps for k in step.sources]
        self.alone = [(used + self.outputs).count(k) == 1 for k in self.outputs]
        self.work = Workspace()
        self.wanted: list[bool] = []

    def settle(self) -> None:
        """Take note of what learns by now, here and in the networks inside."""
        self.wanted = []
        for step in self.steps:
            step.learns = bool(step.of.trainable_weights)
            for graph in _graphs_next(step.layer):
                graph.settle()

    def sole_end(self, k: int) -> Layer | None:
        """Return the layer that gives an output, unless others take from that, too."""
        end = self.ends[k]
        return end.layer if end is not None and self.alone[k] else None

    def forward(
        self,
        given: Sequence[Any],
        masks: Sequence[Any],
        *,
        training: bool,
        needs_input_gradient: bool = False,
    ) -> tuple[list[Any], list[Any]]:
        """Return the outputs, and which steps of each count.

        Args:
            given: an array for each input.
            masks: which steps of each count.
            training: whether the model is being trained.
            needs_input_gradient: whether somebody wants ∂L/∂ of the inputs.
        """
        if not self.wanted or self.wanted[0] != needs_input_gradient:
            self._want(needs_input_gradient)
        nothing = [None] * (self.places - len(given))
        values, known = [*given, *nothing], [*masks, *nothing]
        for step in self.steps:
            step.forward(values, known, training)
        return [values[k] for k in self.outputs], [known[k] for k in self.outputs]

    def _want(self, needs_input_gradient: bool) -> None:
        """Find out which gradients are wanted: of what a layer that learns has a part in."""
        self.wanted = [k in self.inputs and needs_input_gradient for k in range(self.places)]
        for step in self.steps:
            step.needs = any(self.wanted[k] for k in step.sources)
            for k in step.gives:
                self.wanted[k] = step.needs or step.learns

    def backward(self, arriving: Sequence[Arriving | None]) -> list[Gradient | None]:
        """Fill the gradients of all weights; return ∂L/∂ of the inputs, where it is wanted.

        Args:
            arriving: ∂L/∂ of each output; None for one that the loss does not depend on.
        """
        gradients: list[Gradient | None] = [None] * self.places
        logits: dict[int, Array] = {}
        for k, arrived in zip(self.outputs, arriving, strict=True):
            if arrived is not None and arrived.at_logits:
                logits[k] = arrived.gradient
            elif arrived is not None and self.wanted[k]:
                self._add(gradients, k, arrived.gradient)
        for step in reversed(self.steps):
            step.passed = self._back(step, gradients, logits)
        for step in self.steps:
            if step.learns and (step.is_twin or not step.passed):
                step.hand_over()
        return [gradients[k] for k in self.inputs]

    def _back(self, step: Step, gradients: list[Gradient | None], logits: dict[int, Array]) -> bool:
        """Undo a step, and say whether there was something to undo."""
        if not (step.needs or step.learns):
            return False
        back: Sequence[Any]
        if step.gives[0] in logits:
            back = (step.layer.backward_from_logits(logits[step.gives[0]]),)
        else:
            d_returned = [gradients[k] for k in step.gives]
            if d_returned[0] is None and all(d is None for d in d_returned):
                return False
            back = step.layer.backward_from(d_returned)
        for k, d in zip(step.sources, back, strict=False):
            if d is not None and self.wanted[k]:
                self._add(gradients, k, d)
        return True

    def _add(self, gradients: list[Gradient | None], k: int, arrived: Gradient) -> None:
        """Add what arrives at a place to what is there."""
        known = gradients[k]
        gradients[k] = arrived if known is None else added(known, arrived, self.work, f"d{k}")


def _graphs_next(layer: Layer) -> Iterator[Graph]:
    """Yield the graphs in a layer, but not those inside these, which settle them."""
    if "graph" in vars(layer):
        yield vars(layer)["graph"]
        return
    for part in getattr(layer, "inner", ()):
        yield from _graphs_next(part)


def _steps(calls: Sequence[Call], places: dict[int, int]) -> Iterator[Step]:
    """Yield the steps; of a layer that has had its turn, or has a part that had, a twin."""
    seen: set[int] = set()
    for call in calls:
        layer: Layer = call.layer
        parts = {id(part) for part in inside(layer)}
        step = Step(
            twin_of(layer) if parts & seen else layer,
            [places[id(symbol)] for symbol in call.taken],
            [places[id(symbol)] for symbol in call.returned],
            listed=call.listed,
            others={
                name: [places[id(each)] for each in given] for name, given in call.others.items()
            },
            options=call.options,
            of=layer,
        )
        step.first_with = {id(weight) for weight in layer.weights} - seen
        seen |= parts | step.first_with
        yield step
