"""The fewest trials that tell every change: each costs time in every submission."""

import numpy as np

from xlrnn.exercises.ask.trials import FEWEST, MOST, Array


def fewest(told: Array, steady: Array) -> list[int]:
    """Return the trials that are taken, the given one first.

    With which one it begins is tried out: the one that tells most is not always among the fewest.

    Args:
        told: for each change which trials tell it.
        steady: in which trials rounding does no harm.
    """
    others = [int(trial) for trial in np.flatnonzero(steady) if trial]
    begun = [[0], *([0, other] for other in others)]
    ways = (_greedy(told, first) for first in begun)
    taken, _ = min(ways, key=lambda way: (way[1], len(way[0])))
    more = [trial for trial in others if trial not in taken]
    return [*taken, *more[: max(0, FEWEST - len(taken))]]


def _greedy(told: Array, taken: list[int]) -> tuple[list[int], int]:
    """Go on with trials, each of which tells most that none before told.

    Returns:
        The trials, and how many changes none of them tells, though others would.
    """
    left = told[~told[:, taken].any(axis=1) & told.any(axis=1)]
    while len(left) and len(taken) < MOST:
        best = int(left.sum(axis=0).argmax())
        taken = [*taken, best]
        left = left[~left[:, best]]
    return taken, len(left)
