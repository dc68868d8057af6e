"""An import never agrees with itself alone: where a translation is wrong, the source is heard."""

import sys
from importlib.util import find_spec

import numpy as np
import pytest

from tests.oracle.onnx_models.graphs import drawn, model, node, recurrent
from tests.requirements import need
from xlrnn.commands.main import run
from xlrnn.errors import DifferentError, InputError, ShapeError, UsageError
from xlrnn.nn import from_onnx
from xlrnn.nn.interop.onnx.reading import here
from xlrnn.nn.interop.onnx.reading.operators import recurrent as recurrent_operators


@pytest.fixture(autouse=True)
def onnx():
    need("onnx", find_spec("onnx") is not None, "pip install 'xlrnn[onnx]'")
    import onnx

    return onnx


@pytest.mark.parametrize("kind, order", [("LSTM", [0, 1, 2, 3]), ("GRU", [1, 0, 2])])
def test_swapped_gates_are_heard(monkeypatch, kind, order):
    source = recurrent(kind)
    assert from_onnx(source).imported.compared
    monkeypatch.setitem(recurrent_operators.ORDER, kind, order)
    with pytest.raises(DifferentError, match="the output Y differs from what ONNX Runtime"):
        from_onnx(source)


def layers():
    """A model of two dense layers, with a name for all that is between."""
    nodes = [node("MatMul", "x W", "a"), node("Tanh", "a", "h"), node("MatMul", "h V", "z"),
             node("Softmax", "z", "p", axis=-1)]  # fmt: skip
    return model(nodes, {"x": ["N", 3]}, ["p"], {"W": drawn(1, 3, 4), "V": drawn(2, 4, 2)})


def test_the_first_layer_that_differs_is_named(monkeypatch):
    assert from_onnx(layers()).imported.compared
    monkeypatch.setitem(here.MEANINGS, ("", "Tanh"), as_relu)
    with pytest.raises(DifferentError, match="they part at h, which the layer dense"):
        from_onnx(layers())


def as_relu(own):
    from xlrnn.nn.interop.wiring.functions import function

    return function(own.wiring, own.value(), "relu")


def test_the_command_ends_as_one_that_found_a_difference(monkeypatch, onnx, tmp_path, capsys):
    onnx.save(layers(), tmp_path / "m.onnx")
    monkeypatch.setitem(here.MEANINGS, ("", "Tanh"), as_relu)
    asked = ["export", str(tmp_path / "m.onnx"), "-o", str(tmp_path / "m.xlsx"), "--input", "1 2 3"]
    assert run(asked) == 1
    assert "differs from what ONNX Runtime" in capsys.readouterr().err
    assert not (tmp_path / "m.xlsx").exists()


def test_a_sample_decides_which_numbers_are_compared():
    sample = np.float32([[1, 2, 3], [4, 5, 6]])
    report = from_onnx(layers(), sample).imported
    assert (report.samples, report.compared) == (2, True)
    assert from_onnx(layers(), {"x": sample}).imported.samples == 2


@pytest.mark.parametrize(
    "sample, error, said",
    [
        (np.ones((2, 4)), ShapeError, r"has shape \(2, 4\), expected \(N, 3\)"),
        ({"y": np.ones((2, 3))}, UsageError, "expected an array for each of x"),
        ([["a", "b", "c"]], InputError, "expected numbers"),
    ],
)
def test_a_sample_that_does_not_fit(sample, error, said):
    with pytest.raises(error, match=said):
        from_onnx(layers(), sample)


def test_without_onnx_runtime_the_package_onnx_is_asked(monkeypatch):
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    report = from_onnx(layers()).imported
    assert report.compared_with.startswith("onnx.reference")


def test_without_onnx_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(UsageError, match=r"pip install 'xlrnn\[onnx\]'"):
        from_onnx("m.onnx")


def test_the_report_says_how_axes_stand():
    report = str(from_onnx(recurrent("LSTM", steps="T", batch="N", outputs="Y_h")).imported)
    assert "took LSTM" in report
    assert "x: (T, batch, 3) there, (batch, …, 3) here" in report
    assert "agrees with ONNX Runtime" in report
