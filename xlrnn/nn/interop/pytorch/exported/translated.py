"""From an exported program to a model: node by node, with what no input changes calculated once."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from math import prod
from typing import Any

import numpy as np

from xlrnn.errors import UnreadableError, UsageError, XlrnnError
from xlrnn.nn.interop.pytorch.exported.folding import MOST_NUMBERS, folded
from xlrnn.nn.interop.pytorch.exported.here import MEANINGS, Here
from xlrnn.nn.interop.pytorch.exported.program import Node, Program, Ref, refs
from xlrnn.nn.interop.wiring.attempts import Axes, Declared
from xlrnn.nn.interop.wiring.axes import Size, sizes_of
from xlrnn.nn.interop.wiring.made import Made, made
from xlrnn.nn.interop.wiring.refusal import NotTakenError
from xlrnn.nn.interop.wiring.value import Known, Value
from xlrnn.nn.interop.wiring.wiring import Wiring

import_module("xlrnn.nn.interop.pytorch.exported.operators")  # fills MEANINGS

IGNORED = ("_assert_tensor_metadata", "_assert_scalar", "sym_constrain_range_for_size")
"""What checks in PyTorch that a program is given what it was made for."""
UNFIT = (TypeError, ValueError, KeyError, IndexError, AttributeError, ArithmeticError)
"""What comes of arguments that no program of PyTorch has."""


@dataclass
class Translation:
    """A program on its way.

    Args:
        program: the program.
        lengths: how long open sides are taken to be, by name, but for the batch; empty if they
            stay open.

    Attributes:
        taken: how often each operator became layers, or axes that moved.
        folded: how often each was calculated once.
    """

    program: Program
    lengths: Mapping[str, int] = field(default_factory=dict)
    taken: Counter[str] = field(default_factory=Counter)
    folded: Counter[str] = field(default_factory=Counter)

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
        uses, known = self.program.uses(), dict[str, Any](self.program.constants)
        for own in self.program.inputs:
            whole = own.dtype if own.dtype.startswith("int") else ""
            sides = [self._side(side, wiring) for side in own.sides]
            known[own.name] = wiring.input(own.name, sides, axes[own.name], whole)
        room = MOST_NUMBERS
        for node in self.program.nodes:
            if node.kind in IGNORED:
                continue
            results = self._results(wiring, node, known, uses)
            room -= sum(each.size for each in results if isinstance(each, np.ndarray))
            if room < 0:
                raise NotTakenError(f"{node.called}: too many numbers are calculated")
            for name, result in zip(node.outputs, results, strict=False):
                if isinstance(result, Value):
                    _expect_small(result, node)
                    result = replace(result, alone=result.alone and uses[name] == 1)
                known[name] = result
            self._changed_in_place(node, known)
        return made(wiring, self._outputs(known), self._steps(known))

    def _side(self, side: Size, wiring: Wiring) -> Size:
        if side.known or side == wiring.batch.size or not self.lengths:
            return side
        return Size(self.lengths[side.names[0]])

    def _results(
        self, wiring: Wiring, node: Node, known: dict[str, Any], uses: Counter[str]
    ) -> list[Any]:
        """Return what a node gives."""
        used = [uses[name] > 0 for name in node.outputs]
        try:
            given = {name: _resolved(own, known) for name, own in node.arguments.items()}
            if not any(_calculated(own) for own in given.values()):
                self.folded[node.kind] += 1
                return [folded(node, given)]
            if node.kind not in MEANINGS:
                raise NotTakenError("there is no such operator here")
            with wiring.making(node.name):
                results = MEANINGS[node.kind](Here(wiring, node, given, used))
        except XlrnnError as error:
            raise UsageError(f"{node.called}: {error}") from error
        except UNFIT as error:
            said = f"{type(error).__name__}: {error!s:.80}"
            raise UsageError(f"{node.called}: arguments that do not fit it: {said}") from None
        self.taken[node.kind] += 1
        several = results if isinstance(results, list) else [results]
        if any(there and each is None for there, each in zip(used, several, strict=False)):
            raise UsageError(f"{node.called}: one of its outputs is not here, and is used")
        return several

    def _changed_in_place(self, node: Node, known: dict[str, Any]) -> None:
        """Have what an operator changed in its place be what it gave, for whoever takes it now."""
        if node.kind.endswith("_") and not node.kind.startswith("_"):
            for ref in refs(next(iter(node.arguments.values()), None)):
                known[ref.name] = known.get("".join(node.outputs[:1]))

    def _outputs(self, known: Mapping[str, Any]) -> dict[str, Value]:
        found = {}
        for name in self.program.outputs:
            if not isinstance(known.get(name), Value):
                raise NotTakenError(f"the output {name} depends on no input")
            found[name] = known[name]
        return found

    def _steps(self, known: Mapping[str, Any]) -> dict[str, Value]:
        """Return the arrays between that have a symbol by now, as no layer swallowed them."""
        given = {own.name for own in self.program.inputs}
        return {
            name: value
            for name, value in known.items()
            if isinstance(value, Value) and name not in given
            and (isinstance(value.source, Known) or getattr(value.source, "called", None))
        }  # fmt: skip


def _expect_small(value: Value, node: Node) -> None:
    """Refuse an array that a few nodes have made too large to be compared.

    Raises:
        UsageError: then.
    """
    if prod(size.number for size in sizes_of(value.theirs)) > MOST_NUMBERS:
        raise UsageError(f"{node.called}: it gives more than {MOST_NUMBERS:,} numbers a sample")


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
