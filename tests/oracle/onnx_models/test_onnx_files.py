"""Files that are damaged, hostile or too much: clear errors, nothing outside, bounded memory."""

import tracemalloc
from importlib.util import find_spec

import numpy as np
import pytest

from tests.oracle.onnx_models.graphs import drawn, model, node, recurrent
from tests.requirements import need
from xlrnn.errors import UnreadableError, UsageError, XlrnnError
from xlrnn.nn import from_onnx


@pytest.fixture(autouse=True)
def onnx():
    need("onnx", find_spec("onnx") is not None, "pip install 'xlrnn[onnx]'")
    import onnx

    return onnx


def dense(**options):
    return model([node("MatMul", "x W", "y")], {"x": ["N", 3]}, ["y"], {"W": drawn(1, 3, 2)},
                 **options)  # fmt: skip


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "it holds no graph"),
        (b"no model at all", "no ONNX file"),
        (b"PK\x03\x04", "no ONNX file"),
        (b"\x08\x07", "it holds no graph"),
    ],
)
def test_what_is_no_model(tmp_path, content, said):
    path = tmp_path / "m.onnx"
    path.write_bytes(content)
    with pytest.raises(UnreadableError, match=said):
        from_onnx(path)


def test_a_file_that_is_not_there_and_a_folder(tmp_path):
    for path in (tmp_path / "none.onnx", tmp_path):
        with pytest.raises(UnreadableError, match="does not exist"):
            from_onnx(path)
    with pytest.raises(UsageError, match="expected the path of an ONNX file"):
        from_onnx(3)


def test_damaged_files_give_clear_errors(tmp_path):
    """60 files with bytes changed or cut off: no other error than ours, or the same model."""
    whole = recurrent("GRU", first="constant").SerializeToString()
    rng, path, refused = np.random.default_rng(0), tmp_path / "m.onnx", 0
    for _ in range(60):
        data = bytearray(whole)
        for place in rng.integers(0, len(data), rng.integers(1, 6)):
            data[place] = rng.integers(0, 256)
        path.write_bytes(bytes(data[: rng.integers(1, len(data))] if rng.random() < 0.3 else data))
        try:
            from_onnx(path)
        except XlrnnError as error:
            refused += 1
            assert str(error)
    assert refused > 20


def outside(onnx, location, **entries):
    made = dense()
    tensor = made.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = onnx.TensorProto.EXTERNAL
    for key, value in {"location": location, **entries}.items():
        tensor.external_data.add(key=key, value=str(value))
    return made


@pytest.mark.parametrize("location", ["../w.bin", "/etc/passwd", "", "a/../../w.bin", "link"])
def test_arrays_outside_of_the_folder_are_refused(onnx, tmp_path, location):
    folder = tmp_path / "models"
    (folder / "a").mkdir(parents=True)
    (tmp_path / "w.bin").write_bytes(bytes(24))
    (folder / "link").symlink_to(tmp_path / "w.bin")
    onnx.save(outside(onnx, location), folder / "m.onnx")
    with pytest.raises(UnreadableError, match="expected a file in the model's folder"):
        from_onnx(folder / "m.onnx")


@pytest.mark.parametrize(
    "entries, said",
    [
        ({"offset": 8}, "has 24 bytes from 8 on in w.bin, which has 24"),
        ({"offset": -8}, "from -8 on"),
        ({"length": 12}, "has 24 bytes"),
        ({"offset": "x"}, "W cannot be read"),
    ],
)
def test_arrays_beside_the_file_within_it(onnx, tmp_path, entries, said):
    (tmp_path / "w.bin").write_bytes(drawn(1, 3, 2).tobytes())
    onnx.save(outside(onnx, "w.bin"), tmp_path / "m.onnx")
    found = from_onnx(tmp_path / "m.onnx").layers[-1].kernel.numpy()
    np.testing.assert_array_equal(found, drawn(1, 3, 2))
    onnx.save(outside(onnx, "w.bin", **entries), tmp_path / "m.onnx")
    with pytest.raises(UnreadableError, match=said):
        from_onnx(tmp_path / "m.onnx")
    with pytest.raises(UnreadableError, match="kept in another file"):
        from_onnx(outside(onnx, "w.bin"))


