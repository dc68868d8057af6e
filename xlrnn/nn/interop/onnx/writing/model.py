"""Whole models: what goes in and comes out, and the layers between, those of models inside too."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from xlrnn.atomic import write_atomically
from xlrnn.errors import UsageError
from xlrnn.nn.core.symbol import Call, Symbol
from xlrnn.nn.files.saving import expect_sound
from xlrnn.nn.interop.onnx.package import onnx_package
from xlrnn.nn.interop.onnx.writing.graph import Graph, Value
from xlrnn.nn.interop.onnx.writing.layers import write_layer
from xlrnn.nn.layers.embedding import Embedding
from xlrnn.nn.models import Model, Sequential
from xlrnn.provenance import written_by

OPSET: Final = 17
IR_VERSION: Final = 8
"""The form of the file that came with this set of operators."""
SUFFIX: Final = ".onnx"
MOST_NUMBERS: Final = 500_000_000


def to_onnx(model: Any, path: "str | os.PathLike[str] | None" = None) -> Any:
    """Return a model as ONNX describes it, for ONNX Runtime and whatever else reads that.

    Numbers are float32 there, in which such programs calculate; the numbers of words are int64.
    Batches may have any size, and sequences the lengths that the model takes. Dropout is left
    out, and what a batch is normalized with are the moving averages. Steps that do not count
    (`mask_zero`, `Masking`) are said as the lengths of sequences.

    Args:
        model: an `nn.Sequential` or `nn.Model`, built.
        path: a file that is written as well, whole or not at all; its name ends with `.onnx`.

    Returns:
        An `onnx.ModelProto`, of operator set 17.

    Raises:
        UsageError: if a layer, a function or an option cannot be said in ONNX, the model is not
            built, the package onnx is not installed, or the path cannot be written to.
        TrainingError: if a weight is not finite.

    Example:
        >>> from xlrnn.nn import Dense, Input, Sequential
        >>> graph = to_onnx(Sequential([Input((3,)), Dense(2, activation="tanh")])).graph
        >>> [node.op_type for node in graph.node]
        ['MatMul', 'Add', 'Tanh', 'Identity']
    """
    if path is not None and not str(path).endswith(SUFFIX):
        raise UsageError(f"{path}: expected a name that ends with {SUFFIX}")
    if not isinstance(model, Sequential | Model):
        raise UsageError(f"got {model!r:.60}: expected a model, an nn.Sequential or nn.Model")
    expect_sound(model)
    _expect_small(model)
    made = _described(model)
    onnx_package().checker.check_model(made, full_check=True)
    if path is not None:
        write_atomically(Path(path), made.SerializeToString(deterministic=True))
    return made


def _expect_small(model: Sequential | Model) -> None:
    """Refuse a model that is larger than one ONNX file may be.

    Raises:
        UsageError: with its size.
    """
    numbers = model.count_params()
    if numbers > MOST_NUMBERS:
        raise UsageError(
            f"{model.name} has {numbers:,} weights: expected at most {MOST_NUMBERS:,}, since a "
            "file of ONNX has at most 2 GB"
        )


def _described(model: Sequential | Model) -> Any:
    helper, graph = onnx_package().helper, Graph()
    inputs, calls, outputs = inside(model)
    words = _looked_up(calls, inputs)
    names = model.input_names if isinstance(model, Model) else ["input"]
    given = [Value(graph.reserve(name), symbol.shape)
             for name, symbol in zip(names, inputs, strict=True)]  # fmt: skip
    ends = model.output_names if isinstance(model, Model) else [outputs[0].name]
    ends = [graph.reserve(name) for name in ends]
    found = written(graph, model, given)
    for name, value in zip(ends, found, strict=True):
        graph.nodes.append(helper.make_node("Identity", [value.name], [name], name))
    types = onnx_package().TensorProto
    taken = [
        _declared(value.name, value.shape, types.INT64 if id(symbol) in words else types.FLOAT)
        for value, symbol in zip(given, inputs, strict=True)
    ]
    returned = [_declared(name, value.shape, types.FLOAT)
                for name, value in zip(ends, found, strict=True)]  # fmt: skip
    made = helper.make_graph(graph.nodes, model.name, taken, returned, graph.constants)
    return helper.make_model(
        made,
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="xlrnn",
        producer_version=written_by().removeprefix("xlrnn "),
    )


def written(graph: Graph, model: Any, given: Sequence[Value]) -> list[Value]:
    """Write the calls of a model, and return its outputs.

    Args:
        graph: the graph.
        model: the model.
        given: its inputs.
    """
    inputs, calls, outputs = inside(model)
    values = {id(symbol): value for symbol, value in zip(inputs, given, strict=True)}
    for call in calls:
        if isinstance(call.layer, Model | Sequential):
            returned = written(graph, call.layer, [values[id(each)] for each in call.taken])
        else:
            returned = write_layer(graph, call, values)
        values |= {id(symbol): value for symbol, value in zip(call.returned, returned, strict=True)}
    return [values[id(symbol)] for symbol in outputs]


def inside(model: Any) -> tuple[Sequence[Symbol], Sequence[Call], Sequence[Symbol]]:
    """Return the inputs, the calls and the outputs of a model that is built."""
    if isinstance(model, Model):
        return model.inputs, model.calls_inside(), model.outputs
    assert model.inputs is not None
    assert model.outputs is not None
    return model.inputs, model.chain, model.outputs


def _looked_up(calls: Sequence[Call], inputs: Sequence[Symbol]) -> set[int]:
    """Return the inputs that are looked up as words and nothing else."""
    taken: dict[int, list[bool]] = {}
    for call in calls:
        for symbol in call.sources:
            taken.setdefault(id(symbol), []).append(isinstance(call.layer, Embedding))
    return {id(symbol) for symbol in inputs if all(taken.get(id(symbol), [False]))}


def _declared(name: str, shape: Sequence[int | None], kind: int) -> Any:
    """Return what a graph says of an input or an output; sides that may vary have names."""
    sides = ["batch", *(side or f"{name}_{k}" for k, side in enumerate(shape[1:], start=1))]
    return onnx_package().helper.make_tensor_value_info(name, kind, sides)
