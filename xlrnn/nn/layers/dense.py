"""The fully connected layer."""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn import activations, initializers
from xlrnn.nn.compute import kernels
from xlrnn.nn.compute.sequence import from_rows, sum_of_rows, to_rows
from xlrnn.nn.compute.some_classes import SomeClasses
from xlrnn.nn.core import checked
from xlrnn.nn.core.input_shape import Shape, features_of, last_side
from xlrnn.nn.core.layer import Layer, Mask
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.core.trace import Trace
from xlrnn.shapes import Float

Array = NDArray[Any]


@registered
class Dense(Layer):
    """A layer in which every output sees every input, at each time step if there are any.

    1. logits = W_hy · h + b_y
    2. y = f(logits)

    Args:
        units: the number of outputs.
        activation: f, by its Keras name, or a function of one's own.
        use_bias: whether there is a b_y.
        kernel_initializer: how W_hy begins.
        bias_initializer: how b_y begins.
        **common: as of every `Layer`.

    Attributes:
        some: the outputs that are looked at, where a training does not look at all of them.
    """

    regularized: ClassVar[tuple[str, ...]] = ("kernel", "bias")

    def __init__(
        self,
        units: int,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        **common: Any,
    ) -> None:
        super().__init__(**common)
        self.units = checked.positive(units, "Dense: units")
        self.activation = activations.get(activation)
        self.use_bias = checked.truth(use_bias, f"{self.name}: use_bias")
        self.kernel_initializer = initializers.expect_known(kernel_initializer)
        self.bias_initializer = initializers.expect_known(bias_initializer)
        self.fused_activation = self.activation.name
        self.some: SomeClasses | None = None

    def make_weights(self, input_shape: Shape) -> None:
        """Make W_hyᵀ (kernel) and b_y (bias)."""
        inputs = features_of(input_shape, self.name)
        self.kernel = self.add_weight(
            "kernel", "W_hy", (inputs, self.units), self.kernel_initializer
        )
        self.bias: Any = None
        if self.use_bias:
            self.bias = self.add_weight("bias", "b_y", (self.units,), self.bias_initializer)

    def count_for(self, input_shape: Shape) -> int:
        """Return the size of W_hy and b_y."""
        return (last_side(input_shape) + self.use_bias) * self.units

    @property
    def torch_names(self) -> tuple[str, ...]:
        """The weights of an `nn.Linear`."""
        return ("weight", "bias") if self.use_bias else ("weight",)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape with `units` in place of the features."""
        return (*input_shape[:-1], self.units)

    def forward(
        self,
        x: Float[np.ndarray, "batch *time features"],
        *,
        training: bool = False,  # noqa: ARG002
        mask: Mask | None = None,  # noqa: ARG002
    ) -> Float[np.ndarray, "batch *time units"]:
        """Calculate y for every sample, and at each step."""
        self.shape = x.shape
        self.x = to_rows(x)
        kernel, bias = self._of_outputs()
        size = (len(self.x), kernel.shape[1])
        logits = self.work.array("logits", size, self.dtype)
        np.matmul(self.x, kernel, out=logits)  # 1
        self.y = self.work.array("y", size, self.dtype)
        if self.some is not None:
            self.some.weigh(logits)
        if bias is None:
            self.activation(logits, out=self.y)  # 2
        else:
            kernels.of(f"biased_{self.activation.name}", self._biased)(logits, bias, self.y)  # 1, 2
        self.logits = from_rows(logits, self.shape)
        return from_rows(self.y, self.shape)

    def _biased(self, logits: Array, bias: Array, y: Array) -> None:
        """Calculate the sum of equation 1, and 2."""
        logits += bias
        self.activation(logits, out=y)

    def backward(
        self, dy: Float[np.ndarray, "batch *time units"]
    ) -> Float[np.ndarray, "batch *time features"] | None:
        """Undo 2, then 1."""
        dlogits = self.work.array("dlogits", self.y.shape, self.dtype)
        undo = self.activation.undoing(to_rows(self.logits))
        kernels.of(f"{self.activation.name}_gradient", undo)(self.y, to_rows(dy), dlogits)  # 2
        return self._undo_product(dlogits)

    def backward_from_logits(
        self, dlogits: Float[np.ndarray, "batch *time units"]
    ) -> Float[np.ndarray, "batch *time features"] | None:
        """Undo 1 alone, for a loss that has undone the activation together with itself."""
        return self._undo_product(to_rows(dlogits))

    def _undo_product(self, dlogits: Array) -> Array | None:
        self.dlogits = dlogits
        if self.kernel.trainable and self.some is None:
            np.matmul(self.x.T, dlogits, out=self.kernel.grad)  # 1
            if self.use_bias:
                sum_of_rows(dlogits, out=self.bias.grad)
        elif self.kernel.trainable:
            self._gradients_of_some(dlogits)
        if not self.needs_input_gradient:
            return None
        dx = self.work.array("dx", self.x.shape, self.dtype)
        return from_rows(np.matmul(dlogits, self._kernel().T, out=dx), self.shape)

    # Where not all outputs are looked at.

    def _of_outputs(self) -> tuple[Array, Array | None]:
        """Return W_hyᵀ and b_y of the outputs that are looked at."""
        kernel, bias = self._kernel(), self.bias.value if self.use_bias else None
        if self.some is None:
            return kernel, bias
        numbers = self.some.numbers
        np.take(self.kernel.value, numbers, axis=1, out=kernel, mode="clip")  # "raise" would copy
        return kernel, None if bias is None else bias[numbers]

    def _kernel(self) -> Array:
        """Return W_hyᵀ, of some outputs where it was put together on the way forward."""
        if self.some is None:
            whole: Array = self.kernel.value
            return whole
        return self.work.array("some", (len(self.kernel), len(self.some.numbers)), self.dtype)

    def _gradients_of_some(self, dlogits: Array) -> None:
        """Fill ∂L/∂W_hy and ∂L/∂b_y, which are 0 for all other outputs."""
        assert self.some is not None
        numbers = self.some.numbers
        self.kernel.grad.fill(0)
        self.kernel.grad[:, numbers] = self.x.T @ dlogits  # 1
        if self.use_bias:
            self.bias.grad.fill(0)
            sums = np.empty_like(dlogits[0])
            sum_of_rows(dlogits, out=sums)
            self.bias.grad[numbers] = sums

    def trace(self) -> Trace:
        """Return `logits` (before f) and what follows: `p` of a softmax, else `y`."""
        name = "p" if self.fused_activation == "softmax" else "y"
        return Trace({"logits": self.logits, name: from_rows(self.y, self.shape)}).copied()

    def gradient_trace(self) -> Trace:
        """Return ∂L/∂logits and the weights' gradients, of each sample and step."""
        dlogits, h = from_rows(self.dlogits, self.shape), from_rows(self.x, self.shape)
        trace = Trace(dlogits=dlogits, dW_hy=h[..., :, None] * dlogits[..., None, :])
        return (Trace({**trace, "db_y": dlogits}) if self.use_bias else trace).copied()

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {
            **super().get_config(),
            "units": self.units,
            "activation": self.activation.name,
            "use_bias": self.use_bias,
            "kernel_initializer": initializers.as_config(self.kernel_initializer),
            "bias_initializer": initializers.as_config(self.bias_initializer),
        }
