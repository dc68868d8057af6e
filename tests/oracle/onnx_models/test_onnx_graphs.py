"""Graphs made by hand, beside ONNX Runtime: values used twice, sides of 1, odd axes, odd edges."""

from importlib.util import find_spec

import numpy as np
import pytest

from tests.oracle.onnx_models.graphs import drawn, model, node
from tests.requirements import need
from xlrnn.errors import UsageError
from xlrnn.nn import from_onnx

N = "batch"


@pytest.fixture(autouse=True)
def runtime():
    need("onnxruntime", find_spec("onnxruntime") is not None, "pip install 'xlrnn[onnx]'")


def kinds(made):
    assert made.imported.compared_with.startswith("ONNX Runtime")
    return [type(layer).__name__ for layer in made.layers if type(layer).__name__ != "InputLayer"]


def lstm(units, features, seed=5):
    return {"W": drawn(seed, 1, 4 * units, features), "R": drawn(seed + 1, 1, 4 * units, units)}


CONSTANTS = {"W": drawn(1, 3, 4), "V": drawn(2, 4, 3), "b": drawn(3, 4), "one": drawn(4, 4, 1)}
CASES = {
    # A function becomes part of a layer only where nobody else sees what it is given.
    "sum-used-twice": (
        [node("MatMul", "x W", "a"), node("Relu", "a", "h"), node("Add", "a h", "y")],
        {"x": [N, 3]}, ["Dense", "Activation", "Add"],
    ),
    "sum-is-an-output-too": (
        [node("MatMul", "x W", "y"), node("Add", "y b", "z"), node("Tanh", "z", "h")],
        {"x": [N, 3]}, ["Dense", "BatchNormalization", "Activation"],
    ),
    "input-used-twice": (
        [node("MatMul", "x W", "a"), node("MatMul", "a V", "c"), node("Add", "c x", "y")],
        {"x": [N, 3]}, ["Dense", "Dense", "Add"],
    ),
    "one-unit": (
        [node("MatMul", "x W", "a"), node("MatMul", "a one", "c"), node("Sub", "c c", "d"),
         node("Concat", "c d", "y", axis=1)],
        {"x": [N, 3]}, ["Dense", "Dense", "Subtract", "Concatenate"],
    ),
    "matrix-on-the-left": (
        [node("MatMul", "V x", "y")], {"x": [N, 3, 5]}, ["Permute", "Dense", "Permute"],
    ),
    "whole-array-is-one-sample": ([node("Softmax", "x", "y", axis=0)], {"x": [4, 3]}, None),
    "batch-on-the-second-axis": (
        [node("LSTM", "x L R", "s h", hidden_size=2), node("Squeeze", "h first", "y")],
        {"x": ["steps", N, 3]}, ["LSTM"],
    ),
    "one-feature": (
        [node("Transpose", "x", "t", perm=[1, 0, 2]),
         node("LSTM", "t L1 R", "s h", hidden_size=2), node("Squeeze", "h first", "y")],
        {"x": [N, 6, 1]}, ["LSTM"],
    ),
    "two-inputs-whose-batches-differ": (
        [node("LSTM", "x L R", "s h", hidden_size=2), node("Squeeze", "h first", "u"),
         node("Concat", "u more", "y", axis=1)],
        {"x": ["steps", N, 3], "more": [N, 2]}, ["LSTM", "Concatenate"],
    ),
    "groups": (
        [node("Conv", "x K", "y", group=2)], {"x": [N, 4, 6]}, ["Permute", "Conv1D", "Permute"],
    ),
    "causal": ([node("Conv", "x K1", "y", pads=[2, 0])], {"x": [N, 2, 6]}, None),
    "odd-edges": ([node("Conv", "x K1", "y", pads=[3, 1], strides=[2])], {"x": [N, 2, 6]}, None),
    "held": ([node("Clip", "x low high", "y")], {"x": [N, 3]}, None),
    "larger-than-a-row": ([node("Max", "x bound", "y")], {"x": [N, 3]}, None),
    "smaller-than-a-row": ([node("Min", "bound x", "y")], {"x": [N, 3]}, None),
    "a-constant-for-each-step": ([node("Mul", "x table", "y")], {"x": [N, 4, 3]}, None),
    "taken-apart": (
        [node("Split", "x", "a c", axis=1), node("Mul", "a c", "y")], {"x": [N, 4]}, None,
    ),
    "put-together-and-taken-apart": (
        [node("Concat", "x z", "both", axis=1), node("Slice", "both three five first", "y")],
        {"x": [N, 3], "z": [N, 2]}, ["Activation"],
    ),
    "normalized-steps": ([node("ReduceMean", "x", "y", axes=[1], keepdims=0)],
                         {"x": [N, "steps", 3]}, ["GlobalAveragePooling1D"]),
    "numbers-to-a-power": ([node("Pow", "x two", "y")], {"x": [N, 3]}, ["Multiply"]),
}  # fmt: skip
CONSTANTS |= {"L": lstm(2, 3)["W"], "L1": lstm(2, 1)["W"], "R": lstm(2, 3)["R"],
              "first": np.array([0]), "K": drawn(7, 6, 2, 3), "K1": drawn(8, 3, 2, 3),
              "low": np.float32(-0.5), "high": np.float32(0.75), "bound": drawn(9, 3),
              "table": drawn(10, 4, 3), "three": np.array([3]), "five": np.array([5]),
              "two": np.float32(2)}  # fmt: skip
