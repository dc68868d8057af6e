"""Layer normalization (Ba, Kiros and Hinton 2016): the features of each step on one scale."""

from collections.abc import Sequence, Set
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn import initializers
from xlrnn.nn.compute.sequence import from_rows, sum_of_rows, to_rows
from xlrnn.nn.core import checked, options
from xlrnn.nn.core.input_shape import Shape, last_side
from xlrnn.nn.core.layer import Mask
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.core.trace import Trace
from xlrnn.nn.layers.normalizing import Normalizing
from xlrnn.shapes import Float

Array = NDArray[Any]


@registered
class LayerNormalization(Normalizing):
    """A layer that gives the features of each step the mean β and, about, the spread γ.

    1. mean_t = Σ_k x_kt / features
    2. variance_t = Σ_k (x_kt − mean_t)² / features
    3. normalized_t = (x_t − mean_t) / √(variance_t + ε)
    4. y_t = γ · normalized_t + β                        feature by feature

    Unlike what a batch is normalized with, nothing depends on other samples or steps, in training
    as later.

    Args:
        axis: where the features are: the last side, which is the only one we take.
        epsilon: ε, which keeps the root from 0.
        center: whether there is a β.
        scale: whether there is a γ.
        beta_initializer: how β begins.
        gamma_initializer: how γ begins.
        **common: as of every `Layer`.
    """

    lacking: ClassVar[Set[str]] = options.LACKING | {
        "beta_constraint", "gamma_constraint", "rms_scaling",
    }  # fmt: skip

    def __init__(
        self,
        axis: int | Sequence[int] = -1,
        epsilon: float = 1e-3,
        center: bool = True,
        scale: bool = True,
        beta_initializer: Any = "zeros",
        gamma_initializer: Any = "ones",
        **common: Any,
    ) -> None:
        super().__init__(**common)
        self.axis = _one_side(axis, self.name)
        self.epsilon = checked.ABOVE_ZERO.number(epsilon, f"{self.name}: epsilon")
        self.center = checked.truth(center, f"{self.name}: center")
        self.scale = checked.truth(scale, f"{self.name}: scale")
        self.beta_initializer = initializers.expect_known(beta_initializer)
        self.gamma_initializer = initializers.expect_known(gamma_initializer)

    def count_for(self, input_shape: Shape) -> int:
        """Return the size of γ and β."""
        return last_side(input_shape) * (self.scale + self.center)

    @property
    def torch_names(self) -> tuple[str, ...]:
        """The weights of an `nn.LayerNorm`, which has no β alone."""
        return ("weight",) * self.scale + ("bias",) * (self.scale and self.center)

    def forward(
        self,
        x: Float[np.ndarray, "batch *time features"],
        *,
        training: bool = False,  # noqa: ARG002
        mask: Mask | None = None,  # noqa: ARG002
    ) -> Float[np.ndarray, "batch *time features"]:
        """Normalize every step of every sample."""
        self.shape, rows = x.shape, to_rows(x)
        self.mean = rows.mean(axis=1, keepdims=True)  # 1
        self.deviation = np.subtract(rows, self.mean, out=self.room("deviation", rows))
        squares = np.einsum("rf,rf->r", self.deviation, self.deviation)[:, None]
        self.variance = squares / self.dtype.type(rows.shape[1])  # 2
        self.root = np.sqrt(self.variance + self.dtype.type(self.epsilon))
        self.normalized = np.divide(
            self.deviation, self.root, out=self.room("normalized", rows)
        )  # 3
        self.y = self.room("y", rows)
        np.multiply(self.normalized, self.gamma.value if self.scale else 1, out=self.y)  # 4
        if self.center:
            self.y += self.beta.value
        return from_rows(self.y, self.shape)

    def backward(
        self, dy: Float[np.ndarray, "batch *time features"]
    ) -> Float[np.ndarray, "batch *time features"] | None:
        """Undo 4 to 1."""
        self.dy = rows = to_rows(dy)
        if self.scale and self.gamma.trainable:  # 4
            np.einsum("rf,rf->f", rows, self.normalized, out=self.gamma.grad)
        if self.center and self.beta.trainable:
            sum_of_rows(np.ascontiguousarray(rows), out=self.beta.grad)
        if not self.needs_input_gradient:
            return None
        dx = np.multiply(rows, self.gamma.value if self.scale else 1, out=self.room("dx", rows))
        dx /= self.root  # 3
        along = np.einsum("rf,rf->r", dx, self.normalized)[:, None]
        dx -= self.normalized * (along / self.dtype.type(rows.shape[1]))  # 2
        dx -= dx.mean(axis=1, keepdims=True)  # 1
        return from_rows(dx, self.shape)

    def trace(self) -> Trace:
        """Return what equations 1 to 4 calculate, and the deviation x_t − mean_t."""
        rows = {
            "mean": self.mean,
            "deviation": self.deviation,
            "variance": self.variance,
            "normalized": self.normalized,
            "y": self.y,
        }
        return Trace({name: from_rows(array, self.shape) for name, array in rows.items()}).copied()

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {
            **super().get_config(),
            "axis": self.axis,
            "epsilon": self.epsilon,
            "center": self.center,
            "scale": self.scale,
            "beta_initializer": initializers.as_config(self.beta_initializer),
            "gamma_initializer": initializers.as_config(self.gamma_initializer),
        }


def _one_side(axis: Any, layer: str) -> int:
    """Return the one side that is normalized over.

    Raises:
        UsageError: if there are several.
    """
    sides = list(axis) if isinstance(axis, list | tuple) else [axis]
    if len(sides) != 1:
        raise UsageError(f"{layer}: axis is {axis!r:.60}: expected -1, the last side alone")
    return checked.whole(sides[0], f"{layer}: axis", least=-1)
