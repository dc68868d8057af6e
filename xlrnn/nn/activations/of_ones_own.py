"""A function of one's own as activation: with its slope beside it, or with differences instead."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.activations.function import ActivationFunction
from xlrnn.nn.custom import LEAST, STEP, called

Array = NDArray[Any]


class OwnName(str):
    """The name of a function of one's own, which knows the function.

    So a layer that is made again from another's configuration has it, too; in a file stands the
    name alone.

    Args:
        function: the function.
    """

    __slots__ = ("function",)
    function: Callable[[Array], Any]

    def __new__(cls, function: Callable[[Array], Any]) -> "OwnName":
        """Return its name."""
        name = super().__new__(cls, called(function))
        name.function = function
        return name

    def __reduce__(self) -> tuple[type, tuple[Any]]:
        """Let copies know it, too."""
        return OwnName, (self.function,)


class FunctionActivation(ActivationFunction):
    """y = f(a), f being a function of one's own that goes number by number.

    Where f has an attribute `gradient`, a function of a that returns ∂f/∂a, that is taken.
    Otherwise central differences in float64 take its place, which need a function of which no
    number depends on another; that is tried out.

    Args:
        function: f, which calculates with NumPy and returns as many numbers as it is given.

    Example:
        >>> def squared(a):
        ...     return a * a
        >>> FunctionActivation(squared)(np.array([3.0])).tolist()
        [9.0]
    """

    of_output: ClassVar[bool] = False

    def __init__(self, function: Callable[[Array], Any]) -> None:
        self.function = function
        self.name = OwnName(function)  # type: ignore[misc]
        self.tried = False

    def __call__(self, a: Array, out: Array | None = None) -> Array:
        """Return f(a)."""
        y = self._of(a)
        if out is None:
            return y.astype(a.dtype)
        out[...] = y
        return out

    def gradient(
        self,
        y: Array,  # noqa: ARG002
        dy: Array,
        out: Array | None = None,
        a: Array | None = None,
    ) -> Array:
        """Return ∂L/∂y · ∂f/∂a, with the a that `undoing` was told."""
        assert a is not None
        return np.multiply(dy, self.slope(a).astype(dy.dtype, copy=False), out=out)

    def undoing(self, a: Array) -> Callable[..., Array]:
        """Return the `gradient` of these a."""
        return partial(self.gradient, a=a)

    def slope(self, a: Array) -> Array:
        """Return ∂f/∂a."""
        own = getattr(self.function, "gradient", None)
        if own is None:
            return self._differences(a.astype(float))
        slope = np.asarray(own(a.copy()))
        if slope.shape != a.shape:
            raise ShapeError(
                f"activation {self.name}: its gradient has shape {slope.shape}, expected {a.shape}"
            )
        return slope

    def _of(self, a: Array) -> Array:
        y = np.asarray(self.function(a.copy()))  # which may write into what it is given
        if y.shape != a.shape or y.dtype.kind not in "fiub":
            raise ShapeError(
                f"activation {self.name} returned {y.dtype} of shape {y.shape}: expected a number "
                f"for each of {a.shape}"
            )
        return y

    def _differences(self, a: Array) -> Array:
        """Return central differences."""
        with np.errstate(all="ignore"):
            self._try(a)
            step = STEP * np.maximum(np.abs(a), LEAST)
            slope: Array = (self._of(a + step) - self._of(a - step)) / (2 * step)
        return slope

    def _try(self, a: Array) -> None:
        """Refuse a function of which one number depends on others: move every other, once."""
        if self.tried:
            return
        others = np.indices(a.shape).sum(axis=0) % 2 == 1  # as on a chessboard
        here, moved = self._of(a), self._of(np.where(others, a * 0.9 + 0.01, a))
        if not np.array_equal(here[~others], moved[~others], equal_nan=True):
            raise UsageError(
                f"activation {self.name}: a number depends on others, so that differences do not "
                f"tell its slope: expected a function that goes number by number"
            )
        self.tried = a.size > 1