CONSTANTS["first"] = np.array([0])


@pytest.mark.parametrize("name", CASES)
def test_a_graph(name):
    nodes, inputs, expected = CASES[name]
    used = {each for own in nodes for each in own.input}
    constants = {key: own for key, own in CONSTANTS.items() if key in used and key not in inputs}
    if name == "put-together-and-taken-apart":
        constants["first"] = np.array([1])  # the axis
    outputs = ["h", "y"] if name == "sum-is-an-output-too" else ["y"]
    opset = 17 if name == "normalized-steps" else 13
    found = kinds(from_onnx(model(nodes, inputs, outputs, constants, opset=opset)))
    assert expected is None or found == expected


def steps(weights):
    """Return a simple recurrent layer written step by step, with a matrix for each step."""
    nodes, constants = [], {"U": drawn(1, 3, 4), "b": drawn(2, 4), "h": np.zeros((1, 4), "f4")}
    nodes.append(node("MatMul", "x U", "p"))
    before = "h"
    for k, matrix in enumerate(weights):
        constants |= {f"R{matrix}": drawn(10 + matrix, 4, 4), f"k{k}": np.array(k)}
        nodes += [node("Gather", f"p k{k}", f"p{k}", axis=1), node("MatMul", f"{before} R{matrix}",
                  f"r{k}"), node("Add", f"r{k} b", f"a{k}"), node("Add", f"a{k} p{k}", f"s{k}"),
                  node("Tanh", f"s{k}", f"h{k}")]  # fmt: skip
        before = f"h{k}"
    nodes.append(node("Relu", before, "y"))
    return model(nodes, {"x": [N, len(weights), 3]}, ["y"], constants)


def test_steps_that_are_all_alike_are_one_layer():
    assert kinds(from_onnx(steps([1, 1, 1]))) == ["SimpleRNN", "Activation"]


def test_steps_of_which_one_differs_stay_what_they_are():
    made = from_onnx(steps([1, 1, 2]))
    assert "SimpleRNN" not in kinds(made)
    assert made.imported.compared


def test_two_arrays_that_are_calculated_are_not_multiplied():
    nodes = [node("Transpose", "x", "t", perm=[0, 2, 1]), node("MatMul", "x t", "y")]
    with pytest.raises(UsageError, match=r"node y \(MatMul\): two arrays that are calculated"):
        from_onnx(model(nodes, {"x": [N, 4, 3]}, ["y"]))
