"""How a layer that goes step by step uses a function whose slope its output does not tell."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.activations.function import ActivationFunction

Array = NDArray[Any]


class Remembering(ActivationFunction):
    """A function that keeps what it was given, step by step, for the way back.

    The way back goes through the steps from the last to the first. Each place of a layer that uses
    a function has one of its own.

    Args:
        function: the function.
    """

    def __init__(self, function: ActivationFunction) -> None:
        self.function = function
        self.name = function.name  # type: ignore[misc]
        self.begin()

    def begin(self) -> None:
        """Forget what another batch brought."""
        self.given: list[Array] = []
        self.left = 0

    def __call__(self, a: Array, out: Array | None = None) -> Array:
        """Return y = f(a), and keep a."""
        self.given.append(a.copy())
        self.left = len(self.given)
        return self.function(a, out=out)

    def gradient(self, y: Array, dy: Array, out: Array | None = None) -> Array:
        """Return ∂L/∂a of the last step that is left."""
        self.left -= 1
        return self.function.undoing(self.given[self.left])(y, dy, out=out)

    def gradient_of_all(self, y: Array, dy: Array) -> Array:
        """Return ∂L/∂a of all steps, batch first."""
        return self.function.undoing(np.stack(self.given, axis=1))(y, dy)

    def anew(self) -> "Remembering":
        """Return the same for another place."""
        return Remembering(self.function)


def step_by_step(function: ActivationFunction) -> ActivationFunction:
    """Return a function that may be undone step by step: itself, if its output is enough."""
    return function if function.of_output else Remembering(function)
