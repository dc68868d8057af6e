"""Files that say they are Keras': damaged, foreign and hostile ones are refused, nothing is set."""

import io
import json
import zipfile
from importlib import import_module
from importlib.util import find_spec

import numpy as np
import pytest

from tests.requirements import need
from xlrnn import nn
from xlrnn.errors import InputError, ShapeError, UnreadableError, UsageError, XlrnnError
from xlrnn.nn.files import hdf5, keras_file, keras_model
from xlrnn.nn.files.limits import MOST_CONFIG

ONE_WAY = True


@pytest.fixture(autouse=True, params=["h5py", "pyfive"])
def _read_by(request, monkeypatch):
    """Files are written by h5py, and read by it, or as in a page."""
    for library in ("h5py", "pyfive"):
        need(library, find_spec(library) is not None, "pip install 'xlrnn[keras]'")
    monkeypatch.setattr(hdf5, "reading", lambda: import_module(request.param))


def made(units=4):
    return nn.Sequential([nn.Input((5, 3)), nn.GRU(units), nn.Dense(2)])


@pytest.fixture(params=[".keras", ".weights.h5"])
def saved(request, tmp_path):
    path = tmp_path / f"model{request.param}"
    nn.to_keras(made(), path)
    return path


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "model.keras"
    nn.to_keras(made(), path)
    return path


def changed(path, **parts):
    """Change parts of a .keras file; None takes one away."""
    with zipfile.ZipFile(path) as file:
        known = {info.filename: file.read(info) for info in file.infolist()}
    names = {"config": keras_file.CONFIG, "weights": keras_file.WEIGHTS}
    known |= {names[part]: data for part, data in parts.items()}
    with zipfile.ZipFile(path, "w") as file:
        for name, data in known.items():
            if data is not None:
                file.writestr(name, data)


def config_of(path):
    with zipfile.ZipFile(path) as file:
        return json.loads(file.read(keras_file.CONFIG))


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.95])
def test_a_file_that_is_cut_off(saved, share):
    model = made()
    before = model.get_weights()
    saved.write_bytes(saved.read_bytes()[: int(share * saved.stat().st_size)])
    with pytest.raises(UnreadableError, match=r"damaged|neither a .keras nor|has no"):
        nn.from_keras(saved, model)
    assert all(map(np.array_equal, before, model.get_weights()))


@pytest.mark.parametrize("data", [b"", b"weights", b"PK\x03\x04", b"\x89HDF\r\n\x1a\n" + bytes(99)])
def test_what_is_no_such_file(tmp_path, data):
    (tmp_path / "model.keras").write_bytes(data)
    with pytest.raises(UnreadableError):
        nn.from_keras(tmp_path / "model.keras", made())


def test_no_file_and_a_folder(tmp_path):
    for path in (tmp_path / "none.keras", tmp_path):
        with pytest.raises(UnreadableError, match="is no file: check the name and the folder"):
            nn.from_keras(path)


def test_weights_of_another_model_change_nothing(saved):
    model = made(units=5)
    before = model.get_weights()
    with pytest.raises(ShapeError, match=r"gru: kernel has shape \(3, 12\), expected \(3, 15\)"):
        nn.from_keras(saved, model)
    more = nn.Sequential([nn.Input((5, 3)), nn.GRU(4), nn.Dense(2), nn.Dense(2)])
    with pytest.raises(ShapeError, match="dense_1 lacks kernel"):
        nn.from_keras(saved, more)
    fewer = nn.Sequential([nn.Input((5, 3)), nn.GRU(4)])
    with pytest.raises(ShapeError, match="has layers that sequential lacks: dense"):
        nn.from_keras(saved, fewer)
    assert all(map(np.array_equal, before, model.get_weights()))


def test_a_weight_that_is_no_number(tmp_path):
    import h5py

    path = tmp_path / "model.weights.h5"
    nn.to_keras(made(), path)
    with h5py.File(path, "a") as file:
        file["layers/dense/vars/0"][1, 1] = np.nan
    with pytest.raises(InputError, match=r"dense: kernel has nan at \(1, 1\)"):
        nn.from_keras(path, made())


@pytest.mark.parametrize("kind", ["external", "soft"])
def test_links_out_of_the_file_are_not_followed(tmp_path, kind):
    import h5py

    secret = tmp_path / "secret.h5"
    with h5py.File(secret, "w") as file:
        file["numbers"] = np.ones((4, 2), np.float32)
    path = tmp_path / "model.weights.h5"
    nn.to_keras(made(), path)
    with h5py.File(path, "a") as file:
        del file["layers/dense/vars/0"]
        link = h5py.ExternalLink(str(secret), "numbers")
        file["layers/dense/vars/0"] = link if kind == "external" else h5py.SoftLink("/vars")
    # pyfive does not know external links at all.
    with pytest.raises(UnreadableError, match=r"is a link, which is not followed|is damaged"):
        nn.from_keras(path, made())


def test_numbers_that_lie_in_another_file_are_not_read(tmp_path):
    import h5py

    (tmp_path / "raw").write_bytes(bytes(32))
    path = tmp_path / "model.weights.h5"
    nn.to_keras(made(), path)
    with h5py.File(path, "a") as file:
        del file["layers/dense/vars/0"]
        file["layers/dense/vars"].create_dataset(
            "0", (4, 2), "f4", external=[(str(tmp_path / "raw"), 0, 32)]
        )
    with pytest.raises(UnreadableError, match="lies in another file, which is not read"):
        nn.from_keras(path, made())


