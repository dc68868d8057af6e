"""What the nodes of ONNX become: the operators' meanings, and what is folded."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from xlrnn.nn.interop.onnx.reading.folding import folded
from xlrnn.nn.interop.onnx.reading.graph import ForeignGraph, Node
from xlrnn.nn.interop.onnx.reading.here import Given, Here, Results
from xlrnn.nn.interop.onnx.reading.operators import MEANINGS
from xlrnn.nn.interop.wiring.limits import MOST_NUMBERS
from xlrnn.nn.interop.wiring.refusal import NotTakenError
from xlrnn.nn.interop.wiring.translation import Translation
from xlrnn.nn.interop.wiring.value import Value
from xlrnn.nn.interop.wiring.wiring import Wiring


@dataclass
class OnnxTranslation(Translation[Node]):
    """A graph of ONNX on its way."""

    graph: ForeignGraph

    most: ClassVar[int] = MOST_NUMBERS

    def given(self, node: Node, known: Mapping[str, Given]) -> list[Given]:
        """Return the arrays that a node takes, None for those that are left out."""
        return [known[name] if name else None for name in node.inputs]

    def calculated_once(self, node: Node, given: list[Given]) -> list[Given] | None:
        """Return what a node makes of constants alone."""
        constants = [each for each in given if not isinstance(each, Value)]
        return list(folded(node, constants)) if len(constants) == len(given) else None

    def layers(self, wiring: Wiring, node: Node, given: list[Given], used: list[bool]) -> Results:
        """Return what a node gives, by layers."""
        meaning = MEANINGS.get((node.domain, node.kind))
        if meaning is None:
            raise NotTakenError("there is no such operator here")
        with wiring.making(node.label):
            return meaning(Here(wiring, node, given, used))
