"""The average of each feature over all steps."""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core.layer import Mask
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.core.trace import Trace
from xlrnn.nn.layers.global_pooling1d import GlobalPooling1D
from xlrnn.shapes import Float

Array = NDArray[Any]


@registered
class GlobalAveragePooling1D(GlobalPooling1D):
    """The average of the steps that count.

    1. w_t = 1 / (number of steps that count) where step t counts, else 0
    2. y = Σ_t w_t · x_t

    A sample without any step that counts has y = 0, where Keras divides 0 by 0.

    Args:
        data_format: where the features are: `channels_last` or `channels_first`.
        keepdims: whether the output has one step instead of none.
        **common: as of every `Layer`.
    """

    takes_mask: ClassVar[bool] = True
    call_order: ClassVar[tuple[str, ...]] = ("mask", "training")

    def forward(
        self,
        x: Float[np.ndarray, "batch time features"],
        *,
        training: bool = False,  # noqa: ARG002
        mask: Mask | None = None,
    ) -> Float[np.ndarray, "batch *pooled"]:
        """Return the averages."""
        x = self.steps_of(x)
        self.shape = x.shape
        counts = np.ones(x.shape[:2], self.dtype) if mask is None else mask.astype(self.dtype)
        self.w = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)  # 1
        self.y = np.einsum("btf,bt->bf", x, self.w)  # 2
        return self.with_step(self.y)

    def backward(
        self, dy: Float[np.ndarray, "batch *pooled"]
    ) -> Float[np.ndarray, "batch time features"] | None:
        """Undo 2: each step that counts has its share."""
        if not self.needs_input_gradient:
            return None
        out = self.work.sequence("dx", self.shape, self.dtype)
        dx: Array = np.multiply(self.w[:, :, None], self.without_step(dy)[:, None], out=out)
        return self.turned(dx)

    def trace(self) -> Trace:
        """Return `w` and `y`."""
        return Trace(w=self.w, y=self.y).copied()
