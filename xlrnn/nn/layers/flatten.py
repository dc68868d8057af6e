"""Flatten: all numbers of a sample in one row."""

from typing import Any

from numpy.typing import NDArray

from xlrnn.nn.core.layer import Layer, Mask, Shape, expect_channels_last

Array = NDArray[Any]


class Flatten(Layer):
    """All numbers of a sample in one row: step by step.

    Args:
        data_format: where the features are; only `channels_last` is there.
        **common: as of every `Layer`.
    """

    def __init__(self, data_format: str | None = None, **common: Any) -> None:
        super().__init__(**common)
        expect_channels_last(data_format, self.name)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return (batch, numbers of a sample)."""
        size: int | None = 1
        for side in input_shape[1:]:
            size = None if size is None or side is None else size * side
        return input_shape[0], size

    def compute_mask(self, x: Any, mask: Mask | None) -> None:
        """Return None: there are no steps any more."""

    def forward(
        self,
        x: Array,
        *,
        training: bool = False,  # noqa: ARG002
        mask: Mask | None = None,  # noqa: ARG002
    ) -> Array:
        """Put the numbers of each sample side by side."""
        self.shape = x.shape
        _, size = self.compute_output_shape(self.shape)
        return x.reshape(len(x), size or 0)

    def backward(self, dy: Array) -> Array | None:
        """Put them where they were."""
        return dy.reshape(self.shape) if self.needs_input_gradient else None
