"""Samples that are learned from, and groups of them that are held out as a whole."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from xlrnn.counted import counted
from xlrnn.errors import InputError
from xlrnn.tasks.settings import Settings

Sample = TypeVar("Sample")


@dataclass(frozen=True)
class Parts(Generic[Sample]):
    """Samples, cut into tokens.

    Args:
        learned: those that are learned from.
        held_out: those that are not.
        too_long: how many are neither.
    """

    learned: Sequence[Sample]
    held_out: Sequence[Sample]
    too_long: int = 0


def held_apart(
    fitting: Sequence[Sample],
    group_of: Callable[[Sample], Hashable],
    groups: Sequence[Hashable],
    settings: Settings,
    *,
    called: str,
    too_long: int,
) -> Parts[Sample]:
    """Hold some groups out, drawn by the seed, each with all its samples.

    Args:
        fitting: the samples.
        group_of: returns what belongs together.
        groups: the different groups.
        settings: the share that is held out, the seed, and whether some have to be.
        called: what an error calls a sample.
        too_long: how many samples were left out before.

    Raises:
        InputError: if nothing is left to learn from, or to choose the best epoch by.
    """
    count = round(settings.validation_split * len(groups))
    drawn = np.random.default_rng(settings.seed).permutation(len(groups))[:count]
    apart = frozenset(groups[k] for k in drawn.tolist())
    held_out = [one for one in fitting if group_of(one) in apart]
    learned = [one for one in fitting if group_of(one) not in apart]
    if not learned or (settings.patience and not held_out):
        needs = f", and patience {settings.patience} needs some" if settings.patience else ""
        raise InputError(
            f"the data have {counted(len(fitting), called)}: validation_split "
            f"{settings.validation_split} leaves {len(learned)} to learn from and holds "
            f"{len(held_out)} out{needs}; give more, or another validation_split"
        )
    return Parts(learned, held_out, too_long)
