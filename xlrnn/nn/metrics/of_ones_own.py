"""A function of one's own as a metric: the mean of what it says of each row."""

from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from xlrnn.errors import ShapeError
from xlrnn.nn.custom import called
from xlrnn.nn.losses import pair
from xlrnn.nn.metrics.reductions import MeanOfRows

Array = NDArray[Any]


class FunctionMean(MeanOfRows):
    """The mean of f(y, p), f being a function of one's own.

    Args:
        function: f(y_true, y_pred), which calculates with NumPy; it returns a number for each row,
            or one for the batch, of which as in Keras the mean over the batches is taken.
        name: under which it is reported; by default the function's own.
        dtype: for Keras' sake.

    Example:
        >>> def within_one(y_true, y_pred):
        ...     return np.mean(np.abs(y_true - y_pred) < 1, axis=-1)
        >>> FunctionMean(within_one)([[0.0], [0.0]], [[0.5], [2.0]])
        0.5
    """

    direction: ClassVar[None] = None  # nobody knows where it is better

    def __init__(
        self,
        function: Callable[..., Any],
        name: str | None = None,
        dtype: DTypeLike | None = None,
    ) -> None:
        self.function = function
        super().__init__(name or called(function), dtype)

    def rows(self, y_true: Array, y_pred: Array) -> Array:
        """Return f of each row."""
        y, p = pair(y_true, y_pred)
        given = np.asarray(self.function(y.astype(p.dtype, copy=False), p))
        if given.dtype.kind not in "fiub" or (given.ndim and given.shape[:1] != p.shape[:1]):
            raise ShapeError(
                f"{self.name} returned {given.dtype} of shape {given.shape}: expected a number for "
                f"each row, {p.shape[:-1]}, as from np.mean(…, axis=-1), or one alone"
            )
        return given.astype(float)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:  # type: ignore[override]
        """Take a batch in; weights have nothing to do with a single number."""
        values = self.rows(np.asarray(y_true), np.asarray(y_pred))
        self.take(values, sample_weight if values.ndim else None)

    def expect(self, y_true: Array, shape: tuple[int, ...]) -> None:
        """Let the function itself find out: of no samples at all it need not make sense."""

    def get_config(self) -> dict[str, Any]:
        """Return the arguments, the function by its name."""
        return {**super().get_config(), "function": called(self.function)}
