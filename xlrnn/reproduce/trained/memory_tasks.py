"""Three tasks that ask for what was read long ago."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from numpy.typing import NDArray

from xlrnn import nn
from xlrnn.reproduce.trained.draws import (
    COPIED_KINDS,
    VERBS,
    Draw,
    adding,
    agreement,
    copying,
)
from xlrnn.reproduce.trained.learning import accuracy, classifier

Array = NDArray[Any]
VARIANCE_OF_SUM: Final = 1 / 6
"""Of two numbers between 0 and 1: the error of whoever always answers 1."""


@dataclass(frozen=True)
class MemoryTask:
    """A task over any distance.

    Args:
        name: in `numbers`.
        title: for people.
        draw: draws samples over a distance.
        classes: between how many answers is chosen; 0 where the answer is a number.
        rounds: how long it may be learned.
        enough: the loss at which it is learned.
        every_step: whether there are answers at every step.
    """

    name: str
    title: str
    draw: Callable[[int], Draw]
    classes: int
    rounds: int
    enough: float
    every_step: bool = False

    def model(self, layer: Any, rate: float) -> nn.Sequential:
        """Return a network with the layer that remembers."""
        if self.classes:
            return classifier([layer], self.classes, rate)
        model = nn.Sequential([layer, nn.Dense(1)])
        model.compile(nn.optimizers.Adam(rate, clipnorm=1.0), loss="mse")
        return model

    def score(self, model: nn.Sequential, x: Array, y: Array) -> float:
        """Return how good it is: 1 at best, about 0 for whoever knows nothing."""
        if self.classes:
            return (accuracy(model, x, y) - 1 / self.classes) / (1 - 1 / self.classes)
        error = float(((model.predict(x, batch_size=len(x)) - y) ** 2).mean())
        return 1 - error / VARIANCE_OF_SUM


AGREEMENT: Final = MemoryTask(
    "agreement", "“The man who ate my pizza … has”", agreement, len(VERBS), 60, 0.01
)
ADDING: Final = MemoryTask("adding", "The sum of two marked numbers", adding, 0, 120, 0.003)
COPYING: Final = MemoryTask(
    "copying", "A symbol, said again behind blanks", copying, COPIED_KINDS, 120, 0.02,
    every_step=True,
)  # fmt: skip
