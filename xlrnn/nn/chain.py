"""A network whose layers stand one behind the other: it calculates, learns and describes itself."""

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.compute.sequence import Rows, as_mask, dense
from xlrnn.nn.core.checked import is_training
from xlrnn.nn.core.layer import Layer, Mask
from xlrnn.nn.layers import deserialize, serialize
from xlrnn.nn.stack import Stack
from xlrnn.nn.summary import summary
from xlrnn.nn.training.trainer import Trainer

Array = NDArray[Any]
Model = TypeVar("Model", bound="Chain")


class Chain(Stack, Trainer):
    """Layers one behind the other: each takes what the one before returns.

    Args:
        layers: the layers, in order; `add` appends more.
        name: of the model.
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

    def summary(self) -> None:
        """Print the layers with their output shapes and numbers of weights."""
        print(summary(self))  # noqa: T201

    def get_config(self) -> dict[str, Any]:
        """Return what `from_config` makes the same model of, as JSON can hold it."""
        return {
            "name": self.name,
            "input_shape": None if self.given_shape is None else list(self.given_shape),
            "any_length": self.any_length,
            "layers": [serialize(layer) for layer in self.layers],
        }

    @classmethod
    def from_config(cls: type[Model], config: dict[str, Any]) -> Model:
        """Make a model of the same layers, with fresh weights."""
        model = cls([deserialize(layer) for layer in config["layers"]], config["name"])
        if config["input_shape"] is not None:
            model.build(tuple(config["input_shape"]), any_length=bool(config.get("any_length")))
        return model
