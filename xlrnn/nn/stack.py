"""Layers one behind the other: each takes what the one before returns."""

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.core.input_shape import Shape, expect_shape, in_rank
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.core.symbol import Call, Symbol
from xlrnn.nn.layers import deserialize, serialize
from xlrnn.nn.layers.input_layer import InputLayer
from xlrnn.nn.naming import name_in_model
from xlrnn.nn.network import Network

Array = NDArray[Any]
Model = TypeVar("Model", bound="Stack")


class Stack(Network):
    """A network whose layers stand one behind the other.

    Attributes:
        layers: the layers, in order, without an `Input`.
        given_shape: the shape that the weights were, or will be, made for.
        input_shape: the shape that inputs must have, once the weights are made: the same, with
            None for a length that nobody has asked for and no layer depends on.
        inputs: what goes in, as a symbol; None before its shape is known.
        outputs: what comes out, likewise.
    """

    inputs: list[Symbol] | None = None
    outputs: list[Symbol] | None = None

    def __init__(
        self, layers: "Sequence[Layer | Symbol] | None" = None, name: str = "sequential"
    ) -> None:
        super().__init__(name)
        self.input_layer: InputLayer | None = None
        self.given_shape: Shape | None = None
        self.any_length = False
        self.chain: list[Call] = []
        for layer in layers or []:
            self.add(layer)

    def add(self, layer: "Layer | Symbol") -> None:
        """Append a layer.

        Raises:
            UsageError: if it is no layer, or in the model already.
        """
        if isinstance(layer, Symbol) and layer.call is not None:
            layer = layer.call.layer if isinstance(layer.call.layer, InputLayer) else layer
        if not isinstance(layer, Layer):
            raise UsageError(f"{self.name}: expected a layer, got {layer!r}")
        if any(layer is other for other in self.layers):
            raise UsageError(
                f"{self.name}: the layer {layer.name} is in the model already; make another one"
            )
        self._expect_one_array(layer)
        if isinstance(layer, InputLayer):
            self._begin(layer)
            return
        if self.given_shape is None and not self.layers:
            self.given_shape, self.any_length = layer.given_input_shape, layer.any_length
        name_in_model(layer, {other.name for other in self.layers}, self.name)
        self.layers.append(layer)
        self.built = False
        if self.given_shape is not None:
            self.build(self.given_shape, any_length=self.any_length)

    def _expect_one_array(self, layer: Layer) -> None:
        """Refuse a layer that returns several arrays, or takes them."""
        if getattr(layer, "return_state", False):
            raise UsageError(
                f"{self.name}: {layer.name} returns several arrays (return_state), and the next "
                "layer takes one"
            )
        if layer.takes_several:
            raise UsageError(
                f"{self.name}: {layer.name} takes several arrays, and there is one: "
                f"call it with what it takes, in nn.Model(inputs, outputs)"
            )

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

    @property
    def given_input_shape(self) -> Shape | None:
        """The shape that it was made for, as a layer says it."""
        return self.given_shape

    @given_input_shape.setter
    def given_input_shape(self, shape: Shape | None) -> None:
        self.given_shape = shape

    # Made for its input.

    def build(self, input_shape: Shape, *, any_length: bool = False) -> None:
        """Make the weights for an input shape, batch first.

        Args:
            input_shape: the shape.
            any_length: whether inputs may have another length, as far as the layers allow it:
                where the shape is that of the first data and not somebody's wish.
        """
        self.any_length = any_length
        given = tuple(input_shape)
        first = self._begins_with(given)
        last = self._called_with(first)
        self.given_shape = self.input_shape = given
        self.output_shape = last.shape
        if any_length:
            self._open(given)
        first.shape, last.shape = self.input_shape, self.output_shape
        self.inputs, self.outputs = [first], [last]
        self.connect(self.inputs, self.outputs)

    def _begins_with(self, shape: Shape) -> Symbol:
        """Return the symbol of the input."""
        layer = self.input_layer
        if layer is None or layer.given_input_shape != shape:
            dtype = (layer or self.layers[0]).dtype if layer or self.layers else None
            layer = InputLayer(batch_shape=shape, dtype=dtype)
        return layer.symbol

    def _called_with(self, symbol: Symbol) -> Symbol:
        """Call the layers one behind the other, instead of what they were called with here."""
        for call in self.chain:
            call.layer.calls = [other for other in call.layer.calls if other is not call]
        self.chain = []
        for layer in self.layers:
            layer.ensure_built(symbol.shape)
            call = Call(layer, [symbol])
            symbol = call.returns(layer.returned_shapes(symbol.shape))[0]
            layer.calls.append(call)
            self.chain.append(call)
        return symbol

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
        """Make the weights unless they are there."""
        if not self.built:
            self.build((None, *input_shape[1:]), any_length=True)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape of the prediction for an input shape, batch first."""
        for layer in self.layers:
            input_shape = layer.compute_output_shape(input_shape)
        return input_shape

    def count_for(self, input_shape: Shape) -> int:
        """Return how many numbers the weights have, or would have, for an input shape."""
        numbers = 0
        for layer in self.layers:
            numbers += layer.count_for(input_shape)
            input_shape = layer.compute_output_shape(input_shape)
        return numbers

    def arrays(self, x: Any) -> list[Any]:
        """Return the one input, in a list, checked; its shape makes the weights, if need be.

        Raises:
            ShapeError: if it has another shape than the network was made for.
        """
        if not self.layers:
            raise UsageError(f"{self.name} has no layers")
        x = x if hasattr(x, "shape") else np.asarray(x)
        self.ensure_built(x.shape)
        x = in_rank(x, self.input_shape)
        expect_shape(x.shape, self.input_shape, self.name)
        return [x]

    # As others see it.

    def get_config(self) -> dict[str, Any]:
        """Return what `from_config` makes the same model of, as JSON can hold it."""
        return {
            "name": self.name,
            "input_shape": None if self.given_shape is None else list(self.given_shape),
            "any_length": self.any_length,
            "layers": [serialize(layer) for layer in self.layers],
        }

    @classmethod
    def from_config(cls: type[Model], config: Any) -> Model:
        """Make a model of the same layers, with fresh weights."""
        model = cls([deserialize(layer) for layer in config["layers"]], config["name"])
        if config["input_shape"] is not None:
            model.build(tuple(config["input_shape"]), any_length=bool(config.get("any_length")))
        return model
