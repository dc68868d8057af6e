"""Models of exported programs come in, and are compared with what PyTorch makes of them."""

from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from xlrnn.errors import XlrnnError
from xlrnn.nn.interop.compared import Compared, note
from xlrnn.nn.interop.pytorch.exported.program import Program, read_program
from xlrnn.nn.interop.pytorch.exported.running import Runner
from xlrnn.nn.interop.pytorch.exported.translated import TorchTranslation, declared
from xlrnn.nn.interop.pytorch.running import version
from xlrnn.nn.interop.wiring.attempts import Declared, attempted
from xlrnn.nn.interop.wiring.judged import judged
from xlrnn.nn.interop.wiring.made import Made
from xlrnn.nn.interop.wiring.refusal import OpenSideError
from xlrnn.nn.interop.wiring.reported import reported
from xlrnn.nn.interop.wiring.sample import OPEN_SIDE, Array, drawn_arrays, given_arrays
from xlrnn.nn.models import Model

Source = Callable[[Mapping[str, Array]], Sequence[Array]]
"""What gives the outputs for the inputs: the module from which the program was exported."""


def from_program(source: Path | bytes, sample: Any = None, module: Source | None = None) -> Model:
    """Return a model that calculates what an exported program does.

    Args:
        source: a .pt2 file, or its bytes.
        sample: what both are given, as the program takes it; by default it is drawn.
        module: the module itself, where it is here.

    Raises:
        UsageError: if there is an operator or an option that we lack; it names the node.
        UnreadableError: if the file is damaged, something else, or too large.
        DifferentError: if the model gives other numbers than PyTorch.
    """
    program = read_program(source)
    inputs = declared(program)
    arrays = None if sample is None else given_arrays(inputs, sample)
    translation = TorchTranslation(program)
    made = _made(translation, inputs, arrays)
    shown = drawn_arrays(inputs, made, translation.lengths) if arrays is None else arrays
    if find_spec("torch") is None:
        distance, runs = None, ""
    else:
        runs = version()
        distance = judged(made, _run(program, module), shown, runs)
    why = "" if runs else "it is not installed: pip install 'xlrnn[torch]'"
    note(made.model, Compared(runs or "PyTorch", distance, why))
    made.model.imported = reported(translation, made, program.origin, shown, runs, distance or 0.0)
    return made.model


def _made(
    translation: TorchTranslation, inputs: Sequence[Declared], arrays: Mapping[str, Array] | None
) -> Made:
    """Return the model, with open sides as long as in the sample if it takes that."""
    dtype = "float64" if all(own.dtype == "float64" for own in inputs) else "float32"
    try:
        return attempted(inputs, translation.build, dtype)
    except XlrnnError as error:
        if not isinstance(error.__cause__ or error, OpenSideError):
            raise
        translation.lengths = {
            name: OPEN_SIDE if arrays is None else arrays[own.name].shape[k]
            for own in inputs
            for k, side in enumerate(own.sides)
            for name in side.names
        }
        return attempted(inputs, translation.build, dtype)


def _run(program: Program, module: Source | None) -> Any:
    """Return what gives arrays by name: the outputs by the module itself, if it is here."""
    steps = Runner(program)

    def run(arrays: Mapping[str, Array], names: Sequence[str]) -> Mapping[str, Array]:
        if module is None or list(names) != list(dict.fromkeys(program.outputs)):
            return steps(arrays, names)
        return dict(zip(program.outputs, module(arrays), strict=True))

    return run
