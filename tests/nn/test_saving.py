"""One file holds a model: what goes in comes out, bit for bit, and nothing else gets in."""

import json
import os
import signal
import subprocess
import sys
import time
import zipfile

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.errors import ShapeError, UnreadableError, UsageError
from xlrnn.nn.core import random
from xlrnn.nn.files import saving

ONE_WAY = True

X = np.random.default_rng(0).normal(size=(40, 6, 3))
Y = np.eye(2)[(X.sum((1, 2)) > 0).astype(int)]


def made(units=4):
    nn.set_random_seed(3)
    model = nn.Sequential(
        [
            nn.Input((6, 3)),
            nn.Masking(0.0),
            nn.Bidirectional(nn.GRU(units, return_sequences=True)),
            nn.Dropout(0.3),
            nn.LSTM(3, trainable=False),
            nn.Dense(2, activation="softmax"),
        ]
    )
    rate = nn.optimizers.schedules.ExponentialDecay(0.02, 3, 0.9)
    model.compile(
        nn.optimizers.Adam(rate, clipnorm=1.0), "categorical_crossentropy", metrics=["accuracy"]
    )
    return model


@pytest.fixture
def saved(tmp_path):
    model = made()
    model.fit(X, Y, epochs=1, verbose=0)
    model.save(tmp_path / "model.npz")
    return model, tmp_path / "model.npz"


def test_a_model_comes_back(saved):
    model, path = saved
    again = nn.load_model(path)
    assert np.array_equal(again.predict(X), model.predict(X))
    assert again.get_config() == model.get_config()
    assert again.get_compile_config() == model.get_compile_config()
    assert again.optimizer.iterations == model.optimizer.iterations > 0


def test_training_goes_on_bit_for_bit(saved):
    model, path = saved
    model.fit(X, Y, epochs=3, initial_epoch=1, verbose=0)
    nn.set_random_seed(99)
    again = nn.load_model(path)
    random.set_random_state(saving.load_extra(path)["random"])
    again.fit(X, Y, epochs=3, initial_epoch=1, verbose=0)
    for one, other in zip(model.get_weights(), again.get_weights(), strict=True):
        assert np.array_equal(one, other)


def test_weights_alone(saved, tmp_path):
    model, _ = saved
    model.save_weights(tmp_path / "weights.npz")
    other = made()
    other.load_weights(tmp_path / "weights.npz")
    assert np.array_equal(other.predict(X), model.predict(X))


def test_weights_of_another_model_change_nothing(saved, tmp_path):
    _model, path = saved
    other = made(units=5)
    before = other.get_weights()
    with pytest.raises(ShapeError, match=r"kernel has shape .* expected"):
        other.load_weights(path)
    assert all(map(np.array_equal, before, other.get_weights()))


def test_a_model_without_weights(tmp_path):
    with pytest.raises(UsageError, match="has no weights yet"):
        nn.Sequential([nn.Dense(2)]).save(tmp_path / "model.npz")


def test_nothing_is_pickled(saved):
    with np.load(saved[1], allow_pickle=False) as archive:
        about = json.loads(archive["about"].tobytes())
        assert {archive[name].dtype.kind for name in archive.files} == {"u", "f"}
    assert about["format"] == "xlrnn model"


# Damaged, foreign, hostile.


def rewritten(path, name, data):
    """Put other bytes into one member of the archive."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    parts[name] = data
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in parts.items():
            archive.writestr(member, content)


def pickled():
    import io

    out = io.BytesIO()
    np.save(out, np.array([{"a": 1}], dtype=object))
    return out.getvalue()


DAMAGE = {
    "empty": lambda path: path.write_bytes(b""),
    "no zip": lambda path: path.write_bytes(b"weights"),
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:-200]),
    "no json": lambda path: rewritten(path, "about.npy", b"{"),
    "pickle": lambda path: rewritten(path, "weight 0 x.npy", pickled()),
    "other arrays": lambda path: np.savez(path, w=np.ones(3)),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_files(saved, damage):
    path = saved[1]
    DAMAGE[damage](path)
    with pytest.raises(UnreadableError, match=r"is damaged, or no model that xlrnn saved \(.+\)"):
        nn.load_model(path)


def test_a_header_that_asks_for_all_memory(saved):
    import io

    out = io.BytesIO()
    header = {"descr": "<f4", "fortran_order": False, "shape": (10**14,)}
    np.lib.format.write_array_header_1_0(out, header)
    rewritten(saved[1], "weight 0 x.npy", out.getvalue())
    with pytest.raises(UnreadableError, match="is damaged"):
        nn.load_model(saved[1])


def test_numbers_that_are_none(saved):
    import io

    out = io.BytesIO()
    np.save(out, np.full((3, 12), np.nan, np.float32))
    with zipfile.ZipFile(saved[1]) as archive:
        name = next(name for name in archive.namelist() if name.startswith("weight 0"))
    rewritten(saved[1], name, out.getvalue())
    with pytest.raises(UnreadableError, match="holds what is no finite number"):
        nn.load_model(saved[1])


def test_a_bomb(saved, monkeypatch):
    monkeypatch.setattr(saving, "MOST_BYTES", 1000)
    with pytest.raises(UnreadableError, match=r"unpacks to .* bytes, more than 1000"):
        nn.load_model(saved[1])


def test_a_file_of_a_newer_xlrnn(saved, monkeypatch):
    monkeypatch.setattr(saving, "VERSION", 0)
    with pytest.raises(UnreadableError, match="was written by a newer xlrnn"):
        nn.load_model(saved[1])


def test_no_file(tmp_path):
    with pytest.raises(UnreadableError, match="does not exist"):
        nn.load_model(tmp_path / "none.npz")


def test_a_full_disk_leaves_the_old_file(saved, monkeypatch):
    model, path = saved
    before = path.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("xlrnn.atomic._replace", full)
    with pytest.raises(UsageError, match=r"cannot write .*: No space left on device"):
        model.save(path)
    assert path.read_bytes() == before


FULL = """
import resource, sys
from xlrnn import nn
from xlrnn.errors import UsageError
model = nn.load_model(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
try:
    model.save(sys.argv[1])
except UsageError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_write_that_fails_half_way_leaves_the_old_file_and_nothing_else(saved):
    path = saved[1]
    before = path.read_bytes()
    assert len(before) > 2000
    done = subprocess.run([sys.executable, "-c", FULL, path], capture_output=True, text=True)
    assert done.stdout.startswith(f"cannot write {path}: File too large"), done.stderr
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_killed_while_saving_again_and_again(saved):
    path = saved[1]
    program = (
        "import sys; from xlrnn import nn; model = nn.load_model(sys.argv[1]); print(flush=True)\n"
        "while True: model.save(sys.argv[1])"
    )
    for pause in (0.0, 0.011, 0.023):
        run = subprocess.Popen([sys.executable, "-c", program, path], stdout=subprocess.PIPE)
        run.stdout.readline()
        time.sleep(pause)
        os.kill(run.pid, signal.SIGKILL)
        run.communicate()
        assert np.isfinite(nn.load_model(path).predict(X)).all()
