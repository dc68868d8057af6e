"""The file that a model is kept in: our own, or one that Keras reads, too.

What is written follows from the name, what is read from the content: `.keras` (a model) and
`.weights.h5` (weights alone) are files of Keras; under any other name stands our own, as `saving`
writes it. A `.keras` file of ours holds, beside what Keras reads, how the model was compiled and
where its training stands.
"""

import os
import zipfile
from pathlib import Path
from typing import Any, Final

from xlrnn.atomic import write_atomically
from xlrnn.errors import UnreadableError, UsageError
from xlrnn.nn.file_names import MODEL, WEIGHTS, Name, expect_name
from xlrnn.nn.files import keras, keras_file, saving
from xlrnn.nn.training.trainer import Trainer

HDF5: Final = b"\x89HDF"
TRAINING: Final = "xlrnn.npz"
"""The part of a `.keras` file that is ours."""


def save_model(model: Trainer, filepath: Name, overwrite: bool = True) -> None:
    """Write a model: configuration, weights, and where its training stands.

    Args:
        model: the model; its weights must have been made.
        filepath: the file; if it ends with `.keras`, Keras reads it, too.
        overwrite: whether a file that is there may be replaced.

    Raises:
        UsageError: if it cannot be written, or Keras has no such layers; what was there stays.
        TrainingError: if a weight is not finite; likewise.
    """
    path = _writable(filepath, overwrite, weights_alone=False)
    if not path.name.endswith(MODEL):
        saving.save_model(model, path)
        return
    saving.expect_sound(model)
    training = saving.packed(*saving.training_of(model))
    write_atomically(path, keras.as_file(model, {TRAINING: training}))


def save_weights(model: Trainer, filepath: Name, overwrite: bool = True) -> None:
    """Write a model's weights alone.

    Args:
        model: the model; its weights must have been made.
        filepath: the file; if it ends with `.weights.h5`, Keras reads it, too.
        overwrite: whether a file that is there may be replaced.

    Raises:
        UsageError: if it cannot be written; what was there stays as it was.
        TrainingError: if a weight is not finite; likewise.
    """
    path = _writable(filepath, overwrite, weights_alone=True)
    if path.name.endswith(WEIGHTS):
        keras.write(model, path)
    else:
        saving.save_weights(model, path)


def load_model(filepath: Name, *, compile: bool = True) -> Any:
    """Return the model of a file, ready to predict and, if it was compiled, to learn on.

    Args:
        filepath: a file that `save_model` wrote, or a `.keras` or `.h5` file of Keras', which
            comes without how it was compiled.
        compile: whether the model is to be compiled as it was.

    Raises:
        UnreadableError: if it is no such file.
        UsageError: if it holds layers that we lack, or needs h5py.
    """
    path = _readable(filepath)
    if _is_hdf5(path):
        return keras.read(path)[0]
    if not _is_keras(path):
        return saving.load_model(path, compile=compile)
    model, _ = keras.read(path)
    training = keras_file.part(path, TRAINING)
    if training is not None and compile:
        saving.go_on(model, training, path)
    return model


def load_weights(model: Trainer, filepath: Name) -> None:
    """Set a model's weights to those of a file; all of them or none.

    Args:
        model: the model; its weights must have been made.
        filepath: a file that `save_model` or `save_weights` wrote, here or in Keras.

    Raises:
        UnreadableError: if it is no such file.
        ShapeError: if they are of another model.
    """
    path = _readable(filepath)
    if _is_hdf5(path) or _is_keras(path):
        keras.read_weights(model, path)
    else:
        saving.load_weights(model, path)


def _writable(filepath: Name, overwrite: bool, *, weights_alone: bool) -> Path:
    path = _path(filepath)
    expect_name(path.name, weights_alone=weights_alone)
    if not overwrite and path.exists():
        raise UsageError(f"{path} is there already: overwrite=True replaces it")
    return path


def _readable(filepath: Name) -> Path:
    path = _path(filepath)
    if path.is_dir():
        raise UnreadableError(f"{path} is a folder: expected a file that save wrote")
    if not path.exists():
        raise UnreadableError(f"{path} does not exist: check the name and the folder")
    return path


def _path(filepath: Any) -> Path:
    if not isinstance(filepath, str | os.PathLike):
        raise UsageError(f"the file is {filepath!r:.60}: expected its name")
    return Path(filepath)


def _is_hdf5(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(HDF5)) == HDF5
    except OSError as error:
        raise UnreadableError(f"{path} cannot be read: {error.strerror or error}") from None


def _is_keras(path: Path) -> bool:
    """Say whether a file is one of Keras': a zip with a description of a model."""
    try:
        with zipfile.ZipFile(path) as archive:
            return "config.json" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