@pytest.mark.parametrize("kind", ["ConstantOfShape", "Expand", "Tile", "Range"])
def test_a_small_file_makes_no_large_array(kind):
    constants = {"shape": np.array([2**20, 2**20]), "W": drawn(1, 3, 2), "one": np.float32(1)}
    constants |= {"zero": np.int64(0), "much": np.int64(2**40), "row": np.float32([[1, 2]])}
    inputs = {"ConstantOfShape": "shape", "Expand": "one shape", "Tile": "row shape",
              "Range": "zero much zero_step"}[kind]  # fmt: skip
    constants["zero_step"] = np.int64(1)
    nodes = [node(kind, inputs, "large"), node("MatMul", "x W", "h"), node("Add", "h large", "y")]
    tracemalloc.start()
    try:
        with pytest.raises(UsageError, match=f"node large \\({kind}\\)"):
            from_onnx(model(nodes, {"x": ["N", 3]}, ["y"], constants))
        assert tracemalloc.get_traced_memory()[1] < 2**26
    finally:
        tracemalloc.stop()


def test_a_declared_input_makes_no_large_array():
    with pytest.raises(UsageError, match="an array of shape"):
        from_onnx(model([node("Relu", "x", "y")], {"x": [2**20, 2**20]}, ["y"]))


def test_what_is_nested_deeply_is_refused():
    nodes = [node("Concat", f"v{k} x", f"v{k + 1}", axis=1) for k in range(3000)]
    with pytest.raises(UsageError):
        from_onnx(model([node("Relu", "x", "v0"), *nodes], {"x": ["N", 1]}, ["v3000"]))


def test_a_shape_without_numbers_makes_no_large_array(onnx):
    made = dense()
    made.graph.initializer[0].dims[:] = [2**31, 2**31]
    with pytest.raises(UnreadableError, match="W cannot be read"):
        from_onnx(made)


@pytest.mark.parametrize(
    "made, said",
    [
        (lambda: model([node("Conv", "x W", "y", domain="com.microsoft")], {"x": ["N", 3]}, ["y"]),
         r"node y \(Conv\): operators of com.microsoft are not taken"),
        (lambda: model([node("Erf", "x", "y")], {"x": ["N", 3]}, ["y"]),
         r"node y \(Erf\): there is no such operator here"),
        (lambda: model([node("Relu", "a", "y")], {"x": ["N", 3]}, ["y"]),
         "takes a, which nothing before it gives"),
        (lambda: model([node("Relu", "y", "z"), node("Relu", "z", "y")], {"x": ["N", 3]}, ["y"]),
         "takes y, which nothing before it gives"),
        (lambda: model([node("Relu", "x", "x")], {"x": ["N", 3]}, ["x"]), "which is there already"),
        (lambda: model([node("Relu", "W", "y")], {"x": ["N", 3]}, ["y"], {"W": drawn(1, 2)}),
         "is not calculated once"),
        (lambda: model([], {"x": ["N", 3]}, ["W"], {"W": drawn(1, 2)}), "depends on no input"),
    ],
)  # fmt: skip
def test_graphs_that_are_none(made, said):
    with pytest.raises(XlrnnError, match=said):
        from_onnx(made())


def test_a_graph_within_a_node_and_functions_are_refused(onnx):
    inner = onnx.helper.make_graph([node("Relu", "x", "z")], "inner", [], [
        onnx.helper.make_empty_tensor_value_info("z")])  # fmt: skip
    own = onnx.helper.make_node("If", ["c"], ["y"], then_branch=inner, else_branch=inner)
    with pytest.raises(UnreadableError, match=r"its attribute \w+_branch is a graph"):
        from_onnx(model([own], {"x": ["N", 3]}, ["y"], {"c": np.array(True)}))
    made = dense()
    made.functions.append(onnx.helper.make_function("own", "f", [], [], [], []))
    with pytest.raises(UsageError, match=r"functions of its own \(own.f\)"):
        from_onnx(made)


def test_a_second_call_gives_the_same_model():
    source = recurrent("LSTM", direction="bidirectional")
    first, second = from_onnx(source), from_onnx(source)
    assert [layer.name for layer in first.layers] != []
    for a, b in zip(first.get_weights(), second.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)
