"""ONNX' own node tests for the operators that are taken, as models of which weights are known.

In these tests weights are inputs; here they are constants of the file, as in any model that
learned. Where an operator gives more than its numbers (the places of maxima, a mask, means), the
model gives the numbers alone in a second turn.
"""

import importlib
import warnings
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

MODULES = [
    "add",
    "averagepool",
    "batch_normalization",
    "concat",
    "conv",
    "dropout",
    "elu",
    "flatten",
    "gather",
    "gelu",
    "gemm",
    "globalaveragepool",
    "globalmaxpool",
    "gru",
    "hardsigmoid",
    "identity",
    "layernormalization",
    "leakyrelu",
    "logsoftmax",
    "lstm",
    "matmul",
    "max",
    "maxpool",
    "mean",
    "mul",
    "reducemax",
    "reducemean",
    "relu",
    "reshape",
    "rnn",
    "selu",
    "sigmoid",
    "softmax",
    "softplus",
    "softsign",
    "squeeze",
    "sub",
    "swish",
    "tanh",
    "transpose",
]
OPERATORS = frozenset(
    [
        "Add",
        "AveragePool",
        "BatchNormalization",
        "Concat",
        "Conv",
        "Dropout",
        "Elu",
        "Flatten",
        "Gather",
        "Gelu",
        "Gemm",
        "GlobalAveragePool",
        "GlobalMaxPool",
        "GRU",
        "HardSigmoid",
        "Identity",
        "LayerNormalization",
        "LeakyRelu",
        "LogSoftmax",
        "LSTM",
        "MatMul",
        "Max",
        "MaxPool",
        "Mean",
        "Mul",
        "ReduceMax",
        "ReduceMean",
        "Relu",
        "Reshape",
        "RNN",
        "Selu",
        "Sigmoid",
        "Softmax",
        "Softplus",
        "Softsign",
        "Squeeze",
        "Sub",
        "Swish",
        "Tanh",
        "Transpose",
    ]
)
SEVERAL_INPUTS = ("Add", "Sub", "Mul", "Max", "Mean", "Concat")
SLOW = ("3d_dilations",)
"""Pooling over three sides, which is refused: to calculate what would be expected takes 10 s."""


@dataclass(frozen=True)
class Case:
    name: str
    operator: str
    model: Any
    sample: dict
    expected: dict


@cache
def cases():
    """Every node test, by name."""
    return {case.name: case for case in map(_case, _collected())}


def _collected():
    from onnx.backend.test.case import base, node

    def quick(cls, name, bases, members):
        for key in members:
            if key.startswith("export") and not any(slow in key for slow in SLOW):
                np.random.seed(0)
                getattr(cls, key)()
        type.__init__(cls, name, bases, members)

    usual, base._Exporter.__init__ = base._Exporter.__init__, quick
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for module in MODULES:
                importlib.import_module(f"onnx.backend.test.case.node.{module}")
    finally:
        base._Exporter.__init__ = usual
    for case in node._NodeTestCases:
        kinds = {own.op_type for own in case.model.graph.node}
        if len(kinds) == 1 and kinds <= OPERATORS:
            yield case


def _case(case):
    from onnx import ModelProto, numpy_helper

    model = ModelProto()
    model.CopyFrom(case.model)
    operator = model.graph.node[0].op_type
    given, returned = case.data_sets[0]
    names = [own.name for own in model.graph.input]
    varying = names if operator in SEVERAL_INPUTS else names[:1]
    sample = dict(zip(names, given, strict=True))
    for name in names:
        if name not in varying:
            constant = numpy_helper.from_array(np.asarray(sample.pop(name)), name)
            model.graph.initializer.append(constant)
    outputs = [own.name for own in model.graph.output]
    name = case.name.removeprefix("test_")
    return Case(name, operator, model, sample, dict(zip(outputs, returned, strict=True)))


def first_output_alone(model):
    """Return a model that gives its first output."""
    from onnx import ModelProto

    own = ModelProto()
    own.CopyFrom(model)
    del own.graph.output[1:]
    return own
