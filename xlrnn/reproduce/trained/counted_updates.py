"""How many updates a simple RNN takes until it has learned something, and how long one takes."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from xlrnn import nn
from xlrnn.reproduce.trained.draws import Draw
from xlrnn.reproduce.trained.learning import Rounds, classifier


@dataclass(frozen=True)
class Tried:
    """One training.

    Args:
        updates: how many it took, or how many there were.
        enough: whether the loss became small enough.
        milliseconds: of an update.
        weights: how many the network has.
    """

    updates: int
    enough: bool
    milliseconds: float
    weights: int


def until_learned(
    units: int, classes: int, rate: float, draw: Draw, seed: int, rounds: Rounds
) -> Tried:
    """Train a simple RNN with a dense layer behind it.

    Args:
        units: of what reads the sequence.
        classes: how many answers there are.
        rate: of learning.
        draw: what samples are drawn.
        seed: of weights and samples.
        rounds: for how long, and what is enough.
    """
    rng = np.random.default_rng(seed)
    nn.set_random_seed(seed)
    model = classifier([nn.SimpleRNN(units)], classes, rate)
    begun = time.process_time()
    learned = rounds.learn(model, draw, rng)
    updates = learned.rounds * rounds.updates
    milliseconds = (time.process_time() - begun) / updates * 1000
    return Tried(updates, learned.enough, milliseconds, model.count_params())


def updates_of(some: Sequence[Tried]) -> list[float]:
    """Return how many updates each training took."""
    return [float(one.updates) for one in some]
