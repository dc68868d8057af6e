"""Batch normalization (Ioffe and Szegedy 2015): each feature on one scale, over a whole batch."""

from collections.abc import Set
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import ShapeError
from xlrnn.nn import initializers
from xlrnn.nn.compute.sequence import from_rows, sum_of_rows, to_rows
from xlrnn.nn.core import checked, options
from xlrnn.nn.core.input_shape import Shape, features_of, last_side
from xlrnn.nn.core.layer import Mask
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.core.trace import Trace
from xlrnn.nn.layers.normalizing import Normalizing
from xlrnn.shapes import Float

Array = NDArray[Any]
BESIDE_COUNT: Final = 1e-7
"""What Keras adds to the number of rows that a mask leaves, so that it never divides by 0."""


@registered
class BatchNormalization(Normalizing):
    """A layer that gives each feature the mean β and, about, the spread γ, over samples and steps.

    In training mean and variance are those of the batch, and their moving averages follow; else
    they are the moving averages:

    1. mean_k = Σ_r x_rk / rows                                     over all samples and steps
    2. variance_k = Σ_r (x_rk − mean_k)² / rows
    3. normalized_r = (x_r − mean) / √(variance + ε)
    4. y_r = γ · normalized_r + β                                   feature by feature
    5. moving = momentum · moving + (1 − momentum) · that of the batch

    Steps that a mask leaves out have no part in mean and variance. A layer that is not trainable
    takes the moving averages in training, too.

    Args:
        axis: where the features are: the last side, which is the only one we take.
        momentum: how much of the moving averages stays with each batch.
        epsilon: ε, which keeps the root from 0.
        center: whether there is a β.
        scale: whether there is a γ.
        beta_initializer: how β begins.
        gamma_initializer: how γ begins.
        moving_mean_initializer: how the moving mean begins.
        moving_variance_initializer: how the moving variance begins.
        **common: as of every `Layer`.
    """

    takes_mask: ClassVar[bool] = True
    weight_names: ClassVar[tuple[str, ...]] = ("gamma", "beta", "moving_mean", "moving_variance")
    lacking: ClassVar[Set[str]] = options.LACKING | {
        "beta_constraint", "gamma_constraint",
        "renorm", "renorm_clipping", "renorm_momentum", "synchronized",
    }  # fmt: skip

    def __init__(
        self,
        axis: int = -1,
        momentum: float = 0.99,
        epsilon: float = 1e-3,
        center: bool = True,
        scale: bool = True,
        beta_initializer: Any = "zeros",
        gamma_initializer: Any = "ones",
        moving_mean_initializer: Any = "zeros",
        moving_variance_initializer: Any = "ones",
        **common: Any,
    ) -> None:
        super().__init__(**common)
        self.axis = checked.whole(axis, f"{self.name}: axis", least=-1)
        self.momentum = checked.SHARE.number(momentum, f"{self.name}: momentum")
        self.epsilon = checked.ABOVE_ZERO.number(epsilon, f"{self.name}: epsilon")
        self.center = checked.truth(center, f"{self.name}: center")
        self.scale = checked.truth(scale, f"{self.name}: scale")
        self.beta_initializer = initializers.expect_known(beta_initializer)
        self.gamma_initializer = initializers.expect_known(gamma_initializer)
        self.moving_mean_initializer = initializers.expect_known(moving_mean_initializer)
        self.moving_variance_initializer = initializers.expect_known(moving_variance_initializer)

    def make_weights(self, input_shape: Shape) -> None:
        """Make γ (gamma), β (beta) and the moving averages, which no optimizer changes."""
        super().make_weights(input_shape)
        shape = (features_of(input_shape, self.name),)
        self.moving_mean = self.add_weight(
            "moving_mean", "moving_mean", shape, self.moving_mean_initializer, learned=False
        )
        self.moving_variance = self.add_weight(
            "moving_variance", "moving_variance", shape, self.moving_variance_initializer,
            learned=False,
        )  # fmt: skip

    def count_for(self, input_shape: Shape) -> int:
        """Return the size of γ, β and the moving averages."""
        return last_side(input_shape) * (self.scale + self.center + 2)

    @property
    def torch_names(self) -> tuple[str, ...]:
        """The weights of an `nn.BatchNorm1d`, which has γ and β or neither."""
        if self.scale != self.center:
            return ()
        return ("weight", "bias") * self.scale + ("running_mean", "running_var")

    def forward(
        self,
        x: Float[np.ndarray, "batch *sides features"],
        *,
        training: bool = False,
        mask: Mask | None = None,
    ) -> Float[np.ndarray, "batch *sides features"]:
        """Normalize every feature."""
        self.shape, rows = x.shape, to_rows(x)
        self.of_batch = training and self.trainable
        if self.of_batch:
            self._measure(rows, mask)
        else:
            self.mean, self.variance = self.moving_mean.value, self.moving_variance.value
        self.root = np.sqrt(self.variance + self.dtype.type(self.epsilon))
        self.normalized = np.subtract(rows, self.mean, out=self.room("normalized", rows))
        self.normalized /= self.root  # 3
        self.y = self.room("y", rows)
        np.multiply(self.normalized, self.gamma.value if self.scale else 1, out=self.y)  # 4
        if self.center:
            self.y += self.beta.value
        return from_rows(self.y, self.shape)

    def _measure(self, rows: Array, mask: Mask | None) -> None:
        """Calculate mean and variance of a batch, and let the moving averages follow."""
        self.counts: Array | None = None if mask is None else self._counted(mask, rows.shape[0])
        self.rows = float(len(rows))
        if self.counts is not None:
            self.rows = float(self.counts.sum()) + BESIDE_COUNT
        self.mean = self._sum(rows) / self.dtype.type(self.rows)  # 1
        apart = np.subtract(rows, self.mean, out=self.room("apart", rows))
        if self.counts is not None:
            apart *= self.counts
        squares = np.einsum("rf,rf->f", apart, apart)
        self.variance = squares / self.dtype.type(self.rows)  # 2
        for moving, now in (
            (self.moving_mean.value, self.mean),
            (self.moving_variance.value, self.variance),
        ):
            if np.isfinite(now).all():  # else the batch is about to be refused
                moving *= self.dtype.type(self.momentum)  # 5
                moving += now * self.dtype.type(1 - self.momentum)

    def _counted(self, mask: Mask, rows: int) -> Array:
        """Return which rows count, as numbers below each other.

        Raises:
            ShapeError: if it does not say so of each.
        """
        if mask.size != rows:
            raise ShapeError(
                f"{self.name}: the mask has shape {mask.shape}, expected {self.shape[:-1]}"
            )
        return to_rows(mask[..., None]).astype(self.dtype)

    def _sum(self, rows: Array) -> Array:
        """Return the sum of the rows that count."""
        if self.counts is not None:
            return np.einsum("rf,r->f", rows, self.counts[:, 0])
        total = np.empty(rows.shape[1], self.dtype)
        sum_of_rows(np.ascontiguousarray(rows), out=total)
        return total

    def backward(
        self, dy: Float[np.ndarray, "batch *sides features"]
    ) -> Float[np.ndarray, "batch *sides features"] | None:
        """Undo 4 to 1."""
        self.dy = rows = np.ascontiguousarray(to_rows(dy))
        along = np.einsum("rf,rf->f", rows, self.normalized)
        total = np.empty(rows.shape[1], self.dtype)
        sum_of_rows(rows, out=total)
        if self.scale and self.gamma.trainable:  # 4
            self.gamma.grad[...] = along
        if self.center and self.beta.trainable:
            self.beta.grad[...] = total
        if not self.needs_input_gradient:
            return None
        factor = (self.gamma.value if self.scale else 1) / self.root
        dx = np.multiply(rows, factor, out=self.room("dx", rows))  # 3
        if self.of_batch:
            dx += self._through_measures(factor * along, factor * total)
        return from_rows(dx, self.shape)

    def _through_measures(self, along: Array, total: Array) -> Array:
        """Undo 2 and 1: every row that counts has a part in variance and mean.

        Args:
            along: Σ_r γ · ∂L/∂y_r · normalized_r / √(variance + ε), feature by feature.
            total: Σ_r γ · ∂L/∂y_r / √(variance + ε), which is −∂L/∂mean through 3.
        """
        d_mean = -total
        if self.counts is not None:  # else the rows are evenly about the mean
            beside = self.dtype.type(BESIDE_COUNT / self.rows)
            d_mean += along / self.root * beside * self.mean
        part = np.multiply(
            self.normalized,
            -along / self.dtype.type(self.rows),
            out=self.room("part", self.normalized),
        )
        part += d_mean / self.dtype.type(self.rows)
        if self.counts is not None:
            part *= self.counts
        return part

    def trace(self) -> Trace:
        """Return what equations 3 and 4 calculate."""
        rows = {"normalized": self.normalized, "y": self.y}
        return Trace({name: from_rows(array, self.shape) for name, array in rows.items()}).copied()

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        begins = ("beta", "gamma", "moving_mean", "moving_variance")
        return {
            **super().get_config(),
            "axis": self.axis,
            "momentum": self.momentum,
            "epsilon": self.epsilon,
            "center": self.center,
            "scale": self.scale,
            **{
                f"{name}_initializer": initializers.as_config(getattr(self, f"{name}_initializer"))
                for name in begins
            },
        }
