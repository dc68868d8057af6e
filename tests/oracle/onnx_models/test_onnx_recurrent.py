"""RNN, LSTM and GRU in every form, beside ONNX Runtime: what ONNX' own tests do not cover."""

from importlib.util import find_spec
from itertools import product

import numpy as np
import pytest

from tests.oracle.onnx_models.graphs import GATES, recurrent
from tests.requirements import need
from xlrnn import api
from xlrnn.errors import UsageError
from xlrnn.nn import from_onnx
from xlrnn.nn.interop.onnx.reading.from_onnx import imported
from xlrnn.nn.interop.onnx.reading.running import Runner


@pytest.fixture(autouse=True)
def runtime():
    need("onnxruntime", find_spec("onnxruntime") is not None, "pip install 'xlrnn[onnx]'")


WAYS = ["forward", "reverse", "bidirectional"]
FORMS = {
    "plain": {},
    "without-bias": {"bias": False},
    "shorter": {"lengths": [3, 3]},
    "first-constant": {"first": "constant"},
    "first-input": {"first": "input"},
}


def agrees(model):
    """Say how far our model is from ONNX Runtime, which is asked here once more."""
    made, report = imported(model)
    assert report.compared_with.startswith("ONNX Runtime")
    rng = np.random.default_rng(5)
    sample = {
        own.name: rng.normal(size=[side.dim_value for side in own.type.tensor_type.shape.dim])
        .astype(np.float32)
        for own in model.graph.input
    }  # fmt: skip
    run = Runner(model, None)
    run.expect_runs(sample, list(made.outputs))
    for name, theirs in run(sample, list(made.outputs)).items():
        np.testing.assert_allclose(made.run(sample)[name], theirs, rtol=1e-5, atol=1e-6)
    return made.model


# All kinds plainly in all ways; the other forms in a way of their own for each kind.
CASES = [*product(GATES, WAYS, ["plain"])] + [
    (kind, WAYS[(k + n) % 3], form)
    for k, kind in enumerate(GATES) for n, form in enumerate(list(FORMS)[1:])
]  # fmt: skip


@pytest.mark.parametrize("kind, way, form", CASES)
def test_a_layer_in_every_form(kind, way, form):
    agrees(recurrent(kind, direction=way, **FORMS[form]))


@pytest.mark.parametrize("way", WAYS)
def test_linear_before_reset_is_reset_after(way):
    model = agrees(recurrent("GRU", direction=way, linear_before_reset=1, first="constant"))
    part = next(layer for layer in model.layers if "GRU" in str(layer.get_config()) or
                type(layer).__name__ == "GRU")  # fmt: skip
    inner = getattr(part, "forward_layer", part)
    assert inner.reset_after


@pytest.mark.parametrize("outputs", ["Y", "Y_h"])
@pytest.mark.parametrize("way", ["reverse", "bidirectional"])
def test_each_output_alone(outputs, way):
    agrees(recurrent("GRU", outputs=outputs, direction=way))


@pytest.mark.parametrize("way", ["forward", "bidirectional"])
def test_a_cell_state_alone(way):
    agrees(recurrent("LSTM", outputs="Y_c", direction=way))


@pytest.mark.parametrize("sizes", [{"steps": 1}, {"steps": 1, "batch": 1}])
@pytest.mark.parametrize("way", WAYS[1:])
def test_one_step_and_one_sample(way, sizes):
    agrees(recurrent("LSTM", direction=way, **sizes))


@pytest.mark.parametrize("first", [None, "input"])
def test_batch_first(first):
    """ONNX Runtime has no layout=1: the package onnx runs it."""
    _, report = imported(recurrent("GRU", layout=1, first=first))
    assert report.compared_with.startswith("onnx.reference")


@pytest.mark.parametrize(
    "kind, functions",
    [
        ("RNN", ["Relu"]),
        ("RNN", ["Softsign"]),
        ("LSTM", ["Softsign", "Relu", "Relu"]),
        ("GRU", ["Sigmoid", "Softplus"]),
    ],
)
def test_other_functions(kind, functions):
    agrees(recurrent(kind, activations=functions))


@pytest.mark.parametrize("way", WAYS)
def test_an_elu_with_the_alpha_that_we_have(way):
    ways = 1 + (way == "bidirectional")
    agrees(recurrent("RNN", direction=way, activations=["Elu"] * ways,
                     activation_alpha=[1.0] * ways))  # fmt: skip


@pytest.mark.parametrize(
    "options, said",
    [
        ({"kind": "LSTM", "clip": 0.5}, "clip is 0.5"),
        ({"kind": "LSTM", "input_forget": 1}, "input_forget is 1"),
        ({"kind": "RNN", "activations": ["HardSigmoid"]}, "HardSigmoid has alpha 0.2, beta 0.5"),
        ({"kind": "RNN", "activations": ["ScaledTanh"]}, "function ScaledTanh is not here"),
        ({"kind": "LSTM", "activations": ["Sigmoid", "Tanh", "Relu"]}, "cell relu"),
        ({"kind": "GRU", "lengths": [3, 4]}, "differs from sample to sample"),
        ({"kind": "GRU", "lengths": [9, 9]}, "sequence_lens is 9 of 5 steps"),
        (
            {"kind": "GRU", "lengths": "input"},
            r"sequence_lens is an input.* Export .* without",
        ),
    ],
)
def test_what_we_lack_is_refused_by_name(options, said):
    with pytest.raises(UsageError, match=said) as refused:
        from_onnx(recurrent(options.pop("kind"), **options))
    assert str(refused.value).startswith("node memory (")


@pytest.mark.parametrize(
    "kind, options",
    [
        ("RNN", {"direction": "reverse", "outputs": "Y"}),
        ("LSTM", {"lengths": [3, 3], "first": "constant", "outputs": "Y Y_c"}),
        ("GRU", {"direction": "bidirectional", "first": "constant", "outputs": "Y_h"}),
        ("GRU", {"linear_before_reset": 1, "first": "input", "outputs": "Y_h"}),
    ],
)
def test_the_workbook_is_verified(kind, options, tmp_path):
    model = agrees(recurrent(kind, **options))
    rng = np.random.default_rng(0)
    sample = [rng.normal(size=symbol.shape[1:]) for symbol in model.inputs]
    book = api.export(model, tmp_path / "a.xlsx", sample if len(sample) > 1 else sample[0])
    assert api.verify(book).outcome == "agree"
