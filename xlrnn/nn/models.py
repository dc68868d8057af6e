"""A model: layers one behind the other, which calculate, learn, and are kept in files."""

from collections.abc import Callable, Mapping
from typing import Any

from xlrnn.errors import UsageError
from xlrnn.nn.chain import Chain
from xlrnn.nn.core.custom import custom_object_scope
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.file_names import Name
from xlrnn.nn.files import model_file

__all__ = ["Sequential", "clone_model", "load_model"]


class Sequential(Chain):
    """Layers one behind the other: each takes what the one before returns.

    The weights are made as soon as the input's shape is known: from an `Input`, from the first
    layer's `input_shape`, from `build`, or from the first data.

    Args:
        layers: the layers, in order; `add` appends more.
        name: of the model.

    Example:
        >>> from xlrnn.nn import Dense, Input, Sequential
        >>> model = Sequential([Input((3,)), Dense(2), Dense(1)])
        >>> model.count_params()
        11
    """

    def save(self, filepath: Name, overwrite: bool = True) -> None:
        """Write the model and where its training stands into one file; see `nn.files`."""
        model_file.save_model(self, filepath, overwrite)

    def save_weights(self, filepath: Name, overwrite: bool = True) -> None:
        """Write the weights into one file."""
        model_file.save_weights(self, filepath, overwrite)

    def load_weights(self, filepath: Name) -> None:
        """Set the weights to those of a file, all of them or none."""
        model_file.load_weights(self, filepath)

    @staticmethod
    def load(filepath: Name) -> "Sequential":
        """Return the model of a file that `save` wrote."""
        return load_model(filepath)


def load_model(
    filepath: Name,
    custom_objects: Mapping[str, Any] | None = None,
    compile: bool = True,
    safe_mode: bool = True,  # noqa: ARG001
) -> Sequential:
    """Return the model of a file, ready to predict and, if it was compiled, to learn on.

    Args:
        filepath: a file that `save` wrote, or a `.keras` file of Keras', which comes without
            how it was compiled.
        custom_objects: losses and metrics of one's own, by their names.
        compile: whether the model is to be compiled as it was.
        safe_mode: Keras' option; nothing but numbers and layers of ours is ever read.

    Raises:
        UnreadableError: if it is no such file.
        UsageError: if it holds layers that we lack, or needs h5py.
    """
    with custom_object_scope(custom_objects):
        return model_file.load_model(Sequential, filepath, compile=compile)


def clone_model(
    model: Sequential, *, clone_function: Callable[[Layer], Layer] | None = None
) -> Sequential:
    """Return a model of the same layers, with fresh weights; it is not compiled.

    Args:
        model: the model, which stays as it is.
        clone_function: makes each layer of the new model from the old one; by default a layer
            of the same arguments.
    """
    if not isinstance(model, Sequential):
        raise UsageError(f"clone_model: expected a Sequential model, got {model!r:.60}")
    made = Sequential.from_config({**model.get_config(), "layers": [], "input_shape": None})
    for layer in model.layers:
        made.add(
            type(layer).from_config(layer.get_config())
            if clone_function is None
            else clone_function(layer)
        )
    if model.built:
        made.build(model.given_shape or (), any_length=model.any_length)
    return made
