"""What a network is, however its layers are connected: it calculates and describes itself.

Training and saving rest on this. A network is a layer itself, so that it can stand in another.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.compute.adding import Gradient
from xlrnn.nn.compute.sequence import as_mask, dense
from xlrnn.nn.core.checked import is_training
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.layer import Layer, Mask
from xlrnn.nn.core.parameter import Parameter, ParameterVector
from xlrnn.nn.core.symbol import Call, Symbol, called, has_symbols
from xlrnn.nn.core.trace import ModelTrace, Trace
from xlrnn.nn.graph.graph import Arriving, Graph
from xlrnn.nn.graph.order import calls_between
from xlrnn.nn.graph.step import Step
from xlrnn.nn.summary import rows_of, size_of, summary
from xlrnn.tables import Table, Tabular

Array = NDArray[Any]


class Network(Layer, Tabular):
    """Layers that calculate a prediction, and go back from its gradient.

    Attributes:
        layers: the layers, in the order in which Keras lists them.
        graph: how they are connected, once that is known.
        input_shape: the shape that inputs must have, once the weights are made; of several
            inputs a list.
        output_shape: the shape of the prediction, likewise.
        output_masks: which steps of each output of the last prediction count.
        vectors: the weights that learn, in one vector for each number format.
        inputs: what goes in, as symbols; None before that is known.
        outputs: what comes out, likewise.
    """

    layers: list[Layer]
    inputs: list[Symbol] | None
    outputs: list[Symbol] | None
    graph: Graph
    input_shape: Any
    output_shape: Any
    vectors: list[ParameterVector]
    takes_mask = True

    imported: Any = None
    """Of a model that was taken from another program, what was taken and compared."""

    def __init__(self, name: str) -> None:
        self.layers = []
        super().__init__(name=name)
        self.needs_input_gradient = False  # nobody asks, unless it stands in another network
        self.output_masks: list[Mask | None] = []

    # Made for its inputs.

    def connect(self, inputs: Sequence[Symbol], outputs: Sequence[Symbol]) -> None:
        """Make the way from inputs to outputs ready, and have the weights that learn together."""
        self.graph = Graph(calls_between(inputs, outputs, self.name), inputs, outputs)
        last = self.graph.sole_end(0) if len(outputs) == 1 else None
        self.fused_activation = None if last is None else last.fused_activation
        self.dtype = np.dtype(outputs[0].dtype)
        self.built = True
        self.settle()

    def settle(self) -> None:
        """Have the weights that learn in vectors, by what is trainable now."""
        self.graph.settle()
        self.switches = [(weight, self.trainable and weight.trainable) for weight in self.weights]
        by_format: dict[str, list[Parameter]] = {}
        for weight in self.trainable_weights:
            by_format.setdefault(str(weight.dtype), []).append(weight)
        self.vectors = [ParameterVector(weights) for weights in by_format.values()]

    def claim(self) -> None:
        """Have the weights that learn in the model's own vectors.

        Layers may stand in other models, too, which have their weights while they learn; and
        layers may have been frozen, or thawed.
        """
        learns = self.trainable
        if any((learns and weight.trainable) != was for weight, was in self.switches):
            self.settle()
        for vector in self.vectors:
            vector.claim()

    def owned_weights(self) -> list[tuple[str, Parameter]]:
        """Return all weights, layer by layer, in Keras' order, each with its layer's name.

        A layer that stands in two others has its weights with the first.
        """
        owned: dict[int, tuple[str, Parameter]] = {}
        for layer in self.layers:
            for name, weight in layer.owned_weights():
                owned.setdefault(id(weight), (name, weight))
        return list(owned.values())

    @property
    def trainable(self) -> bool:
        """Whether anything is learned; setting it sets every layer, and False holds for all."""
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._trainable = value
        for layer in self.layers:
            layer.trainable = value

    # What goes in.

    def arrays(self, x: Any) -> list[Any]:
        """Return an array for each input, in their order, checked.

        Raises:
            ShapeError: if one has another shape than the network was made for.
        """
        raise NotImplementedError

    def separate(self, x: Any) -> list[Any]:
        """Return what is given for each input."""
        return [x]

    # Forward and back.

    def __call__(self, x: Any, training: bool | None = False, mask: Any = None) -> Any:
        """Return the prediction, or of symbols the symbols of it."""
        if has_symbols(x) or (isinstance(x, dict) and has_symbols(list(x.values()))):
            return self.called(x, mask)
        training = is_training(training, self.name)
        if mask is not None and not isinstance(x, list | tuple | dict):
            mask = as_mask(mask, np.shape(x), self.name)
        y = self.forward(x, training=training, mask=mask)
        return [np.array(each) for each in y] if isinstance(y, list) else np.array(y)

    def called(self, x: Any, mask: Any = None) -> Any:
        """Return what a call with symbols returns; whether it trains is up to the model around."""
        return called(self, x, {"mask": mask})

    def forward(self, x: Any, *, training: bool = False, mask: Any = None) -> Any:
        """Return the prediction; it lies in memory that the next call uses again.

        Args:
            x: the input; of several a list or, by their names, a dict.
            training: whether the model is being trained.
            mask: which steps of the input count, where no layer says so; of several a list.

        Returns:
            The prediction; of several outputs a list.
        """
        given = self.arrays(x)
        masks = mask if isinstance(mask, list | tuple) else [mask, *(None for _ in given[1:])]
        outputs, self.output_masks = self.graph.forward(
            given, masks, training=training, needs_input_gradient=self.needs_input_gradient
        )
        last = self.graph.sole_end(0)
        if last is not None and self.fused_activation is not None:
            self.logits = last.logits
        outputs = [dense(each) for each in outputs]
        return outputs if len(outputs) > 1 else outputs[0]

    def backward(self, dy: Any) -> Any:
        """Fill the gradients of all weights from ∂L/∂ of the prediction; return ∂L/∂x.

        Args:
            dy: of several outputs a list; None for one that the loss does not depend on.
        """
        arrived = dy if isinstance(dy, list | tuple) else [dy]
        return self._of_inputs(
            self.backward_all([None if each is None else Arriving(each) for each in arrived])
        )

    def backward_from_logits(self, dlogits: Any) -> Any:
        """Do the same from ∂L/∂ of what the last activation was given."""
        return self._of_inputs(self.backward_all([Arriving(dlogits, at_logits=True)]))

    def backward_from(self, d_returned: Sequence[Any]) -> Sequence[Any]:
        """Undo a call: return ∂L/∂ of every input."""
        return self.backward_all([None if d is None else Arriving(d) for d in d_returned])

    def backward_all(self, arriving: Sequence[Arriving | None]) -> list[Gradient | None]:
        """Go back from ∂L/∂ of each output to ∂L/∂ of each input, where it is wanted."""
        return self.graph.backward(arriving)

    def _of_inputs(self, d_inputs: list[Gradient | None]) -> Any:
        return d_inputs if self.takes_several else d_inputs[0]

    # As a layer of another network.

    def as_input(self, x: Any) -> Any:
        """Return the input as it is: the layers inside know what they want."""
        return x

    def returned(self, y: Any) -> list[Any]:
        """Return each output."""
        return y if isinstance(y, list) else [y]

    def returned_masks(self, x: Any, mask: Any) -> list[Mask | None]:  # noqa: ARG002
        """Return which steps of each output count, as the last calculation found."""
        return self.output_masks

    def compute_mask(self, x: Any, mask: Any = None) -> Mask | None:  # noqa: ARG002
        """Return which steps of the one output count, likewise."""
        return self.output_masks[0]

    def trace(self) -> Trace:
        """Name every intermediate result of the last calculation."""
        return ModelTrace({name: step.layer.trace() for name, step in self.turns()})

    def gradient_trace(self) -> Trace:
        """Name every intermediate gradient of the last way back, by time step."""
        return ModelTrace(
            {
                name: step.layer.gradient_trace()
                for name, step in self.turns()
                if step.learns and step.passed
            }
        )

    def turns(self) -> list[tuple[str, Step]]:
        """Return the steps, in order, by their names in a trace: `dense`, then `dense_call_2`."""
        named: list[tuple[str, Step]] = []
        for step in self.graph.steps:
            before = sum(other.of is step.of for other in self.graph.steps[: len(named)])
            name = step.of.name
            named.append((f"{name}_call_{before + 1}" if before else name, step))
        return named

    @property
    def input(self) -> Any:
        """What goes in; None before that is known."""
        return self.inputs[0] if self.inputs is not None and len(self.inputs) == 1 else self.inputs

    @property
    def output(self) -> Any:
        """What comes out, likewise."""
        known = self.outputs
        return known[0] if known is not None and len(known) == 1 else known

    def calls_inside(self) -> list[Call]:
        """Return the calls that branch, each behind those that it takes from."""
        return []

    # To look at.

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

    def summary(self) -> None:
        """Print the layers with their output shapes and numbers of weights."""
        print(summary(self, self.layers, self.calls_inside()))  # noqa: T201

    def tables(self) -> Iterator[Table]:
        """Yield what `summary` prints."""
        calls = self.calls_inside()
        columns = ["layer", "output", "weights", *(["takes from"] if calls else [])]
        rows = [row[: len(columns)] for row in rows_of(self.layers, calls)]
        yield Table(columns, rows, f"{self.name}: {size_of(self)}")

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Return the shape of the prediction for an input shape, batch first."""
        raise NotImplementedError

    def expect_fit(self, input_shape: Shape) -> None:
        """Refuse an input that the weights were not made for, with a ShapeError."""
        self.compute_output_shape(input_shape)
