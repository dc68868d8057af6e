"""A model: layers one behind the other."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.core.layer import Layer, Mask, Shape, snake_case
from xlrnn.nn.core.parameter import Parameter, ParameterVector
from xlrnn.nn.core.sequence import Rows, dense
from xlrnn.nn.core.weighted import Weighted
from xlrnn.nn.layers.input_layer import InputLayer
from xlrnn.nn.saving import load_model, load_weights, save_model, save_weights
from xlrnn.nn.training.trainer import Trainer

Array = NDArray[Any]

__all__ = ["Sequential", "load_model"]

_numbered: Counter[str] = Counter()
"""The highest number in a name, of each kind of layer, that models have given so far."""


class Sequential(Weighted, Trainer):
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
        super().__init__()
        self.name = name
        self.layers: list[Layer] = []
        self.built, self.trainable = False, True
        self.given_shape: Shape | None = None
        self.output_mask: Mask | None = None
        for layer in layers or []:
            self.add(layer)

    def add(self, layer: Layer) -> None:
        """Append a layer.

        Raises:
            UsageError: if it is no layer, or in the model already.
        """
        if not isinstance(layer, Layer):
            raise UsageError(f"{self.name}: expected a layer, got {layer!r}")
        if any(layer is other for other in self.layers):
            raise UsageError(
                f"{self.name}: the layer {layer.name} is in the model already; make another one"
            )
        if getattr(layer, "return_state", False):
            raise UsageError(
                f"{self.name}: {layer.name} returns several arrays (return_state), and the next "
                "layer takes one"
            )
        if self.given_shape is None and not self.layers:
            self.given_shape = layer.given_input_shape
        if isinstance(layer, InputLayer):
            if self.layers:
                raise UsageError(f"{self.name}: an input layer comes first")
            return
        self._name(layer)
        self.layers.append(layer)
        self.built = False
        if self.given_shape is not None:
            self.build(self.given_shape)

    def pop(self) -> Layer:
        """Take the last layer away and return it."""
        if not self.layers:
            raise UsageError(f"{self.name}: there is no layer to take away")
        self.built = False
        layer = self.layers.pop()
        if self.layers and self.given_shape is not None:
            self.build(self.given_shape)
        return layer

    def _name(self, layer: Layer) -> None:
        """Give a layer a name of its own, as Keras does: lstm, then lstm_1.

        One that stands in another model gets a number that no model has given so far.
        """
        taken = {other.name for other in self.layers}
        if layer.given_name in taken:
            raise UsageError(f"{self.name}: there are two layers of the name {layer.name!r}")
        kind = snake_case(type(layer).__name__)
        k = _numbered[kind] if layer.placed else 0
        while layer.name in taken:
            k += 1
            layer.name = f"{kind}_{k}"
        _numbered[kind] = max(_numbered[kind], k)
        layer.placed = True

    def build(self, input_shape: Shape) -> None:
        """Make the weights for an input shape, batch first."""
        shape: Shape = tuple(input_shape)
        for layer in self.layers:
            layer.ensure_built(shape)
            shape = layer.compute_output_shape(shape)
        self.input_shape, self.output_shape = tuple(input_shape), shape
        self.given_shape = self.input_shape
        self.learning = self.trainable_weights
        learns = [bool(layer.trainable_weights) for layer in self.layers]
        self.lowest = learns.index(True) if self.learning else len(learns)
        by_format: dict[str, list[Parameter]] = {}
        for weight in self.learning:
            by_format.setdefault(str(weight.dtype), []).append(weight)
        self.vectors = [ParameterVector(weights) for weights in by_format.values()]
        self.built = True

    def ensure_built(self, input_shape: Shape) -> None:
        """Make the weights unless they are there, and have those that learn where they belong."""
        if not self.built:
            self.build((None, *input_shape[1:]))
        self.claim()

    def claim(self) -> None:
        """Have the weights that learn in the model's own vectors.

        Layers may stand in other models, too, which have their weights while they learn; and
        layers may have been frozen, or thawed.
        """
        if self.learning != self.trainable_weights:
            self.build(self.input_shape)
        for vector in self.vectors:
            vector.claim()

    def forward(self, x: Any, *, training: bool = False) -> Array:
        """Return the prediction; it lies in memory that the next call uses again."""
        if not self.layers:
            raise UsageError(f"{self.name} has no layers")
        if not self.built:
            self.build((None, *np.shape(x)[1:]))
        self.check_input(np.shape(x))
        if training:
            self.claim()
        mask: Mask | None = None
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

    def __call__(self, x: Any, *, training: bool = False) -> Array:
        """Return the prediction."""
        return np.array(self.forward(np.asarray(x), training=training))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape of the prediction for an input shape, batch first."""
        for layer in self.layers:
            input_shape = layer.compute_output_shape(input_shape)
        return input_shape

    def check_input(self, shape: Shape) -> None:
        """Refuse an input of another shape than the model was made for.

        Raises:
            ShapeError: with the shape that is expected.
        """
        fits = len(shape) == len(self.input_shape) and all(
            own is None or side == own
            for side, own in zip(shape[1:], self.input_shape[1:], strict=True)
        )
        if fits and 0 in shape[1:]:
            raise ShapeError(
                f"{self.name}: the input has shape {shape}: its samples are empty, expected one "
                "step or more"
            )
        if not fits:
            expected = ", ".join(["batch", *(str(side or "…") for side in self.input_shape[1:])])
            raise ShapeError(f"{self.name}: the input has shape {shape}, expected ({expected})")

    def owned_weights(self) -> list[tuple[str, Parameter]]:
        """Return all weights, layer by layer, in Keras' order, each with its layer's name."""
        return [pair for layer in self.layers for pair in layer.owned_weights()]

    @property
    def trainable(self) -> bool:
        """Whether anything is learned; setting it sets every layer, and False holds for all."""
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._trainable = value
        for layer in self.layers:
            layer.trainable = value

    def get_layer(self, name: str | None = None, index: int | None = None) -> Layer:
        """Return a layer by its name or its place.

        Raises:
            UsageError: if there is none of that name.
        """
        if index is not None:
            return self.layers[index]
        for layer in self.layers:
            if layer.name == name:
                return layer
        known = ", ".join(layer.name for layer in self.layers)
        raise UsageError(f"{self.name} has no layer {name!r}: expected one of {known}")

    def reset_states(self) -> None:
        """Forget the states that stateful layers keep."""
        for layer in self.layers:
            if hasattr(layer, "reset_states"):
                layer.reset_states()

    def save(self, path: Path | str) -> None:
        """Write the model and where its training stands into one file; see `nn.saving`."""
        save_model(self, path)

    def save_weights(self, path: Path | str) -> None:
        """Write the weights into one file."""
        save_weights(self, path)

    def load_weights(self, path: Path | str) -> None:
        """Set the weights to those of a file, all of them or none."""
        load_weights(self, path)

    @staticmethod
    def load(path: Path | str) -> "Sequential":
        """Return the model of a file that `save` wrote."""
        return load_model(path)

    def summary(self) -> None:
        """Print the layers with their output shapes and numbers of weights."""
        from xlrnn.nn.summary import summary

        print(summary(self))  # noqa: T201

    def get_config(self) -> dict[str, Any]:
        """Return what `from_config` makes the same model of, as JSON can hold it."""
        return {
            "name": self.name,
            "input_shape": None if self.given_shape is None else list(self.given_shape),
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
            model.build(tuple(config["input_shape"]))
        return model
