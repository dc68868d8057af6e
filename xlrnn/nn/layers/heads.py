"""The heads of multi-head attention: projections into all at once, and where they may look."""

from functools import reduce
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.compute.sequence import from_rows, sum_of_rows, to_rows
from xlrnn.nn.core import checked
from xlrnn.nn.core.parameter import Parameter
from xlrnn.nn.core.weighted import Weighted
from xlrnn.nn.layers.attending import causal
from xlrnn.shapes import Float

Array = NDArray[Any]


class Projection(Weighted):
    """y = W · x + b at every step; several sides of x, and of y, count as one.

    Args:
        name: as Keras calls it.
        letter: what stands behind `W_` and `b_` in the equations.
        owner: the layer whose weights these are, with its initializers.
        inputs: the sides of a step of x.
        outputs: the sides of a step of y.
    """

    keras_place = "vars"

    def __init__(
        self,
        name: str,
        letter: str,
        owner: Any,
        inputs: tuple[int, ...],
        outputs: tuple[int, ...],
    ) -> None:
        self.name, self.built = name, True
        self.dtype, self.work, self.trainable = owner.dtype, owner.work, owner.trainable
        self.width = prod(outputs)
        self.kernel = owner.add_weight(
            "kernel", f"W_{letter}", (*inputs, *outputs), owner.kernel_initializer
        )
        self.bias: Parameter | None = None
        if owner.use_bias:
            self.bias = owner.add_weight("bias", f"b_{letter}", outputs, owner.bias_initializer)

    def owned_weights(self) -> list[tuple[str, Parameter]]:
        """Return the kernel and the bias."""
        return [(self.name, weight) for weight in (self.kernel, self.bias) if weight is not None]

    @property
    def matrix(self) -> Array:
        """The kernel as a matrix: (inputs, outputs)."""
        matrix: Array = self.kernel.value.reshape(-1, self.width)
        return matrix

    def forward(
        self, x: Float[np.ndarray, "batch time features"]
    ) -> Float[np.ndarray, "batch time width"]:
        """Calculate y for each step of each sample."""
        self.x, self.shape = to_rows(x), x.shape
        y = self.work.array(self.name, (len(self.x), self.width), self.dtype)
        np.matmul(self.x, self.matrix, out=y)
        if self.bias is not None:
            y += self.bias.value.reshape(-1)
        return from_rows(y, self.shape)

    def backward(
        self, dy: Float[np.ndarray, "batch time width"], *, needs_dx: bool
    ) -> Float[np.ndarray, "batch time features"] | None:
        """Fill the gradients of the weights and return ∂L/∂x."""
        rows = to_rows(dy)
        if self.kernel.trainable:
            np.matmul(self.x.T, rows, out=self.kernel.grad.reshape(-1, self.width))
            if self.bias is not None:
                sum_of_rows(rows, out=self.bias.grad.reshape(-1))
        if not needs_dx:
            return None
        dx = self.work.array(f"d{self.name}", self.x.shape, self.dtype)
        return from_rows(np.matmul(rows, self.matrix.T, out=dx), self.shape)


def parted(x: Float[np.ndarray, "batch time width"], heads: int) -> Array:
    """Return the view (batch, heads, time, width / heads) of what a projection says."""
    batch, time, width = x.shape
    return x.reshape(batch, time, heads, width // heads).swapaxes(1, 2)


def hidden(
    masks: Any, attention_mask: Any, size: tuple[int, ...], use_causal_mask: bool, layer: str
) -> NDArray[np.bool_] | None:
    """Return which steps each step must not look at, as far as sample, head and it matter.

    Args:
        masks: which steps of query, value and key count.
        attention_mask: which steps each step may look at.
        size: of the scores: samples, heads, steps, steps to look at.
        use_causal_mask: whether a step may look at none behind its own.
        layer: as an error calls it.
    """
    query, *others = masks or [None]
    seen = [] if query is None else [query[:, None, :, None]]
    seen += [mask[:, None, None] for mask in others if mask is not None]
    if use_causal_mask:
        seen.append(causal(*size[2:])[None, None])
    if attention_mask is not None:
        seen.append(for_heads(attention_mask, size, layer))
    return ~reduce(np.logical_and, seen) if seen else None


def sides(given: Any, what: str) -> tuple[int, ...]:
    """Return the sides of a step of the output; none are those of the query."""
    if given is None:
        return ()
    several = given if isinstance(given, list | tuple) else [given]
    return tuple(checked.positive(side, what) for side in several)


def steps_alone(axes: Any, layer: str) -> list[int] | None:
    """Return the axes that are attended to: the steps, which is 1, or None for the same.

    Raises:
        UsageError: if they are others.
    """
    if axes is None:
        return None
    several = list(axes) if isinstance(axes, list | tuple) else [axes]
    if several not in ([1], [-2]):
        raise UsageError(f"{layer}: attention_axes is {axes!r:.60}: expected 1, the steps, or None")
    return [1]


def for_heads(given: Any, size: tuple[int, ...], layer: str) -> NDArray[np.bool_]:
    """Return an attention mask with a side for samples, heads, steps and steps to look at.

    Raises:
        ShapeError: if it does not go with the scores.
    """
    mask = np.asarray(given).astype(bool)
    shape = (*mask.shape[:-2], *(1,) * (4 - mask.ndim), *mask.shape[-2:])
    fits = mask.ndim in (2, 3, 4) and all(
        side in (1, whole) for side, whole in zip(shape, size, strict=True)
    )
    if not fits:
        raise ShapeError(
            f"{layer}: the attention_mask has shape {mask.shape}: expected "
            f"(batch, steps, steps of the value), which is {(size[0], *size[2:])}"
        )
    return mask.reshape(shape)
