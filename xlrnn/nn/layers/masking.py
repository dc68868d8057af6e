"""Masking: steps that hold one number throughout are no steps."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.errors import ShapeError
from xlrnn.nn.compute.sequence import Rows, dense
from xlrnn.nn.core import checked
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.layer import Layer, Mask
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.core.trace import Trace
from xlrnn.shapes import Float

Array = NDArray[Any]


@registered
class Masking(Layer):
    """Marks the steps at which not all features are `mask_value`; the others become 0.

    Recurrent layers behind it leave the others out.

    Args:
        mask_value: what fills a step that is none.
        **common: as of every `Layer`.
    """

    def __init__(self, mask_value: float = 0.0, **common: Any) -> None:
        super().__init__(**common)
        self.mask_value = checked.ANY.number(mask_value, f"{self.name}: mask_value")

    def make_weights(self, input_shape: Shape) -> None:
        """Check that there are steps."""
        if len(input_shape) < 2:
            raise ShapeError(
                f"{self.name}: the input has {counted(len(input_shape), 'dimension')}, expected 3: "
                "(batch, time, features)"
            )

    def compute_mask(self, x: Array | Rows, mask: Mask | None = None) -> Mask | None:  # noqa: ARG002
        """Return which steps count; what was masked before does not matter, as in Keras."""
        counts: Mask = (dense(x) != self.dtype.type(self.mask_value)).any(axis=-1)
        return counts

    def forward(
        self,
        x: Float[np.ndarray, "batch *time features"],
        *,
        training: bool = False,  # noqa: ARG002
        mask: Mask | None = None,  # noqa: ARG002
    ) -> Float[np.ndarray, "batch *time features"]:
        """Return the input with 0 at the steps that do not count."""
        self.counts = self.compute_mask(x, None)
        return self._only_counting(x, "y")

    def backward(self, dy: Array) -> Array | None:
        """Let through what belongs to steps that count."""
        return self._only_counting(dy, "dx") if self.needs_input_gradient else None

    def _only_counting(self, x: Array, name: str) -> Array:
        assert self.counts is not None
        out = self.work.sequence(name, x.shape, self.dtype)
        out[...] = x
        out[~self.counts] = 0
        return out

    def trace(self) -> Trace:
        """Return which steps count."""
        return Trace(counts=np.asarray(self.counts))

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {**super().get_config(), "mask_value": self.mask_value}
