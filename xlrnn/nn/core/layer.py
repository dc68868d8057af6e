"""What every layer is: weights that are made when the input's shape is known, forward, backward."""

import re
from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any, ClassVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from xlrnn.errors import ShapeError
from xlrnn.nn import initializers, regularizers
from xlrnn.nn.compute.sequence import Rows
from xlrnn.nn.compute.workspace import Workspace
from xlrnn.nn.core import checked, options
from xlrnn.nn.core.calling import Calling, Mask
from xlrnn.nn.core.floatx import cast, number_format
from xlrnn.nn.core.input_shape import Shape, shown
from xlrnn.nn.core.parameter import Parameter
from xlrnn.nn.core.serialization import made
from xlrnn.nn.core.symbol import Call
from xlrnn.nn.core.trace import Trace

Array = NDArray[Any]


__all__ = ["Layer", "Mask", "snake_case"]


class Layer(Calling):
    """A step of a network: `forward` keeps what `backward` needs, `backward` fills the gradients.

    A layer is written as three methods. `make_weights` makes them, `forward` calculates, and
    `backward` undoes the numbered equations of `forward` from the last to the first: from ∂L/∂y
    it fills `grad` of each weight and returns ∂L/∂x. What files and other programs have to know
    of its weights it says itself: `count_for`, `keras_place`, `torch_names`.

    Args:
        name: its name in a model and in a trace; by default its class, as Keras writes it.
        trainable: whether an optimizer may change its weights.
        dtype: float32 or float64.
        input_shape: of one sample, without the batch; makes an `InputLayer` needless.
        input_dim: the features of one step; Keras' short form.
        input_length: the steps of a sample; Keras' short form.
        batch_input_shape: the same with the batch in front.
        weights: what the weights begin with, in Keras' order, instead of the initializers; one
            weight may stand alone.
        **others: penalties on the weights, such as `kernel_regularizer`; and Keras' options that we
            lack, as long as they change nothing.
    """

    takes_rows: ClassVar[bool] = False
    """Whether `forward` makes use of a sequence given as `Rows`."""

    takes_mask: ClassVar[bool] = False
    """Whether steps can be left out of the calculation."""

    takes_several: ClassVar[bool] = False
    """Whether the input is a list of arrays, as are then shapes, masks and ∂L/∂ of the input."""

    weight_names: ClassVar[tuple[str, ...]] = ("kernel", "recurrent_kernel", "bias", "embeddings")
    """What weights are called as attributes; a layer without one has None, or no such attribute."""

    lacking: ClassVar[Set[str]] = options.LACKING
    """The options that Keras' layer has and this one does not."""

    regularized: ClassVar[tuple[str, ...]] = ()
    """The weights that a penalty may be put on, as in `kernel_regularizer`."""

    keras_place: ClassVar[str] = "vars"
    """Where Keras' files keep the weights of a layer, within its own folder."""

    fused_activation: str | None = None
    """The activation that a loss may take the gradient of together with its own."""

    logits: Array
    """What that activation was given, in the shape of the output."""

    compared: Any = None
    """Of a model or layer that was imported, how it compares with its source."""

    def __init__(
        self,
        *,
        name: str | None = None,
        trainable: bool = True,
        dtype: DTypeLike | None = None,
        input_shape: Shape | None = None,
        input_dim: int | None = None,
        input_length: int | None = None,
        batch_input_shape: Shape | None = None,
        weights: Sequence[Any] | Array | None = None,
        **others: Any,
    ) -> None:
        self.regularizers = regularizers.taken(others, self.regularized)
        options.refuse(type(self), others, self.lacking)
        kind = type(self).__name__
        self.given_name = checked.name(name, f"{kind}: name")
        self.name = name or snake_case(kind)
        self.placed = False  # in a model, which may have given it another name
        self.trainable = checked.truth(trainable, f"{self.name}: trainable")
        self.dtype = number_format(dtype)
        self.given_input_shape = options.given_shape(
            input_shape, input_dim, input_length, batch_input_shape
        )
        self.any_length = False  # of what `given_shape` says
        self.given_weights = weights
        self.parameters: list[Parameter] = []
        self.built = False
        self.needs_input_gradient = True
        self.work = Workspace()
        self.input_shape: Any = None
        self.calls: list[Call] = []

    @property
    def trainable(self) -> bool:
        """Whether an optimizer may change the weights; may be changed at any time."""
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._trainable = value
        for part in (*getattr(self, "parameters", ()), *getattr(self, "inner", ())):
            part.trainable = value

    def make_weights(self, input_shape: Shape) -> None:
        """Make the weights for an input shape, batch first, with `add_weight`."""

    def count_for(self, input_shape: Shape) -> int:  # noqa: ARG002
        """Return how many numbers the weights have, or would have, for an input shape."""
        return 0

    @property
    def torch_names(self) -> tuple[str, ...]:
        """What PyTorch calls the weights, in the order of a state dict; empty without such ones."""
        return ()

    def backward(self, dy: Any) -> "Array | Rows | None":
        """Fill the gradients of the weights from ∂L/∂y and return ∂L/∂x."""
        raise NotImplementedError

    def backward_from(self, d_returned: Sequence[Any]) -> Sequence[Any]:
        """Undo a call: return ∂L/∂ of every array that it was given.

        Args:
            d_returned: ∂L/∂ of each array that it returned; None for one that nobody used.
        """
        dx: Any = self.backward(d_returned[0])
        if self.takes_several:
            return dx or ()
        return (dx,)

    def backward_from_logits(self, dlogits: Any) -> "Array | Rows | None":
        """Do the same from ∂L/∂logits, where there is a `fused_activation`."""
        raise NotImplementedError

    def trace(self) -> Trace:
        """Name every intermediate result of the last `forward`."""
        return Trace()

    def gradient_trace(self) -> Trace:
        """Name every intermediate gradient of the last `backward`, by time step."""
        return Trace()

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make the same layer again, as JSON can hold them."""
        config: dict[str, Any] = {"name": self.name, "dtype": str(self.dtype)}
        if not self.trainable:
            config["trainable"] = False
        for what, regularizer in self.regularizers.items():
            config[f"{what}_regularizer"] = regularizers.as_config(regularizer)
        if self.given_input_shape is not None and not self.any_length:
            config["batch_input_shape"] = list(self.given_input_shape)
        return config

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> "Layer":
        """Make a layer of the arguments that `get_config` returned, with fresh weights.

        Raises:
            UsageError: if it has no such arguments.
        """
        layer: Layer = made(cls, config)
        return layer

    def __getattr__(self, name: str) -> Any:
        if name in type(self).weight_names:
            raise AttributeError(
                f"{vars(self).get('name', type(self).__name__)} has no {name} yet: its weights are "
                "made when the input's shape is known, by build, by a call, or behind an Input"
            )
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def build(self, input_shape: Any) -> None:
        """Make the weights for an input shape, batch first, or several; once made, they stay."""
        if self.built:
            self.expect_fit(input_shape)
            self.input_shape = self.input_shape or input_shape
            return
        self.parameters = []
        self.make_weights(input_shape)
        self.built, self.input_shape = True, input_shape
        given: Any = self.given_weights
        if given is not None:
            alone = isinstance(given, np.ndarray) and len(self.weights) == 1
            try:
                self.set_weights([given] if alone else given)
            except ShapeError:
                self.built = False
                raise

    def ensure_built(self, input_shape: Any) -> None:
        """Make the weights unless they are there."""
        self.build(input_shape)

    def expect_fit(self, input_shape: Any) -> None:
        """Refuse an input that the weights were not made for, with a ShapeError."""
        made_for = self.input_shape or (None,)
        if self.weights and self.features_side(input_shape) != self.features_side(made_for):
            raise ShapeError(
                f"{self.name}: the input has shape {shown(input_shape)}, but the weights were "
                f"made for {shown(made_for)}"
            )

    def features_side(self, input_shape: Shape) -> int | None:
        """Return the side of an input on which the shapes of the weights depend."""
        return self.turned_shape(input_shape)[-1]

    def add_weight(
        self,
        name: str,
        symbol: str,
        shape: Sequence[int],
        initializer: "str | dict[str, Any] | Callable[..., Array]",
        *,
        learned: bool = True,
    ) -> Parameter:
        """Make a weight; it is in `weights` in the order of making."""
        value = np.asarray(initializers.get(initializer)(tuple(shape), self.dtype), order="C")
        parameter = Parameter(name, symbol, value, trainable=self.trainable, learned=learned)
        parameter.regularizer = self.regularizers.get(name.removesuffix("_kernel"))
        self.parameters.append(parameter)
        return parameter

    def as_input(self, x: Any) -> "Array | Rows":
        """Return an input in the layer's number format."""
        if isinstance(x, Rows):
            if self.takes_rows and x.dtype == self.dtype:
                return x
            x = x.dense()
        return cast(x, self.dtype, self.name)

    def owned_weights(self) -> list[tuple[str, Parameter]]:
        """Return all weights, in Keras' order, with the layer's name."""
        return [(self.name, weight) for weight in self.parameters]


def snake_case(name: str) -> str:
    """Return a class's name as Keras writes a layer's.

    Example:
        >>> snake_case("SimpleRNN"), snake_case("GlobalMaxPooling1D"), snake_case("LSTM")
        ('simple_rnn', 'global_max_pooling1d', 'lstm')
    """
    parted = re.sub(r"(.)([A-Z][a-z0-9]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", parted).lower()
