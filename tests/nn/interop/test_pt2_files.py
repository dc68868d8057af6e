"""Files of exported programs are hostile until shown otherwise; pickles are not read at all.

The files are written here, by the format that PyTorch 2.13 writes, so PyTorch is not needed.
"""

import io
import pickle
import zipfile
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.nn.interop.pt2_files import (
    KERNEL,
    LINEAR,
    TANH,
    described,
    node,
    program,
    tensor,
    written,
)
from tests.requirements import need
from xlrnn import api, nn
from xlrnn.errors import UnreadableError, UsageError, XlrnnError
from xlrnn.nn.interop.pytorch.exported import from_program
from xlrnn.nn.interop.pytorch.exported.folding import FOLDINGS
from xlrnn.nn.interop.pytorch.exported.here import MEANINGS

ONE_WAY = True


@pytest.fixture(autouse=True)
def _nothing_is_run(monkeypatch):
    monkeypatch.setattr(from_program, "find_spec", lambda _: None)


def test_a_file_is_what_it_says(tmp_path):
    model = nn.from_torch(written(tmp_path / "m.pt2", program(LINEAR)))
    x = np.array([[1.0, 2.0], [0.0, -1.0]])
    np.testing.assert_allclose(model.predict(x, verbose=0), x @ KERNEL.T)
    assert "not compared" in str(model.compared)


def changed(**meta):
    config = {"fc.weight": {"path_name": "weight_0", "use_pickle": False,
                            "tensor_meta": described(KERNEL) | meta}}  # fmt: skip
    return {"config": config}


ints = [{"as_int": 2}] * 2
HUGE = node("torch.ops.aten.zeros.default", "z", size={"as_ints": [10**6, 10**6]})
DAMAGED = {
    "no json": (program(LINEAR), {"models__model.json": b"{"}, "damaged"),
    "deep": (program(LINEAR), {"models__model.json": b"[" * 100_000}, "damaged"),
    "a list": ([], {}, "describes nothing"),
    "nothing": ({}, {}, "damaged: KeyError"),
    "no weight": (program(LINEAR), {"data__weights__weight_0": None}, "has no data/weights"),
    "short": (program(LINEAR), {"weight": b"123"}, "damaged|reaches beyond"),
    "few": (program(LINEAR), {"weight": b"1234"}, "reaches beyond its 1 numbers"),
    "no steps": (program(LINEAR), changed(strides=[{"as_int": 0}] * 2, sizes=ints * 20),
                 "has sides"),
    "one number, often": (
        program(LINEAR), changed(strides=[{"as_int": 0}] * 2, sizes=[{"as_int": 10**9}] * 2),
        "reaches beyond",
    ),
    "backwards": (program(LINEAR), changed(strides=[{"as_int": -2}, {"as_int": 1}]), "has sides"),
    "offset": (program(LINEAR), changed(storage_offset={"as_int": 5}), "reaches beyond"),
    "kind": (program(LINEAR), changed(dtype=13), "holds numbers of kind 13"),
    "pickled": (
        program(LINEAR),
        {"config": {"fc.weight": {"path_name": "weight_0", "use_pickle": True}}},
        "is pickled, which is not read",
    ),
    "outside": (
        program(LINEAR),
        {"config": {"fc.weight": {"path_name": "../../../secret", "use_pickle": False,
                                  "tensor_meta": described(KERNEL)}}},
        "has no data/weights/../../../secret",
    ),
    "packed": (program(LINEAR), {"packed": zipfile.ZIP_DEFLATED}, "is packed"),
    "order": (program(LINEAR), {"byteorder": b"big"}, "another byte order"),
    "two": (program(LINEAR), {"models__other.json": b"{}"}, "holds 2 models"),
    "old": (program(LINEAR), {"models__model.json": None, "serialized_exported_program.json": b""},
            "before 2.8"),
    "unknown array": (program(node("torch.ops.aten.tanh.default", self=tensor("q"))), {},
                      "takes q, which nothing before it gives"),
    "itself": (program(node("torch.ops.aten.tanh.default", self=tensor("y"))), {},
               "takes y, which nothing before it gives"),
    "code": (program(node("torch.os.system", command={"as_string": "true"}, x=tensor("x"))), {},
             "torch.os.system.: there is no such operator"),
    "more code": (program(node("builtins.eval", "y", a={"as_string": "1"}), TANH), {},
                  "builtins.eval.: there is no such operator"),
    "large": (program(HUGE, TANH), {}, "an array of sides"),
    "symbols": (
        program(TANH, sides=[{"as_expr": {"expr_str": "__import__('os').system('true')"}}]), {},
        "",
    ),
    "training": (
        program(node("torch.ops.aten.dropout.default", input=tensor("x"), p={"as_float": 0.5},
                     train={"as_bool": True})), {}, r"export the module in eval\(\)",
    ),
    "half": (program(LINEAR), {}, None),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGED)
