"""Whole models in the `.h5` files of Keras 2, against sums that are written out here."""

import json
from importlib import import_module
from importlib.util import find_spec

import numpy as np
import pytest

from tests.nn.interop.older_keras_files import (
    dense,
    drawn,
    in_parts,
    layer,
    named,
    recurrent,
    written,
)
from tests.requirements import need
from xlrnn import api, nn
from xlrnn.errors import ShapeError, UnreadableError, UsageError, XlrnnError
from xlrnn.nn.files import hdf5

ONE_WAY = True
X = np.random.default_rng(0).normal(size=(2, 4, 3)).astype(np.float32)


@pytest.fixture(autouse=True, params=["h5py", "pyfive"])
def library(request, monkeypatch):
    """Files are read by h5py, or as in a page."""
    for each in ("h5py", "pyfive"):
        need(each, find_spec(each) is not None, "pip install 'xlrnn[keras]'")
    monkeypatch.setattr(hdf5, "reading", lambda: import_module(request.param))
    return request.param


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def hard(a):
    """What Keras 2 called hard_sigmoid."""
    return np.clip(0.2 * a + 0.5, 0, 1)


def lstm(x, kernel, recurrent, bias, gate=sigmoid):
    """The last state of an LSTM, unit by unit in blocks of Keras' order."""
    h = c = np.zeros((len(x), recurrent.shape[0]))
    for t in range(x.shape[1]):
        i, f, g, o = np.split(x[:, t] @ kernel + h @ recurrent + bias, 4, axis=1)
        c = gate(f) * c + gate(i) * np.tanh(g)
        h = gate(o) * np.tanh(c)
    return h


def gru(x, kernel, recurrent, bias, gate=sigmoid, after=None):
    """The last state of a GRU; `after` is the second bias, where the reset comes after."""
    h = np.zeros((len(x), recurrent.shape[0]))
    units = h.shape[1]
    for t in range(x.shape[1]):
        a_z, a_r, a_g = np.split(x[:, t] @ kernel + bias, 3, axis=1)
        more = h @ recurrent + (0 if after is None else after)
        z, r = gate(a_z + more[:, :units]), gate(a_r + more[:, units : 2 * units])
        last = r * more[:, 2 * units :]
        if after is None:
            last = (r * h) @ recurrent[:, 2 * units :]
        h = z * h + (1 - z) * np.tanh(a_g + last)
    return h


def stacked(path, first, weights, **options):
    """A layer that reads, with one behind it that sums up."""
    head = drawn((weights[1].shape[0], 2), (2,), seed=2)
    config = {"class_name": "Sequential", "config": [first, dense("answer", 2)]}
    name = first["config"]["name"]
    file = {name: named(name, weights), "answer": named("answer", head, ("kernel", "bias"))}
    return written(path, config, file, **options), head


def test_layers_in_a_list_with_gates_as_keras_2_had_them(tmp_path):
    weights = drawn((3, 20), (5, 20), (20,))
    first = recurrent("LSTM", "reader", 5, recurrent_activation="hard_sigmoid",
                      unit_forget_bias=True, batch_input_shape=[None, 4, 3],
                      dtype="float32")  # fmt: skip
    path, (kernel, bias) = stacked(tmp_path / "m.h5", first, weights)
    expected = lstm(X, *weights, gate=hard) @ kernel + bias
    model = nn.load_model(path)
    np.testing.assert_allclose(model.predict(X), expected, atol=1e-5)
    assert [each.name for each in model.layers] == ["reader", "answer"]
    assert not model.compiled
    taken = nn.from_keras(path)
    assert not taken.compared
    assert "weights of reader in front of it are 6/5 of the file's" in str(taken.compared)


def test_a_gru_without_a_choice_resets_before(tmp_path):
    weights = drawn((3, 15), (5, 15), (15,))
    first = recurrent("GRU", "reader", 5, recurrent_activation="hard_sigmoid",
                      batch_input_shape=[None, 4, 3])  # fmt: skip
    path, (kernel, bias) = stacked(tmp_path / "m.h5", first, weights, names=in_parts)
    expected = gru(X, *weights, gate=hard) @ kernel + bias
    np.testing.assert_allclose(nn.load_model(path).predict(X), expected, atol=1e-5)


