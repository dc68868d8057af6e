"""What is written follows from the name, what is read from the content; nothing is lost."""

import os
import zipfile

import numpy as np
import pytest

from tests.oracle.unchecked import unchecked
from tests.requirements import need
from xlrnn import nn
from xlrnn.errors import ShapeError, TrainingError, UnreadableError, UsageError
from xlrnn.nn import callbacks

ONE_WAY = True

X = np.random.default_rng(0).normal(size=(12, 4, 3))
Y = np.eye(2)[(X.sum((1, 2)) > 0).astype(int)]


@pytest.fixture(autouse=True)
def _h5py():
    from importlib.util import find_spec

    need("h5py", find_spec("h5py") is not None, "pip install 'xlrnn[keras]'")


def made(units=4, cell=nn.GRU, **options):
    nn.set_random_seed(3)
    model = nn.Sequential(
        [nn.Input((4, 3)), cell(units, **options), nn.Dense(2, activation="softmax")]
    )
    rate = nn.optimizers.schedules.ExponentialDecay(0.02, 3, 0.9)
    model.compile(
        nn.optimizers.Adam(rate, clipnorm=1.0), "categorical_crossentropy", metrics=["accuracy"]
    )
    return model


def learned(model, epochs=1):
    nn.set_random_seed(5)
    model.fit(X, Y, 5, epochs, 0)
    return model


def same(one, other):
    return all(map(np.array_equal, one.get_weights(), other.get_weights()))


WHOLE = ["m.keras", "m.npz", "m", "m.ckpt"]
ALONE = ["m.weights.h5", "m.npz", "m"]


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("as_path", [str, os.fspath, lambda path: path])
def test_a_model_goes_on_from_its_file_bit_for_bit(name, as_path, tmp_path):
    model = learned(made())
    model.save(as_path(tmp_path / name))
    again = nn.load_model(as_path(tmp_path / name))
    assert list(tmp_path.iterdir()) == [tmp_path / name]
    assert again.get_config() == model.get_config()
    assert again.get_compile_config() == model.get_compile_config()
    assert again.optimizer.iterations == model.optimizer.iterations > 0
    assert again.evaluate(X, Y) == model.evaluate(X, Y)
    assert same(learned(again, 2), learned(model, 2))


@pytest.mark.parametrize("name", WHOLE)
def test_a_model_can_be_read_without_being_compiled(name, tmp_path):
    model = learned(made())
    model.save(filepath=tmp_path / name)
    again = nn.load_model(filepath=tmp_path / name, compile=False)
    assert same(again, model)
    with pytest.raises(UsageError, match="not compiled"):
        again.evaluate(X, Y)


@pytest.mark.parametrize("name", WHOLE)
def test_a_model_that_was_never_compiled(name, tmp_path):
    model = nn.Sequential([nn.Input((3,)), nn.Dense(1)])
    model.save(tmp_path / name)
    assert same(nn.load_model(tmp_path / name), model)


@pytest.mark.parametrize("name", [*ALONE, "whole.keras"])
def test_weights_come_back_alone(name, tmp_path):
    model, other = learned(made()), made()
    (model.save if name == "whole.keras" else model.save_weights)(tmp_path / name)
    other.load_weights(tmp_path / name)
    assert same(other, model)
    small = made(units=2)
    before = small.get_weights()
    with pytest.raises(ShapeError):
        small.load_weights(tmp_path / name)
    assert all(map(np.array_equal, before, small.get_weights()))


@pytest.mark.parametrize(
    "name, alone, message",
    [
        (
            "m.h5",
            False,
            r"m\.h5: a model cannot be written under this name: expected one that ends",
        ),
        ("m.hdf5", False, "ends with .keras, which Keras reads, too, or .npz"),
        ("m.weights.h5", False, r"\(save_weights writes the other kind\)"),
        ("m.h5", True, "weights alone cannot be written .* ends with .weights.h5"),
        ("m.keras", True, r"\(save writes the other kind\)"),
    ],
)
def test_names_that_would_not_hold_what_they_say(name, alone, message, tmp_path):
    model = made()
    with pytest.raises(UsageError, match=message):
        (model.save_weights if alone else model.save)(tmp_path / name)
    with pytest.raises(UsageError, match=r"ModelCheckpoint: .*m.* cannot be written"):
        callbacks.ModelCheckpoint(tmp_path / name, save_weights_only=alone)
    assert not list(tmp_path.iterdir())


def test_what_keras_lacks_stays_out_of_its_files_and_in_ours(tmp_path):
    model = made(cell=nn.SimpleRNN, tied=True)
    for name, write in (("m.keras", model.save), ("m.weights.h5", model.save_weights)):
        with pytest.raises(UsageError, match="Keras' SimpleRNN has no tied=True"):
            write(tmp_path / name)
    assert not list(tmp_path.iterdir())
    model.save(tmp_path / "m.npz")
    assert same(nn.load_model(tmp_path / "m.npz"), model)


@pytest.mark.parametrize("name", ["m.keras", "m.npz", "m.weights.h5"])
def test_a_spoiled_model_does_not_replace_a_good_one(name, tmp_path):
    model = made()
    write = model.save_weights if name.endswith("h5") else model.save
    write(tmp_path / name)
    before = (tmp_path / name).read_bytes()
    model.layers[0].kernel.value[0, 0] = np.nan
    with pytest.raises(TrainingError, match="gru: kernel is no longer finite, so it is not saved"):
        write(tmp_path / name)
    if not name.endswith("npz"):
        with pytest.raises(TrainingError, match="is no longer finite"):
            nn.to_keras(model, tmp_path / name)
    assert (tmp_path / name).read_bytes() == before