def test_a_hostile_file_is_refused_in_words(tmp_path, name):
    what, options, said = DAMAGED[name]
    path = written(tmp_path / "m.pt2", what, **options)
    if said is None:
        data = path.read_bytes()
        for size in range(0, len(data), 41):
            path.write_bytes(data[:size])
            with pytest.raises(UnreadableError):
                nn.from_torch(path)
    elif not said:
        assert nn.from_torch(path).layers  # a name is a name, whatever it says
    else:
        with pytest.raises((UnreadableError, UsageError), match=said):
            nn.from_torch(path)


def test_bits_that_flip_never_end_in_anything_else_than_words(tmp_path):
    data = written(tmp_path / "m.pt2", program(LINEAR, TANH)).read_bytes()
    rng = np.random.default_rng(0)
    for at in rng.integers(len(data), size=100):
        broken = bytearray(data)
        broken[at] ^= 1 << int(rng.integers(8))
        (tmp_path / "b.pt2").write_bytes(broken)
        try:
            nn.from_torch(tmp_path / "b.pt2")
        except XlrnnError as error:
            assert str(error)


ODD = [
    {"as_int": 7}, {"as_int": -3}, {"as_ints": []}, {"as_ints": [1, -1, 5]}, {"as_float": 0.5},
    {"as_bool": True}, {"as_string": "x"}, {"as_none": True}, tensor("x"), {"as_scalar_type": 4},
    {"as_tensors": [{"name": "x"}, {"name": "x"}]}, {"as_sym_ints": [{"as_int": 2}]}, tensor("w"),
]  # fmt: skip
NAMES = ["dim", "size", "index", "other", "weight", "bias", "kernel_size", "padding", "hx",
         "params", "tensors", "dims", "start", "end", "indices", "pad", "chunks"]  # fmt: skip


@pytest.mark.parametrize("kind", [*MEANINGS, *FOLDINGS])
def test_arguments_of_any_kind_end_in_words(tmp_path, kind):
    rng = np.random.default_rng(len(kind))
    for first in ("self", "input"):
        names = rng.choice(NAMES, size=4, replace=False)
        others = {str(name): ODD[rng.integers(len(ODD))] for name in names}
        odd = node(f"torch.ops.aten.{kind}.default", **{first: tensor("x"), **others})
        try:
            nn.from_torch(written(tmp_path / "m.pt2", program(odd)))
        except XlrnnError as error:
            assert str(error)


def test_a_few_nodes_do_not_make_much_of_little(tmp_path):
    names = ["x", *(f"y{k}" for k in range(30))]
    doubled = [
        node("torch.ops.aten.cat.default", after, dim={"as_int": 1},
             tensors={"as_tensors": [{"name": before}] * 2})
        for before, after in pairwise(names)
    ]  # fmt: skip
    with pytest.raises(UsageError, match="more than 5,000,000 numbers a sample"):
        nn.from_torch(written(tmp_path / "m.pt2", program(*doubled)))


def test_what_is_not_there_or_something_else(tmp_path):
    with pytest.raises(UnreadableError, match="is no file"):
        nn.from_torch(tmp_path / "gone.pt2")
    (tmp_path / "text.pt2").write_text("no zip")
    with pytest.raises(UnreadableError, match=r"no \.pt2 file"):
        nn.from_torch(tmp_path / "text.pt2")
    with zipfile.ZipFile(tmp_path / "other.pt2", "w") as archive:
        archive.writestr("m/data.pkl", b"")
    with pytest.raises(UnreadableError, match=r"expected one that torch.export.save wrote"):
        nn.from_torch(tmp_path / "other.pt2")


# Pickles.


class Touch:
    """What leaves a trace when it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


def hostile(path, trace):
    data = io.BytesIO()
    pickle.dump(Touch(trace), data)
    path.write_bytes(data.getvalue())
    return path


@pytest.mark.parametrize("suffix", [".pt", ".pth", ".ckpt", ".pkl", ".PT"])
def test_a_pickle_is_refused_and_not_read(tmp_path, suffix):
    path = hostile(tmp_path / f"model{suffix}", tmp_path / "trace")
    for call in (
        lambda: nn.from_torch(path),
        lambda: api.export(path, tmp_path / "book.xlsx", [1.0]),
    ):
        with pytest.raises(UsageError, match=r"torch.export.save\(.*nn.from_torch\(module.*trust"):
            call()
    assert not (tmp_path / "trace").exists()
    assert not (tmp_path / "book.xlsx").exists()


def test_what_is_trusted_and_no_module_is_refused(tmp_path):
    need("torch", find_spec("torch") is not None, "pip install torch")
    import torch

    torch.save({"weight": torch.ones(2)}, tmp_path / "state.pt")
    with pytest.raises(UsageError, match="holds a dict, and not a module"):
        api.export(tmp_path / "state.pt", tmp_path / "book.xlsx", [1.0], trust=True)
    (tmp_path / "broken.pt").write_bytes(b"PK nothing")
    with pytest.raises(UnreadableError, match=r"broken.pt: "):
        api.export(tmp_path / "broken.pt", tmp_path / "book.xlsx", [1.0], trust=True)
