"""An activation function as a layer of its own."""

from typing import Any

from numpy.typing import NDArray

from xlrnn.nn import activations
from xlrnn.nn.core.layer import Layer, Mask
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.core.trace import Trace

Array = NDArray[Any]


@registered
class Activation(Layer):
    """y = f(logits), number by number (softmax: along the last axis).

    Args:
        activation: f, by its Keras name, or a function of one's own.
        **common: as of every `Layer`.
    """

    def __init__(self, activation: Any, **common: Any) -> None:
        super().__init__(**common)
        self.activation = activations.get(activation)
        self.fused_activation = self.activation.name

    def forward(
        self,
        x: Array,
        *,
        training: bool = False,  # noqa: ARG002
        mask: Mask | None = None,  # noqa: ARG002
    ) -> Array:
        """Calculate y; the input is what a loss may want as logits."""
        self.logits = x
        self.y = self.activation(x, out=self.work.sequence("y", x.shape, self.dtype))
        return self.y

    def backward(self, dy: Array) -> Array | None:
        """Undo f."""
        if not self.needs_input_gradient:
            return None
        out = self.work.sequence("dlogits", dy.shape, self.dtype)
        undo = self.activation.undoing(self.logits)
        return self.backward_from_logits(undo(self.y, dy, out=out))

    def backward_from_logits(self, dlogits: Array) -> Array | None:
        """Pass on what a loss returns that has undone the activation together with itself."""
        self.dlogits = dlogits
        return dlogits if self.needs_input_gradient else None

    def trace(self) -> Trace:
        """Return `logits` (before f) and `y` (after it)."""
        return Trace(logits=self.logits, y=self.y).copied()

    def gradient_trace(self) -> Trace:
        """Return ∂L/∂logits."""
        return Trace(dlogits=self.dlogits).copied()

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {**super().get_config(), "activation": self.activation.name}
