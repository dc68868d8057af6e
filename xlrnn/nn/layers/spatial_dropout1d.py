"""Dropout of whole features: the same ones at every step (Tompson et al. 2015)."""

from typing import Any

from xlrnn.nn.core import options
from xlrnn.nn.core.input_shape import Shape, expect_sequences
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.layers.dropout import Dropout


@registered
class SpatialDropout1D(Dropout):
    """In training a share of the features becomes 0 at all steps; what is left grows.

    Args:
        rate: the share that is left out.
        seed: of draws of its own; by default they come from the shared generator.
        **common: as of every `Layer`.
    """

    def __init__(self, rate: float, seed: int | None = None, **common: Any) -> None:
        if "noise_shape" in common:
            options.refuse(type(self), {"noise_shape": common["noise_shape"]}, frozenset())
        super().__init__(rate, (None, 1, None), seed, **common)

    def make_weights(self, input_shape: Shape) -> None:
        """Check that there are steps."""
        expect_sequences(input_shape, self.name)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        config = super().get_config()
        del config["noise_shape"]
        return config