def as_cudnn(matrix, gates):
    """A matrix whose blocks cuDNN reads row by row, a row for each unit."""
    blocks = [np.ascontiguousarray(b.T).reshape(b.shape) for b in np.hsplit(matrix, gates)]
    return np.hstack(blocks)


def test_layers_for_graphics_cards(tmp_path):
    kernel, recurrent_kernel, one, other = drawn((3, 20), (5, 20), (20,), (20,))
    first = layer("CuDNNLSTM", "reader", units=5, return_sequences=False, return_state=False,
                  stateful=False, batch_input_shape=[None, 4, 3])  # fmt: skip
    saved = [as_cudnn(kernel, 4), as_cudnn(recurrent_kernel, 4), np.concatenate([one, other])]
    path, (head, bias) = stacked(tmp_path / "lstm.h5", first, saved)
    expected = lstm(X, kernel, recurrent_kernel, one + other) @ head + bias
    np.testing.assert_allclose(nn.load_model(path).predict(X), expected, atol=1e-5)

    kernel, recurrent_kernel, one, other = drawn((3, 15), (5, 15), (15,), (15,))
    first = layer("CuDNNGRU", "reader", units=5, batch_input_shape=[None, 4, 3])
    saved = [as_cudnn(kernel, 3), as_cudnn(recurrent_kernel, 3), np.concatenate([one, other])]
    path, (head, bias) = stacked(tmp_path / "gru.h5", first, saved)
    expected = gru(X, kernel, recurrent_kernel, one, after=other) @ head + bias
    np.testing.assert_allclose(nn.load_model(path).predict(X), expected, atol=1e-5)


def branching(path, end=("pair", 2, 0)):
    """States handed on, a sum, and a model inside that is called twice and normalizes."""
    inner = {
        "name": "pair",
        "layers": [
            layer("InputLayer", "i", [], batch_input_shape=[None, 5], dtype="float32"),
            dense("same", 5, [[["i", 0, 0, {}]]], activation="hard_sigmoid"),
            layer("BatchNormalization", "b", [[["same", 0, 0, {}]]], axis=[1], epsilon=0.001,
                  momentum=0.99, center=True, scale=True),
            dense("other", 5, [[["b", 0, 0, {}]]]),
        ],
        "input_layers": [["i", 0, 0]],
        "output_layers": [["other", 0, 0]],
    }  # fmt: skip
    states = [["x", 0, 0, {}], ["first", 0, 1, {}], ["first", 0, 2, {}]]
    layers = [
        layer("InputLayer", "x", [], batch_input_shape=[None, 4, 3], dtype="float32"),
        recurrent("LSTM", "first", 5, [[["x", 0, 0, {}]]], recurrent_activation="sigmoid",
                  return_state=True),
        recurrent("LSTM", "second", 5, [states], recurrent_activation="sigmoid"),
        layer("Add", "sum", [[["first", 0, 0, {}], ["second", 0, 0, {}]]]),
        {"class_name": "Model", "name": "pair", "config": inner,
         "inbound_nodes": [[["sum", 0, 0, {}]], [["pair", 1, 0, {}]]]},
    ]  # fmt: skip
    config = {"name": "m", "layers": layers, "input_layers": [["x", 0, 0]],
              "output_layers": [list(end)]}  # fmt: skip
    first, second = drawn((3, 20), (5, 20), (20,)), drawn((3, 20), (5, 20), (20,), seed=3)
    same, other = drawn((5, 5), (5,), seed=4), drawn((5, 5), (5,), seed=5)
    gamma, beta, mean, variance = map(abs, drawn((5,), (5,), (5,), (5,), seed=6))
    pair = {"same/kernel:0": same[0], "same/bias:0": same[1], "b/gamma:0": gamma,
            "b/beta:0": beta, "other/kernel:0": other[0], "other/bias:0": other[1],
            "b/moving_mean:0": mean, "b/moving_variance:0": variance}  # fmt: skip
    file = {"x": {}, "first": named("first", first), "second": named("second", second),
            "sum": {}, "pair": pair}  # fmt: skip
    written(path, {"class_name": "Model", "config": config}, file)

    def inside(x):
        y = hard(x @ same[0] + same[1])
        y = gamma * (y - mean) / np.sqrt(variance + 0.001) + beta
        return y @ other[0] + other[1]

    return first, second, inside