def test_a_small_file_that_would_fill_the_memory(archive):
    description = config_of(archive)
    description["config"]["layers"][2]["config"]["units"] = 10**9
    changed(archive, config=json.dumps(description))
    with pytest.raises(XlrnnError, match="weights"):
        nn.from_keras(archive)


def test_a_bomb(archive):
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(keras_file.CONFIG, b" " * (MOST_CONFIG + 1))
        file.writestr(keras_file.WEIGHTS, b"")
    with pytest.raises(UnreadableError, match=r"config.json grows to .* bytes, more than the"):
        nn.from_keras(archive)


@pytest.mark.parametrize(
    "config, message",
    [
        (b"{", "is damaged"),
        (b"[]", "describes no model"),
        (
            b'{"class_name": "Mine"}',
            "of the class Mine: expected a Sequential model, or one between inputs",
        ),
        (b'{"class_name": "Sequential", "config": {"layers": 3}}', "lists no layers"),
        (None, "has no config.json: expected a .keras file"),
    ],
)
def test_descriptions_of_no_model_of_ours(archive, config, message):
    changed(archive, config=config)
    with pytest.raises((UnreadableError, UsageError), match=message):
        nn.from_keras(archive)


@pytest.mark.parametrize(
    "layer, message",
    [
        ({"class_name": "Lambda", "config": {}}, r"\(Lambda\): there is no such layer here"),
        ({"class_name": "Dense", "config": {"units": 2}, "module": "evil"}, "no such layer here"),
        ({"class_name": "Dense", "config": {"units": 0}}, "units is 0: expected a whole"),
        ({"class_name": "LSTM", "config": {"units": 2, "recurrent_dropout": 1.3}},
         "recurrent_dropout is 1.3: expected a number from 0 up to but not 1"),
        ({"class_name": "Dense", "config": {"units": 2, "kernel_constraint": {"l2": 1.0}}},
         "kernel_constraint is .* and we have no such option"),
    ],
)  # fmt: skip
def test_layers_that_are_not_ours(archive, layer, message):
    description = config_of(archive)
    description["config"]["layers"][2] = {"module": "keras.layers", **layer}
    changed(archive, config=json.dumps(description))
    with pytest.raises(UsageError, match=message):
        nn.from_keras(archive)


def test_a_file_for_older_keras(tmp_path):
    import h5py

    data = io.BytesIO()
    with h5py.File(data, "w") as file:
        file.create_group("model_weights/dense")
    (tmp_path / "old.h5").write_bytes(data.getvalue())
    with pytest.raises(
        UnreadableError, match=r"whole model of older Keras: nn.load_model reads it"
    ):
        nn.from_keras(tmp_path / "old.h5", made())


def test_what_keras_could_not_take(tmp_path):
    tied = nn.Sequential([nn.Input((5, 3)), nn.SimpleRNN(2, tied=True)])
    with pytest.raises(UsageError, match="Keras' SimpleRNN has no tied=True"):
        nn.to_keras(tied)
    with pytest.raises(UsageError, match=r"expected a name that ends with .keras or .weights.h5"):
        nn.to_keras(made(), tmp_path / "model.npz")
    with pytest.raises(UsageError, match="has no weights before its input's shape is known"):
        nn.to_keras(nn.Sequential([nn.Dense(2)]))


def test_weights_without_a_model(tmp_path):
    path = tmp_path / "model.weights.h5"
    nn.to_keras(made(), path)
    for source in (path, made().get_weights()):
        with pytest.raises(UsageError, match="give a model"):
            nn.from_keras(source)
    with pytest.raises(ShapeError, match="got 1 weight, expected 5: 3 of gru, 2 of dense"):
        nn.from_keras([np.zeros(2)], made())


def functional(*layers, output):
    """A description of a model between inputs and outputs, of (class, name, config, calls)."""
    listed = [
        {"class_name": kind, "config": {"name": name, **config}, "name": name,
         "inbound_nodes": calls}
        for kind, name, config, calls in layers
    ]  # fmt: skip
    config = {"name": "m", "layers": listed, "input_layers": [["x", 0, 0]],
              "output_layers": [[output, 0, 0]]}  # fmt: skip
    return {"class_name": "Functional", "config": config}


def call(*places):
    tensors = [
        {"class_name": "__keras_tensor__", "config": {"keras_history": [name, k, 0]}}
        for name, k in places
    ]
    return {"args": tensors, "kwargs": {}}


X = ("InputLayer", "x", {"batch_shape": [None, 3]}, [])
DENSE = {"units": 3}


@pytest.mark.parametrize(
    ("saved", "words"),
    [
        (functional(X, ("Dense", "d", DENSE, [call(("d", 1)), call(("d", 0))]), output="d"),
         "goes in a circle, or lacks what feeds d"),
        (functional(X, ("Dense", "d", DENSE, [call(("gone", 0))]), output="d"),
         "lacks what feeds d"),
        (functional(X, output="gone"), "does not make sense"),
        (functional(X, ("Dense", "d", DENSE, [call(("x", 0))] * 100_000), output="d"),
         "are called 100000 times"),
        (functional(X, ("Dense", "d", {"units": 10**7}, [call(("x", 0))]), output="d"),
         "numbers or more, and the file's weights are"),
        (functional(X, ("Lambda", "d", {}, [call(("x", 0))]), output="d"), "no such layer here"),
        (functional(X, ("Dense", "d", DENSE, [["x", 0, 0]]), output="d"), "files of older Keras"),
        (functional(X, ("Add", "d", {}, [call(("x", 0))]), output="d"), "got one array"),
    ],
)  # fmt: skip
def test_descriptions_of_models_that_branch_are_refused(saved, words):
    with pytest.raises(XlrnnError, match=words):
        keras_model.model_of(saved, size=1000)
