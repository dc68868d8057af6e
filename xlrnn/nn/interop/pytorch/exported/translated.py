"""What the nodes of an exported program become: the operators' meanings, and what is folded."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar

from xlrnn.errors import UnreadableError, UsageError
from xlrnn.nn.interop.pytorch.exported.folding import MOST_NUMBERS, folded
from xlrnn.nn.interop.pytorch.exported.here import MEANINGS, Here
from xlrnn.nn.interop.pytorch.exported.program import Node, Program, Ref, refs
from xlrnn.nn.interop.wiring.attempts import Declared
from xlrnn.nn.interop.wiring.refusal import NotTakenError
from xlrnn.nn.interop.wiring.translation import Translation
from xlrnn.nn.interop.wiring.value import Value
from xlrnn.nn.interop.wiring.wiring import Wiring

import_module("xlrnn.nn.interop.pytorch.exported.operators")  # fills MEANINGS

IGNORED = ("_assert_tensor_metadata", "_assert_scalar", "sym_constrain_range_for_size")
"""What checks in PyTorch that a program is given what it was made for."""
UNFIT = (TypeError, ValueError, KeyError, IndexError, AttributeError, ArithmeticError)
"""What comes of arguments that no program of PyTorch has."""


@dataclass
class TorchTranslation(Translation[Node]):
    """A program of PyTorch on its way."""

    graph: Program

    most: ClassVar[int] = MOST_NUMBERS
    unfit: ClassVar[tuple[type[Exception], ...]] = UNFIT

    def given(self, node: Node, known: Mapping[str, Any]) -> dict[str, Any]:
        """Return a node's arguments by name, with what other nodes gave."""
        return {name: _resolved(own, known) for name, own in node.arguments.items()}

    def calculated_once(self, node: Node, given: dict[str, Any]) -> list[Any] | None:
        """Return what a node makes of constants alone; what checks gives nothing."""
        if node.kind in IGNORED:
            return []
        return None if any(map(_calculated, given.values())) else [folded(node, given)]

    def layers(self, wiring: Wiring, node: Node, given: dict[str, Any], used: list[bool]) -> Any:
        """Return what a node gives, by layers."""
        if node.kind not in MEANINGS:
            raise NotTakenError("there is no such operator here")
        with wiring.making(node.name):
            return MEANINGS[node.kind](Here(wiring, node, given, used))

    def after(self, node: Node, known: dict[str, Any]) -> None:
        """Have what an operator changed in its place be what it gave, for whoever takes it now."""
        if node.kind.endswith("_") and not node.kind.startswith("_"):
            for ref in refs(next(iter(node.arguments.values()), None)):
                known[ref.name] = known.get("".join(node.outputs[:1]))


def _calculated(argument: Any) -> bool:
    """Say whether an argument, or one in a list, depends on an input."""
    listed = argument if isinstance(argument, list) else [argument]
    return any(isinstance(each, Value) for each in listed)


def _resolved(argument: Any, known: Mapping[str, Any]) -> Any:
    """Return an argument with what other nodes gave."""
    if isinstance(argument, list):
        return [_resolved(each, known) for each in argument]
    if not isinstance(argument, Ref):
        return argument
    if argument.name not in known:
        raise UnreadableError(f"it takes {argument.name:.60}, which nothing before it gives")
    return known[argument.name]


def declared(program: Program) -> list[Declared]:
    """Return the inputs.

    Raises:
        UsageError: if there are none.
    """
    if not program.inputs:
        raise UsageError("the program has no inputs: expected one or more")
    return list(program.inputs)
