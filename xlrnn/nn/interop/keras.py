"""Weights from Keras 3 and for Keras 3, as lists, files or models; Keras itself is not needed."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.files import keras, keras_model
from xlrnn.nn.files.arrays import as_weight
from xlrnn.nn.interop.compared import Compared, note
from xlrnn.nn.interop.keras_run import compared_with_keras
from xlrnn.nn.models import Model, Sequential

Array = NDArray[Any]


def from_keras(source: Any, model: Sequential | Model | None = None, sample: Any = None) -> Any:
    """Return a model with the weights of a Keras model.

    A Keras model is run beside it on a sample, and nothing is taken if they say different things.

    Args:
        source: a Keras model; the path of a `.keras` or `.h5` file; or, for a model that is given,
            a list of weights in Keras' order or the path of a `.weights.h5` file. Files need
            h5py (`pip install 'xlrnn[keras]'`).
        model: what takes the weights, built; by default one of the same layers is made. It is
            not compiled.
        sample: what a Keras model and ours are compared by: one array of samples, of several
            inputs a list; by default it is drawn.

    Returns:
        `model`, or the one that was made. Its `compared` says whether it was compared with Keras,
        and how far the two were apart.

    Raises:
        UsageError: if there is a layer or an option that we lack.
        ShapeError: if a weight does not fit, or there are more or fewer; then none is set.
        UnreadableError: if a file is damaged, something else, too large, or reaches out of itself.
        InputError: if a weight is not finite, or Keras does not run on the sample.
        DifferentError: if the model says something else than Keras: with the first layer that
            differs.

    Example:
        >>> from xlrnn.nn.layers import Dense, Input
        >>> model = Sequential([Input((2,)), Dense(1)])
        >>> from_keras([[[1.0], [2.0]], [3.0]], model).get_weights()[1].tolist()
        [3.0]
    """
    if hasattr(source, "get_config") and hasattr(source, "get_weights"):
        saved = {"class_name": type(source).__name__, "config": source.get_config()}
        made = keras_model.model_of(saved) if model is None else model
        return _taken(source, made, sample)
    if sample is not None:
        raise UsageError("a sample is what a Keras model is run on: give the model, not its file")
    if isinstance(source, str | os.PathLike):
        remark = ""
        if model is None:
            model, remark = keras.read(Path(source))
        else:
            keras.read_weights(model, Path(source))
        why = "a file is not run: load it there, give the model"
        note(model, Compared("Keras", remark=why + (remark and f"; {remark}")))
        return model
    if not isinstance(source, list | tuple):
        raise UsageError(f"expected a Keras model, a path or a list of weights, got {source!r:.60}")
    if model is None:
        raise UsageError("a list of weights does not say which layers they are of: give a model")
    note(_with_weights(model, source), Compared("Keras", remark="a list of weights cannot be run"))
    return model


def to_keras(model: Sequential, path: "str | os.PathLike[str] | None" = None) -> list[Array]:
    """Return a model's weights as `set_weights` of the same Keras model takes them.

    Args:
        model: the model, built.
        path: a file that is written as well, whole or not at all: `.keras`, for
            `keras.models.load_model`, or `.weights.h5`, for a Keras model's `load_weights`.

    Raises:
        UsageError: if Keras has no such layer, the model is not built, or the path is no such
            file's or cannot be written to.
        TrainingError: if a file is to be written and a weight is not finite.
    """
    keras.expect_counterparts(model)
    if path is not None:
        keras.write(model, path)
    return model.get_weights()


def _taken(source: Any, model: Any, sample: Any) -> Any:
    """Set the weights of a Keras model, compare, and put them back if the two differ."""
    keras.expect_built(model)
    before = model.get_weights()
    _with_weights(model, source.get_weights())
    try:
        note(model, compared_with_keras(source, model, sample))
    except BaseException:
        model.set_weights(before)
        raise
    return model


def _with_weights(model: Any, weights: Sequence[Any]) -> Any:
    """Set weights, all of which are looked at first."""
    keras.expect_built(model)
    owners = [(layer, weight) for layer in model.layers for weight in layer.weights]
    if len(weights) != len(owners):
        counts = ((len(layer.weights), layer.name) for layer in model.layers if layer.weights)
        expected = ", ".join(f"{count} of {name}" for count, name in counts)
        raise ShapeError(
            f"got {counted(len(weights), 'weight')}, expected {len(owners)}: {expected}"
        )
    arrays = [
        as_weight(given, layer.dtype, f"{layer.name}: {weight.name}")
        for given, (layer, weight) in zip(weights, owners, strict=True)
    ]
    model.set_weights(arrays)
    return model
