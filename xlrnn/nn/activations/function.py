"""What an activation function is, and the one that does nothing."""

from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class ActivationFunction:
    """A function of the pre-activation a.

    In float64 it is exact near zero, since that is what spreadsheets are compared with; in
    float32 it is fast. `out` may be `a` itself; layers see to it that it lies in one piece of
    memory, for NumPy is not to be trusted in place on views with gaps (`np.negative` of 2.2 to
    2.4 is wrong on some), and several passes over such a view are slow.
    """

    name: ClassVar[str] = "linear"

    of_output: ClassVar[bool] = True
    """Whether y alone tells the slope; else it takes a, too, and `undoing` is asked."""

    def __call__(self, a: Array, out: Array | None = None) -> Array:
        """Return y = f(a)."""
        if out is None:
            return np.array(a)
        out[...] = a
        return out

    def gradient(self, y: Array, dy: Array, out: Array | None = None) -> Array:  # noqa: ARG002
        """Return ∂L/∂a from y and ∂L/∂y; `out` may be `dy` itself, and must not be `y`."""
        if out is None:
            return np.array(dy)
        out[...] = dy
        return out

    def undoing(self, a: Array) -> Callable[..., Array]:  # noqa: ARG002
        """Return the `gradient` of these a; most need no more than y."""
        return self.gradient

    # In a layer that goes step by step, where it stands for a use of its own.

    def begin(self) -> None:
        """Prepare for the first step of a batch."""

    def gradient_of_all(self, y: Array, dy: Array) -> Array:
        """Return ∂L/∂a of all steps, batch first, when they have been undone one by one."""
        return self.gradient(y, dy)

    def anew(self) -> "ActivationFunction":
        """Return the same for another place of a layer."""
        return self

    def __repr__(self) -> str:
        return f"<activation {self.name}>"


def into(y: Array, out: Array | None) -> Array:
    """Return y, in `out` if there is one."""
    if out is None:
        return y
    out[...] = y
    return out
