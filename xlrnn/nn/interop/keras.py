"""Models from Keras 3 and for Keras 3; Keras itself is not needed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.interop import keras_config, keras_file
from xlrnn.nn.interop.arrays import as_weight
from xlrnn.nn.models import Sequential
from xlrnn.whole import write_whole

Array = NDArray[Any]


def from_keras(source: Any, into: Sequential | None = None) -> Sequential:
    """Return a model with the weights of a Keras model.

    Args:
        source: a Keras `Sequential`; the path of a `.keras` file; or, for a model that is given,
            a list of weights in Keras' order or the path of a `.weights.h5` file. Files need
            h5py (`pip install 'xlrnn[keras]'`).
        into: the model that takes the weights; by default one of the same layers is made. It
            is not compiled.

    Returns:
        `into`, or the model that was made.

    Raises:
        UsageError: if there is a layer or an option that we lack.
        ShapeError: if a weight does not fit; then none is set.
        UnreadableError: if a file is damaged, something else, or reaches out of itself.
        InputError: if a weight is not finite.

    Example:
        >>> from xlrnn.nn.layers import Dense, Input
        >>> model = Sequential([Input((2,)), Dense(1)])
        >>> from_keras([[[1.0], [2.0]], [3.0]], model).get_weights()[1].tolist()
        [3.0]
    """
    if isinstance(source, str | Path):
        return _from_file(Path(source), into)
    if hasattr(source, "get_config") and hasattr(source, "get_weights"):
        saved = {"class_name": type(source).__name__, "config": source.get_config()}
        return _with_weights(into or keras_config.model_of(saved), source.get_weights())
    if not isinstance(source, Sequence):
        raise UsageError(f"expected a Keras model, a path or a list of weights, got {source!r:.60}")
    if into is None:
        raise UsageError("a list of weights does not say which layers they are of: give a model")
    return _with_weights(into, source)


def to_keras(model: Sequential, path: str | Path | None = None) -> list[Array]:
    """Return a model's weights as `set_weights` of the same Keras model takes them.

    Args:
        model: the model, built.
        path: a file that is written as well, whole or not at all: `.keras`, for
            `keras.saving.load_model`, or `.weights.h5`, for a Keras model's `load_weights`.

    Raises:
        UsageError: if Keras has no such layer, the model is not built, or the path is no such
            file's.
    """
    if not model.built:
        raise UsageError(f"{model.name} has no weights before its input's shape is known")
    for layer in model.layers:
        keras_config.expect_counterpart(layer)
    if path is not None:
        write_whole(Path(path), _file(model, str(path)))
    return model.get_weights()


def _file(model: Sequential, name: str) -> bytes:
    """Return the contents of a file of the kind that its name says."""
    if name.endswith(".weights.h5"):
        return keras_file.saved_weights(model)
    if name.endswith(".keras"):
        return keras_file.archived(keras_config.to_theirs(model), keras_file.saved_weights(model))
    raise UsageError(f"{name}: expected a name that ends with .keras or .weights.h5")


def _from_file(path: Path, into: Sequential | None) -> Sequential:
    config, data = keras_file.read(path)
    if into is None and config is None:
        raise UsageError(f"{path} holds weights alone, not which layers they are of: give a model")
    model = into or keras_config.model_of(config or {})
    keras_file.load_weights(model, data, str(path))
    return model


def _with_weights(model: Sequential, weights: Sequence[Any]) -> Sequential:
    """Set weights, which are looked at first."""
    owners = [f"{layer.name}: {weight.name}" for layer in model.layers for weight in layer.weights]
    names = owners if len(owners) == len(weights) else [f"weight {k}" for k in range(len(weights))]
    model.set_weights(
        [as_weight(weight, name) for weight, name in zip(weights, names, strict=True)]
    )
    return model
