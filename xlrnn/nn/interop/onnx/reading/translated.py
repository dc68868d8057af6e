"""From a file's graph to a model: node by node, with what no input changes calculated once."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from xlrnn.errors import UsageError, XlrnnError
from xlrnn.nn.interop.onnx.reading.folding import MOST_NUMBERS, Array, folded
from xlrnn.nn.interop.onnx.reading.graph import ForeignGraph, Node
from xlrnn.nn.interop.onnx.reading.here import Given, Here
from xlrnn.nn.interop.onnx.reading.operators import MEANINGS
from xlrnn.nn.interop.wiring.attempts import Axes, Declared
from xlrnn.nn.interop.wiring.axes import Size
from xlrnn.nn.interop.wiring.made import Made, made
from xlrnn.nn.interop.wiring.refusal import NotTakenError
from xlrnn.nn.interop.wiring.value import Known, Value
from xlrnn.nn.interop.wiring.wiring import Wiring


@dataclass
class Translation:
    """A graph on its way.

    Args:
        graph: the graph.
        lengths: how long open sides are taken to be, by name, but for the batch; empty if they
            stay open.

    Attributes:
        taken: how often each operator became layers, or axes that moved.
        folded: how often each was calculated once.
    """

    graph: ForeignGraph
    lengths: Mapping[str, int] = field(default_factory=dict)
    taken: Counter[str] = field(default_factory=Counter)
    folded: Counter[str] = field(default_factory=Counter)

    def build(self, wiring: Wiring, axes: Axes) -> Made:
        """Make the model.

        Args:
            wiring: what is being made.
            axes: of each input the axis of the batch.

        Raises:
            NotTakenError: with the node at which something is not taken.
        """
        self.taken.clear()
        self.folded.clear()
        uses, known = self.graph.uses(), dict[str, Given](self.graph.constants)
        for own in self.graph.inputs:
            whole = own.dtype if own.dtype.startswith("int") else ""
            known[own.name] = wiring.input(
                own.name, self._sides(own, wiring), axes[own.name], whole
            )
        room = MOST_NUMBERS
        for node in self.graph.nodes:
            results = self._results(wiring, node, known, uses)
            room -= sum(each.size for each in results if not isinstance(each, Value | None))
            if room < 0:
                raise NotTakenError(
                    f"{node.called}: more than {MOST_NUMBERS:,} numbers are calculated"
                )
            for name, result in zip(node.outputs, results, strict=False):
                if isinstance(result, Value):
                    result = replace(result, alone=result.alone and uses[name] == 1)
                known[name] = result
        return made(wiring, self._outputs(known), self._steps(known))

    def _sides(self, own: Declared, wiring: Wiring) -> list[Size]:
        return [
            side
            if side.known or side == wiring.batch.size or not self.lengths
            else Size(self.lengths[side.names[0]])
            for side in own.sides
        ]

    def _results(
        self, wiring: Wiring, node: Node, known: dict[str, Given], uses: Counter[str]
    ) -> list[Given]:
        """Return what a node gives."""
        given = [known[name] if name else None for name in node.inputs]
        used = [bool(name) and uses[name] > 0 for name in node.outputs]
        try:
            if not any(isinstance(each, Value) for each in given):
                constants: list[Array | None] = [e for e in given if not isinstance(e, Value)]
                found = folded(node, constants)
                self.folded[node.kind] += 1
                return list(found)
            if (node.domain, node.kind) not in MEANINGS:
                raise NotTakenError("there is no such operator here")
            with wiring.making(node.label):
                results = MEANINGS[node.domain, node.kind](Here(wiring, node, given, used))
        except XlrnnError as error:
            raise UsageError(f"{node.called}: {error}") from error
        self.taken[node.kind] += 1
        several = results if isinstance(results, list | tuple) else [results]
        if any(there and each is None for there, each in zip(used, several, strict=False)):
            raise UsageError(f"{node.called}: one of its outputs is not here, and is used")
        return list(several)

    def _outputs(self, known: dict[str, Given]) -> dict[str, Value]:
        found = {}
        for name in self.graph.outputs:
            own = known[name]
            if not isinstance(own, Value):
                raise NotTakenError(f"the output {name} depends on no input")
            found[name] = own
        return found

    def _steps(self, known: dict[str, Given]) -> dict[str, Value]:
        """Return the arrays between that have a symbol by now, as no layer swallowed them."""
        inputs = {own.name for own in self.graph.inputs}
        return {
            name: value
            for name, value in known.items()
            if isinstance(value, Value) and name not in inputs
            and (isinstance(value.source, Known) or getattr(value.source, "called", None))
        }  # fmt: skip