def states_of(x, kernel, recurrent_kernel, bias, h, c):
    for t in range(x.shape[1]):
        i, f, g, o = np.split(x[:, t] @ kernel + h @ recurrent_kernel + bias, 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
    return h, c


@pytest.mark.parametrize("end, calls", [(("pair", 2, 0), 2), (("sum", 0, 0), 0)])
def test_models_that_branch_with_a_model_inside(tmp_path, end, calls):
    first, second, inside = branching(tmp_path / "m.h5", end)
    if not calls:  # layers that lead nowhere are not in such files
        description = json.loads(description_of(tmp_path / "m.h5"))
        del description["config"]["layers"][-1]
        changed(tmp_path / "m.h5", json.dumps(description), without="pair")
    h, c = states_of(X, *first, np.zeros((2, 5)), np.zeros((2, 5)))
    expected = h + states_of(X, *second, h, c)[0]
    for _ in range(calls):
        expected = inside(expected)
    given = nn.load_model(tmp_path / "m.h5").predict(X)
    np.testing.assert_allclose(given, expected, rtol=1e-4, atol=1e-4)


def description_of(path):
    import h5py

    with h5py.File(path) as file:
        return file.attrs["model_config"]


def changed(path, description=None, without=None, **attributes):
    """Change what a file says of the model, or take a layer's weights away."""
    import h5py

    with h5py.File(path, "a") as file:
        if description is not None:
            file.attrs["model_config"] = description
        for name, value in attributes.items():
            file["model_weights"].attrs[name] = value
        if without is not None:
            names = [n for n in file["model_weights"].attrs["layer_names"] if n != without.encode()]
            file["model_weights"].attrs["layer_names"] = names
            del file["model_weights"][without]


@pytest.fixture
def file(tmp_path):
    weights = drawn((3, 20), (5, 20), (20,))
    first = recurrent("LSTM", "reader", 5, batch_input_shape=[None, 4, 3])
    return stacked(tmp_path / "m.h5", first, weights)[0]


def test_it_becomes_a_workbook(file, tmp_path):
    told = []
    given = np.array([[[1, 2, 3], [0, 1, 0], [-1, 0, 1], [2, 2, 2]]])
    book = api.export(file, tmp_path / "m.xlsx", given[0], tell=told.append)
    assert told == ["not compared with Keras: a file is not run: load it there, give the model"]
    assert api.verify([book]).outcome == "agree"
    np.testing.assert_allclose(
        api.read(book)["answer_logits"].ravel(), nn.load_model(file).predict(given)[0], atol=1e-6
    )


@pytest.mark.parametrize(
    ("saved", "message"),
    [
        (layer("Lambda", "mine", function=["aGk=", None]), r"mine \(Lambda\) calculates"),
        (layer("TFOpLambda", "tf.add", function="add"), "with code of its own"),
        (layer("ConvLSTM2D", "far", filters=2), r"far \(ConvLSTM2D\): there is no such layer here"),
        (layer("Activation", "late", activation="hard_sigmoid"), "late: hard_sigmoid was a / 5"),
        (layer("Dense", "big", units=10**9), "the file's weights are"),
        (layer("TimeDistributed", "all", layer=layer("Lambda", "in")), r"in \(Lambda\) calculates"),
        ("reader", "a layer has no description"),
        ({"class_name": ["Dense"], "config": {}}, "does not make sense"),
    ],
)
def test_layers_that_are_refused(file, saved, message):
    description = json.loads(description_of(file))
    description["config"].append(saved)
    changed(file, json.dumps(description))
    with pytest.raises(XlrnnError, match=message):
        nn.load_model(file)


NESTED = '{"class_name": "Sequential", "config": [' * 4000


@pytest.mark.parametrize(
    ("description", "message"),
    [
        ("{", "model_config is no JSON"),
        ("[]", "describes no model"),
        (NESTED, "no JSON"),
        (NESTED + "]}" * 4000, "no JSON|too deep"),
        ('{"class_name": "Mine", "config": {}}', "of the class Mine"),
        ('{"class_name": "Sequential", "config": 3}', "has no description"),
        ('{"class_name": "Model", "config": {"layers": [{"class_name": "Add", "config": {}, '
         '"inbound_nodes": [[["a", "b", 0]]]}]}}', "is written in a way that is not read"),
        ('{"class_name": "Model", "config": {"layers": []}}', "does not make sense"),
    ],
)  # fmt: skip
def test_descriptions_that_are_refused(file, description, message):
    changed(file, description)
    with pytest.raises((UnreadableError, UsageError), match=message):
        nn.load_model(file)


def test_versions_and_backends_that_are_refused(tmp_path):
    first = layer("Conv1D", "window", filters=2, kernel_size=[2], strides=[1], padding="valid",
                  activation="linear", batch_input_shape=[None, 4, 3])  # fmt: skip
    config = {"class_name": "Sequential", "config": {"name": "m", "layers": [first]}}
    weights = {"window": named("window", drawn((2, 3, 2), (2,)), ("kernel", "bias"))}
    for version in ("1.2.2", None):
        written(tmp_path / "m.h5", config, weights, version)
        with pytest.raises(UsageError, match=r"is of Keras 1.*: Keras 2 reads it"):
            nn.load_model(tmp_path / "m.h5")
    written(tmp_path / "m.h5", config, weights, "2.15.0", "theano")
    with pytest.raises(UsageError, match=r"window: weights that Keras saved on Theano"):
        nn.load_model(tmp_path / "m.h5")


def test_weights_that_are_not_those_of_the_layers(tmp_path):
    first = recurrent("SimpleRNN", "reader", 3, batch_input_shape=[None, 4, 3])
    kernel, recurrent_kernel, bias = drawn((3, 3), (3, 3), (3,))
    config = {"class_name": "Sequential", "config": [first]}
    swapped = {"reader/recurrent_kernel:0": recurrent_kernel, "reader/kernel:0": kernel,
               "reader/bias:0": bias}  # fmt: skip
    for weights, message in (
        ({"reader": swapped}, "reader/recurrent_kernel:0 stands where kernel is expected"),
        ({"reader": named("reader", [kernel, recurrent_kernel])}, "has 2 weights, expected 3"),
        (
            {"reader": named("reader", [kernel, recurrent_kernel, bias[:2]])},
            r"bias has shape \(2,\)",
        ),
        (
            {"other": named("other", [kernel, recurrent_kernel, bias])},
            "with weights: other, reader",
        ),
    ):
        written(tmp_path / "m.h5", config, weights)
        with pytest.raises(ShapeError, match=message):
            nn.load_model(tmp_path / "m.h5")


def test_names_that_would_fill_the_memory(file, library, monkeypatch):
    monkeypatch.setattr(hdf5, "MOST_TEXT", 100_000)
    changed(file, layer_names=["x" * 60_000, "y"])  # as far as a file tells, two long ones
    message = "layer_names may grow to more than 100000 bytes"
    if library == "pyfive":  # reads all attributes before anybody asks for one
        message = "with weights: answer, reader"
    with pytest.raises(XlrnnError, match=message):
        nn.load_model(file)


def test_names_that_are_no_texts(file):
    changed(file, layer_names=np.arange(3))
    with pytest.raises(UnreadableError, match="layer_names holds no texts"):
        nn.load_model(file)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_that_is_cut_off(file, share):
    file.write_bytes(file.read_bytes()[: int(share * file.stat().st_size)])
    with pytest.raises(UnreadableError, match="is damaged"):
        nn.load_model(file)
