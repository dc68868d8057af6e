"""Models of ONNX come in, and are compared with what runs them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xlrnn.errors import UnreadableError, UsageError, XlrnnError
from xlrnn.nn.interop.compared import Compared, note
from xlrnn.nn.interop.onnx.reading.file import read_proto
from xlrnn.nn.interop.onnx.reading.graph import ForeignGraph, read_graph
from xlrnn.nn.interop.onnx.reading.lengths import possible_lengths
from xlrnn.nn.interop.onnx.reading.running import Runner
from xlrnn.nn.interop.onnx.reading.translated import OnnxTranslation
from xlrnn.nn.interop.onnx.reading.unrolled import rolled
from xlrnn.nn.interop.wiring.attempts import attempted
from xlrnn.nn.interop.wiring.imported import Imported
from xlrnn.nn.interop.wiring.judged import judged
from xlrnn.nn.interop.wiring.made import Made
from xlrnn.nn.interop.wiring.refusal import NotTakenError, OpenSideError
from xlrnn.nn.interop.wiring.reported import reported
from xlrnn.nn.interop.wiring.sample import Array, drawn_arrays, given_arrays
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
        The model, not compiled; its attribute `imported` is a report that can be printed, and
        `compared` says how far it is from its source.

    Raises:
        UsageError: if there is an operator or an option that we lack; it names the node.
        UnreadableError: if the file is damaged, something else, too large, or reaches out of its
            folder.
        DifferentError: if the model and its source give different numbers.
        ShapeError, InputError: if the sample does not fit.
    """
    made, report = imported(source, sample)
    made.model.imported = report
    note(made.model, Compared(report.compared_with, report.apart))
    return made.model


def imported(source: Any, sample: Any = None) -> tuple[Made, Imported]:
    """Return the model with how arrays go in and come out, and the report; see `from_onnx`."""
    proto, folder = read_proto(source)
    graph = _graph(proto, folder)
    arrays = None if sample is None else given_arrays(graph.inputs, sample)
    translation = OnnxTranslation(graph)
    made = _made(translation, arrays)
    return made, _compared(made, proto, folder, translation, arrays)


def _graph(proto: Any, folder: Path | None) -> ForeignGraph:
    try:
        return rolled(read_graph(proto, folder))
    except XlrnnError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
        raise UnreadableError(f"the model is damaged: {error!s:.120}") from None


def _made(translation: OnnxTranslation, arrays: Mapping[str, Array] | None) -> Made:
    """Return the model, with open sides as long as in the sample if it takes that."""
    inputs = translation.graph.inputs
    if not inputs:
        raise UsageError("the model has no inputs: expected one or more")
    double = all(own.dtype == "float64" for own in inputs)
    dtype = "float64" if double else "float32"
    try:
        return attempted(inputs, translation.build, dtype)
    except XlrnnError as error:
        if not isinstance(error.__cause__ or error, OpenSideError):
            raise
        first = error
    for lengths in possible_lengths(translation.graph, arrays):
        translation.lengths = lengths
        try:
            return attempted(inputs, translation.build, dtype)
        except XlrnnError as error:
            if not isinstance(error.__cause__ or error, NotTakenError):
                raise
    raise first


def _compared(
    made: Made,
    proto: Any,
    folder: Path | None,
    translation: OnnxTranslation,
    arrays: Mapping[str, Array] | None,
) -> Imported:
    """Compare the model with its source, and return the report.

    Raises:
        DifferentError: if it gives other numbers.
        UsageError: if the source itself cannot be run.
    """
    run, graph = Runner(proto, folder), translation.graph
    sample = drawn_arrays(graph.inputs, made, translation.lengths) if arrays is None else arrays
    run.expect_runs(sample, graph.outputs)
    apart = judged(made, run, sample, run.called)
    return reported(translation, made, graph.origin, sample, run.called, apart, graph.left_out)
