"""How a layer is called: with arrays it calculates, with symbols it becomes part of a model."""

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.compute.sequence import Rows, as_mask, dense
from xlrnn.nn.core import checked
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.options import call_options
from xlrnn.nn.core.symbol import Call, Symbol, called, has_symbols
from xlrnn.nn.core.weighted import Weighted

Array = NDArray[Any]
Mask = NDArray[np.bool_]


class Calling(Weighted):
    """What can be called.

    Attributes:
        calls: those with symbols, so far.
    """

    call_order: ClassVar[tuple[str, ...]] = ("training", "mask")
    """The order of the arguments of a call behind the input."""

    array_arguments: ClassVar[tuple[str, ...]] = ()
    """The arguments of a call that are arrays, beside the input."""

    calls: list[Call]

    def __call__(self, x: Any, *args: Any, **options: Any) -> Any:
        """Build the layer if need be and calculate.

        Args:
            x: the input.
            *args: the options, in the order of `call_order`, which is Keras'.
            **options: `training`: whether the layer is being trained, `mask`: which steps count,
                True or 1 for each that does; of recurrent layers `initial_state`, too.

        Example:
            >>> from xlrnn.nn import Dense
            >>> Dense(2, kernel_initializer="ones")(np.array([[1.0, 2.0]])).tolist()
            [[3.0, 3.0]]
        """
        options = call_options(self.name, self.call_order, args, options)
        if has_symbols(x):
            return called(self, x, options)
        training = checked.is_training(options.pop("training", False), self.name)
        x = self.as_input(x)
        self.ensure_built(self.shape_of(x))
        mask = self.as_mask(options.pop("mask", None), x)
        return self.result(x, training=training, mask=mask, **options)

    # What goes in, and what comes out.

    def returned_shapes(self, input_shape: Any) -> list[Shape]:
        """Return the shape of each array that a call returns; mostly it is one."""
        return [self.compute_output_shape(input_shape)]

    def asked_shapes(self, input_shape: Any, options: Mapping[str, Any]) -> list[Shape]:  # noqa: ARG002
        """Return the same for a call with options, where they say how many arrays there are."""
        return self.returned_shapes(input_shape)

    def returned(self, y: Any) -> list[Any]:
        """Return each array that a call returns, from what `forward` has returned."""
        return [y]

    def returned_masks(self, x: Any, mask: Any) -> list[Mask | None]:
        """Return which steps of each of them count; those left out have no mask."""
        return [self.compute_mask(x, mask)]

    def shape_of(self, x: Any) -> Any:
        """Return the shape of an input, for batches of any size."""
        return (None, *x.shape[1:])

    def as_mask(self, given: Any, x: Any) -> Any:
        """Return which steps of an input count, checked."""
        return as_mask(given, self.turned_shape(x.shape), self.name)

    def result(self, x: Any, **options: Any) -> Any:
        """Return what a call returns: a copy of the output; a list of copies if it is several."""
        returned = [np.array(dense(each)) for each in self.returned(self.forward(x, **options))]
        return returned if len(returned) > 1 else returned[0]

    @property
    def input(self) -> "Symbol | list[Symbol]":
        """What the layer was called with, where it was called with symbols, once."""
        call = self._only_call()
        return list(call.taken) if call.listed else call.taken[0]

    @property
    def output(self) -> "Symbol | list[Symbol]":
        """What it returned then."""
        returned = self._only_call().returned
        return returned if len(returned) > 1 else returned[0]

    def _only_call(self) -> Call:
        if len(self.calls) != 1:
            raise UsageError(
                f"{self.name} has been called with symbols {len(self.calls)} times: expected once, "
                "for input and output to be known"
            )
        return self.calls[0]

    def keras_arguments(self, x: Any) -> tuple[list[Any], dict[str, Any]]:
        """Return with which arguments, and with which by name, Keras' layer is called for it."""
        return [x], {}

    def keras_input(self, args: list[Any], options: Mapping[str, Any]) -> Any:  # noqa: ARG002
        """Return the input among the arguments with which Keras' layer is called."""
        return args[0] if args else None

    # What a layer says of itself.

    def forward(self, x: Any, *, training: bool = False, mask: Any = None) -> "Array | Rows":
        """Return the output; keep what `backward` needs."""
        raise NotImplementedError

    def as_input(self, x: Any) -> Any:
        """Return an input in the layer's number format."""
        raise NotImplementedError

    def ensure_built(self, input_shape: Any) -> None:
        """Make the weights unless they are there."""
        raise NotImplementedError

    def compute_output_shape(self, input_shape: Any) -> Shape:
        """Return the shape of the output for an input shape, batch first."""
        return input_shape

    def compute_mask(self, x: Any, mask: Mask | None = None) -> Mask | None:  # noqa: ARG002
        """Return which steps of the output count; by default those of the input."""
        return mask

    def turned_shape(self, shape: Shape) -> Shape:
        """Return a shape with the features last, where the layer has them elsewhere."""
        return shape
