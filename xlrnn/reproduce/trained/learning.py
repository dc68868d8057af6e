"""How the networks of the experiments are made, learn and are judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn import nn
from xlrnn.nn.models import Trained
from xlrnn.reproduce.trained.draws import NOT_ASKED, Draw

Array = NDArray[Any]
JUDGED: Final = 500
"""By so many fresh samples a network is judged."""


def classifier(layers: Sequence[Any], classes: int, rate: float) -> nn.Sequential:
    """Return a network that chooses one of some classes, at the end or at every step.

    Args:
        layers: what reads the sequence.
        classes: how many there are.
        rate: of learning.
    """
    model = nn.Sequential([*layers, nn.Dense(classes, activation="softmax")])
    loss = nn.losses.SparseCategoricalCrossentropy(ignore_class=NOT_ASKED)
    model.compile(nn.optimizers.Adam(rate, clipnorm=1.0), loss=loss)
    return model


@dataclass(frozen=True)
class Learned:
    """What a training came to.

    Args:
        losses: the mean loss of each round.
        enough: whether the loss became small enough.
    """

    losses: tuple[float, ...]
    enough: bool

    @property
    def rounds(self) -> int:
        """How many there were."""
        return len(self.losses)


@dataclass(frozen=True)
class Rounds:
    """A training in rounds, each of fresh samples: what is learned is never learned by heart.

    Args:
        most: how many rounds there are at most.
        samples: of a round.
        batch: how many samples make an update.
        enough: a mean loss below which there are no more rounds.
    """

    most: int
    samples: int = 500
    batch: int = 50
    enough: float = 0.0

    @property
    def updates(self) -> int:
        """How many a round has."""
        return self.samples // self.batch

    def learn(self, model: Trained, draw: Draw, rng: np.random.Generator) -> Learned:
        """Train a network until it is good enough, or for all rounds."""
        losses: list[float] = []
        while len(losses) < self.most and (not losses or losses[-1] >= self.enough):
            x, y = draw(self.samples, rng)
            history = model.fit(x, y, batch_size=self.batch, verbose=0).history
            losses.append(float(history["loss"][0]))
        return Learned(tuple(losses), losses[-1] < self.enough)


def accuracy(model: Trained, x: Array, y: Array) -> float:
    """Return the share of right answers among those that are asked for."""
    found = model.predict(x, batch_size=JUDGED).argmax(axis=-1)
    return float((found == y)[y != NOT_ASKED].mean())
