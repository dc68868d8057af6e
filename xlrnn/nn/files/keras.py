"""A model in a file of Keras': written, read, and its weights taken over."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xlrnn.atomic import write_atomically
from xlrnn.errors import UsageError
from xlrnn.nn.files import keras_config, keras_file, keras_model, saving
from xlrnn.nn.files.older import model as older
from xlrnn.nn.training.trainer import Trainer


def write(model: Trainer, path: "str | os.PathLike[str]") -> None:
    """Write a file of the kind that its name says: `.keras` or `.weights.h5`.

    Raises:
        UsageError: if Keras has no such layer, the model is not built, or the path is no such
            file's or cannot be written to.
        TrainingError: if a weight is not finite.
    """
    expect_counterparts(model)
    saving.expect_sound(model)
    write_atomically(Path(path), _file(model, os.fspath(path)))


def as_file(model: Trainer, others: Mapping[str, bytes] | None = None) -> bytes:
    """Return the contents of a `.keras` file.

    Args:
        model: the model, built.
        others: more parts by their names, which Keras leaves alone.

    Raises:
        UsageError: if Keras has no such layer, or the model is not built.
    """
    expect_counterparts(model)
    weights = keras_file.saved_weights(model)
    return keras_file.archived(keras_model.to_theirs(model), weights, others or {})


def read(path: Path) -> tuple[Any, str]:
    """Return the model of a `.keras` or `.h5` file, not compiled.

    Args:
        path: the file.

    Returns:
        The model, and what must be known of its weights, or "".

    Raises:
        UsageError: if it holds weights alone, or layers that we lack.
        UnreadableError: if it is damaged, something else, too large, or reaches out of itself.
        ShapeError: if its weights are not those of its layers.
    """
    config, data = keras_file.read(path)
    if config is None:
        return older.read(data, str(path))
    model = keras_model.model_of(config, len(data))
    expect_built(model)
    keras_file.load_weights(model, data, str(path))
    return model, ""


def read_weights(model: Trainer, path: Path) -> None:
    """Set the weights of a model to those of a file of either kind; all of them or none.

    Raises:
        UsageError: if the model is not built.
        ShapeError: if they are of another model.
        UnreadableError: if it is damaged, something else, too large, or reaches out of itself.
    """
    _, data = keras_file.read(path)
    expect_built(model)
    keras_file.load_weights(model, data, str(path))


def expect_counterparts(model: Trainer) -> None:
    """Refuse a model that is not built, or has a layer that Keras lacks.

    Raises:
        UsageError: with the reason.
    """
    expect_built(model)
    keras_config.expect_counterpart(model)


def expect_built(model: Trainer) -> None:
    """Refuse a model whose weights are not there yet.

    Raises:
        UsageError: with what to do.
    """
    if not model.built:
        raise UsageError(
            f"{model.name} has no weights before its input's shape is known: begin it with an "
            "Input, or call build"
        )


def _file(model: Trainer, name: str) -> bytes:
    """Return the contents of a file of the kind that its name says."""
    if name.endswith(".weights.h5"):
        return keras_file.saved_weights(model)
    if name.endswith(".keras"):
        return as_file(model)
    raise UsageError(f"{name}: expected a name that ends with .keras or .weights.h5")
