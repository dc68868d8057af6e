"""The input layer: it says what shape the samples have, and calculates nothing."""

from collections.abc import Sequence, Set
from typing import Any, ClassVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.core import checked, options
from xlrnn.nn.core.floatx import floatx
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.layer import Layer, Mask
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.core.symbol import Call, Symbol

Array = NDArray[Any]


@registered
class InputLayer(Layer):
    """The first element of a model: the shape of its input.

    Args:
        shape: of one sample, without the batch; None where a side may vary.
        batch_size: the samples of a batch, where that is fixed.
        dtype: the format of the input; unlike a layer's it may be a whole number's.
        batch_shape: the shape with the batch in front, instead of `shape` and `batch_size`.
        name: its name.
        input_shape: another name of `shape`, as older programs write it.
        batch_input_shape: another name of `batch_shape`.
        **others: Keras' options that we lack, as long as they change nothing.

    Attributes:
        symbol: what stands for the input.
    """

    lacking: ClassVar[Set[str]] = options.LACKING_OF_INPUTS

    def __init__(
        self,
        shape: Sequence[int | None] | None = None,
        batch_size: int | None = None,
        dtype: DTypeLike | None = None,
        *,
        batch_shape: Sequence[int | None] | None = None,
        name: str | None = None,
        input_shape: Sequence[int | None] | None = None,
        batch_input_shape: Sequence[int | None] | None = None,
        **others: Any,
    ) -> None:
        options.refuse(type(self), others, self.lacking)
        shape = input_shape if shape is None else shape
        batch_shape = batch_input_shape if batch_shape is None else batch_shape
        super().__init__(name=name, batch_input_shape=_one_shape(shape, batch_size, batch_shape))
        self.dtype = _number_format(dtype)
        self.batch_shape = self.given_input_shape
        call = Call(self, [])
        (self.symbol,) = call.returns([self.batch_shape or ()])
        self.calls.append(call)

    def forward(
        self,
        x: Array,
        *,
        training: bool = False,  # noqa: ARG002
        mask: Mask | None = None,  # noqa: ARG002
    ) -> Array:
        """Return the input."""
        return x

    def backward(self, dy: Any) -> Any:
        """Return ∂L/∂ of the output, which is the input's."""
        return dy

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {
            "name": self.name,
            "dtype": str(self.dtype),
            "batch_shape": list(self.batch_shape or ()),
        }


def Input(  # noqa: N802  # Keras' name
    shape: Sequence[int | None] | None = None,
    batch_size: int | None = None,
    dtype: DTypeLike | None = None,
    *,
    batch_shape: Sequence[int | None] | None = None,
    name: str | None = None,
    **others: Any,
) -> Symbol:
    """Return what stands for an input: a `Sequential` begins with it, layers are called with it.

    Args:
        shape: of one sample, without the batch; None where a side may vary.
        batch_size: the samples of a batch, where that is fixed.
        dtype: the format of the input.
        batch_shape: the shape with the batch in front, instead of `shape` and `batch_size`.
        name: its name.
        **others: Keras' options that we lack, as long as they change nothing.

    Example:
        >>> Input((15, 200)).shape
        (None, 15, 200)
    """
    layer = InputLayer(shape, batch_size, dtype, batch_shape=batch_shape, name=name, **others)
    return layer.symbol


def _one_shape(
    shape: Sequence[int | None] | None,
    batch_size: int | None,
    batch_shape: Sequence[int | None] | None,
) -> Shape:
    """Return the shape, batch first, that the arguments mean together.

    Raises:
        UsageError: if none or both are given, or one is no shape.
    """
    if (shape is None) == (batch_shape is None):
        got = "neither" if shape is None else "both"
        raise UsageError(f"Input: got {got} of shape and batch_shape, expected one of them")
    if batch_shape is not None and batch_size is not None:
        raise UsageError("Input: batch_shape says the batch's size already; leave batch_size out")
    if batch_shape is not None:
        return checked.sides(batch_shape, "Input: batch_shape")
    return checked.sides((batch_size, *checked.sides(shape, "Input: shape")), "Input: batch_shape")


def _number_format(given: Any) -> Any:
    """Return the format of an input.

    Raises:
        UsageError: if it is none of numbers.
    """
    try:
        dtype = np.dtype(floatx() if given is None else given)
    except TypeError:
        dtype = np.dtype(object)
    if dtype.kind not in "biuf":
        raise UsageError(f"Input: dtype is {given!r}: expected one of numbers, as float32 or int32")
    return dtype
