"""Layers one behind the other: their names, shapes and weights."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray

from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.layer import Layer, snake_case
from xlrnn.nn.core.parameter import Parameter, ParameterVector
from xlrnn.nn.core.symbol import Symbol
from xlrnn.nn.layers.input_layer import InputLayer
from xlrnn.nn.network import Network

Array = NDArray[Any]

_numbered: Counter[str] = Counter()
"""The highest number in a name, of each kind of layer, that stacks have given so far."""


class Stack(Network):
    """What a model is before it calculates.

    Attributes:
        layers: the layers, in order, without an `Input`.
        given_shape: the shape that the weights were, or will be, made for.
        input_shape: the shape that inputs must have, once the weights are made: the same, with
            None for a length that nobody has asked for and no layer depends on.
        vectors: the weights that learn, in one vector for each number format.
    """

    def __init__(self, layers: Sequence[Layer] | None = None, name: str = "sequential") -> None:
        super().__init__()
        self.name = name
        self.layers: list[Layer] = []
        self.built, self.trainable = False, True
        self.input_layer: InputLayer | None = None
        self.given_shape: Shape | None = None
        self.any_length = False
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
        if isinstance(layer, InputLayer):
            self._begin(layer)
            return
        if self.given_shape is None and not self.layers:
            self.given_shape, self.any_length = layer.given_input_shape, layer.any_length
        self._name(layer)
        self.layers.append(layer)
        self.built = False
        if self.given_shape is not None:
            self.build(self.given_shape, any_length=self.any_length)

    def _begin(self, layer: InputLayer) -> None:
        """Take note of the input's shape."""
        if self.layers:
            raise UsageError(f"{self.name}: an input layer comes first")
        if self.input_layer is not None:
            raise UsageError(
                f"{self.name}: there is an input layer of the shape {self.given_shape} already: "
                "leave the other one out"
            )
        self.input_layer, self.given_shape = layer, layer.given_input_shape

    def pop(self) -> Layer:
        """Take the last layer away and return it."""
        if not self.layers:
            raise UsageError(f"{self.name}: there is no layer to take away")
        self.built = False
        layer = self.layers.pop()
        if not self.layers:
            first = self.input_layer
            self.given_shape = None if first is None else first.given_input_shape
        elif self.given_shape is not None:
            self.build(self.given_shape, any_length=self.any_length)
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

    def build(self, input_shape: Shape, *, any_length: bool = False) -> None:
        """Make the weights for an input shape, batch first.

        Args:
            input_shape: the shape.
            any_length: whether inputs may have another length, as far as the layers allow it:
                where the shape is that of the first data and not somebody's wish.
        """
        self.any_length = any_length
        given = shape = tuple(input_shape)
        for layer in self.layers:
            layer.ensure_built(shape)
            shape = layer.compute_output_shape(shape)
        self.given_shape = self.input_shape = given
        self.output_shape = shape
        if any_length:
            self._open(given)
        learning = self.trainable_weights
        self.switches = [(weight, self.trainable and weight.trainable) for weight in self.weights]
        learns = [bool(layer.trainable_weights) for layer in self.layers]
        self.lowest = learns.index(True) if learning else len(learns)
        by_format: dict[str, list[Parameter]] = {}
        for weight in learning:
            by_format.setdefault(str(weight.dtype), []).append(weight)
        self.vectors = [ParameterVector(weights) for weights in by_format.values()]
        self.built = True

    def _open(self, given: Shape) -> None:
        """Take inputs of any length, as far as the layers do."""
        batch, *sides = given
        nothing = [None] * len(sides)
        for shape in ((batch, *nothing), (batch, *nothing[1:], *sides[-1:])):
            try:
                self.output_shape = self._fitting(shape)
            except ShapeError:
                continue
            self.input_shape = shape
            return

    def _fitting(self, shape: Shape) -> Shape:
        """Return the shape of the prediction, for an input that fits all weights.

        Raises:
            ShapeError: if there is a layer that it does not fit.
        """
        for layer in self.layers:
            layer.expect_fit(shape)
            shape = layer.compute_output_shape(shape)
        return shape

    def ensure_built(self, input_shape: Shape) -> None:
        """Make the weights unless they are there, and have those that learn where they belong."""
        if not self.built:
            self.build((None, *input_shape[1:]), any_length=True)
        self.claim()

    def claim(self) -> None:
        """Have the weights that learn in the model's own vectors.

        Layers may stand in other models, too, which have their weights while they learn; and
        layers may have been frozen, or thawed.
        """
        learns = self.trainable
        if any((learns and weight.trainable) != was for weight, was in self.switches):
            self.build(self.given_shape or (), any_length=self.any_length)
        for vector in self.vectors:
            vector.claim()

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

    def in_rank(self, x: Array) -> Array:
        """Return an input with a last side of 1 where the model wants one, or without it."""
        if x.ndim == len(self.input_shape) - 1 and self.input_shape[-1] == 1:
            return x[..., None]
        if x.ndim == len(self.input_shape) + 1 and x.shape[-1] == 1:
            return x[..., 0]
        return x

    @property
    def inputs(self) -> list[Symbol] | None:
        """What goes in: its shape and number format; None before that is known."""
        if not self.built or not self.layers:
            return None
        dtype = (self.input_layer or self.layers[0]).dtype
        return [Symbol("input", self.input_shape, str(dtype))]

    @property
    def outputs(self) -> list[Symbol] | None:
        """What comes out, likewise."""
        if not self.built or not self.layers:
            return None
        return [Symbol(self.layers[-1].name, self.output_shape, str(self.layers[-1].dtype))]

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
