"""What convolutions share, however many sides their windows go along."""

from typing import Any, ClassVar

from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn import activations, initializers
from xlrnn.nn.core import checked
from xlrnn.nn.core.layer import Mask
from xlrnn.nn.core.trace import Trace
from xlrnn.nn.layers.channels import Channels

Array = NDArray[Any]


class Convolution(Channels):
    """A layer whose weights look at every window of the input.

    Args:
        filters: the number of outputs of a window.
        data_format: where the features are.
        activation: of the outputs, by its Keras name.
        use_bias: whether there is a b.
        kernel_initializer: how W begins.
        bias_initializer: how b begins.
        **common: as of every `Layer`.
    """

    regularized: ClassVar[tuple[str, ...]] = ("kernel", "bias")

    kernel_size: Any
    strides: Any
    dilation_rate: Any
    padding: str
    logits: Array
    y: Array
    dlogits: Array

    def __init__(
        self,
        filters: int,
        data_format: str | None,
        activation: Any,
        use_bias: bool,
        kernel_initializer: Any,
        bias_initializer: Any,
        **common: Any,
    ) -> None:
        super().__init__(data_format, **common)
        self.filters = checked.positive(filters, f"{type(self).__name__}: filters")
        self.use_bias = checked.truth(use_bias, f"{self.name}: use_bias")
        self.activation = activations.get(activation)
        self.fused_activation = self.activation.name
        self.kernel_initializer = initializers.expect_known(kernel_initializer)
        self.bias_initializer = initializers.expect_known(bias_initializer)

    def expect_one_gap(self, *, strides: int, dilation: int) -> None:
        """Refuse windows that are apart, and whose places are apart, too.

        Raises:
            UsageError: as in Keras.
        """
        if strides > 1 and dilation > 1:
            raise UsageError(
                f"{self.name}: strides is {self.strides} and dilation_rate is "
                f"{self.dilation_rate}: expected 1 for one of them"
            )

    def add_weights(self, shape: tuple[int, ...]) -> None:
        """Make W (kernel) of a shape, and b (bias)."""
        self.kernel = self.add_weight("kernel", "W", shape, self.kernel_initializer)
        self.bias: Any = None
        if self.use_bias:
            self.bias = self.add_weight("bias", "b", (self.filters,), self.bias_initializer)

    @property
    def torch_names(self) -> tuple[str, ...]:
        """The weights of an `nn.Conv1d` or `nn.Conv2d`."""
        return ("weight", "bias") if self.use_bias else ("weight",)

    def compute_mask(self, x: Any, mask: Mask | None = None) -> None:
        """Return None: as in Keras, a mask does not go through windows."""

    def as_matrix(self, kernel: Array) -> Array:
        """Return the kernel as it multiplies windows: their numbers below each other."""
        return kernel.reshape(-1, self.filters)

    def trace(self) -> Trace:
        """Return `logits` (before f) and `y` (after it)."""
        return Trace(logits=self.logits, y=self.y).copied()

    def gradient_trace(self) -> Trace:
        """Return ∂L/∂logits."""
        return Trace(dlogits=self.dlogits).copied()

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        sides = {"kernel_size": self.kernel_size, "strides": self.strides, "padding": self.padding,
                 "dilation_rate": self.dilation_rate}  # fmt: skip
        return {
            **super().get_config(),
            "filters": self.filters,
            **{name: list(own) if isinstance(own, tuple) else own for name, own in sides.items()},
            "activation": self.activation.name,
            "use_bias": self.use_bias,
            "kernel_initializer": initializers.as_config(self.kernel_initializer),
            "bias_initializer": initializers.as_config(self.bias_initializer),
        }
