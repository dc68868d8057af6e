"""Models of ONNX come in, and are compared with what runs them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from xlrnn.errors import UnreadableError, UsageError, XlrnnError
from xlrnn.nn.interop.onnx.reading.file import read_proto
from xlrnn.nn.interop.onnx.reading.graph import ForeignGraph, read_graph
from xlrnn.nn.interop.onnx.reading.running import Runner
from xlrnn.nn.interop.onnx.reading.sample import (
    Array,
    closed,
    drawn_arrays,
    given_arrays,
    lengths,
)
from xlrnn.nn.interop.onnx.reading.translated import Translation
from xlrnn.nn.interop.wiring.attempts import Declared, attempted
from xlrnn.nn.interop.wiring.compared import compared
from xlrnn.nn.interop.wiring.imported import Imported
from xlrnn.nn.interop.wiring.made import Made
from xlrnn.nn.interop.wiring.refusal import OpenSideError
from xlrnn.nn.models import Model


def from_onnx(source: Any, sample: Any = None) -> Model:
    """Return a model that calculates what a model of ONNX does.

    It is compared with its source: both are given the same sample, and the source is run by ONNX
    Runtime or, where that is not installed, by the package onnx. Our arrays have the batch first
    and the steps second, whatever the source has; `model.imported` says so for each input, and
    what was compared.

    Args:
        source: the path of an ONNX file, or a `ModelProto`; needs onnx
            (`pip install 'xlrnn[onnx]'`).
        sample: what both are given, as the source takes it: an array, or of several inputs a list
            or a dict by name; by default it is drawn from the inputs that are declared.

    Returns:
        The model, not compiled; its attribute `imported` is a report that can be printed.

    Raises:
        UsageError: if there is an operator or an option that we lack; it names the node.
        UnreadableError: if the file is damaged, something else, too large, or reaches out of its
            folder.
        DisagreementError: if the model and its source give different numbers.
        ShapeError, InputError: if the sample does not fit.
    """
    proto, folder = read_proto(source)
    graph = _graph(proto, folder)
    arrays = None if sample is None else given_arrays(graph.inputs, sample)
    translation = Translation(graph)
    made, fixed = _made(graph, translation, arrays)
    tried = _compared(made, proto, folder, graph, fixed, arrays)
    made.model.imported = _report(graph, translation, made, tried, fixed)
    return made.model


def _graph(proto: Any, folder: Path | None) -> ForeignGraph:
    try:
        return read_graph(proto, folder)
    except XlrnnError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
        raise UnreadableError(f"the model is damaged: {error!s:.120}") from None


def _made(
    graph: ForeignGraph, translation: Translation, arrays: Mapping[str, Array] | None
) -> tuple[Made, Sequence[Declared]]:
    """Return the model, and its inputs: with open sides as long as in the sample if need be."""
    double = bool(graph.inputs) and all(own.dtype == "float64" for own in graph.inputs)
    dtype = "float64" if double else "float32"
    if not graph.inputs:
        raise UsageError("the model has no inputs: expected one or more")
    try:
        return attempted(graph.inputs, translation.build, dtype), graph.inputs
    except XlrnnError as error:
        if not isinstance(error.__cause__ or error, OpenSideError):
            raise
        inputs = closed(graph.inputs, lengths(graph.inputs, arrays))
        return attempted(inputs, translation.build, dtype), inputs


def _compared(
    made: Made,
    proto: Any,
    folder: Path | None,
    graph: ForeignGraph,
    inputs: Sequence[Declared],
    arrays: Mapping[str, Array] | None,
) -> tuple[str, int, float]:
    """Return with what the model was compared, over how many samples, and how far apart they are.

    Raises:
        DisagreementError: if it gives other numbers.
        UsageError: if the source itself cannot be run.
    """
    run = Runner(proto, folder)
    sample = drawn_arrays(inputs, made) if arrays is None else arrays
    value = next(iter(made.inputs.values()))
    samples = 1
    for k, group in enumerate(value.theirs):
        if made.wiring.batch in group:
            samples = np.shape(sample[next(iter(made.inputs))])[k]
    try:
        run(sample, graph.outputs)
    except Exception as error:  # what runs it has errors of its own
        raise UsageError(f"{run.called} cannot run the model: {error!s:.200}") from None
    return run.called, samples, compared(made, run, sample, run.called)


def _report(
    graph: ForeignGraph,
    translation: Translation,
    made: Made,
    tried: tuple[str, int, float],
    inputs: Sequence[Declared],
) -> Imported:
    left = list(graph.left_out)
    unused = [own.name for own in inputs if own.name not in made.inputs]
    left += [f"the input {name}, on which no output depends" for name in unused]
    return Imported(
        graph.origin,
        _listed(translation.taken),
        _listed(translation.folded),
        left,
        [_turned(own, made) for own in inputs if own.name in made.inputs],
        *tried,
    )


def _listed(counted: Mapping[str, int]) -> list[str]:
    return [kind if count == 1 else f"{count} {kind}" for kind, count in counted.items()]


def _turned(own: Declared, made: Made) -> str:
    """Say how an input stands there and here."""
    value = made.inputs[own.name]
    there = ", ".join(
        f"batch {side}".replace("batch batch", "batch") if made.wiring.batch in group else str(side)
        for side, group in zip(own.sides, value.theirs, strict=True)
    )
    here = ", ".join(["batch", *(str(side or "…") for side in value.symbol.shape[1:])])
    return f"{own.name}: ({there}) there, ({here}) here"
