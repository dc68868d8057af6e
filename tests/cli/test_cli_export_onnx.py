"""`xlrnn export` of ONNX files: what is said, exit codes, files."""

from importlib.util import find_spec

import numpy as np
import pytest

from tests.oracle.onnx_models.graphs import drawn, model, node
from tests.requirements import need
from xlrnn import api


@pytest.fixture
def file(tmp_path):
    need("onnx", find_spec("onnx") is not None, "pip install 'xlrnn[onnx]'")
    import onnx

    nodes = [node("Gather", "table ids", "v"), node("ReduceMax", "v", "m", axes=[1], keepdims=0),
             node("MatMul", "m W", "y")]  # fmt: skip
    constants = {"table": drawn(1, 6, 3), "W": drawn(2, 3, 2)}
    path = tmp_path / "m.onnx"
    onnx.save(model(nodes, {"ids": ["batch", 4]}, ["y"], constants, opset=12), path)
    return path


def test_it_says_what_was_taken_and_compared(xlrnn, file, tmp_path):
    book = tmp_path / "m.xlsx"
    ran = xlrnn("export", file, "-o", book, "--input", "5 0 2 2", "--tokens", "a,b,c,d,e,f")
    assert (ran.code, ran.err) == (0, "")
    took, stands, agrees, wrote = ran.out.splitlines()
    assert took == "ONNX of opset 12: took Gather, ReduceMax, MatMul"
    assert stands == "ids: (batch, 4) there, (batch, 4) here"
    assert agrees.startswith("agrees with ONNX Runtime")
    assert wrote == f"wrote {book}"
    assert api.verify(book).outcome == "agree"
    shown = api.read(book)["dense_logits"][:, 0]
    table, W = drawn(1, 6, 3), drawn(2, 3, 2)
    np.testing.assert_allclose(shown, table[[5, 0, 2, 2]].max(0) @ W, rtol=1e-6)


@pytest.mark.parametrize("content", [b"", b"no model"])
def test_a_file_that_is_none(xlrnn, tmp_path, content):
    (tmp_path / "m.onnx").write_bytes(content)
    ran = xlrnn("export", tmp_path / "m.onnx", "-o", tmp_path / "m.xlsx", "--input", "1")
    assert ran.code == 3
    assert "no ONNX file" in ran.err
    assert "Traceback" not in ran.err


def test_an_operator_that_we_lack_is_named(xlrnn, tmp_path):
    need("onnx", find_spec("onnx") is not None, "pip install 'xlrnn[onnx]'")
    import onnx

    path = tmp_path / "m.onnx"
    onnx.save(model([node("Erf", "x", "y")], {"x": ["N", 3]}, ["y"]), path)
    ran = xlrnn("export", path, "-o", tmp_path / "m.xlsx", "--input", "1 2 3")
    assert (ran.code, ran.out) == (2, "")
    assert "node y (Erf): there is no such operator here" in ran.err
