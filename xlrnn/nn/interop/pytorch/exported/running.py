"""The program itself, run by PyTorch: operators that are known here, and nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError, XlrnnError
from xlrnn.nn.interop.pytorch.exported.folding import FOLDINGS, SIDES
from xlrnn.nn.interop.pytorch.exported.here import MEANINGS
from xlrnn.nn.interop.pytorch.exported.program import Kind, Node, Program, Ref
from xlrnn.nn.interop.pytorch.exported.translated import IGNORED

Array = NDArray[Any]

KINDS: Final = {1: "uint8", 2: "int8", 3: "int16", 4: "int32", 5: "int64", 6: "float16",
                7: "float32", 8: "float64", 12: "bool"}  # fmt: skip


class Runner:
    """A program that can be run.

    Args:
        program: the program, of which a model has been made: so every operator is known.
    """

    def __init__(self, program: Program) -> None:
        self.program = program

    def __call__(self, arrays: Mapping[str, Array], names: Sequence[str]) -> dict[str, Array]:
        """Return arrays of the program by name, for its inputs by name.

        Raises:
            UsageError: if an operator does not take what it is given.
        """
        import torch

        try:
            return self._arrays(torch, arrays, names)
        except XlrnnError:
            raise
        except Exception as error:  # of operators, which have errors of their own
            said = " ".join(str(error).split())
            raise UsageError(f"PyTorch does not run the program: {said:.200}") from None

    def _arrays(
        self, torch: Any, arrays: Mapping[str, Array], names: Sequence[str]
    ) -> dict[str, Array]:
        arrays = {**self.program.constants, **arrays}
        known: dict[str, Any] = {
            name: torch.from_numpy(np.array(array)) for name, array in arrays.items()
        }
        with torch.no_grad():
            for node in self.program.nodes:
                if node.kind not in IGNORED:
                    results = _calculated(torch, node, known)
                    several = results if isinstance(results, list | tuple) else [results]
                    known |= dict(zip(node.outputs, several, strict=False))
        return {name: known[name].detach().numpy() for name in names}


def _calculated(torch: Any, node: Node, known: Mapping[str, Any]) -> Any:
    """Return what an operator gives.

    Raises:
        UsageError: if it is none that is known here, whatever its name may lead to.
    """
    given = {name: _resolved(torch, own, known) for name, own in node.arguments.items()}
    if node.kind in SIDES:
        a, b = given.values()
        return a * b if node.kind.endswith("mul") else a // b
    prefix, _, rest = node.target.partition("torch.ops.aten.")
    name, _, overload = rest.partition(".")
    if prefix or node.kind not in {*MEANINGS, *FOLDINGS} or not overload.isidentifier():
        raise UsageError(f"{node.called}: there is no such operator here")
    return getattr(getattr(torch.ops.aten, name), overload)(**given)


def _resolved(torch: Any, argument: Any, known: Mapping[str, Any]) -> Any:
    if isinstance(argument, list):
        return [_resolved(torch, each, known) for each in argument]
    if isinstance(argument, Kind):
        return getattr(torch, KINDS[argument.number])
    return known[argument.name] if isinstance(argument, Ref) else argument
