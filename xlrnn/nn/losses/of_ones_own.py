"""A function of one's own as a loss: with its gradient beside it, or with differences instead."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.custom import LEAST, STEP, called
from xlrnn.nn.losses.loss import Loss

Array = NDArray[Any]

MOST_OUTPUTS = 64
"""So many outputs may a row have where differences take the place of a gradient."""


class FunctionLoss(Loss):
    """L = mean of f(y, p), f being a function of one's own with a number for each row.

    Where f has an attribute `gradient`, a function of y and p as well, that is ∂f/∂p. Otherwise
    central differences in float64 take its place: every output is moved once up and once down, in
    all rows at once, since no row's loss depends on another row; that is tried out.

    Args:
        function: f(y_true, y_pred), which calculates with NumPy and returns a number for each row,
            or for each output, of which the mean is taken.
        reduction: how the rows become one number.
        name: what errors call it; by default the function's own.
        dtype: for Keras' sake.
        gradient: ∂f/∂p, if the function does not have it; files do not know of it, so that
            `custom_objects` then names this loss, and not the function.

    Example:
        >>> def cubed(y_true, y_pred):
        ...     return np.mean(np.abs(y_true - y_pred) ** 3, axis=-1)
        >>> FunctionLoss(cubed)([[0.0, 0.0]], [[1.0, 2.0]])
        4.5
    """

    def __init__(
        self,
        function: Callable[..., Any],
        reduction: str | None = "sum_over_batch_size",
        name: str | None = None,
        dtype: DTypeLike | None = None,
        gradient: Callable[..., Any] | None = None,
    ) -> None:
        self.function = function
        self.own_gradient = gradient or getattr(function, "gradient", None)
        self.tried = False
        super().__init__(reduction, name or called(function), dtype)

    def check(self, y_true: Array, shape: tuple[int | None, ...]) -> Array:
        """Return the labels, as many as there are predictions; what they are f alone knows."""
        if y_true.ndim == len(shape) - 1 and shape[-1] == 1:
            y_true = y_true[..., None]
        if y_true.shape[:1] != shape[:1]:
            raise ShapeError(f"{self.name}: the labels have shape {y_true.shape}, expected {shape}")
        return y_true

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """Return f of each row."""
        given = np.asarray(self.function(y_true.astype(y_pred.dtype, copy=False), y_pred))
        values = given.mean(axis=-1) if given.shape == y_pred.shape else given
        if values.shape != y_pred.shape[:-1] or values.dtype.kind not in "fiub":
            raise ShapeError(
                f"{self.name} returned {values.dtype} of shape {given.shape}: expected a number "
                f"for each row, {y_pred.shape[:-1]}, as from np.mean(…, axis=-1)"
            )
        return values.astype(y_pred.dtype, copy=False)

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return ∂f/∂p."""
        if self.own_gradient is None:
            return self._differences(y_true, y_pred).astype(y_pred.dtype, copy=False)
        given = np.array(self.own_gradient(y_true.astype(y_pred.dtype, copy=False), y_pred))
        if given.shape != y_pred.shape:
            raise ShapeError(
                f"{self.name}: its gradient has shape {given.shape}, expected {y_pred.shape}"
            )
        return given.astype(y_pred.dtype, copy=False)

    def _differences(self, y_true: Array, y_pred: Array) -> Array:
        """Return central differences."""
        p, outputs = y_pred.astype(float), y_pred.shape[-1]
        if outputs > MOST_OUTPUTS:
            raise UsageError(
                f"{self.name} has no gradient, and differences of {outputs} outputs would take "
                f"{2 * outputs} calls a step: {self._advice()}"
            )
        slope = np.empty_like(p)
        with np.errstate(all="ignore"):
            self._try(y_true, p)
            for k in range(outputs):
                size = np.abs(p[..., k])
                rise, step = self._rise(y_true, p, k, STEP * np.maximum(size, LEAST))
                if not np.isfinite(rise).all():  # as of a logarithm near 0: nearer then
                    inside = np.isfinite(rise)
                    rise, step = self._rise(y_true, p, k, np.where(inside, step, STEP * size))
                slope[..., k] = rise / (2 * step)
        return slope

    def _rise(self, y_true: Array, p: Array, k: int, step: Array) -> tuple[Array, Array]:
        """Return how much higher f is above than below, and the step."""
        above = self._moved(y_true, p, k, step)
        return above - self._moved(y_true, p, k, -step), step

    def _moved(self, y_true: Array, p: Array, k: int, step: Array) -> Array:
        """Return f where output k of each row is a step away."""
        away = p.copy()
        away[..., k] += step
        return self.values(y_true, away)

    def _try(self, y_true: Array, p: Array) -> None:
        """Refuse a loss of rows that depend on each other: move every other one, once."""
        if self.tried:
            return
        here = self.values(y_true, p)
        others = np.indices(here.shape).sum(axis=0) % 2 == 1  # as on a chessboard
        moved = self.values(y_true, np.where(others[..., None], p * 0.9 + 0.01, p))
        if not np.array_equal(moved[~others], here[~others], equal_nan=True):
            raise UsageError(
                f"{self.name}: the loss of a row depends on other rows, so that differences do not "
                f"tell its gradient: {self._advice()}"
            )
        self.tried = here.size > 1

    def _advice(self) -> str:
        return f"let {self.name}.gradient be a function of y_true and y_pred that returns it"

    def get_config(self) -> dict[str, Any]:
        """Return the arguments, the function by its name."""
        return {**super().get_config(), "function": called(self.function)}
