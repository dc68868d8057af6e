"""The same layer at every step of a sequence."""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.errors import ShapeError
from xlrnn.nn.compute.sequence import Rows, batch_first, dense, time_first
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.layer import Layer, Mask
from xlrnn.nn.core.serialization import registered, serialize
from xlrnn.nn.core.trace import Trace
from xlrnn.nn.layers.wrapper import Wrapper, expect_layer
from xlrnn.shapes import Shaped

Array = NDArray[Any]


@registered
class TimeDistributed(Wrapper):
    """y_t = layer(x_t), with the same weights at every step.

    The steps of all samples are handed to the layer at once, as if they were samples.

    Args:
        layer: the layer.
        **common: as of every `Layer`.
    """

    takes_mask: ClassVar[bool] = True

    def __init__(self, layer: Layer, **common: Any) -> None:
        expect_layer(layer, "TimeDistributed")
        super().__init__([layer], **common)
        self.layer: Any = layer
        self.fused_activation = layer.fused_activation

    @property
    def parts(self) -> dict[str, Layer]:
        """The layer."""
        return {"layer": self.layer}

    def count_for(self, input_shape: Shape) -> int:
        """Return how many numbers the layer has for one step."""
        return self.inner[0].count_for(self._step_shape(input_shape))

    def make_weights(self, input_shape: Shape) -> None:
        """Build the layer for one step."""
        self.layer.ensure_built(self._step_shape(input_shape))
        self.adopt_weights()

    def expect_fit(self, input_shape: Shape) -> None:
        """Ask the layer whether it takes such steps."""
        self.layer.expect_fit(self._step_shape(input_shape))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return what the layer returns, with the steps behind the batch."""
        batch, *rest = self.layer.compute_output_shape(self._step_shape(input_shape))
        return (batch, input_shape[1], *rest)

    def _step_shape(self, input_shape: Shape) -> Shape:
        if len(input_shape) < 3:
            raise ShapeError(
                f"{self.name}: the input has {counted(len(input_shape), 'dimension')}, expected "
                "3 or "
                "more: (batch, time, …)"
            )
        return (input_shape[0], *input_shape[2:])

    def as_input(self, x: Any) -> "Array | Rows":
        """Return an input as the layer wants it."""
        x = dense(x) if isinstance(x, Rows) else x
        given: Array | Rows = self.layer.as_input(x)
        return given

    def forward(
        self,
        x: Shaped[np.ndarray, "batch time *features"],
        *,
        training: bool = False,
        mask: Mask | None = None,
    ) -> Shaped[np.ndarray, "batch time *outputs"]:
        """Calculate every step of every sample.

        Args:
            x: the sequences.
            training: whether the layer is being trained.
            mask: which steps count; the layer is told only if each of its inputs has steps, too.
        """
        self.batch, self.time = x.shape[:2]
        told = None
        if mask is not None and mask.ndim > 2 and self.layer.takes_mask:
            told = self._together(mask)
        y = dense(self.layer.forward(self._together(x), training=training, mask=told))
        if hasattr(self.layer, "logits"):
            self.logits = self._apart(self.layer.logits)
        return self._apart(y)

    def backward(
        self, dy: Shaped[np.ndarray, "batch time *outputs"]
    ) -> Shaped[np.ndarray, "batch time *features"] | None:
        """Undo every step of every sample."""
        return self._input_gradient(self.layer.backward(self._together(dy)))

    def backward_from_logits(
        self, dlogits: Shaped[np.ndarray, "batch time *outputs"]
    ) -> Shaped[np.ndarray, "batch time *features"] | None:
        """Undo all but the activation, for a loss that has undone that together with itself."""
        return self._input_gradient(self.layer.backward_from_logits(self._together(dlogits)))

    def _input_gradient(self, dx: "Array | Rows | None") -> Array | None:
        return None if dx is None else self._apart(dense(dx))

    def _together(self, x: Array) -> Array:
        """Return the steps of all samples as samples."""
        return time_first(x).reshape(self.time * self.batch, *x.shape[2:])

    def _apart(self, y: Array) -> Array:
        """Undo `_together`."""
        return batch_first(y.reshape(self.time, self.batch, *y.shape[1:]))

    def reset_states(self) -> None:
        """Forget the states that a stateful layer keeps."""
        if hasattr(self.layer, "reset_states"):
            self.layer.reset_states()

    reset_state = reset_states

    def trace(self) -> Trace:
        """Return the layer's trace, by sample and step."""
        return Trace({name: self._apart(array) for name, array in self.layer.trace().items()})

    def gradient_trace(self) -> Trace:
        """Return the layer's gradients, by sample and step."""
        gradients = self.layer.gradient_trace()
        return Trace({name: self._apart(array) for name, array in gradients.items()})

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {**super().get_config(), "layer": serialize(self.layer)}
