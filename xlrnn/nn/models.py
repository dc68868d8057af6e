"""A model: layers one behind the other."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.core.checked import is_training
from xlrnn.nn.core.layer import Layer, Mask
from xlrnn.nn.core.sequence import Rows, as_mask, dense
from xlrnn.nn.files import Name, load_model, load_weights, save_model, save_weights
from xlrnn.nn.stack import Stack
from xlrnn.nn.training.trainer import Trainer

Array = NDArray[Any]

__all__ = ["Sequential", "clone_model", "load_model"]


class Sequential(Stack, Trainer):
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

    def __init__(self, layers: Sequence[Layer] | None = None, name: str = "sequential") -> None:
        super().__init__(layers, name)
        self.output_mask: Mask | None = None

    def forward(self, x: Any, *, training: bool = False, mask: Mask | None = None) -> Array:
        """Return the prediction; it lies in memory that the next call uses again.

        Args:
            x: the input.
            training: whether the model is being trained.
            mask: which steps of the input count, where no layer says so.
        """
        if not self.layers:
            raise UsageError(f"{self.name} has no layers")
        x = np.asarray(x)
        if not self.built:
            self.build((None, *x.shape[1:]), any_length=True)
        x = self.in_rank(x)
        self.check_input(x.shape)
        if training:
            self.claim()
        for k, layer in enumerate(self.layers):
            layer.needs_input_gradient = k > self.lowest
            x = layer.as_input(x)
            next_mask = layer.compute_mask(x, mask)
            x = layer.forward(x, training=training, mask=mask if layer.takes_mask else None)
            mask = next_mask
        self.output_mask = mask
        return dense(x)

    def backward(self, dy: Array) -> "Array | Rows | None":
        """Fill the gradients of all weights from ∂L/∂ of the prediction."""
        return self.backward_below(self.layers[-1].backward(dy))

    def backward_below(self, dx: Any) -> "Array | Rows | None":
        """Go on from what the last layer returned, as far down as something learns."""
        for layer in reversed(self.layers[:-1]):
            if dx is None:
                break
            dx = layer.backward(dx)
        return dx

    def __call__(self, x: Any, training: bool | None = False, mask: Any = None) -> Array:
        """Return the prediction; the arguments are those of `forward`."""
        training = is_training(training, self.name)
        mask = as_mask(mask, np.shape(x), self.name)
        return np.array(self.forward(x, training=training, mask=mask))

    def save(self, filepath: Name, overwrite: bool = True) -> None:
        """Write the model and where its training stands into one file; see `nn.files`."""
        save_model(self, filepath, overwrite)

    def save_weights(self, filepath: Name, overwrite: bool = True) -> None:
        """Write the weights into one file."""
        save_weights(self, filepath, overwrite)

    def load_weights(self, filepath: Name) -> None:
        """Set the weights to those of a file, all of them or none."""
        load_weights(self, filepath)

    @staticmethod
    def load(filepath: Name) -> "Sequential":
        """Return the model of a file that `save` wrote."""
        return load_model(filepath)

    def summary(self) -> None:
        """Print the layers with their output shapes and numbers of weights."""
        from xlrnn.nn.summary import summary

        print(summary(self))  # noqa: T201

    def get_config(self) -> dict[str, Any]:
        """Return what `from_config` makes the same model of, as JSON can hold it."""
        return {
            "name": self.name,
            "input_shape": None if self.given_shape is None else list(self.given_shape),
            "any_length": self.any_length,
            "layers": [
                {"class_name": type(layer).__name__, "config": layer.get_config()}
                for layer in self.layers
            ],
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Sequential":
        """Make a model of the same layers, with fresh weights."""
        from xlrnn.nn.layers import from_config

        model = cls([from_config(layer) for layer in config["layers"]], config["name"])
        if config["input_shape"] is not None:
            model.build(tuple(config["input_shape"]), any_length=bool(config.get("any_length")))
        return model


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