@pytest.mark.parametrize("name", ["m.keras", "m.npz"])
def test_files_in_the_way(name, tmp_path):
    model = made()
    (tmp_path / name).mkdir()
    with pytest.raises(UsageError, match=r"cannot write .*: it is a folder"):
        model.save(tmp_path / name)
    for read in (nn.load_model, model.load_weights):
        with pytest.raises(UnreadableError, match="is a folder: expected a file that save wrote"):
            read(tmp_path / name)
        with pytest.raises(UnreadableError, match="does not exist: check the name and the folder"):
            read(tmp_path / f"no-{name}")
    with unchecked(), pytest.raises(UsageError, match="the file is 3: expected its name"):
        model.save(3)


@pytest.mark.parametrize("name", ["m.keras", "m.npz", "m.weights.h5"])
def test_a_file_that_is_there_is_replaced_unless_that_is_refused(name, tmp_path):
    model = made()
    write = model.save_weights if name.endswith("h5") else model.save
    write(tmp_path / name, overwrite=False)
    with pytest.raises(UsageError, match="is there already: overwrite=True replaces it"):
        write(tmp_path / name, overwrite=False)
    write(tmp_path / name)


def test_files_of_another_kind_say_what_reads_them(tmp_path):
    model = made()
    model.save_weights(tmp_path / "m.weights.h5")
    with pytest.raises(
        UsageError, match=r"holds weights alone, .* load_weights reads a \.weights\.h5"
    ):
        nn.load_model(tmp_path / "m.weights.h5")
    model.save(tmp_path / "m.npz")
    with pytest.raises(UnreadableError, match=r"xlrnn saved it, and nn\.load_model reads it"):
        nn.from_keras(tmp_path / "m.npz")
    with unchecked(), pytest.raises(UsageError, match=r"custom_objects is .*: expected functions"):
        nn.load_model(tmp_path / "m.npz", custom_objects=[nn.Dense])


@pytest.mark.parametrize("content", [b"", b"weights", b"PK\x03\x04", b"\x89HDF\r\n\x1a\n"])
@pytest.mark.parametrize("name", ["m.keras", "m.npz", "m.weights.h5"])
def test_damaged_files(name, content, tmp_path):
    (tmp_path / name).write_bytes(content)
    for read in (nn.load_model, made().load_weights):
        with pytest.raises(UnreadableError, match=name):
            read(tmp_path / name)


def test_a_damaged_part_of_ours(tmp_path):
    made().save(tmp_path / "m.keras")
    with zipfile.ZipFile(tmp_path / "m.keras") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for content in (b"", parts["config.json"], parts["xlrnn.npz"][:-100]):
        with zipfile.ZipFile(tmp_path / "m.keras", "w") as archive:
            for name, data in {**parts, "xlrnn.npz": content}.items():
                archive.writestr(name, data)
        with pytest.raises(UnreadableError, match=r"m\.keras is damaged"):
            nn.load_model(tmp_path / "m.keras")


def test_without_h5py_an_error_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setitem(__import__("sys").modules, "h5py", None)
    with pytest.raises(UsageError, match=r"files of Keras need h5py: pip install 'xlrnn\[keras\]'"):
        made().save(tmp_path / "m.keras")
    assert not list(tmp_path.iterdir())


def test_checkpoints_of_keras_kind(tmp_path):
    """As programs for Keras keep the best epoch, and the weights of each."""
    model = made()
    best = callbacks.ModelCheckpoint(tmp_path / "best.keras", "loss", save_best_only=True)
    each = callbacks.ModelCheckpoint(tmp_path / "{epoch}.weights.h5", save_weights_only=True)
    often = callbacks.ModelCheckpoint(tmp_path / "{epoch}-{batch}.npz", save_freq=2)
    model.fit(X, Y, 4, 2, 0, callbacks=[best, each, often])
    assert same(nn.load_model(tmp_path / "best.keras"), model)
    other = made()
    other.load_weights(tmp_path / "2.weights.h5")
    assert same(other, model)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"best.keras", "1.weights.h5", "2.weights.h5", "1-2.npz", "2-1.npz", "2-3.npz"}


class Own(nn.optimizers.schedules.LearningRateSchedule):
    def __init__(self, rate):
        self.rate = rate

    def __call__(self, _):
        return 0.1


@pytest.mark.parametrize("name", ["m.keras", "m.npz"])
def test_a_schedule_of_ones_own_does_not_take_the_model_with_it(name, tmp_path):
    model = made()
    model.compile(nn.optimizers.SGD(Own(0.1)), "mse")
    model.save(tmp_path / name)
    message = r"compiled with what is not here .*'Own' is unknown.*compile=False\) reads all"
    with pytest.raises(UnreadableError, match=message):
        nn.load_model(tmp_path / name)
    assert same(nn.load_model(tmp_path / name, compile=False), model)
    model.compile(nn.optimizers.SGD(Own(print)), "mse")
    with pytest.raises(UsageError, match=r"how it was compiled .*: compile it with .* or save_wei"):
        model.save(tmp_path / name)
    model.save_weights(tmp_path / "weights.npz")
